"""Deliveries become outbox rows."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import outbox
from bot.db.tables import OutboxRow
from bot.domain.ids import GameId, Moment
from bot.services.deliveries import Delivery


async def enqueue(
    session: AsyncSession, work: Iterable[Delivery], team_id: str, game: GameId, at: Moment
) -> None:
    """Adds the work to the outbox, in the transaction of the events that made it."""
    await outbox.add(session, [_row(one, team_id, game, at) for one in work])


def _row(delivery: Delivery, team_id: str, game: GameId, at: Moment) -> OutboxRow:
    return OutboxRow(
        team_id=team_id,
        game_id=game,
        kind=delivery.kind,
        lane=f"{game}/{delivery.lane or delivery.room}",
        subject={**delivery.subject, "room": delivery.room},
        priority=delivery.urgency,
        coalesce=f"{game}/{delivery.name}" if delivery.coalesce else None,
        created_at=at,
    )
