"""The time zones of people, as their profiles in Slack have them."""

from functools import cache

import structlog
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.tables import GameRow, PersonRow
from bot.domain.ids import GameId, UserId
from bot.domain.times.zones import is_zone

log = structlog.get_logger(__name__)
LONGEST = 60  # letters that the column holds; no zone's name is half as long


async def save_zone(session: AsyncSession, team_id: str, user: str, zone: str) -> None:
    """Notes the time zone of somebody's profile, in each game of the workspace that they are in."""
    zone = zone if len(zone) <= LONGEST and zone.isprintable() else ""
    await session.execute(update(PersonRow).where(*_parts_of(team_id, user)).values(timezone=zone))


async def zone_of(session: AsyncSession, team_id: str, user: str) -> str | None:
    """Somebody's zone, if it was ever asked for."""
    rows = *_parts_of(team_id, user), col(PersonRow.timezone).is_not(None)
    return await session.scalar(select(col(PersonRow.timezone)).where(*rows).limit(1))


def _parts_of(team_id: str, user: str) -> tuple[ColumnElement[bool], ...]:
    games = select(col(GameRow.id)).where(col(GameRow.team_id) == team_id)
    return col(PersonRow.user_id) == user, col(PersonRow.game_id).in_(games)


async def zones(session: AsyncSession, game: GameId) -> dict[UserId, str]:
    """The zones of the people of a game, as far as they are known, here as well as to Slack: whoever is left
    out lives by the game's."""
    found = await session.execute(
        select(col(PersonRow.user_id), col(PersonRow.timezone)).where(
            col(PersonRow.game_id) == game, col(PersonRow.signed_up) | col(PersonRow.facilitator)
        )
    )
    return {UserId(user): zone for user, zone in found if zone and (is_zone(zone) or _noted(zone))}


@cache
def _noted(zone: str) -> bool:
    """Says once that it is unknown."""
    log.warning("an unknown time zone; its people live by their game's", action="zones", zone=zone)
    return False
