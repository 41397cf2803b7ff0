"""The councils' turns in the plenary, spread over the phase in their order; presentations always have them.

Played over days nobody speaks: a turn is when a council's card is shown, an hour at most before the next, so
that each is looked at by itself and the rest of the window is for reading and asking.

The moments are derived from the phase's bounds and never stored, so that they stand still in a pause and move
when time is added or taken. Only where somebody called a turn early does its event say from when on the
following ones are counted.
"""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot.domain.ids import Moment
from bot.domain.times.working_time import EVERY_SECOND, GameTime

FROM_THE_START = (0, timedelta())


@dataclass(frozen=True, slots=True)
class Timing:
    """A phase's bounds, how many turns it has, and the longest that one may last; None: an even share.

    `counted` is the turn from which on the moments are counted, and how long after the start it began.
    """

    starts: Moment
    ends: Moment
    count: int
    longest: timedelta | None
    time: GameTime = EVERY_SECOND
    counted: tuple[int, timedelta] = FROM_THE_START

    @property
    def each(self) -> timedelta:
        """An even share of the time; what the longest leaves over is open floor."""
        first, gone = self.counted
        left = max(self.time.between(self.starts, self.ends) - gone, timedelta())
        share = left / max(1, self.count - first)
        return share if self.longest is None else min(share, self.longest)

    def due(self, turn: int) -> Moment:
        """When a turn begins; the first begins with the phase."""
        first, gone = self.counted
        return self.time.after(self.starts, gone + max(0, turn - first) * self.each)


def drawn(seed: str, councils: int) -> tuple[int, ...]:
    """The councils' numbers in an order drawn by lot."""
    numbers = [*range(1, councils + 1)]
    Random(seed).shuffle(numbers)  # noqa: S311 - no secret hangs on it
    return tuple(numbers)
