"""Reads what an intent shows, and renders it."""

from collections.abc import Collection

from slack_sdk.models.views import View

from bot.clock import Clock
from bot.courier.rendering.council import OF_COUNCIL
from bot.courier.rendering.game import OF_GAME
from bot.courier.rendering.seen import Seen, SeenCouncil, made
from bot.courier.rendering.whispers import WHISPERS
from bot.domain.errors.aside import SetAside
from bot.domain.errors.authority import NoGame, WhichGame
from bot.domain.game import Stage
from bot.domain.ids import GameId, UserId
from bot.intents.intent import Card, CouncilCard, Whisper
from bot.queries.overview import overview
from bot.queries.reader import Part, Reader
from bot.slack.blocks.message import Message
from bot.slack.clock import cards as clock_cards
from bot.slack.home import cards as home_cards


class Renderer:
    """Makes what the courier shows, from the present state."""

    def __init__(self, reader: Reader, now: Clock) -> None:
        self._reader = reader
        self._now = now

    async def card(self, game_id: GameId, card: Card) -> Message:
        """The card. Raises NotYet and NoLonger, and SetAside for all but the one that says why."""
        if type(card) in WHISPERS:
            return await made(WHISPERS[type(card)](None, card))
        if isinstance(card, CouncilCard):
            game, scenario, council = await self._reader.table(game_id, card.council)
            seen = SeenCouncil(self._reader, self._now(), game, scenario, council)
            return await made(OF_COUNCIL[type(card)](seen, card))
        game, scenario = await self._reader.game(game_id)
        return await made(OF_GAME[type(card)](Seen(self._reader, self._now(), game, scenario), card))

    async def whisper(self, said: Whisper) -> Message:
        """A line for one person."""
        return await made(WHISPERS[type(said)](None, said))

    async def topic(self, game_id: GameId) -> str:
        """A council channel's topic."""
        game, _ = await self._reader.game(game_id)
        return clock_cards.topic(game)

    async def home(self, team_id: str, user: UserId, *, first: bool = False) -> View:
        """Somebody's App Home."""
        try:
            where, others = await self._reader.at_home(team_id, user)
        except NoGame:
            return home_cards.home(None, self._now())
        except SetAside as aside:
            parts = await self._reader.parts(team_id, user)
            left = [one for one in parts if one.stage is not Stage.ENDED]
            return home_cards.aside(aside, left if len(left) > 1 else ())
        except WhichGame as several:
            return home_cards.which_game(await self._parts(team_id, user, several.games))
        seen = await overview(self._reader, where.game.id, self._now()) if where.facilitates else None
        councils = tuple(one.council for one in seen.councils) if seen else ()
        more = await self._parts(team_id, user, others) if others else ()
        return home_cards.home(where, self._now(), councils, seen, first=first, others=more)

    async def _parts(self, team_id: str, user: UserId, games: Collection[GameId]) -> tuple[Part, ...]:
        found = await self._reader.parts(team_id, user)
        return tuple(one for one in found if one.game in games)
