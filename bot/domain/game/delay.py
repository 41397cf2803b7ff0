"""Whether a game is ahead of its plan or behind it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.game.state import Game
from bot.domain.ids import Moment


@dataclass(frozen=True, slots=True)
class Delay:
    """When the game was to end, as it was planned at the first bell or last anew, and when it will end now.

    While the clock stands still, as of the moment at which it stopped.
    """

    planned: Moment
    expected: Moment
    by: timedelta  # negative where the game is ahead; as the game counts time


def delay_of(game: Game) -> Delay | None:
    """How a game that runs stands against its plan; None of any other."""
    expected = game.expected_end
    if expected is None or game.first_bell is None:
        return None
    planned = game.new_end or game.time.after(game.first_bell, game.length)
    by = game.time.between(planned, expected) - game.time.between(expected, planned)
    return Delay(planned, expected, by)
