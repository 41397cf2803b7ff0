"""Whether a game is ahead of its plan or behind it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.game.replanning import NONE
from bot.domain.game.state import Game
from bot.domain.ids import Moment


@dataclass(frozen=True, slots=True)
class Delay:
    """When the game was to end, as it was planned at the first bell, and when it will end now.

    While the clock stands still, as of the moment at which it stopped.
    """

    planned: Moment
    expected: Moment
    by: timedelta  # negative where the game is ahead; as the game counts time


def delay_of(game: Game) -> Delay | None:
    """How a game that runs stands against its plan; None of any other."""
    clock, waiting = game.clock, game.interrupted
    if clock is None or game.phase is None or game.first_bell is None:
        return None
    left = sum((game.agenda[phase].lasts for phase in game.coming), NONE)
    if waiting is not None:
        left += game.time.between(waiting.paused_at or waiting.bell, waiting.ends)
    planned, expected = game.time.after(game.first_bell, game.length), game.time.after(clock.ends, left)
    return Delay(
        planned, expected, game.time.between(planned, expected) - game.time.between(expected, planned)
    )
