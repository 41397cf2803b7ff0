"""Who took part, by seat: counts, and never what anybody said."""

from bot.domain.council import Council
from bot.domain.participation import Participation
from bot.domain.seating import Seat
from bot.reports.story import plots
from bot.reports.story.blocks import Block, Section, Table, Text
from bot.reports.story.played import Played

NOTE = (
    "Counted from what Moot was told: proposals, amendments, sides taken, turns to speak, answers, ideas "
    "carried back from rooms, what stewards recorded, claims, and claims judged. Moot does not hear what "
    "is said in a room, and reads no messages. The counts belong to the seat, whoever held it."
)
_SHOWN = {
    "proposed": "Proposed",
    "amended": "Amended",
    "sides": "Took sides",
    "floor": "Had the floor",
    "answered": "Answered",
    "ideas": "Ideas",
    "chaired": "Recorded",
    "claimed": "Claimed",
    "judged": "Judged",
}


def section(played: Played) -> Section:
    """A table for each council; columns in which nobody has anything are left out."""
    title = "Who took part"
    each = {one.id: deeds(one) for one in played.councils}
    used = [key for key in _SHOWN if any(getattr(it, key) for seats in each.values() for _, it in seats)]
    if not used:
        return Section(title)
    tables = tuple(_table(played, one, used) for one in played.councils)
    return Section(title, (*_by_team(played), Text(NOTE, note=True), *tables))


def deeds(council: Council) -> list[tuple[Seat, Participation]]:
    """What the holders of the filled seats did, by role number."""
    known = council.participation
    seats = sorted(council.filled, key=lambda seat: seat.role)
    return [(seat, known.get(seat.role, Participation())) for seat in seats]


def total(one: Participation) -> int:
    """Everything but the vote: if that is secret, nobody learns who voted."""
    return one.total - one.voted


def _table(played: Played, council: Council, used: list[str]) -> Table:
    rows = tuple(
        (
            played.role_and_team(council, seat.role),
            *(str(getattr(one, key) or "–") for key in used),
            str(total(one)),
        )
        for seat, one in deeds(council)
    )
    head = ("Seat", *(_SHOWN[key] for key in used), "In all")
    return Table(council.name, head, rows, numbers=tuple(range(1, len(head))))


def _by_team(played: Played) -> list[Block]:
    """A plot of the seats where they are few, else of the teams."""
    if len(played.councils) == 1:
        [council] = played.councils
        rows = {played.role(seat.role): total(one) for seat, one in deeds(council)}
        plot = plots.counts(rows, what="times that a seat took part")
    else:
        teams: dict[str, int] = {}
        for council in played.councils:
            for seat, one in deeds(council):
                name = played.scenario.team(seat.team).name
                teams[name] = teams.get(name, 0) + total(one)
        plot = plots.counts(teams, what="times that a team's seats took part, in all councils")
    return [plot] if plot is not None else []
