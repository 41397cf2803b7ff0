"""The call: the news that its address has changed, and the cards that show it."""

from collections.abc import Collection, Iterator

from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.game import events as e
from bot.intents.clock import phase_card
from bot.intents.intent import Card, Delivery, Urgency, beside
from bot.intents.rooms import PLENARY, council_room
from bot.intents.seats import welcome


class CallCard(Card):
    """Where a council, or everybody, talks from now on."""


def of_calls(
    game: Game, councils: Collection[Council], event: e.GameEvent, version: int
) -> Iterator[Delivery]:
    """Tells the rooms whose call has changed, and updates their cards; `game` is the game after the event."""
    if not isinstance(event, e.CallChanged):
        return
    concerned = [one for one in councils if _concerns(game, event, one)]
    rooms = [*map(council_room, concerned), *([PLENARY] if event.council is None else [])]
    yield from (Delivery(CallCard(room, f"call:{version}:{room}"), Urgency.REPLY) for room in rooms)
    yield from (beside(welcome(council), Urgency.BACKGROUND) for council in concerned)
    if game.stage is Stage.RUNNING and game.clock is not None:
        yield from (beside(phase_card(game, room), Urgency.BACKGROUND) for room in rooms)


def _concerns(game: Game, event: e.CallChanged, council: Council) -> bool:
    """A council with a call of its own keeps it when that for all changes."""
    if event.council is None:
        return council.number not in game.calls.own
    return council.number == event.council
