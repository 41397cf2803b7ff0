"""What a council hears of the game's clock."""

from dataclasses import dataclass

from bot.domain.ids import Moment


@dataclass(frozen=True, slots=True)
class ClockStopped:
    """The game's clock stands still, and so does every waiting time."""

    at: Moment


@dataclass(frozen=True, slots=True)
class ClockRan:
    """The game's clock runs again."""

    at: Moment
