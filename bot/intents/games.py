"""The work that an event of a game makes: each topic adds its own."""

from collections.abc import Collection, Iterator

from bot.domain.game import Game
from bot.domain.game import events as e
from bot.intents.accounts import of_accounts
from bot.intents.calls import of_calls
from bot.intents.clock import Councils, of_clock
from bot.intents.floor import of_leavers
from bot.intents.injects import of_injects
from bot.intents.intent import Delivery
from bot.intents.observers import of_observers
from bot.intents.sign_up import of_sign_up
from bot.intents.steps import of_steps
from bot.intents.surveys import of_surveys


def of_game(
    game: Game, councils: Councils, event: e.GameEvent, version: int, sidebars: Collection[str]
) -> Iterator[Delivery]:
    """`game` and `councils` are as they are after it, `sidebars` the rooms of those with channels."""
    yield from of_sign_up(game, event, version)
    yield from of_accounts(game, event, version)
    yield from of_steps(game, event)
    yield from of_leavers(game, event)
    yield from of_observers(game, councils, event, sidebars)
    yield from of_surveys(game, event)
    yield from of_clock(game, councils, event, version, sidebars)
    yield from of_calls(game, councils, event, version)
    yield from of_injects(game, councils, event, version)
