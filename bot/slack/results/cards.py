"""What may be too long for one card, page by page: the book, the results, the seating plan, the Handbook."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from slack_sdk.models.blocks import Block

from bot.domain.amounts import digits
from bot.domain.claims import Verdict
from bot.domain.council import Council, verdicts
from bot.domain.feedback import Feedback
from bot.domain.game import Game, Stage
from bot.domain.ids import UserId
from bot.domain.scenario import Scenario
from bot.reports.tallies import votes_in_full
from bot.slack.blocks import folding, names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    section,
    sections,
)
from bot.slack.blocks.paging import page_of
from bot.slack.claims import cards as claims_cards
from bot.slack.claims.cards import NO_LINKS
from bot.slack.claims.evidence import Links

GOODBYE = 30  # words of the pack's closing note on a council's last card
FEW = 10  # people or councils that one message names in full

# --- the end


def results(game: Game, scenario: Scenario, councils: Sequence[Council], links: Links = NO_LINKS) -> Message:
    """Who won what and why, to be read aloud: the councils, then the winners with a line each.

    A post pings everybody whom it mentions. So it names a few; where there are more, they stand on pages that
    each reader turns for themselves, and which ping nobody.
    """
    lines = _councils(councils)
    few = _count(scenario, councils, Verdict.WON, Verdict.UNDECIDED) <= FEW
    shown = [*lines, *(_people(scenario, councils, links) if few else ())]
    turn = button("Read it page by page", names.TURN_RESULTS, f"{game.id}:1")
    return Message.of(
        header(f"{game.name}: the result"),
        section(_headline(scenario, councils)),
        *sections(shown),
        *([] if few else [actions(turn)]),
    )


def results_page(
    game: Game, scenario: Scenario, councils: Sequence[Council], page: int = 1, links: Links = NO_LINKS
) -> Message:
    """A page of the same."""
    lines = [*_councils(councils), *_people(scenario, councils, links)]
    title, said = f"{game.name}: the result", _headline(scenario, councils)
    return page_of(title, [said, *lines], page, names.TURN_RESULTS, game.id)


def _headline(scenario: Scenario, councils: Sequence[Council]) -> str:
    won = _count(scenario, councils, Verdict.WON)
    more = p.count_of(won, "person", "people") if won else "nobody"
    alone = f", and {more} won individually" if scenario.takes_claims else ""
    undecided = _count(scenario, councils, Verdict.UNDECIDED)
    left = f" {p.count_of(undecided, 'claim')} undecided." if undecided else ""
    how = "".join(f" {one}" for one in _how(scenario))
    return f"*{_together(scenario, councils)}{alone}.*{left}{how}"


def _together(scenario: Scenario, councils: Sequence[Council]) -> str:
    tables = p.count_of(len(councils), "council")
    if scenario.ballot.held:
        return f"{sum(council.won for council in councils)} of {tables} won together"
    adopted = sum(len(council.order) for council in councils)
    return f"{tables} adopted {p.count_of(adopted, 'policy', 'policies')}"


def _how(scenario: Scenario) -> Iterator[str]:
    """How one wins."""
    if scenario.ballot.held:
        yield "A council wins if its book holds policies and its final vote passes."
    if scenario.takes_claims:
        missions = optional.missions(scenario, secret=optional.secret_(scenario))
        aims = "all of their team's priorities" if scenario.has_priorities else ""
        yield f"A person wins {', or '.join(f'with {way}' for way in (missions, aims) if way)}."


def _count(scenario: Scenario, councils: Sequence[Council], *which: Verdict) -> int:
    return sum(claims_cards.count(scenario, council, one) for council in councils for one in which)


def _councils(councils: Sequence[Council]) -> list[str]:
    """Each with its reason; of many, those that can be read in a breath."""
    if len(councils) <= FEW:
        return [result_line(council) for council in councils]
    return [_in_short(council) for council in councils]


def _in_short(council: Council) -> str:
    o = council.outcome
    tally = f"{digits(o.yes)} for, {digits(o.no)} against" if o else "no vote"
    book = p.count_of(len(council.order), "policy", "policies")
    if not council.ballot_rule.held:
        return f"• *{council.name}:* {book}."
    return f"• *{council.name}: {'won' if council.won else 'no win'}.* {book}; {tally}."


def _people(scenario: Scenario, councils: Sequence[Council], links: Links) -> list[str]:
    """The winners, and whose claim is undecided."""
    several = len(councils) > 1
    found: list[str] = []
    for title, which in (("Individual wins", Verdict.WON), ("Undecided", Verdict.UNDECIDED)):
        lines = [
            f"• {line}"
            for council in councils
            for line in claims_cards.lines(scenario, council, which, links, named=several)
        ]
        found += [f"*{title}*", *lines] if lines else []
    return [*found, *_points(scenario, councils)]


def _points(scenario: Scenario, councils: Sequence[Council]) -> Iterator[str]:
    """Each council's people by their points, if the pack counts any."""
    if scenario.points is None:
        return
    yield "*Points*"
    for council in councils:
        counted = [(*verdicts.points(scenario, council, one.role), one) for one in council.filled]
        best = sorted(counted, key=lambda one: -one[0])
        told = ", ".join(f"{p.role_name(scenario, seat)} {has} of {most}" for has, most, seat in best)
        yield f"• *{council.name}:* {told}."


