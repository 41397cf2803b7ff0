"""Who belongs in a room: in a council's channel, and in a sidebar, huddle or other room of a phase."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.tables import PersonRow
from bot.domain.game import Game
from bot.domain.ids import COUNCIL, CouncilId, RoleNumber, UserId, council_of
from bot.domain.meetings import plans_of, watching
from bot.domain.rooms import ROOM, RoomKey, roles_in


async def belong(session: AsyncSession, game: Game, room: str) -> set[UserId]:
    """Who may be in a room: in a council's, its holders and the facilitators; in a sidebar, all holders; in a
    huddle, and in a team's or group's, those of its roles; and the observers who read along there."""
    who = (col(PersonRow.game_id) == game.id) & _may_be_in(game, room)
    found = await session.scalars(select(col(PersonRow.user_id)).where(who))
    return {UserId(user) for user in found} | watching(game, room)


async def holds_in(session: AsyncSession, game: Game, room: str, user: UserId) -> bool:
    """Whether somebody holds a seat for which a council's channel or another room is."""
    row = await session.get(PersonRow, (game.id, user))
    if row is None or row.council_id is None:
        return False
    if not room.startswith(ROOM):
        return row.council_id == council_of(game.id, room)
    key = RoomKey.read(room)
    return row.role in _roles(game, room) and (not key.council or row.council_id == _council(game, key))


async def belongs(session: AsyncSession, game: Game, room: str, user: UserId) -> bool:
    """Whether somebody is to stay in a room: they hold a seat for which it is, run the game and it is a
    council's, or read along."""
    row = await session.get(PersonRow, (game.id, user))
    runs_it = row is not None and row.facilitator and not room.startswith(ROOM)
    return runs_it or user in watching(game, room) or await holds_in(session, game, room, user)


def _may_be_in(game: Game, room: str) -> ColumnElement[bool]:
    if not room.startswith(ROOM):
        return (col(PersonRow.council_id) == council_of(game.id, room)) | col(PersonRow.facilitator)
    key = RoomKey.read(room)
    holders: ColumnElement[bool] = col(PersonRow.council_id).is_not(None)
    if key.unit or key.is_huddle:
        holders &= col(PersonRow.role).in_(_roles(game, room))
    if key.council:
        holders &= col(PersonRow.council_id) == _council(game, key)
    return holders


def _roles(game: Game, room: str) -> Collection[RoleNumber]:
    return roles_in(room, plans_of(game))


def _council(game: Game, key: RoomKey) -> CouncilId:
    return council_of(game.id, f"{COUNCIL}{key.council}")
