"""Everything kept about one person in a workspace, for that person, and nothing about anybody else."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db import rights
from bot.db.codec import encode
from bot.db.installations import installed_by
from bot.db.tables import (
    BoardLinkRow,
    GameRow,
    HomeRow,
    InviteeRow,
    MemberRow,
    OutboxRow,
    PersonRow,
    PostRow,
    QuestionRow,
    RoomRow,
)
from bot.domain.council import Council
from bot.domain.errors.aside import SetAside
from bot.domain.errors.authority import NoGame, NotInACouncil
from bot.domain.game import Game, Stage
from bot.domain.ids import GameId, Moment, UserId
from bot.domain.log import Log
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.queries.reader import Reader

Data = dict[str, Any]
SOMEBODY = "somebody else"
PERSON = re.compile(r"paper:[^\"\\]{1,40}|former:\d+|\b[UW][A-Z0-9]{6,20}\b")


async def about(reader: Reader, team_id: str, user: UserId, at: Moment) -> Data:
    """Everything, as JSON. Of a game that cannot be read now, what the projections say."""
    parts, beside = await reader.ask(lambda session: _rows(session, team_id, user))
    games = [await _of_game(reader, user, part, row) for part, row in parts]
    return {
        "format": 1,
        "person": user,
        "workspace": team_id,
        "made_at": at.isoformat(),
        "games": games,
        **beside,
    }


async def newest_game(reader: Reader, team_id: str, user: UserId) -> GameId | None:
    """The game that they were in last."""
    parts, _ = await reader.ask(lambda session: _rows(session, team_id, user))
    return GameId(parts[0][1].id) if parts else None


async def _rows(
    session: AsyncSession, team_id: str, user: UserId
) -> tuple[list[tuple[PersonRow, GameRow]], Data]:
    found = await session.execute(
        select(PersonRow, GameRow)
        .join(GameRow, col(GameRow.id) == col(PersonRow.game_id))
        .where(col(PersonRow.user_id) == user, col(GameRow.team_id) == team_id)
        .order_by(col(GameRow.created_at).desc())
    )
    home = await session.get(HomeRow, (team_id, user))
    asked = await session.scalars(
        select(QuestionRow).where(col(QuestionRow.team_id) == team_id, col(QuestionRow.user_id) == user)
    )
    questions = [{"command": one.command, "text": one.text, "at": one.asked_at.isoformat()} for one in asked]
    beside: Data = {
        "home_is_kept": home is not None,
        "questions": questions,
        "may_create_games_by_name": await rights.names(session, team_id, user),
        "installed_moot_at": [one.isoformat() for one in await installed_by(session, team_id, user)],
    }
    return [(part, game) for part, game in found.all()], beside


async def _of_game(reader: Reader, user: UserId, part: PersonRow, row: GameRow) -> Data:
    game = GameId(row.id)
    told: Data = {
        "id": row.id,
        "name": row.name,
        "created_at": row.created_at.isoformat(),
        "stage": row.stage,
        "facilitator": part.facilitator,
        "signed_up": part.signed_up,
        "council": part.council_id,
        "role_number": part.role,
        "time_zone": part.timezone,
        "last_seen_at": _moment(part.seen_at),
        "visit_before_ended_at": _moment(part.left_at),
        **await reader.ask(lambda session: _beside(session, game, user)),
    }
    try:
        found, scenario = await reader.game(game)
        councils, log = await reader.councils(found), await reader.log(game)
    except (SetAside, NoGame, NotInACouncil):
        return {**told, "log": "This game cannot be read at the moment."}
    return {**told, **_sheet(found, scenario, councils, user), "events": [*_events(log, user)]}


async def _beside(session: AsyncSession, game: GameId, user: UserId) -> Data:
    rooms = await session.scalars(
        select(MemberRow).where(col(MemberRow.game_id) == game, col(MemberRow.user_id) == user)
    )
    invited = await session.scalars(
        select(InviteeRow).where(col(InviteeRow.game_id) == game, col(InviteeRow.user_id) == user)
    )
    direct = select(col(RoomRow.channel)).where(
        col(RoomRow.game_id) == game, col(RoomRow.key) == f"dm:{user}"
    )
    links = select(func.count()).where(col(BoardLinkRow.game_id) == game, col(BoardLinkRow.made_by) == user)
    posts = select(func.count()).where(col(PostRow.game_id) == game, col(PostRow.channel).in_(direct))
    work = select(func.count()).where(
        col(OutboxRow.game_id) == game, col(OutboxRow.lane) == f"{game}/dm:{user}"
    )
    return {
        "channels": [{"room": one.room, "out": one.out, "since": _moment(one.since)} for one in rooms],
        "invited_as": [{"named": one.named, "given": one.given, "finding": one.finding} for one in invited],
        "board_links_made": await session.scalar(links),
        "direct_messages_from_moot": await session.scalar(posts),
        "work_for_them": await session.scalar(work),
    }


def _sheet(game: Game, scenario: Scenario, councils: tuple[Council, ...], user: UserId) -> Data:
    """What they played, and after the end of the game their sheet, as they could open it."""
    seat: Seat | None = next((found for one in councils if (found := one.seat_of(user)) is not None), None)
    if seat is None:
        return {}
    role, team = scenario.role(seat.role), scenario.team(seat.team)
    told: Data = {"role": role.name, "team": team.name, "steward": seat.steward}
    if game.stage is Stage.ENDED and not seat.open_hand:
        told["sheet"] = {"mission": role.sheet.mission, "team_mission": team.mission}
    return told


def _events(log: Log, user: UserId) -> Iterator[Data]:
    """What they did, whole but for others' names. Of what others did that names them, and of what they
    entered for others, only that it happened."""
    for one in log.in_order():
        kind, data = encode(one.event)
        own = one.actor == user or user in (data.get("by"), data.get("holder"), data.get("user"))
        if not own and not _names(data, user):
            continue
        told: Data = {"at": one.at.isoformat(), "what": kind, "by_you": one.actor == user}
        if own and data.get("proxy_by") is None:
            told["data"] = _without_others(data, user)
        yield told


def _names(data: Any, user: UserId) -> bool:
    if isinstance(data, dict):
        return any(_names(one, user) for one in (*data.keys(), *data.values()))
    if isinstance(data, list):
        return any(_names(one, user) for one in data)
    return bool(data == user)


def _without_others(data: Any, user: UserId) -> Any:
    if isinstance(data, dict):
        return {_without_others(key, user): _without_others(one, user) for key, one in data.items()}
    if isinstance(data, list):
        return [_without_others(one, user) for one in data]
    if isinstance(data, str):
        return PERSON.sub(lambda found: found[0] if found[0] == user else SOMEBODY, data)
    return data


def _moment(at: Moment | None) -> str | None:
    return at.isoformat() if at else None
