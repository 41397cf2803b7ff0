"""What Slack answered: the ids of channels and messages, kept for later."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory, outbox
from bot.db.directory import Post
from bot.db.tables import OutboxRow, OutboxStatus
from bot.domain.ids import GameId, Moment
from bot.services import deliveries
from bot.services.deliveries import Urgency
from bot.services.enqueue import enqueue
from bot.services.ports import Clock
from bot.services.transactions import Transactions

TOLD_EVERY = 25  # channels and envelopes between two updates of a facilitator's card
PARKED_FOR = timedelta(seconds=20)  # then it is tried again: not every cure is told to us


class AnswerService:
    """Settles the courier's work."""

    def __init__(self, transactions: Transactions, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock

    async def heads(self, limit: int) -> list[OutboxRow]:
        """The next row of each lane that may be sent now, most urgent first."""
        at = self._clock()
        return list(await self._transactions.read(lambda session: outbox.heads(session, at, limit)))

    async def next_wait(self) -> float | None:
        """Seconds until a postponed row may be tried again."""
        at = await self._transactions.read(outbox.next_wait)
        return None if at is None else max(0.0, (at - self._clock()).total_seconds())

    async def reclaim(self) -> None:
        """After a start: what was being sent when the last process died is sent again."""
        await self._transactions.write("outbox", outbox.reclaim)

    async def reopen(self, rows: Collection[int]) -> None:
        """What was claimed and could not be settled is sent again."""
        await self._transactions.write("outbox", lambda session: outbox.reclaim(session, rows))

    async def claim(self, row: OutboxRow) -> bool:
        """Marks a row before it is rendered and sent; False if it is not to be sent any more."""
        assert row.id is not None
        row_id = row.id
        return await self._transactions.write("outbox", lambda session: outbox.claim(session, row_id))

    async def done(self, row: OutboxRow) -> None:
        """It was sent."""
        await self._mark(row, status=OutboxStatus.DONE, settled_at=self._clock(), error="")

    async def again(self, row: OutboxRow, error: str, *, counts: bool = True) -> None:
        """It failed for now. `counts` is False for waits that are nobody's fault."""
        attempts = row.attempts + (1 if counts else 0)
        wait: Moment = (
            outbox.later(self._clock(), attempts) if counts else self._clock() + timedelta(seconds=0.2)
        )
        await self._mark(
            row, status=OutboxStatus.WAITING, attempts=attempts, not_before=wait, error=error[:300]
        )

    async def parked(self, row: OutboxRow, error: str, advice: str) -> None:
        """It waits until somebody acts; the facilitators are told once."""
        await self._stuck(row, error, advice, OutboxStatus.PARKED)

    async def dead(self, row: OutboxRow, error: str, advice: str) -> None:
        """It can never succeed; the facilitators are told once."""
        await self._stuck(row, error, advice, OutboxStatus.DEAD)

    async def awaits_earlier(self, row: OutboxRow) -> bool:
        """Whether something that was to be done in this row's room before it is still open."""
        lane = f"{row.game_id}/{row.subject['room']}"
        return await self._transactions.read(lambda session: outbox.open_before(session, lane, row.id or 0))

    async def room_made(self, game: GameId, key: str, channel: str) -> None:
        """Slack made a channel. Where it replaces an archived one, the cards that stood there start anew."""

        async def save(session: AsyncSession) -> None:
            before = await directory.room(session, game, key)
            if before is not None and before.channel != channel:
                await directory.forget_channel(session, game, before.channel)
            await directory.save_room(session, game, key, channel)
            if key.startswith("council:"):
                await self._progress(session, game)

        await self._transactions.write("outbox", save)

    async def room_closed(self, game: GameId, key: str) -> None:
        """A channel is archived."""
        await self._transactions.write("outbox", lambda session: directory.archive_room(session, game, key))

    async def posted(self, post: Post, room: str) -> None:
        """A message stands; for a direct message, so does its channel."""

        async def save(session: AsyncSession) -> None:
            await directory.save_post(session, post)
            if room.startswith("dm:"):
                await directory.save_room(session, post.game, room, post.channel)
            if post.key.startswith("envelope:"):
                await self._progress(session, post.game)

        await self._transactions.write("outbox", save)

    async def _progress(self, session: AsyncSession, game: GameId) -> None:
        """Now and then, where a facilitator watches the opening of a large game."""
        row = await directory.game_row(session, game)
        cards = await directory.post_keys(session, game, ("opening",))
        if row is None or not cards:
            return
        opened = await directory.opened(session, game)
        if opened.complete or (opened.channels + opened.envelopes) % TOLD_EVERY == 0:
            work = [deliveries.beside(deliveries.opening(key.partition(":")[2])) for key in cards]
            await enqueue(session, work, row.team_id, game, self._clock())

    async def zone_known(self, user: str, zone: str) -> None:
        """Slack told somebody's time zone."""
        await self._transactions.write("outbox", lambda session: directory.save_zone(session, user, zone))

    async def post_lost(self, game: GameId, key: str) -> None:
        """Somebody deleted a message of ours."""
        await self._transactions.write("outbox", lambda session: directory.forget_post(session, game, key))

    async def _mark(self, row: OutboxRow, **values: object) -> None:
        assert row.id is not None
        row_id = row.id
        await self._transactions.write("outbox", lambda session: outbox.mark(session, row_id, **values))

    async def _stuck(self, row: OutboxRow, error: str, advice: str, status: OutboxStatus) -> None:
        row_id, at = row.id, self._clock()
        assert row_id is not None

        async def stick(session: AsyncSession) -> None:
            parked = status is OutboxStatus.PARKED
            await outbox.mark(
                session,
                row_id,
                status=status,
                error=error[:300],
                not_before=at + PARKED_FOR if parked else None,
                settled_at=None if parked else at,
            )
            if _matters(row) and row.error != error:
                await self._tell(session, row, error, advice, at)

        await self._transactions.write("outbox", stick)

    async def _tell(self, session: AsyncSession, row: OutboxRow, error: str, advice: str, at: Moment) -> None:
        game = GameId(row.game_id)
        subject = f"{row.kind.replace('_', ' ')} for {row.subject['room']} ({error})"
        work = [
            deliveries.card(
                "trouble",
                f"dm:{facilitator}",
                Urgency.REPLY,
                f"trouble:{error}:{row.subject['room']}:{facilitator}"[:120],
                subject=subject,
                advice=advice,
            )
            for facilitator in await directory.facilitators(session, game)
        ]
        await enqueue(session, work, row.team_id, game, at)


def _matters(row: OutboxRow) -> bool:
    """Whether a facilitator wants to hear that it failed: not for ornaments, nor for such news itself."""
    ornament = row.kind in (
        deliveries.Kind.TOPIC,
        deliveries.Kind.HOME,
        deliveries.Kind.SEED,
        deliveries.Kind.LOOK_UP,
    )
    return not ornament and row.subject.get("card") != "trouble"
