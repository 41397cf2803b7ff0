"""Silent seats: the one way of knowing them, live and over days."""

from bot.domain.council.state import Council
from bot.domain.paper import is_paper
from bot.domain.seating import Seat


def silent(council: Council) -> tuple[Seat, ...]:
    """The seats of which nothing has been heard since the first session began, or over days for a whole
    window. None before that session; paper cannot be heard."""
    if not council.begun:
        return ()
    return tuple(
        seat for seat in audible(council) if not heard(council, seat) or council.care.step(seat.role)
    )


def audible(council: Council) -> tuple[Seat, ...]:
    """The seats that can give a sign of life."""
    return tuple(seat for seat in council.filled if not is_paper(seat.holder))


def heard(council: Council, seat: Seat, *phases: str) -> bool:
    """Whether its holder did something last in one of these phases; without any, in whichever."""
    last = council.activity.acted.get(seat.role)
    return last is not None and (not phases or last in phases)


def nudged_now(council: Council, seat: Seat) -> bool:
    """Whether its holder was nudged in the phase that runs; once is kind, twice is not."""
    return council.phase is not None and council.activity.nudged.get(seat.role) == council.phase.phase
