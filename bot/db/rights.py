"""What the admins of a workspace have chosen: who may create games there, and where."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import RightsRow
from bot.db.upsert import dialect_of, upsert
from bot.domain.ids import Moment, UserId
from bot.domain.rights import Creators


async def chosen(session: AsyncSession, team_id: str) -> RightsRow | None:
    """None where they have chosen nothing."""
    return await session.get(RightsRow, team_id)


async def choose(session: AsyncSession, team_id: str, creators: str, channels: str, at: Moment) -> None:
    """From now on it is this."""
    row = {"team_id": team_id, "creators": creators, "channels": channels, "chosen_at": at}
    await session.execute(upsert(dialect_of(session), RightsRow, "creators", "channels", "chosen_at"), row)


async def names(session: AsyncSession, team_id: str, user: UserId) -> bool:
    """Whether somebody is on the list of those who may create games."""
    row = await chosen(session, team_id)
    return row is not None and user in Creators.read(row.creators).people


async def forget(session: AsyncSession, team_id: str, user: UserId) -> bool:
    """Takes somebody out of the list of those who may create games; whether they were on it."""
    row = await session.get(RightsRow, team_id, with_for_update=True)
    creators = Creators.read(row.creators) if row is not None else Creators()
    if row is None or user not in creators.people:
        return False
    row.creators = creators.without(user).written
    return True
