"""Whose missions a report may quote: after the reveal, and as far as the pack and their holders allow."""

from collections.abc import Iterator

from bot.domain.council.session import shows
from bot.domain.roles import Missions
from bot.domain.seating import Seat
from bot.reports.story.played import Played

KEPT = "kept secret"


def may_quote_role(played: Played, sheet: str) -> bool:
    """Whether the mission of the roles on this sheet may be quoted.

    All councils have the same sheets, and a report goes to all of them. So where holders are asked, everybody
    who had it has to agree.
    """
    roles = {role.number for role in played.scenario.roles if role.key == sheet}
    return _may_quote(played, (role for role in _holders(played) if role[1].role in roles))


def may_quote_team(played: Played, team: str) -> bool:
    """Whether the mission of a team may be quoted, on the same terms."""
    return _may_quote(played, (seat for seat in _holders(played) if seat[1].team == team))


def _may_quote(played: Played, holders: Iterator[tuple[int, Seat]]) -> bool:
    if played.scenario.missions is Missions.PUBLIC:
        return True
    councils = {one.number: one for one in played.councils}
    return played.revealed and all(shows(councils[number], seat.role) for number, seat in holders)


def _holders(played: Played) -> Iterator[tuple[int, Seat]]:
    """The holders of missions, with the numbers of their councils."""
    return (
        (council.number, seat) for council in played.councils for seat in council.filled if not seat.open_hand
    )
