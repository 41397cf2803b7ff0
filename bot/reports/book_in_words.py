"""A council's policy book in the words that people keep, and laid out as Markdown.

Whatever lays it out otherwise, as a page or as messages, is given the same words. What players wrote in them
is plain text: each layout escapes it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.asks.asked import Asked
from bot.domain.asks.counting import count
from bot.domain.asks.surveys import Survey
from bot.domain.council import Council
from bot.domain.game import Game, Stage, surveys
from bot.domain.ids import Moment
from bot.domain.scenario import Scenario
from bot.reports import answers_in_words, surveys_in_words
from bot.reports.book_shape import (
    CharterJson,
    ElectorateJson,
    FormerJson,
    PolicyJson,
    ResponseJson,
)
from bot.reports.policy_book import as_json
from bot.reports.tallies import votes_in_full

_PARTICULARS: dict[Literal["question", "owner", "enforcement", "review", "proposed_by"], str] = {
    "question": "Answers",
    "owner": "Owner",
    "enforcement": "Enforcement",
    "review": "Review",
    "proposed_by": "Proposed by",
}
_MISSING = {"owner", "enforcement", "review"}  # the book says so where a policy has none


@dataclass(frozen=True, slots=True)
class Particular:
    """A line with a name, such as the owner of a policy."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A policy, a process or a parked item; `stamp` says how it came into the book."""

    title: str
    text: str
    particulars: tuple[Particular, ...]
    stamp: str


@dataclass(frozen=True, slots=True)
class Book:
    """The whole book. `standing` says whether it is final or, if not, of when it is."""

    council: str
    game: str
    scenario: str
    standing: str
    charter: tuple[Particular, ...]  # empty where none was written
    policies: tuple[Entry, ...]
    processes: tuple[Entry, ...]
    parked: tuple[Entry, ...]
    vote: str  # empty where the game has no final vote
    fingerprint: str = ""
    former: tuple[Entry, ...] = ()  # policies that were replaced or rescinded
    answers: tuple[Entry, ...] = ()  # to questions of which the result is shown

    @property
    def title(self) -> str:
        """Of the book."""
        return f"Policy book of {self.council}"


NO_CHARTER = "No charter was written; stewards recorded the decisions."
NO_POLICY = "No policy was adopted."
NO_LONGER = "No longer in force"


def book_of(game: Game, scenario: Scenario, council: Council, at: Moment) -> Book:
    """The book as it is at this moment."""
    book = as_json(game, scenario, council)
    vote = book["vote"]
    return Book(
        council=council.name,
        game=game.name,
        scenario=scenario.title,
        standing=_standing(game, council, at),
        charter=(*_charter(book["charter"]), *_electorate(book["electorate"])) if book["charter"] else (),
        policies=tuple(map(_policy, book["policies"])),
        processes=tuple(
            Entry("", one["text"], (), f"Recorded under {_version(one)}{_said(one)}.")
            for one in book["responses"]
        ),
        parked=tuple(
            Entry("", one["text"], (Particular("Owner", one["owner"]), Particular("Until", one["until"])), "")
            for one in book["parked"]
        ),
        vote=_vote(council),
        fingerprint=vote["book_hash"] if vote else "",
        answers=(
            *(_answered(scenario, council, one) for one in council.asks.values() if one.shown),
            *(_surveyed(game, scenario, council, one) for one in shown_surveys(game)),
        ),
        former=tuple(map(_former, book["former"])),
    )


def is_final(game: Game, council: Council) -> bool:
    """Whether nothing of the book can change any more: it is decided, or the game is over."""
    if council.frozen:
        return council.decided
    return game.stage is Stage.ENDED


def _standing(game: Game, council: Council, at: Moment) -> str:
    if is_final(game, council):
        return "Final"
    local = at.astimezone(ZoneInfo(game.timezone))
    return f"As it stands on {local.day} {local:%B %Y, %H:%M} ({game.timezone.removeprefix('Etc/')})"