def result_line(council: Council) -> str:
    """One council's result and its reason."""
    book = p.count_of(len(council.order), "policy", "policies")
    if not council.ballot_rule.held:
        return f"• *{council.name}:* {_adopted(council)}."
    if council.outcome is None:
        why = "no policy was adopted" if not council.order else "no final vote was held"
        return f"• *{council.name}: no win.* {book}; {why}."
    verdict = "won" if council.won else "no win"
    tally = votes_in_full(council.outcome)
    return f"• *{council.name}: {verdict}.* {book}; {tally}: {council.outcome.reason}."


def _adopted(council: Council) -> str:
    """What is in the book of a council that does not vote on it."""
    titles = p.listed(f"“{escaped(one.title)}”" for _, one in council.book()) if council.order else ""
    book = f"{p.count_of(len(council.order), 'policy', 'policies')}: {titles}" if titles else "no policy"
    recorded = p.count_of(len(council.responses), "recorded process", "recorded processes")
    return f"{book}; {recorded}" if council.responses else book


def farewell(scenario: Scenario, council: Council) -> Message:
    """To a council at the end."""
    return Message.of(
        header("The game is over"),
        section(result_line(council)),
        *(claims_cards.result_details(scenario, council) if scenario.takes_claims else ()),
        *folding.shown(escaped(scenario.wrap_up), GOODBYE),
        actions(
            button("Our policy book", names.SHOW_BOOK, council.id),
            button("Give feedback", names.GIVE_FEEDBACK, council.game),
            folding.read_more(names.READ_CLOSING, council.game),
        ),
    )


def feedback_summary(game: Game) -> Message:
    """To a facilitator: how many spoke, the average, and the words without names."""
    given = game.feedback
    if game.stage is not Stage.ENDED:
        return Message.of(section("Nobody has given feedback yet: it opens when the game is over."))
    row = actions(button("Give feedback", names.GIVE_FEEDBACK, game.id))
    if not given:
        empty = "Nobody has given feedback yet. The button is on each council's last card."
        return Message.of(section(empty), row)
    average = fmean(one.score for one in given.values())
    return Message.of(
        header(f"Feedback on {game.name}"),
        section(f"*{p.count_of(len(given), 'answer')}*, {average:.1f} of 5 on average."),
        *_scores("What helped", given, "helped"),
        *_scores("What to change", given, "change"),
        context("Without names, in alphabetical order. Only facilitators can read this."),
        row,
    )


def _scores(title: str, given: Mapping[UserId, Feedback], field: str) -> Iterator[Block]:
    said = sorted(words for one in given.values() if (words := str(getattr(one, field))))
    if said:
        lines = (bullets([escaped(words)]) for words in said)
        yield from sections([f"*{title}*", *lines])
