"""What happens to the channels of a game: they are archived, opened again or deleted, and Moot is taken out
of them or let in again."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import belonging, outbox, posts, rooms
from bot.db.rooms import Gone
from bot.db.streams import EventStreams
from bot.db.tables import RoomRow
from bot.domain.council import Council
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.rooms import ArchivedTooEarly, ChannelIsThere
from bot.domain.game import Game, Stage
from bot.domain.game.events import GameEvent
from bot.domain.ids import COUNCIL, GameId, Moment, UserId, council_of
from bot.domain.rooms import ROOM as SIDEBAR
from bot.intents import channels as intents
from bot.intents.intent import Delivery
from bot.intents.rooms import archive, let_in
from bot.services.councils import CouncilService
from bot.services.use_cases import UseCases


@dataclass(eq=False, repr=False)
class ChannelService(UseCases):
    """Keeps whether channels can be used, and replaces one that is lost."""

    _councils: CouncilService
    _games: EventStreams[Game, GameEvent]

    async def gone(self, team_id: str, channel: str, how: Gone) -> None:
        """Nothing can be done in a channel; the facilitators hear it once, with the ways out."""

        async def note(session: AsyncSession, room: RoomRow) -> list[Delivery]:
            return await intents.lost(session, room, how, self._clock())

        await self._each(team_id, channel, note)

    async def back(self, team_id: str, channel: str) -> None:
        """A channel can be used again. What waited for it is sent now, and people who may be missing are
        invited."""

        async def note(session: AsyncSession, room: RoomRow) -> list[Delivery]:
            if not room.gone:
                return []
            await outbox.release(session, team_id)
            work = await intents.regained(session, room)
            if room.key.startswith(COUNCIL):
                game = (await self._games.load(session, GameId(room.game_id))).state
                people = await belonging.belong(session, game, room.key) if game else ()
                work.append(let_in(room.key, tuple(sorted(people))))
            return work

        await self._each(team_id, channel, note)

    async def anew(self, game: Game, key: str, *, actor: UserId) -> None:
        """Another channel for a council or a sidebar whose own is lost. Raises FacilitatorsOnly and
        ChannelIsThere."""
        if actor not in game.facilitators:
            raise FacilitatorsOnly

        async def replace(session: AsyncSession) -> None:
            room = await rooms.room(session, game.id, key)
            replaceable = key.startswith((COUNCIL, SIDEBAR))
            if room is None or not replaceable or not room.gone or room.gone == Gone.ANEW:
                raise ChannelIsThere
            room.gone = Gone.ANEW
            await posts.forget_channel(session, game.id, room.channel)
            councils = await self._councils.of(session, game)
            await self._enqueue(session, game.id, _anew(game, councils, key, self._clock()))
            for council in councils:
                if council.id == council_of(game.id, key) and council.ballot and council.outcome is None:
                    await self._councils.ballot_moved(session, council.id)  # it gets its choices there

        await self._write(f"rooms:{game.id}", replace)

    async def open_rooms(self, game: Game, *, actor: UserId) -> Sequence[str]:
        """The rooms of a game that is over whose channels could be archived: all that Moot made. Raises
        FacilitatorsOnly and ArchivedTooEarly."""
        if actor not in game.facilitators:
            raise FacilitatorsOnly
        if game.stage is not Stage.ENDED:
            raise ArchivedTooEarly
        return [
            room.key
            for begin in (COUNCIL, SIDEBAR)
            for room in await self._transactions.read(partial(rooms.rooms, game=game.id, begin=begin))
            if not room.archived and not room.gone
        ]

    async def archive(self, game: Game, *, actor: UserId) -> int:
        """Archives them; how many. Raises FacilitatorsOnly and ArchivedTooEarly."""
        found = await self.open_rooms(game, actor=actor)

        async def begin(session: AsyncSession) -> None:
            await self._enqueue(session, game.id, map(archive, found))

        await self._write(f"rooms:{game.id}", begin)
        return len(found)

    async def _each(
        self, team_id: str, channel: str, note: Callable[[AsyncSession, RoomRow], Awaitable[list[Delivery]]]
    ) -> None:
        """Each room of a game that has this channel; most channels of a workspace are none."""

        async def work(session: AsyncSession) -> None:
            for room in await rooms.of_channel(session, team_id, channel):
                await self._enqueue(session, GameId(room.game_id), await note(session, room))

        if await self._transactions.read(lambda session: rooms.of_channel(session, team_id, channel)):
            await self._write(f"channel:{channel}", work)


def _anew(game: Game, councils: Sequence[Council], key: str, at: Moment) -> list[Delivery]:
    if key.startswith(SIDEBAR):
        return [*intents.sidebar_anew(game, councils, key, at)]
    [council] = (one for one in councils if one.id == council_of(game.id, key))
    return [*intents.council_anew(game, council)]