def _charter(charter: CharterJson) -> Iterator[Particular]:
    yield Particular("Rule", f"{charter['name']} (version {charter['version']})")
    yield Particular("Quorum", f"{charter['quorum']:.0%} of the filled seats")
    who = {"stewards": "stewards only", "teams": "every team, one open proposal at a time"}
    minutes, seconds = charter["waiting_seconds"] / 60, charter["seconds"]
    if charter["proposers"] in who:
        yield Particular("Who proposes", who[charter["proposers"]])
    if minutes:
        yield Particular("A proposal stands", f"{minutes:g} minutes at least")
    if seconds:
        yield Particular("Seconds needed, besides its proposer", str(seconds))
    yield Particular("Enactment", charter["enactment"])
    yield Particular("Enforcement", charter["enforcement"])


def _electorate(who: ElectorateJson) -> Iterator[Particular]:
    """Who decides, where it is not every seat with one vote."""
    if who["without_vote"]:
        yield Particular("Without a vote", ", ".join(who["without_vote"]))
    if who["votes"]:
        votes = (f"{role} {number}" for role, number in who["votes"].items())
        yield Particular("Votes (1 if not named)", ", ".join(votes))
    if who["veto"]:
        yield Particular("Veto", ", ".join(who["veto"]))
    for group in who["quorum_by"]:
        yield Particular("Must take part", f"{group['share']} of {group['of']}")


def _policy(policy: PolicyJson) -> Entry:
    particulars = (
        Particular(name, policy[key] or "not given")
        for key, name in _PARTICULARS.items()
        if policy[key] or key in _MISSING
    )
    photos = (
        Particular("From paper", f"photo by {one['by']}: {one['shows']} {' '.join(one['links'])}")
        for one in policy["photos"]
    )
    before = (
        Particular(f"Before, by proposal {one['proposal']}", f"{one['title']}: {one['text']}")
        for one in policy["before"]
    )
    return Entry(_title(policy), policy["text"], (*particulars, *photos, *before), _stamp(policy))


def _title(policy: PolicyJson) -> str:
    return f"Policy {policy['number']} (proposal {policy['proposal']}): {policy['title']}"


def _former(policy: FormerJson) -> Entry:
    ended = f"{policy['ended'].capitalize()}, by proposal {policy['ended_by_proposal']}."
    return Entry(_title(policy), policy["text"], (), f"{_stamp(policy)} {ended}")


def _answered(scenario: Scenario, council: Council, one: Asked) -> Entry:
    """A question and what was answered, in words and in bars."""
    rows = answers_in_words.table(one.question, one.count()) if one.counting else ()
    table = (Particular(row.label, f"{row.said} {row.bar}") for row in rows)
    signed = (Particular(who, said) for who, said in answers_in_words.signed(scenario, council, one))
    text = "\n".join((one.question.text, *answers_in_words.texts(one), *answers_in_words.conclusions(one)))
    return Entry(one.question.title, text, (*table, *signed), answers_in_words.turnout(one))


def _surveyed(game: Game, scenario: Scenario, council: Council, one: Survey) -> Entry:
    """A survey of the whole game, and how far the teams of this council have moved."""
    said = surveys.counting(game, one.key)
    rows = answers_in_words.table(one.question, count(one.question, said.values())) if said else ()
    table = tuple(Particular(row.label, f"{row.said} {row.bar}") for row in rows)
    text = "\n".join((one.question.text, *surveys_in_words.moves(game, scenario, [council], one)))
    return Entry(one.question.title, text, table, f"{len(said)} of {len(game.players)} players answered.")


def shown_surveys(game: Game) -> tuple[Survey, ...]:
    """Those of which everybody may see the result."""
    return tuple(one for one in game.surveys if surveys.is_shown(game, one))


