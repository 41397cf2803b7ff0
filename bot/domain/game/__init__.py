"""A game: sign-up, seating and the clock. One stream of events for each game."""

from bot.domain.game.decide import decide
from bot.domain.game.evolve import evolve
from bot.domain.game.state import Game, Stage

__all__ = ["Game", "Stage", "decide", "evolve"]
