"""A council in which a team has nobody left, and the best way to mend it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import UserId
from bot.domain.paper import is_paper
from bot.domain.seating import Seat


@dataclass(frozen=True, slots=True)
class Mending:
    """Who could take the empty team's seat: people who watch, else somebody of a team with several."""

    team: str
    seat: Seat  # the vacant one that would be filled
    watchers: tuple[UserId, ...]
    mover: Seat | None  # in the same council, from a team that keeps somebody


def empty_teams(council: Council) -> tuple[str, ...]:
    """The teams that nobody in this council plays any more, in seat order."""
    filled = {seat.team for seat in council.filled}
    return tuple(dict.fromkeys(seat.team for seat in council.seats.values() if seat.team not in filled))


def mending(game: Game, councils: Sequence[Council], council: Council, team: str) -> Mending | None:
    """The best move for a team without anybody; None where somebody plays it."""
    if team not in empty_teams(council):
        return None
    seat = next(seat for seat in council.seats.values() if seat.team == team)
    seated = {one.holder for table in councils for one in table.filled}
    watchers = tuple(one.player for one in game.observers if one.player not in seated)
    sizes = Counter(one.team for one in council.filled)
    spare = [one for one in council.filled if sizes[one.team] > 1 and not is_paper(one.holder)]
    # The largest team can best spare somebody, and of it the one who does not chair and came last.
    mover = max(spare, key=lambda one: (sizes[one.team], not one.steward, one.role), default=None)
    return Mending(team, seat, watchers, mover)