def _stamp(policy: PolicyJson) -> str:
    recorded = f", recorded by the {policy['recorded_by']}" if policy["recorded_by"] else ""
    tally = f"{policy['support']} for, {policy['oppose']} against, {policy['seats']} {policy['counted']}"
    teams = f", {policy['teams_for']} of {policy['teams']} teams" if policy["teams"] else ""
    return f"Adopted under {_version(policy)}{recorded}: {tally}{teams}{_said(policy)}."


def _said(decided: PolicyJson | ResponseJson) -> str:
    said = decided["aloud"]
    if said is None:
        return ""
    return f"; aloud {said['for']} for, {said['against']} against, of {said['of']} {said['who']}"


def _version(decided: PolicyJson | ResponseJson) -> str:
    version = decided["charter_version"]
    return f"charter version {version}" if version else "no charter yet"


def _vote(council: Council) -> str:
    if (o := council.outcome) is None:
        return "No final vote was held." if council.ballot_rule.held else ""
    return f"{'Approved' if council.won else 'Not approved'}: {votes_in_full(o)}; {o.reason}."


# --- as Markdown


def as_markdown(book: Book, *, titled: bool = True) -> str:
    """The book for people to keep; not `titled` where its title stands above it already."""
    title = (f"# {_inline(book.title)}", "") if titled else ()
    return "\n".join((*title, *_lines(book)))


def _lines(book: Book) -> Iterator[str]:
    yield from (_inline(f"{book.game} · {book.scenario} · {book.standing}"), "", "## How we decide", "")
    yield from _listed(book.charter) if book.charter else (NO_CHARTER,)
    yield from ("", "## Policies", "")
    for policy in book.policies:
        yield from _entry(policy)
    if not book.policies:
        yield from (NO_POLICY, "")
    if book.former:
        yield from (f"## {NO_LONGER}", "")
    for one in book.former:
        yield from _entry(one)
    if book.processes:
        yield from ("## Processes", "")
    for one in book.processes:
        yield from _entry(one)
    if book.parked:
        yield from ("## Parked for later", "", *map(_parked, book.parked), "")
    if book.answers:
        yield from ("## What was asked", "")
    for one in book.answers:
        yield from _entry(one)
    fingerprint = f" Fingerprint: `{book.fingerprint}`." if book.fingerprint else ""
    if book.vote:
        yield from ("## The final vote", "", f"{_inline(book.vote)}{fingerprint}", "")


def _entry(entry: Entry) -> Iterator[str]:
    if entry.title:
        yield from (f"### {_inline(entry.title)}", "")
    yield from (_plain(entry.text), "")
    if entry.particulars:
        yield from (*_listed(entry.particulars), "")
    if entry.stamp:
        yield from (f"_{_inline(entry.stamp)}_", "")


def _parked(item: Entry) -> str:
    owner, until = (_inline(one.text) for one in item.particulars)
    return f"- {_indented(item.text)} (owner: {owner}; until {until})"


def _listed(particulars: tuple[Particular, ...]) -> Iterator[str]:
    for one in particulars:
        yield f"- {_inline(one.name)}: {_indented(one.text)}"


def _indented(text: str) -> str:
    return _plain(text).replace("\n", "\n  ")


_MARKS = re.compile(r"([\\`*\[\]<>|~]|(?<!\w)_|_(?!\w))")
_BEGINS = re.compile(r"^(\s*)(?:([#+=-])|(\d+)([.)]\s))", re.MULTILINE)


def _inline(text: str) -> str:
    """What people wrote, within a line of ours: it makes no link, no code and no HTML."""
    return _MARKS.sub(r"\\\1", text)


def _plain(text: str) -> str:
    """What people wrote, in lines of its own: besides, it makes no heading and no list."""
    return _BEGINS.sub(_unmarked, _inline(text))


def _unmarked(begin: re.Match[str]) -> str:
    space, mark, number, dot = begin.groups()
    return f"{space}\\{mark}" if mark else f"{space}{number}\\{dot}"
