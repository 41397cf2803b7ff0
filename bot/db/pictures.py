"""Pictures of packs as files in a workspace: which Slack has, since when, and which it would not take."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.tables import PictureRow
from bot.db.upsert import dialect_of, upsert
from bot.domain.ids import Moment, moment

SETTLES = timedelta(seconds=10)  # Slack still examines a file for a moment, and shows it only then (?)
ASKED_AGAIN = timedelta(hours=1)  # after Slack refused one: a scope may have been granted since


class Kept(NamedTuple):
    """A file of a workspace; `file_id` is empty where Slack took none, or would not show it."""

    file_id: str
    at: Moment

    def is_shown(self, at: Moment) -> bool:
        """Whether a window may hold it."""
        return bool(self.file_id) and at >= self.at + SETTLES

    def is_missing(self, at: Moment) -> bool:
        """Whether to try it again."""
        return not self.file_id and at >= self.at + ASKED_AGAIN


async def kept(session: AsyncSession, team_id: str, digests: Collection[str]) -> Mapping[str, Kept]:
    """What is known of the pictures with these digests."""
    found = await session.scalars(
        select(PictureRow).where(col(PictureRow.team_id) == team_id, col(PictureRow.digest).in_(digests))
    )
    return {row.digest: Kept(row.file_id, moment(row.at)) for row in found}


async def keep(session: AsyncSession, team_id: str, digest: str, file_id: str, at: Moment) -> None:
    """Slack has it under this id from now on; none where it took no file, or would not show it."""
    noted = {"team_id": team_id, "digest": digest, "file_id": file_id, "at": at}
    await session.execute(upsert(dialect_of(session), PictureRow, "file_id", "at"), noted)
