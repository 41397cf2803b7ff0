"""The turns of the presentations: each council's minute, spread over the phase in the drawn order.

The moments are derived from the phase's bounds and never stored, so that they stand still in a pause and move
when time is added or taken.
"""

from datetime import timedelta

from bot.domain.ids import Moment

LONGEST = timedelta(minutes=1)  # a council's turn, played live


def turn_length(starts: Moment, ends: Moment, councils: int, speed: int) -> timedelta:
    """An even share of the phase, a minute at most; what is left over at the end is open floor."""
    return min((ends - starts) / max(1, councils), LONGEST / speed)


def turns_due(starts: Moment, ends: Moment, councils: int, speed: int) -> tuple[Moment, ...]:
    """When each turn begins, in the drawn order; the first begins with the phase."""
    each = turn_length(starts, ends, councils, speed)
    return tuple(starts + turn * each for turn in range(councils))
