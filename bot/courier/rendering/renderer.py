"""Reads what an intent shows, and renders it."""

from collections.abc import Collection
from typing import NamedTuple

from slack_sdk.models.views import View

from bot.clock import Clock
from bot.courier.rendering.council import OF_COUNCIL
from bot.courier.rendering.game import OF_GAME
from bot.courier.rendering.seen import NoLonger, Seen, SeenCouncil, made
from bot.courier.rendering.whispers import WHISPERS
from bot.db.posts import Post
from bot.domain.errors.aside import SetAside
from bot.domain.errors.authority import NoGame, WhichGame
from bot.domain.game import Stage
from bot.domain.ids import GameId, UserId
from bot.intents.intent import Card, CouncilCard, Whisper
from bot.queries.overview import overview
from bot.queries.place import Part
from bot.queries.reader import Reader
from bot.slack.blocks.message import Message
from bot.slack.clock import cards as clock_cards
from bot.slack.home import cards as home_cards


class Placed(NamedTuple):
    """A card as it is to be, its messages that stand, and the channel where it belongs, if that is there."""

    message: Message
    stand: tuple[Post, ...]
    channel: str | None


class Renderer:
    """Makes what the courier shows, from the present state."""

    def __init__(self, reader: Reader, now: Clock) -> None:
        self._reader = reader
        self._now = now

    async def card(self, game_id: GameId, card: Card) -> Message:
        """The card. Raises NotYet and NoLonger, and SetAside for all but the one that says why."""
        return await self._reader.at_once(lambda reader: self._card(reader, game_id, card))

    async def placed(self, game_id: GameId, card: Card) -> Placed:
        """The card, and where it stands at the same moment. Raises what `card` does; NoLonger, too, for an
        update of something that was never posted."""

        async def look(reader: Reader) -> Placed:
            post, channel, goes_on = await reader.card_place(game_id, card.key, card.room)
            if post is None:
                if card.existing:
                    raise NoLonger
                return Placed(await self._card(reader, game_id, card), (), channel)
            further = await reader.further(game_id, card.key) if goes_on else ()
            return Placed(await self._card(reader, game_id, card), (post, *further), post.channel)

        return await self._reader.at_once(look)

    async def _card(self, reader: Reader, game_id: GameId, card: Card) -> Message:
        if type(card) in WHISPERS:
            return await made(WHISPERS[type(card)](None, card))
        if isinstance(card, CouncilCard):
            game, scenario, council = await reader.table(game_id, card.council)
            seen = SeenCouncil(reader, self._now(), game, scenario, council)
            return await made(OF_COUNCIL[type(card)](seen, card))
        game, scenario = await reader.game(game_id)
        return await made(OF_GAME[type(card)](Seen(reader, self._now(), game, scenario), card))

    async def whisper(self, said: Whisper) -> Message:
        """A line for one person."""
        return await made(WHISPERS[type(said)](None, said))

    async def topic(self, game_id: GameId, room: str) -> tuple[str, str | None]:
        """The topic of a council's channel, and that channel, once it is there."""

        async def look(reader: Reader) -> tuple[str, str | None]:
            game, _ = await reader.game(game_id)
            return clock_cards.topic(game), await reader.room(game_id, room)

        return await self._reader.at_once(look)

    async def home(self, team_id: str, user: UserId, *, first: bool = False) -> View:
        """Somebody's App Home."""
        return await self._reader.at_once(lambda reader: self._home(reader, team_id, user, first=first))

    async def _home(self, reader: Reader, team_id: str, user: UserId, *, first: bool) -> View:
        try:
            where, others = await reader.at_home(team_id, user)
        except NoGame:
            return home_cards.home(None, self._now())
        except SetAside as aside:
            parts = await reader.parts(team_id, user)
            left = [one for one in parts if one.stage is not Stage.ENDED]
            return home_cards.aside(aside, left if len(left) > 1 else ())
        except WhichGame as several:
            return home_cards.which_game(await _parts(reader, team_id, user, several.games))
        seen = await overview(reader, where.game.id, self._now()) if where.facilitates else None
        councils = tuple(one.council for one in seen.councils) if seen else ()
        more = await _parts(reader, team_id, user, others) if others else ()
        return home_cards.home(where, self._now(), councils, seen, first=first, others=more)


async def _parts(reader: Reader, team_id: str, user: UserId, games: Collection[GameId]) -> tuple[Part, ...]:
    found = await reader.parts(team_id, user)
    return tuple(one for one in found if one.game in games)
