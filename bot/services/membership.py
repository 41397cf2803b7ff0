"""Who is in the rooms of a game: who is let in, who is kept out, who leaves and comes back."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import belonging, directory, home_pages, members, posts, rooms
from bot.db.members import INSIDE, LEFT
from bot.db.streams import EventStreams
from bot.db.tables import MemberRow
from bot.domain.council import Council
from bot.domain.errors.authority import NoGame
from bot.domain.game import Game
from bot.domain.game.events import GameEvent
from bot.domain.ids import COUNCIL, GameId, Moment, UserId, council_of
from bot.domain.meetings import watching
from bot.domain.rooms import ROOM as SIDEBAR
from bot.intents import people
from bot.intents.intent import Delivery, Urgency
from bot.intents.membership import back_inside, told_outside
from bot.intents.rooms import Invite, Remove, council_room, let_in
from bot.intents.trouble import told, went_on
from bot.platform.cures import advice_on, same_cause
from bot.services.use_cases import UseCases

Known: TypeAlias = Mapping[UserId, MemberRow]
Note: TypeAlias = Callable[[AsyncSession, GameId, str, MemberRow | None], Awaitable[None]]


@dataclass(eq=False, repr=False)
class MembershipService(UseCases):
    """Keeps what Slack says of the people in rooms, and lets them in again."""

    _games: EventStreams[Game, GameEvent]
    _turns: WeakValueDictionary[tuple[str, UserId], asyncio.Lock] = field(default_factory=WeakValueDictionary)

    # --- what the courier asks and hears

    async def to_invite(self, game: GameId, invite: Invite) -> tuple[UserId, ...]:
        """Those of an invitation who belong there now and are not in already, as far as is known."""

        async def read(session: AsyncSession) -> tuple[UserId, ...]:
            may = await self._may_be_in(session, game, invite.room, invite.users)
            known = {} if invite.again else await members.of_room(session, game, invite.room)
            return tuple(one for one in invite.users if one in may and not _inside(known, one))

        return await self._transactions.read(read)

    async def to_remove(self, game: GameId, room: str, user: UserId) -> bool:
        """Whether somebody is in a room where they no longer belong, as far as is known."""

        async def read(session: AsyncSession) -> bool:
            if await belonging.belongs(session, await self._game(session, game), room, user):
                return False
            known = await members.of_room(session, game, room)
            return not known or _inside(known, user)  # an older Moot noted nobody

        return await self._transactions.read(read)

    async def removed(self, game: GameId, room: str, user: UserId) -> None:
        """Somebody was taken out."""
        at = self._clock()

        async def note(session: AsyncSession) -> None:
            await self._game(session, game)
            await members.note(session, game, room, {user: LEFT}, at)

        await self._transactions.write(f"members:{game}", note)

    async def invited(self, game: GameId, room: str, said: Mapping[UserId, str]) -> None:
        """What Slack said of each who was invited: nothing where they are in. Whom it refused is told of."""
        at = self._clock()

        async def note(session: AsyncSession) -> None:
            before = await members.of_room(session, game, room)
            came = [user for user, out in said.items() if out == INSIDE]
            returned = [before[user] for user in came if user in before and before[user].out != INSIDE]
            may = await self._may_be_in(session, game, room, came)
            work = [Delivery(Remove(room, user), Urgency.REPLY) for user in came if user not in may]
            work += await self._returned(session, game, returned)
            await members.note(session, game, room, dict.fromkeys(came, INSIDE), at)
            for out in dict.fromkeys(filter(None, said.values())):
                new = [user for user, why in said.items() if why == out and not _is(before, user, out)]
                work += await self._refused(session, game, room, new, out)
            await self._enqueue(session, game, work)

        await self._write(f"members:{game}", note)

    async def _refused(
        self, session: AsyncSession, game: GameId, room: str, users: Sequence[UserId], out: str
    ) -> list[Delivery]:
        """Who is kept out of several rooms for one reason is told of once."""
        words = same_cause(out)
        known = {row.user_id for row in await members.outside(session, game) if row.out in words}
        since = await members.burst(session, game, words, self._clock())
        await members.note(session, game, room, dict.fromkeys(users, out), since)
        new = [user for user in users if user not in known]
        if not new:
            return []
        work = [*told(await directory.facilitators(session, game), words[0], int(since.timestamp()))]
        if room.startswith(COUNCIL) and advice_on(out).reachable:
            work += [told_outside(council_of(game, room), user, since) for user in new]
        return work + await self._consoles(session, game)

    async def _returned(
        self, session: AsyncSession, game: GameId, rows: Sequence[MemberRow]
    ) -> list[Delivery]:
        """People who were outside, as `rows` say, are in again; what was told of it is made true."""
        work: list[Delivery] = []
        for row in rows:
            if row.room.startswith(COUNCIL):
                work.append(back_inside(council_of(game, row.room), UserId(row.user_id), row.since))
            if row.out != LEFT:
                cards = (f"trouble:{same_cause(row.out)[0]}",)
                work += went_on(await posts.post_keys(session, game, cards))
        return work + (await self._consoles(session, game) if rows else [])

    # --- what Slack tells

    async def left(self, team_id: str, channel: str, user: UserId, at: Moment) -> None:
        """Somebody is no longer in a channel. The holder of a seat who left their council's is told how they
        come back."""

        def may_be_news(row: MemberRow | None) -> bool:
            """Else it is known, or they have come back since."""
            return row is None or not (row.out == LEFT or row.since > at)

        async def note(session: AsyncSession, game: GameId, room: str, row: MemberRow | None) -> None:
            holds = await belonging.holds_in(session, await self._game(session, game), room, user)
            if row is None and not holds:
                return
            await members.note(session, game, room, {user: LEFT}, at)
            if holds and room.startswith(COUNCIL):
                told = told_outside(council_of(game, room), user, at)
                await self._enqueue(session, game, [told, *await self._consoles(session, game)])

        await self._heard(team_id, channel, user, may_be_news, note)

    async def came(self, team_id: str, channel: str, user: UserId, at: Moment) -> None:
        """Somebody came into a channel."""

        def is_news(row: MemberRow | None) -> bool:
            """Else nobody missed them, or they have left since."""
            return row is not None and row.out != INSIDE and not (row.out == LEFT and row.since > at)

        async def note(session: AsyncSession, game: GameId, room: str, row: MemberRow | None) -> None:
            assert row is not None
            await self._enqueue(session, game, await self._returned(session, game, [row]))
            await members.note(session, game, room, {user: INSIDE}, at)

        await self._heard(team_id, channel, user, is_news, note)

    # --- what people ask for

    async def let_in(self, council: Council, users: Iterable[UserId]) -> None:
        """These people are invited into their council's channel, and into the sidebars that they have left,
        also where they seem to be in."""
        game, wanted = council.game, dict.fromkeys(users)

        async def invite(session: AsyncSession) -> None:
            work = [let_in(council_room(council), tuple(wanted))]
            for row in await members.outside(session, game, SIDEBAR):
                if row.user_id in wanted:
                    work.append(let_in(row.room, (UserId(row.user_id),)))
            await self._enqueue(session, game, work)

        await self._write(f"members:{game}", invite)

    async def let_watch(self, game: Game, user: UserId) -> None:
        """An observer is invited again wherever they read along, also where they seem to be in."""

        async def invite(session: AsyncSession) -> None:
            found = [
                room
                for begin in (COUNCIL, SIDEBAR)
                for room in await rooms.open_rooms(session, game.id, begin)
            ]
            work = [let_in(room, (user,)) for room in found if user in watching(game, room)]
            await self._enqueue(session, game.id, work)

        await self._write(f"members:{game.id}", invite)

    # --- on the way

    async def _game(self, session: AsyncSession, game: GameId) -> Game:
        state = (await self._games.load(session, game)).state
        if state is None:
            raise NoGame
        return state

    async def _may_be_in(
        self, session: AsyncSession, game: GameId, room: str, users: Iterable[UserId]
    ) -> Collection[UserId]:
        """Who of these may be in a room: in a council's or a sidebar, who belongs there."""
        if not room.startswith((COUNCIL, SIDEBAR)):
            return set(users)
        return await belonging.belong(session, await self._game(session, game), room)

    async def _heard(
        self, team_id: str, channel: str, user: UserId, news: Callable[[MemberRow | None], bool], note: Note
    ) -> None:
        """Notes what was heard of somebody where it is news, by what is known of them. Mostly it is none, and
        nothing is written. What is heard of them in one channel has its turn after what was heard before."""

        async def found(session: AsyncSession) -> list[tuple[GameId, str, MemberRow | None]]:
            there = await rooms.of_channel(session, team_id, channel)
            known = [
                (GameId(one.game_id), one.key, await members.one(session, GameId(one.game_id), one.key, user))
                for one in there
            ]
            return [it for it in known if news(it[2])]

        async def write(session: AsyncSession) -> None:
            for it in await found(session):
                await note(session, *it)

        async with self._turns.setdefault((channel, user), asyncio.Lock()):
            if await self._transactions.read(found):
                await self._write(f"channel:{channel}", write)

    async def _consoles(self, session: AsyncSession, game: GameId) -> list[Delivery]:
        """The open Homes of those who run the game."""
        team = await directory.team_of(session, game)
        run_it = await directory.facilitators(session, game)
        return [people.home(user) for user in await home_pages.opened(session, team or "", run_it)]


def _inside(known: Known, user: UserId) -> bool:
    return _is(known, user, INSIDE)


def _is(known: Known, user: UserId, out: str) -> bool:
    return user in known and known[user].out == out
