"""Proposals that are worded anew: what their cards say of it, and their history."""

from collections.abc import Iterator
from typing import assert_never

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.council import Council, Proposal, ProposalStatus
from bot.domain.game import Game
from bot.domain.scenario import Scenario
from bot.domain.wording import Mark, Version, Wording, compared
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.forms import window
from bot.slack.blocks.message import (
    Message,
    actions,
    button,
    context,
    escaped,
    header,
    section,
    sections,
)

HISTORY_TEXT = 20_000  # characters of all versions in a window, which holds 250 kB as JSON


# --- on the cards


def standing(scenario: Scenario, council: Council, one: Proposal) -> Iterator[Block]:
    """Which version this is and whose; who had said something that counts no longer."""
    said = []
    if one.sources:
        said.append(f"Merged from proposals {p.listed(one.sources)}.")
    if one.version > 1:
        latest = one.versions[-1]
        how = "with details added" if latest.completes else "amended"
        said.append(f"*Version {one.version}*, {how} by {who_worded(scenario, council, latest)}.")
    if one.round > 1 and not one.amended and one.about is None:
        said.append("*Taken up again* after it was parked.")
    silenced = [council.seats[seat].holder for seat in sorted(one.unsaid) if one.stance_of(seat) is None]
    if silenced and one.status is ProposalStatus.OPEN and not council.frozen:
        said.append(
            "Earlier reactions no longer count, because they were about another text. Please react again, "
            f"on this card: {p.mentions(filter(None, silenced)) or 'nobody is left'}."
        )
    if said:
        yield context(" ".join(said))


def earlier_card(one: Proposal) -> Message:
    """A card of a round that is over."""
    what = f"amended: version {one.version}" if one.amended else "parked and taken up again: it"
    return Message.of(
        header(f"Proposal {one.number}: {one.title}"),
        section(
            f"*This is an old card, and nothing here counts any more.* The proposal was {what} has a new "
            "card further down. Please react there."
        ),
        context("/propose history with its number shows every version."),
    )


def who_worded(scenario: Scenario, council: Council, version: Version) -> str:
    """Whose words a version holds."""
    seat = council.seats[version.by]
    if version.who:
        return f"{p.mention(version.who)}, {p.role_name(scenario, seat)}"
    return p.the_role(scenario, version.by)


def withdrawing(council: Council, one: Proposal) -> Message:
    """To somebody who typed that they take a proposal back: the button asks once more."""
    value = names.on_card(council.id, one.number, one.round)
    ask = "Withdraw this proposal?"
    return Message.of(
        section(
            f"*Withdraw proposal {one.number}: {escaped(one.title)}?* Nobody can take a side on it after "
            "that."
        ),
        actions(button("Withdraw", names.WITHDRAW, value, ask=ask)),
    )


# --- the history


def history(game: Game, scenario: Scenario, council: Council, one: Proposal) -> View:
    """Every version, the latest first, with what changed in it."""
    lines = []
    for number, version in reversed([*enumerate(one.versions, start=1)]):
        when = p.day_and_time(game, version.at)
        lines.append(f"*Version {number}*, {who_worded(scenario, council, version)}, {when}")
        before = one.versions[number - 2].wording if number > 1 else None
        lines += [*changes(scenario, before, version.wording), ""]
    return window(f"Proposal {one.number}: history"[:24], *sections(lines, limit=HISTORY_TEXT))


def changes(scenario: Scenario, before: Wording | None, after: Wording) -> Iterator[str]:
    """A line for each field that changed; without `before`, for each that says something."""
    old = _fields(scenario, before) if before else None
    found = False
    for name, words in _fields(scenario, after).items():
        was = old[name] if old else words
        if old is None and words:
            yield f"*{name}:* {escaped(words)}"
        elif was != words:
            found = True
            yield f"*{name}:* {_marked(was, words)}"
    if old is not None and not found:
        yield "Nothing visible."


def _fields(scenario: Scenario, said: Wording) -> dict[str, str]:
    question = next((one.short for one in scenario.strategy if one.key == said.question), "")
    return {
        "Title": said.title,
        "Text": said.text,
        "Answers": question,
        "Owner": scenario.team(said.owner_team).name if said.owner_team else "",
        "Enforcement": said.enforcement,
        "Review": said.review,
    }


def _marked(before: str, after: str) -> str:
    """The new words with what came and went, told in words as well as in bold and struck out."""
    said = ""
    for mark, words in compared(before, after):
        blank = words[len(words.rstrip()) :]
        bare = escaped(" ".join(words.split()))
        match mark:
            case Mark.KEPT:
                said += escaped(words)
            case Mark.ADDED:
                said += f"*[added: {bare}]*{blank}"
            case Mark.REMOVED:
                said += f"~[removed: {bare}]~{blank or ' '}"
            case _:
                assert_never(mark)
    return said.strip()
