"""Whose App Home we keep true."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from bot.db.tables import HomeRow, PersonRow
from bot.domain.ids import GameId, SlackTeam

_HOMES = SQLModel.metadata.tables[str(HomeRow.__tablename__)]
PART = col(PersonRow.signed_up) | col(PersonRow.facilitator) | col(PersonRow.council_id).is_not(None)
HOMES = (  # built once, since every vote asks it
    select(col(HomeRow.user_id))
    .join(PersonRow, col(PersonRow.user_id) == col(HomeRow.user_id))
    .where(
        col(HomeRow.team_id) == bindparam("team"),
        col(PersonRow.game_id) == bindparam("game"),
        PART | col(HomeRow.user_id).in_(bindparam("also", expanding=True)),
    )
)


async def note_home(session: AsyncSession, team: SlackTeam, user: str) -> bool:
    """Somebody opened the App Home; whether it is the first time."""
    row = await session.get(HomeRow, (team.id, user))
    if row is None:
        session.add(HomeRow(team_id=team.id, user_id=user, enterprise_id=team.enterprise))
    elif team.enterprise:
        row.enterprise_id = team.enterprise
    return row is None


async def choose(session: AsyncSession, team_id: str, user: str, game: GameId) -> None:
    """From now on their Home shows this game."""
    row = await session.get(HomeRow, (team_id, user)) or HomeRow(team_id=team_id, user_id=user)
    row.game_id = game
    session.add(row)


async def chosen(session: AsyncSession, team_id: str, user: str) -> str | None:
    """The game that somebody chose to see on their Home."""
    row = await session.get(HomeRow, (team_id, user))
    return row.game_id if row else None


OPENED = select(_HOMES.c.user_id).where(
    _HOMES.c.team_id == bindparam("team"), _HOMES.c.user_id.in_(bindparam("users", expanding=True))
)


async def opened(session: AsyncSession, team_id: str, users: Collection[str]) -> list[str]:
    """Which of these have an open Home that we keep true; a few, where a game may have thousands."""
    return sorted(await session.scalars(OPENED, {"team": team_id, "users": list(users)}))


async def homes(
    session: AsyncSession, team_id: str, game: GameId, also: Collection[str] = ()
) -> Sequence[str]:
    """Who has a part in this game, and an open Home that we keep true; `also` those who lost theirs."""
    asked = {"team": team_id, "game": game, "also": list(also)}
    return (await session.scalars(HOMES, asked)).all()
