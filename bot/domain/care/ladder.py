"""The ladder: what is done about a seat of which nothing is heard, a window at a time."""

from collections.abc import Mapping

from bot.domain.council import Council
from bot.domain.council import commands as c
from bot.domain.council.events import PhaseEntered
from bot.domain.council.silence import audible, heard
from bot.domain.game import Game
from bot.domain.ids import Moment, UserId
from bot.domain.owed import Task, owed
from bot.domain.seating import Seat

LASTING = (Task.SIDES, Task.CHARTER, Task.RECORD)  # what somebody owes from one phase to the next

Visits = Mapping[UserId, Moment]


def judgement(game: Game, council: Council, visits: Visits, at: Moment) -> c.JudgeWindow | None:
    """What the window that has ended says of the seats; None where it says nothing, such as one cut short."""
    window, now = council.care.unjudged, council.phase
    if window is None or now is None or not window.kind.traits.at_work or _voted(council):
        return None
    planned = next((phase.lasts for phase in game.agenda if phase.key == window.phase), None)
    if planned is None or game.time.between(window.at, now.at) * 2 < planned:
        return None
    idle = (
        seat.role
        for seat in audible(council)
        if _absent(council, seat, window, now, visits) and _missed(game, council, seat, at)
    )
    shut = (seat.role for seat in audible(council) if seat.role not in council.care.opened)
    return c.JudgeWindow(window.phase, tuple(idle), tuple(shut))


def _voted(council: Council) -> bool:
    """Whether the final vote, or without one the work, is over: from then on nobody is missed."""
    if not council.ballot_rule.held:
        return council.frozen
    return council.ballot is not None and council.ballot.called_at is not None


def _absent(council: Council, seat: Seat, window: PhaseEntered, now: PhaseEntered, visits: Visits) -> bool:
    if heard(council, seat, window.phase, now.phase) or seat.holder is None:
        return False
    visit = visits.get(seat.holder)
    return visit is None or visit < window.at


def _missed(game: Game, council: Council, seat: Seat, at: Moment) -> bool:
    """Whether it matters: nothing was ever heard of them, they are on the ladder, or something waits for
    them. Whoever has done all there was to do may be silent for a window."""
    if not heard(council, seat) or council.care.step(seat.role):
        return True
    return any(one.key in LASTING for one in owed(game, council, seat, at))
