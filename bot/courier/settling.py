"""What Slack answered: the ids of channels and messages, and how each row ended.

It goes into the database, and what follows for the courier into the outbox. `work.py` tells the services
what an answer means for a game.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import timedelta
from random import Random
from typing import TypeAlias, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.courier import sent
from bot.courier.sent import Sent
from bot.db import budgets, directory, leases, members, outbox, posts, rooms
from bot.db.aside import Aside
from bot.db.budgets import Used
from bot.db.outbox import Heads
from bot.db.posts import Post
from bot.db.rooms import Gone
from bot.db.tables import OutboxRow, OutboxStatus
from bot.db.together import Together
from bot.db.transactions import Transactions
from bot.domain.errors.store import StoreAway
from bot.domain.ids import GameId, Moment, UserId
from bot.intents.calendar import AgendaFile
from bot.intents.channels import lost, regained
from bot.intents.intent import Delivery, Whisper
from bot.intents.keeping import AllBooks, BookFiles, ReportFiles
from bot.intents.printing import PrintFiles
from bot.intents.rows import enqueue, kind_of
from bot.intents.sign_up import opening_progressed
from bot.intents.steps import updated
from bot.intents.trouble import told, went_on
from bot.platform.cures import same_cause

T = TypeVar("T")
Also: TypeAlias = Callable[[AsyncSession], Awaitable[None]]
NO_MARK = (Whisper, BookFiles, AllBooks, ReportFiles, PrintFiles, AgendaFile)
UNMARKED = tuple(one.kind.name for one in NO_MARK)  # may stand twice where nobody knows
TOLD_EVERY = 25  # channels and envelopes between two updates of a facilitator's card
UNREADABLE = "unreadable"  # the error of what a newer Moot wrote
AGAIN_IN = 1.0  # seconds until a database that was away is asked again to note what Slack has done
GONE = {  # a channel in which nothing can be done, where no event told of it
    "is_archived": Gone.ARCHIVED,
    "not_in_channel": Gone.OUT,
    "channel_not_found": Gone.OUT,
}
PARKED_FOR = timedelta(seconds=20)  # then it is tried again: not every cure is told to us
ONE_TROUBLE = timedelta(minutes=15)  # what is given up this soon after another thing is news of the same


class AnswerService:
    """Settles the courier's work. `replica` is who takes it: what another one has taken over since stays
    untouched. `chance` spreads what is tried again; work for games set `aside` waits; `settled` is told how
    each attempt ended."""

    def __init__(
        self,
        transactions: Transactions,
        clock: Clock,
        replica: str,
        chance: Random,
        aside: Aside,
        settled: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._transactions = transactions
        self._takes = Together(transactions, "outbox:takes")
        self._notes = Together(transactions, "outbox:notes")
        self._clock = clock
        self._replica = replica
        self._chance = chance
        self._aside = aside
        self._settled = settled

    async def heads(
        self, teams: Collection[str], limit: int, wanted: Callable[[int], bool] = lambda _: True
    ) -> Heads:
        """The next row of each lane of these workspaces that may be sent now, most urgent first, if its id is
        `wanted`; and when the next one may that is postponed."""
        at, aside = self._clock(), self._aside.games().keys()
        return await self._transactions.read(
            lambda session: outbox.heads(session, teams, at, limit, wanted, aside)
        )

    async def reopen(self, rows: Collection[int]) -> None:
        """What was taken and could not be settled is sent again."""
        await self._transactions.write("outbox", lambda session: outbox.reopen(session, rows, self._replica))

    async def take(self, row: OutboxRow) -> bool:
        """Marks a row before it is rendered and sent; False if it is not to be sent by us now."""
        return await self._takes.write_alike(self._take, row)

    async def _take(self, session: AsyncSession, rows: Sequence[OutboxRow]) -> Sequence[bool]:
        ours = [_id(row) for row in rows if await leases.holds(session, row.team_id, self._replica)]
        taken = await outbox.take(session, ours, self._replica) if ours else ()
        return [row.id in taken for row in rows]

    async def used(self, teams: Collection[str]) -> list[tuple[str, str, Used]]:
        """What is used of the budgets of these workspaces, by workspace and method."""
        return await self._transactions.read(lambda session: budgets.of(session, teams))

    async def note_used(self, team_id: str, method: str, used: Used) -> bool:
        """What is used of a method's budget; False if the workspace is not ours."""

        async def note(session: AsyncSession) -> bool:
            ours = await leases.holds(session, team_id, self._replica)
            if ours:
                await budgets.save(session, team_id, method, used)
            return ours

        return await self._takes.write(note)

    def now(self) -> Moment:
        """This moment, by the same clock."""
        return self._clock()

    async def held(self, row: OutboxRow, until: Moment) -> None:
        """It is not to be sent before then. Taken first: nobody else's row is touched."""
        if await self.take(row):
            await self._mark(row, status=OutboxStatus.WAITING, not_before=until)

    async def done(self, row: OutboxRow) -> None:
        """It was sent. What may have been sent twice stays `unsure`."""
        if row.status == OutboxStatus.DONE:
            pass  # it was noted with the message
        elif row.error or row.unsure:
            await self._noted(lambda session: self._settle_done(session, row))
        else:
            await self._sure(lambda: self._notes.write_alike(self._all_sent, Sent(row, None)))
        self._settled("done")

    async def _all_sent(self, session: AsyncSession, those: Sequence[Sent]) -> Sequence[None]:
        """Rows that had no trouble, without anything that follows."""
        await sent.note(session, those, self._replica, self._clock(), GONE.values())
        return [None for _ in those]

    async def _settle_done(
        self, session: AsyncSession, row: OutboxRow, *, its_message_knows: bool = False
    ) -> bool:
        if row.error in GONE:
            await self._usable(session, row)
        values = {**self._sent(row), "unsure": False} if its_message_knows else self._sent(row)
        return await self._settle(session, row, **values)

    async def _usable(self, session: AsyncSession, row: OutboxRow) -> None:
        """Slack took something in a channel: if it was lost, it no longer is, whatever we have heard."""
        room = await rooms.room(session, GameId(row.game_id), row.room)
        if room is not None and room.gone in GONE.values():
            work = await regained(session, room)
            await enqueue(session, work, row.team_id, GameId(row.game_id), self._clock())

    def _sent(self, row: OutboxRow) -> dict[str, object]:
        unsure = row.unsure and row.kind in UNMARKED
        return {"status": OutboxStatus.DONE, "settled_at": self._clock(), "error": "", "unsure": unsure}

    async def again(
        self,
        row: OutboxRow,
        error: str,
        *,
        counts: bool = True,
        unsure: bool = False,
        wait: timedelta | None = None,
    ) -> None:
        """It failed for now. `counts` is False for waits that are nobody's fault, and `unsure` is True where
        Slack may have done it all the same. `wait`: how long, where that is known."""
        attempts = row.attempts + (1 if counts else 0)
        at = self._clock()
        until = outbox.later(at, attempts, self._chance.random()) if counts else at + timedelta(seconds=0.2)
        if wait is not None:
            until = at + wait
        await self._mark(
            row,
            status=OutboxStatus.WAITING,
            attempts=attempts,
            not_before=until,
            error=error[:300],
            unsure=row.unsure or unsure,
        )
        if counts:
            self._settled("again")

    async def parked(self, row: OutboxRow, error: str) -> None:
        """It waits until somebody acts; the facilitators are told once for each cause."""
        await self._stuck(row, error, OutboxStatus.PARKED)

    async def dead(self, row: OutboxRow, error: str) -> None:
        """It can never succeed; the facilitators are told once for each cause."""
        await self._stuck(row, error, OutboxStatus.DEAD)

    async def read_again(self, teams: Collection[str]) -> None:
        """What another Moot could not read, this one perhaps can."""
        await self._transactions.write(
            "outbox", lambda session: outbox.read_again(session, teams, UNREADABLE)
        )

    async def unreadable(self, row: OutboxRow) -> None:
        """It waits for a Moot that can read it: each tries when it starts."""
        if await self.take(row):
            at = self._clock()
            await self._mark(row, status=OutboxStatus.DEAD, error=UNREADABLE, settled_at=at)
            self._settled(OutboxStatus.DEAD.value)

    async def awaits_earlier(self, row: OutboxRow) -> bool:
        """Whether something that was to be done in this row's room before it is still open."""
        lane = f"{row.game_id}/{row.room}"
        return await self._transactions.read(lambda session: outbox.open_before(session, lane, row.id or 0))

    async def room_made(self, row: OutboxRow, channel: str) -> None:
        """Slack made a channel. Where it replaces an archived one, the cards that stood there start anew."""
        game, key = GameId(row.game_id), row.room

        async def save(session: AsyncSession) -> None:
            before = await rooms.room(session, game, key)
            if before is not None and not await self._ours(session, row):
                return
            if before is not None and before.channel != channel:
                await posts.forget_channel(session, game, before.channel)
                await members.forget(session, game, key)
                work = await regained(session, before)
                await enqueue(session, work, row.team_id, game, self._clock())
                await outbox.release(session, row.team_id)  # what waited for the channel that is lost
            await rooms.save_room(session, game, key, channel)
            if key.startswith("council:"):
                await self._progress(session, row)

        await self._noted(save)

    async def room_closed(self, row: OutboxRow) -> None:
        """A channel is archived."""
        game, key = GameId(row.game_id), row.room
        await self._noted(lambda session: rooms.archive_room(session, game, key))

    async def has_closed(self, row: OutboxRow) -> bool:
        """Whether Moot itself has archived the channel of this row's room."""
        room = await self._transactions.read(
            lambda session: rooms.room(session, GameId(row.game_id), row.room)
        )
        return room is not None and room.archived

    async def posted(self, row: OutboxRow, post: Post, *also: Also, done: bool = False) -> None:
        """A message stands; for a direct message, so does its channel. `also` is stored with it, and that the
        row is `done`."""
        room = row.room
        if done and not also and not row.error and not post.key.startswith("envelope:"):
            await self._sure(lambda: self._notes.write_alike(self._all_sent, Sent(row, post)))
            row.status = OutboxStatus.DONE
            return

        async def save(session: AsyncSession) -> None:
            settled = await self._settle_done(session, row, its_message_knows=True) if done else None
            if done and not room.startswith("dm:"):
                await self._usable(session, row)
            ours = await self._ours(session, row) if settled is None else settled
            if not ours and await posts.post(session, post.game, post.key):
                return
            await posts.save_post(session, post, may_stand_twice=row.unsure)
            if room.startswith("dm:"):
                await rooms.save_room(session, post.game, room, post.channel)
            if post.key.startswith("envelope:"):
                await self._progress(session, row)
            for one in also:
                await one(session)

        await self._noted(save)
        if done:
            row.status = OutboxStatus.DONE

    async def follow(self, row: OutboxRow, work: Iterable[Delivery], session: AsyncSession) -> None:
        """Work that what Slack answered to this row makes, in the transaction that notes it."""
        await enqueue(session, work, row.team_id, GameId(row.game_id), self._clock())

    async def part_gone(self, post: Post) -> None:
        """A message in which a card went on is deleted: the card needs it no longer."""
        await self._noted(lambda session: posts.forget(session, post))

    async def instead(self, row: OutboxRow, work: Iterable[Delivery]) -> None:
        """Other work does what the row should have done, and the row is done with."""
        wanted = list(work)

        async def save(session: AsyncSession) -> None:
            if await self._settle_done(session, row):
                await enqueue(session, wanted, row.team_id, GameId(row.game_id), self._clock())

        await self._noted(save)
        row.status = OutboxStatus.DONE

    async def is_seeded(self, post: Post) -> bool:
        """Whether the choices stand under this message already."""
        return await self._transactions.read(lambda session: posts.is_seeded(session, post))

    async def seeded(self, post: Post) -> None:
        """The choices stand under this message."""
        await self._noted(lambda session: posts.save_seeded(session, post))

    async def _progress(self, session: AsyncSession, row: OutboxRow) -> None:
        """Now and then, where a facilitator watches the opening of a large game."""
        game = GameId(row.game_id)
        opened = await directory.opened(session, game)
        if opened.complete or (opened.channels + opened.envelopes) % TOLD_EVERY == 0:
            cards = await posts.post_keys(session, game, ("opening",))
            people = [UserId(key.partition(":")[2]) for key in cards]
            leads = await posts.post_keys(session, game, ("steps",))
            work = [
                *map(opening_progressed, people),
                *updated(UserId(key.partition(":")[2]) for key in leads),
            ]
            await enqueue(session, work, row.team_id, game, self._clock())

    async def _ours(self, session: AsyncSession, row: OutboxRow) -> bool:
        """Whether we still send the row. Where not, what another one noted since is what counts."""
        return await outbox.is_sent_by(session, _id(row), self._replica)

    async def _settle(self, session: AsyncSession, row: OutboxRow, **values: object) -> bool:
        ours = await outbox.settle(session, _id(row), self._replica, **values)
        if not ours:
            sent.taken_over(row)
        elif row.error and values.get("status") == OutboxStatus.DONE:
            await self._tell_of_progress(session, row)
        return ours

    async def _tell_of_progress(self, session: AsyncSession, row: OutboxRow) -> None:
        """Slack took what it had refused before: the facilitators' cards about that are out of date."""
        game = GameId(row.game_id)
        keys = await posts.post_keys(session, game, (f"trouble:{same_cause(row.error)[0]}",))
        await enqueue(session, went_on(keys), row.team_id, game, self._clock())

    async def _mark(self, row: OutboxRow, **values: object) -> None:
        await self._noted(lambda session: self._settle(session, row, **values))

    async def _noted(self, note: Callable[[AsyncSession], Awaitable[T]]) -> T:
        return await self._sure(lambda: self._notes.write(note))

    async def _sure(self, written: Callable[[], Awaitable[T]]) -> T:
        """Written for sure: Slack has done it, and forgotten, it would be done twice."""
        while True:
            try:
                return await written()
            except StoreAway:
                await asyncio.sleep(AGAIN_IN)

    async def _stuck(self, row: OutboxRow, error: str, status: OutboxStatus) -> None:
        at, parked = self._clock(), status is OutboxStatus.PARKED

        async def stick(session: AsyncSession) -> None:
            settled = await self._settle(
                session,
                row,
                status=status,
                error=error[:300],
                not_before=at + PARKED_FOR if parked else None,
                settled_at=None if parked else at,
            )
            if settled and kind_of(row).matters and row.error != error:
                await self._tell(session, row, error, at)

        await self._noted(stick)
        self._settled(status.value)

    async def _tell(self, session: AsyncSession, row: OutboxRow, error: str, at: Moment) -> None:
        game, words = GameId(row.game_id), same_cause(error)
        room, how = await rooms.room(session, game, row.room), GONE.get(error)
        if room is not None and how is not None and not room.archived and not row.room.startswith("dm:"):
            await enqueue(session, await lost(session, room, how, at), row.team_id, game, at)
            return
        since = await outbox.trouble(session, game, words, at - ONE_TROUBLE) or _id(row)
        await outbox.is_part_of(session, _id(row), since)
        facilitators = await directory.facilitators(session, game)
        await enqueue(session, told(facilitators, words[0], since), row.team_id, game, at)


def _id(row: OutboxRow) -> int:
    assert row.id is not None
    return row.id
