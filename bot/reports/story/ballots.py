"""The final vote: each council's, and how the teams voted where that gives nobody's secret vote away."""

from bot.domain.amounts import digits
from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.reports.story import plots
from bot.reports.story.blocks import Block, Section, Table, Text
from bot.reports.story.played import Played
from bot.reports.words import counted, sentence

KEPT = (
    "The ballot was secret, so votes are shown neither by seat nor by team: in small teams, a team's votes "
    "would give its members' away."
)
CHOICES = {Choice.YES: "For", Choice.NO: "Against", Choice.ABSTAIN: "Abstained", None: "Did not vote"}


def section(played: Played) -> Section:
    """Nothing where the pack holds no vote."""
    title = "The final vote"
    if not played.scenario.ballot.held:
        return Section(title)
    counted_ones = [one for one in played.councils if one.outcome is not None]
    if not counted_ones:
        return Section(title, tuple(Text(words) for words in _not_yet(played)))
    blocks: list[Block] = [*_by_council(played), *_by_team(played, counted_ones)]
    return Section(title, tuple(blocks))


def _not_yet(played: Played) -> list[str]:
    """How many have voted while the vote is open; never what they said."""
    voting = [one for one in played.councils if one.ballot is not None]
    if not voting:
        return ["No final vote was held." if played.revealed else "The final vote has not been opened."]
    said = [
        f"{one.name}: {one.ballot.turnout} of {len(one.ballot.electorate)} have voted."
        for one in voting
        if one.ballot
    ]
    return ["The final vote is not counted yet.", *said]


def _by_council(played: Played) -> list[Block]:
    head = ("Council", "Result", "For", "Against", "Abstained", "Of", "Why")
    rows = tuple(_row(one) for one in played.councils)
    bars = {
        one.name: [float(one.outcome.yes), float(one.outcome.no), float(one.outcome.abstain), _silent(one)]
        for one in played.councils
        if one.outcome is not None
    }
    plot = plots.stacked(bars, [*CHOICES.values()], what="votes in each council") if played.few else None
    table = Table("The final vote by council", head, rows, numbers=(2, 3, 4, 5))
    return [plot, table] if plot is not None else [table]


def _silent(council: Council) -> float:
    o = council.outcome
    return float(o.seats - o.yes - o.no - o.abstain) if o is not None else 0


def _row(council: Council) -> tuple[str, ...]:
    o = council.outcome
    if o is None:
        return (council.name, "not held" if council.ballot is None else "not counted", *[""] * 5)
    certain = "" if o.certain else " Not every vote could be read back from Slack."
    proxy = f" {counted(o.by_proxy, 'vote')} by proxy." if o.by_proxy else ""
    numbers = (digits(one) for one in (o.yes, o.no, o.abstain, o.seats))
    return (
        council.name,
        "passed" if o.passed else "failed",
        *numbers,
        f"{sentence(o.reason)}.{proxy}{certain}",
    )


def _by_team(played: Played, councils: list[Council]) -> list[Block]:
    if any(one.ballot is not None and one.ballot.secret for one in councils):
        return [Text(KEPT)]
    rows: dict[str, list[int]] = {one.name: [0] * len(CHOICES) for one in played.scenario.teams}
    for council in councils:
        assert council.ballot is not None
        for seat in sorted(council.ballot.electorate):
            said = council.ballot.vote_of(seat)
            rows[played.team(council, seat)][[*CHOICES].index(said)] += 1
    seated = {team: said for team, said in rows.items() if any(said)}
    table = Table(
        "Seats that voted, by team" + (", in all councils" if len(councils) > 1 else ""),
        ("Team", *CHOICES.values()),
        tuple((team, *map(str, said)) for team, said in seated.items()),
        numbers=(1, 2, 3, 4),
    )
    numbers = {team: [*map(float, said)] for team, said in seated.items()}
    plot = plots.stacked(numbers, [*CHOICES.values()], what="seats of each team")
    return [plot, table] if plot is not None else [table]
