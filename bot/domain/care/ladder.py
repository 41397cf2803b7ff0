"""The ladder: what is done about a seat of which nothing is heard, a window at a time."""

from collections.abc import Mapping

from bot.domain.council import Council
from bot.domain.council import commands as c
from bot.domain.council.events import PhaseEntered
from bot.domain.council.silence import audible, heard
from bot.domain.game import Game
from bot.domain.ids import Moment, UserId
from bot.domain.scenario import PhaseKind
from bot.domain.seating import Seat

WORKED_IN = (PhaseKind.SESSION, PhaseKind.EMERGENCY, PhaseKind.SIDEBAR)  # in others a seat may well be silent

Visits = Mapping[UserId, Moment]


def judgement(game: Game, council: Council, visits: Visits) -> c.JudgeWindow | None:
    """What the window that has ended says of the seats; None where it says nothing, such as one cut short."""
    window, now = council.care.unjudged, council.phase
    if window is None or now is None or window.kind not in WORKED_IN or council.outcome is not None:
        return None
    planned = next((phase.lasts for phase in game.agenda if phase.key == window.phase), None)
    if planned is None or game.time.between(window.at, now.at) * 2 < planned:
        return None
    seats = audible(council)
    return c.JudgeWindow(
        window.phase,
        tuple(seat.role for seat in seats if _idle(council, seat, window, now, visits)),
        tuple(seat.role for seat in seats if seat.role not in council.care.opened),
    )


def _idle(council: Council, seat: Seat, window: PhaseEntered, now: PhaseEntered, visits: Visits) -> bool:
    if heard(council, seat, window.phase, now.phase) or seat.holder is None:
        return False
    visit = visits.get(seat.holder)
    return visit is None or visit < window.at
