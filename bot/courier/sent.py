"""Rows that were sent and had no trouble, as most have: what Slack answered is noted for many at once."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.causes import because_of
from bot.db import outbox, posts, rooms
from bot.db.posts import Post
from bot.db.rooms import Gone
from bot.db.tables import OutboxRow
from bot.domain.ids import GameId, Moment
from bot.intents.channels import regained
from bot.intents.rows import enqueue

log = structlog.get_logger(__name__)


class Sent(NamedTuple):
    """A row that is done, and the message with which it is, if it posted one."""

    row: OutboxRow
    post: Post | None


async def note(
    session: AsyncSession, sent: Sequence[Sent], replica: str, at: Moment, lost: Collection[Gone]
) -> None:
    """Notes these as done, and where their messages stand. A room that was `lost`, and in which something
    could be posted, is there again. What another replica has taken over, and noted since, is what counts."""
    ours = await outbox.done(session, [row.id for row, _ in sent if row.id is not None], replica, at)
    kept = list[tuple[OutboxRow, Post]]()
    for row, post in sent:
        if row.id not in ours:
            taken_over(row)
        if post is not None and (row.id in ours or await posts.post(session, post.game, post.key) is None):
            kept.append((row, post))
    await posts.save_posts(session, [(post, row.unsure) for row, post in kept])
    direct = [(post.game, row.room, post.channel) for row, post in kept if row.room.startswith("dm:")]
    await rooms.save_rooms(session, direct)
    channels = {(row.game_id, row.room): row for row, post in sent if post and not row.room.startswith("dm:")}
    for room in await rooms.gone_from(session, channels, lost):
        row = channels[room.game_id, room.key]
        with because_of(row.cause, row=row.id):
            work = await regained(session, room)
            await enqueue(session, work, row.team_id, GameId(row.game_id), at)


def taken_over(row: OutboxRow) -> None:
    """Says that a row is another replica's by now."""
    with because_of(row.cause, row=row.id):
        log.warning("another replica has taken this over", action=row.kind, row=row.id)
