"""Observers come into the channels in which the pack lets them read along, and go out again."""

from collections.abc import Collection, Iterator

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.ids import UserId
from bot.domain.meetings import watching
from bot.domain.rooms import RoomKey
from bot.intents.intent import Delivery, Urgency, beside
from bot.intents.rooms import Invite, Remove, council_room
from bot.intents.seats import welcome


def of_observers(
    game: Game, councils: Collection[Council], event: e.GameEvent, rooms: Collection[str]
) -> Iterator[Delivery]:
    """Who reads along changes with this event; `rooms` have channels. Whoever has a part of another kind now
    leaves the channels that are not theirs, as the courier knows when it comes to it."""
    tables = tuple(map(council_room, councils)) if game.layout.read_along else ()
    open_to_them = (*tables, *(room for room in rooms if RoomKey.read(room).observers))
    match event:
        case e.SeatsDealt():
            for room in tables:
                yield from _let_in(room, sorted(watching(game, room)), Urgency.BACKGROUND)
        case e.ObserverJoined(user) | e.AccountReturned(user):
            for room in open_to_them:
                came = [user] if user in watching(game, room) else []
                yield from _let_in(room, came, Urgency.REPLY)
        case e.PlayerJoined(user) | e.PlayerLeft(user) | e.PlayerReplaced(to=user):
            yield from (Delivery(Remove(room, user), Urgency.REPLY) for room in open_to_them)
        case e.AccountLost():
            pass  # Slack takes them out itself; only the cards change
        case _:  # nobody comes or goes with any other event
            return
    if game.layout.read_along:
        yield from (beside(welcome(one), Urgency.LEISURE) for one in councils)


def _let_in(room: str, users: Collection[UserId], urgency: Urgency) -> Iterator[Delivery]:
    if users:
        yield Delivery(Invite(room, tuple(users), again=True), urgency)
