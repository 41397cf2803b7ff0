"""Deliveries become outbox rows."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import outbox
from bot.db.tables import OutboxRow
from bot.domain.ids import GameId, Moment
from bot.domain.paper import is_paper
from bot.intents.deliveries import Delivery


async def enqueue(
    session: AsyncSession, work: Iterable[Delivery], team_id: str, game: GameId, at: Moment
) -> None:
    """Adds the work to the outbox, in the transaction of the events that made it.

    Here, and so everywhere, paper players are kept from Slack: it knows nobody of that name.
    """
    known = (_known_to_slack(one) for one in work)
    await outbox.add(session, [_row(one, team_id, game, at) for one in known if one is not None])


def _known_to_slack(delivery: Delivery) -> Delivery | None:
    if is_paper(delivery.room.partition(":")[2]) or is_paper(str(delivery.subject.get("user", ""))):
        return None
    users = delivery.subject.get("users")
    if not isinstance(users, list) or not any(map(is_paper, users)):
        return delivery
    people = [user for user in users if not is_paper(user)]
    return replace(delivery, subject={**delivery.subject, "users": people}) if people else None


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
