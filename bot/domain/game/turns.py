"""The turns of the presentations: each council's minute, spread over the phase in the drawn order.

Played over days nobody speaks: a turn is when a council's card is shown, an hour at most before the next, so
that each is looked at by itself and the rest of the window is for reading and asking.

The moments are derived from the phase's bounds and never stored, so that they stand still in a pause and move
when time is added or taken.
"""

from datetime import timedelta

from bot.domain.ids import Moment
from bot.domain.times.working_time import EVERY_SECOND, GameTime

LONGEST = timedelta(minutes=1)  # a council's turn, played live
LONGEST_OVER_DAYS = timedelta(hours=1)  # of working time


def turn_length(
    starts: Moment, ends: Moment, councils: int, speed: int, time: GameTime = EVERY_SECOND
) -> timedelta:
    """An even share of the phase, a minute (or an hour) at most; what is left over is open floor."""
    longest = LONGEST / speed if time == EVERY_SECOND else LONGEST_OVER_DAYS
    return min(time.between(starts, ends) / max(1, councils), longest)


def turns_due(
    starts: Moment, ends: Moment, councils: int, speed: int, time: GameTime = EVERY_SECOND
) -> tuple[Moment, ...]:
    """When each turn begins, in the drawn order; the first begins with the phase."""
    each = turn_length(starts, ends, councils, speed, time)
    return tuple(time.after(starts, turn * each) for turn in range(councils))
