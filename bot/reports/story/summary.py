"""The first screen: who won and what was decided."""

from collections import Counter
from collections.abc import Iterator
from statistics import median_low

from bot.domain.amounts import digits
from bot.domain.council import Council
from bot.domain.game import Stage
from bot.domain.paper import is_paper
from bot.domain.times import writing
from bot.domain.times.zones import zone_name
from bot.reports import tallies
from bot.reports.story import winning
from bot.reports.story.blocks import Block, Points, Section, Table, Text
from bot.reports.story.played import Played
from bot.reports.words import begun, counted, listed, shortened

TITLE = 90  # characters of a policy's title
UNTIL_CLOSED = "The game is over. Until a facilitator closes it, claims can still be ruled on."
SECRETS_LATER = (
    "The game has not ended, so this report has no missions and no individual wins yet. They appear after "
    "the reveal."
)


def about(played: Played) -> tuple[str, ...]:
    """Which scenario, when, and with how many people."""
    return tuple(filter(None, (_scenario(played), _date(played), _people(played))))


def _scenario(played: Played) -> str:
    form, missions = played.scenario.format, played.scenario.mission_set
    with_ = f"with the missions “{missions.name}”" if missions else ""
    return ", ".join(filter(None, (played.scenario.title, form.name if form else "", with_)))


def _date(played: Played) -> str:
    first, last = played.game.first_bell, played.game.ended_at
    zone = zone_name(played.game.timezone)
    if first is None:
        return ""
    begins = first.astimezone(played.zone)
    day = f"{writing.day_in_full(begins)} {begins.year}"
    if last is None:
        return f"Began on {day} at {begins:%H:%M} ({zone})"
    ends = last.astimezone(played.zone)
    length = played.lasted(first, last)
    if begins.date() == ends.date():
        return f"{day}, {begins:%H:%M} to {ends:%H:%M} ({zone}); {length}"
    return f"{day}, {begins:%H:%M}, to {writing.day_in_full(ends)}, {ends:%H:%M} ({zone}); {length}"


def _people(played: Played) -> str:
    game = played.game
    if not played.councils:
        return f"{counted(len(game.players), 'person', 'people')} signed up"
    seated = [seat for council in played.councils for seat in council.filled]
    paper = sum(is_paper(seat.holder) for seat in seated)
    on_paper = f" ({paper} on paper)" if paper else ""
    told = f"{counted(len(seated), 'player')}{on_paper} in {counted(len(played.councils), 'council')}"
    watching = f", {counted(len(game.observers), 'observer')}" if game.observers else ""
    return f"{told}{watching}, {counted(len(game.facilitators), 'facilitator')}"


def standing(played: Played) -> str:
    """How far the report goes."""
    game, now = played.game, played.on(played.at)
    if played.revealed:
        return "Final." if game.closed_at or not played.scenario.takes_claims else UNTIL_CLOSED
    secrets = f" {SECRETS_LATER}" if played.scenario.takes_claims or played.scenario.has_secrets else ""
    return f"As it stood {now} ({zone_name(game.timezone)}).{secrets}"


def headline(played: Played) -> str:
    """Who won, in a sentence; before the end, how far the game is."""
    game = played.game
    if game.first_bell is None:
        return "The game ended before it began." if played.revealed else "The game has not begun."
    if not played.revealed:
        phase = f": “{game.phase.title}”" if game.phase else ""
        return f"The game is running{phase}. {_together(played)}."
    alone = f", and {winning.summary(played)}" if played.scenario.takes_claims else ""
    return f"{_together(played)}{alone}."


def _together(played: Played) -> str:
    """How many councils won together; without a vote, what they adopted."""
    adopted = sum(len(one.order) for one in played.councils)
    policies = counted(adopted, "policy", "policies")
    several = len(played.councils) > 1
    if not played.scenario.ballot.held or not any(one.outcome for one in played.councils):
        who = counted(len(played.councils), "council") if several else "The council"
        voted = "; no final vote was held" if played.scenario.ballot.held and played.revealed else ""
        return f"{who} adopted {policies}{voted}"
    if several:
        return f"{sum(one.won for one in played.councils)} of {len(played.councils)} councils won together"
    [council] = played.councils
    return (
        f"The council won together, with {policies}"
        if council.won
        else f"The council did not win together; it adopted {policies}"
    )


# --- below it


def lead(played: Played) -> Iterator[Block]:
    """Each council's result in a row and, where they are few, what each decided."""
    if not played.councils:
        yield Text("No seats were dealt.")
        return
    if not played.few:
        yield Text(_by_many(played))
    yield _results(played)


def _by_many(played: Played) -> str:
    """What many councils decided, in numbers; each one's decisions stand further down."""
    counts = sorted(len(one.order) for one in played.councils)
    charters = Counter(played.rule_name(one.charter) for one in played.councils if one.charter)
    rules = listed(f"{name} in {counted(number, 'council')}" for name, number in charters.most_common())
    adopted = counted(sum(counts), "policy", "policies")
    spread = f"from {counts[0]} to {counts[-1]} each, {median_low(counts)} in the middle"
    covered = Counter(key for one in played.councils for key in one.covered())
    answers = listed(f"“{one.short}” by {covered[one.key]}" for one in played.scenario.strategy)
    charter = f" Charters: {rules}." if rules else ""
    questions = f" Questions answered: {answers}." if answers else ""
    return f"Together they adopted {adopted}: {spread}.{charter}{questions}"


def decided(played: Played) -> tuple[Section, ...]:
    """For few councils: each one's decisions by their titles."""
    if not played.few:
        return ()
    return tuple(Section(f"What {one.name} decided", tuple(_titles(played, one))) for one in played.councils)


def _titles(played: Played, council: Council) -> Iterator[Block]:
    lines = tuple(
        f"{begun(shortened(it.title, TITLE))} ({played.role(it.by)}, {tallies.in_short(policy.tally)})"
        for policy, it in council.book()
    )
    if not lines:
        yield Text("No policy was adopted.")
        return
    rule = f"by {played.rule_name(council.charter)}" if council.charter else "without a charter"
    yield Text(f"Decided {rule}. In brackets: who proposed it, and the sides for and against.", note=True)
    yield Points(lines, council.order)


def _results(played: Played) -> Table:
    vote, claims = played.scenario.ballot.held, played.scenario.takes_claims and played.revealed
    head = (
        "Council",
        *(("Together", "Final vote") if vote else ()),
        "Policies",
        *(("Won individually",) if claims else ()),
    )
    rows = tuple(
        (
            one.name,
            *(_vote(played, one) if vote else ()),
            str(len(one.order)),
            *((_winners(played, one),) if claims else ()),
        )
        for one in played.councils
    )
    return Table(
        "Who won" if vote or claims else "The councils", head, rows, numbers=(head.index("Policies"),)
    )


def _vote(played: Played, council: Council) -> tuple[str, str]:
    o = council.outcome
    if o is None:
        pending = "not held" if played.game.stage is Stage.ENDED else "not yet"
        return ("no win" if played.revealed else "not decided"), pending
    return ("won" if council.won else "no win"), f"{digits(o.yes)} to {digits(o.no)}"


def _winners(played: Played, council: Council) -> str:
    left = [f"{played.role(one.seat)} (undecided)" for one in winning.undecided(played, council)]
    won = [played.role(one.seat) for one in winning.winners(played, council)]
    return ", ".join([*won, *left]) or "nobody"
