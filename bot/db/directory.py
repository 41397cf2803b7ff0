"""Who is who and what is where: people, rooms and posts of the games."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, literal, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db import signals
from bot.db.tables import GameRow, HomeRow, PersonRow, PostRow, RoomRow, SetAsideRow
from bot.domain import paper
from bot.domain.game import Game, Stage
from bot.domain.ids import CouncilId, GameId, Moment, SlackTeam, UserId


class Standing(NamedTuple):
    """A game, and somebody's part in it if they have one: their council, if they hold a seat. `room` is the
    key of the room that was asked about, or empty."""

    game: GameId
    name: str
    ended: bool
    council: CouncilId | None
    facilitates: bool
    signed_up: bool
    room: str

    @property
    def acts(self) -> bool:
        """Whether they run the game or hold a seat in it."""
        return self.facilitates or self.council is not None

    @property
    def takes_part(self) -> bool:
        """Whether they have any part in it."""
        return self.acts or self.signed_up


async def save_game(session: AsyncSession, game: Game, team: tuple[str, str], at: Moment) -> None:
    """Brings the game's projections to its state. `team` is (enterprise id or "", team id)."""
    row = await session.get(GameRow, game.id)
    if row is None:
        row = GameRow(
            id=game.id,
            enterprise_id=team[0],
            team_id=team[1],
            name=game.name,
            plenary=game.plenary,
            stage=game.stage,
            created_at=at,
        )
        session.add(row)
        await session.flush()
        session.add(RoomRow(game_id=game.id, key="plenary", channel=game.plenary))
        for facilitator in game.facilitators:
            session.add(PersonRow(game_id=game.id, user_id=facilitator, facilitator=True))
    ended = game.stage is Stage.ENDED
    if not ended or row.stage != game.stage:  # from its end on, until its councils have heard of it
        row.due_at = game.ended_at if ended and game.deal else game.next_due()
    row.stage = game.stage
    await signals.tell(session, signals.PlanChanged(game.id, game.next_due()))


async def overdue(session: AsyncSession, at: Moment, team: SlackTeam | None = None) -> Moment | None:
    """When the bell or cue was due that should have rung by now and has waited longest, in this workspace or
    in all; games that are set aside do not count."""
    return await session.scalar(
        select(func.min(col(GameRow.due_at))).where(
            col(GameRow.due_at) <= at,
            col(GameRow.stage) != Stage.ENDED,
            col(GameRow.id).not_in(select(col(SetAsideRow.game_id))),
            *([] if team is None else [col(GameRow.team_id) == team.id]),
        )
    )


async def end_is_heard(session: AsyncSession, game: GameId) -> None:
    """All councils of a game know that it is over."""
    await session.execute(update(GameRow).where(col(GameRow.id) == game).values(due_at=None))


async def part(session: AsyncSession, game: GameId, user: UserId) -> PersonRow:
    """Somebody's part in a game, to be changed; a new one if they have had none."""
    row = await session.get(PersonRow, (game, user)) or PersonRow(game_id=game, user_id=user)
    session.add(row)
    return row


async def save_sign_up(session: AsyncSession, game: GameId, user: UserId, signed_up: bool) -> None:
    """Notes whether somebody is on a game's list."""
    (await part(session, game, user)).signed_up = signed_up


async def save_facilitator(session: AsyncSession, game: GameId, user: UserId, runs_it: bool) -> None:
    """Notes whether somebody runs a game."""
    (await part(session, game, user)).facilitator = runs_it


async def save_seat(
    session: AsyncSession, game: GameId, user: UserId, seat: tuple[CouncilId, int] | None
) -> None:
    """Notes the seat that somebody holds, or that they hold none."""
    row = await part(session, game, user)
    row.council_id, row.role = seat or (None, None)


@dataclass(frozen=True, slots=True)
class Opened:
    """What Slack has made of a deal so far, and of how much."""

    channels: int
    councils: int
    envelopes: int
    holders: int

    @property
    def complete(self) -> bool:
        """Whether everybody has a channel and an envelope."""
        return self.channels >= self.councils and self.envelopes >= self.holders


async def reserves(session: AsyncSession, game: GameId) -> list[UserId]:
    """Who is on the list without a seat: those who wait for one, and those who watch; nobody on paper."""
    found = await session.scalars(
        select(col(PersonRow.user_id)).where(
            col(PersonRow.game_id) == game,
            col(PersonRow.signed_up),
            col(PersonRow.council_id).is_(None),
            col(PersonRow.facilitator).is_(False),
        )
    )
    return sorted(UserId(user) for user in found if not paper.is_paper(UserId(user)))


TEAM_AND_DUE = select(col(GameRow.team_id), col(GameRow.due_at)).where(  # built once: every command asks it
    col(GameRow.id) == bindparam("game")
)


async def team_and_due(session: AsyncSession, game: GameId) -> tuple[str, Moment | None]:
    """The workspace of a game that there is, and when its next bell or cue is due."""
    team, due = (await session.execute(TEAM_AND_DUE, {"game": game})).one()
    return team, due


async def game_row(session: AsyncSession, game: GameId) -> GameRow | None:
    """The game's projection."""
    return await session.get(GameRow, game)


async def running(session: AsyncSession, team: SlackTeam | None = None) -> Sequence[GameRow]:
    """Every game that has not ended, of this workspace or of all."""
    going_on = select(GameRow).where(col(GameRow.stage) != Stage.ENDED)
    if team is not None:
        going_on = going_on.where(col(GameRow.team_id) == team.id)
    return (await session.scalars(going_on)).all()


async def unfinished(session: AsyncSession, teams: Collection[str]) -> Sequence[GameRow]:
    """Every game in these workspaces that has not ended, of whose end a council may not have heard, or that
    is set aside."""
    going_on = or_(
        col(GameRow.stage) != Stage.ENDED,
        col(GameRow.due_at).is_not(None),
        col(GameRow.id).in_(select(col(SetAsideRow.game_id))),
    )
    return (await session.scalars(select(GameRow).where(going_on, col(GameRow.team_id).in_(teams)))).all()


async def all_games(
    session: AsyncSession,
    workspace: str = "",
    stage: str = "",
    most: int | None = None,
    game: GameId | None = None,
) -> Sequence[GameRow]:
    """Games, newest first: all, or those of a workspace or in a stage, at most so many, or this one."""
    found = select(GameRow).where(*_like(workspace, stage)).order_by(col(GameRow.created_at).desc())
    if game is not None:
        found = found.where(col(GameRow.id) == game)
    return (await session.scalars(found.limit(most))).all()


async def count_games(session: AsyncSession, workspace: str = "", stage: str = "") -> int:
    """How many there are."""
    counted = select(func.count()).select_from(GameRow).where(*_like(workspace, stage))
    return await session.scalar(counted) or 0


def _like(workspace: str, stage: str) -> list[ColumnElement[bool]]:
    wanted = ((col(GameRow.team_id), workspace), (col(GameRow.stage), stage))
    return [column == value for column, value in wanted if value]


async def team_of(session: AsyncSession, game: GameId) -> str | None:
    """The workspace of a game."""
    found: str | None = await session.scalar(TEAM_AND_DUE, {"game": game})
    return found


async def owner(session: AsyncSession, game: GameId) -> SlackTeam | None:
    """The workspace of a game, with its enterprise."""
    whose = select(col(GameRow.enterprise_id), col(GameRow.team_id)).where(col(GameRow.id) == game)
    found = (await session.execute(whose)).first()
    return SlackTeam(*found) if found else None


async def workspace(session: AsyncSession, team_id: str) -> SlackTeam:
    """The workspace with this id; in its enterprise, where a game there or somebody's Home tells which."""
    known = union(
        select(col(GameRow.enterprise_id)).where(col(GameRow.team_id) == team_id),
        select(col(HomeRow.enterprise_id)).where(col(HomeRow.team_id) == team_id),
    )
    return SlackTeam(max(filter(None, await session.scalars(known)), default=""), team_id)


LATEST = select(GameRow).order_by(col(GameRow.created_at).desc()).limit(1)


async def latest_game(session: AsyncSession) -> GameRow | None:
    """The game that was created last."""
    return await session.scalar(LATEST)


_THEIR_PART = (col(PersonRow.game_id) == col(GameRow.id)) & (col(PersonRow.user_id) == bindparam("user"))
_GAME = col(GameRow.id), col(GameRow.name), col(GameRow.stage) == Stage.ENDED
_PART = col(PersonRow.council_id), col(PersonRow.facilitator), col(PersonRow.signed_up)
_HAVE_A_PART = or_(
    col(PersonRow.facilitator), col(PersonRow.signed_up), col(PersonRow.council_id).is_not(None)
)
_ORDER = col(GameRow.stage) == Stage.ENDED, col(GameRow.created_at).desc()
MOST = 100  # games of a channel or a person that are looked at
# Built once, since every command asks one of them.
STAND_IN = (
    select(*_GAME, *_PART, col(RoomRow.key))
    .join(RoomRow, col(RoomRow.game_id) == col(GameRow.id))
    .outerjoin(PersonRow, _THEIR_PART)
    .where(col(RoomRow.channel) == bindparam("channel"), col(GameRow.team_id) == bindparam("team"))
    .order_by(*_ORDER)
    .limit(MOST)
)
STAND = (
    select(*_GAME, *_PART, literal(""))
    .join(PersonRow, _THEIR_PART)
    .where(col(GameRow.team_id) == bindparam("team"), _HAVE_A_PART)
    .order_by(*_ORDER)
    .limit(MOST)
)


async def standings_in(
    session: AsyncSession, team_id: str, channel: str, user: UserId
) -> tuple[Standing, ...]:
    """The games that have this channel as one of their rooms, and somebody's part in each: those that have
    not ended first, and of these the newest first."""
    asked = {"channel": channel, "team": team_id, "user": user}
    return tuple(map(_standing, await session.execute(STAND_IN, asked)))


async def standings(session: AsyncSession, team_id: str, user: UserId) -> tuple[Standing, ...]:
    """The games in which somebody has a part, in the same order."""
    return tuple(map(_standing, await session.execute(STAND, {"team": team_id, "user": user})))


def _standing(found: Any) -> Standing:
    game, name, ended, council, facilitates, signed_up, room = found
    seated = CouncilId(council) if council else None
    return Standing(GameId(game), name, bool(ended), seated, bool(facilitates), bool(signed_up), room)


async def seat_of(session: AsyncSession, game: GameId, user: UserId) -> CouncilId | None:
    """The council in which somebody holds a seat in this game, if any."""
    row = await session.get(PersonRow, (game, user))
    return CouncilId(row.council_id) if row and row.council_id else None


async def unfinished_with(session: AsyncSession, team_id: str, user: str) -> Sequence[GameId]:
    """The games that have not ended in which this person has, or had, a part."""
    found = await session.scalars(
        select(col(GameRow.id))
        .join(PersonRow, col(PersonRow.game_id) == col(GameRow.id))
        .where(
            col(PersonRow.user_id) == user,
            col(GameRow.team_id) == team_id,
            col(GameRow.stage) != Stage.ENDED,
        )
        .order_by(col(GameRow.created_at))
    )
    return [GameId(game) for game in found]


async def games_with(
    session: AsyncSession, team_id: str, user: str, limit: int
) -> Sequence[tuple[GameRow, PersonRow]]:
    """The games that this person runs or is on the list of, newest first."""
    found = await session.execute(
        select(GameRow, PersonRow)
        .join(PersonRow, col(PersonRow.game_id) == col(GameRow.id))
        .where(
            col(PersonRow.user_id) == user,
            col(GameRow.team_id) == team_id,
            _HAVE_A_PART,
        )
        .order_by(col(GameRow.created_at).desc())
        .limit(limit)
    )
    return [(game, part) for game, part in found.all()]


async def person_to_seat(session: AsyncSession, game: GameId, user: UserId) -> PersonRow | None:
    """Somebody's part in a game as it is at this moment, and locked until the end of the transaction."""
    return await session.get(PersonRow, (game, user), populate_existing=True, with_for_update=True)


FACILITATORS = select(col(PersonRow.user_id)).where(
    col(PersonRow.game_id) == bindparam("game"), col(PersonRow.facilitator)
)


async def facilitators(session: AsyncSession, game: GameId) -> Sequence[str]:
    """Who runs a game."""
    return (await session.scalars(FACILITATORS, {"game": game})).all()


async def all_facilitators(session: AsyncSession, games: Collection[str]) -> dict[str, list[str]]:
    """Who runs these games."""
    found = await session.execute(
        select(col(PersonRow.game_id), col(PersonRow.user_id))
        .where(col(PersonRow.facilitator), col(PersonRow.game_id).in_(games))
        .order_by(col(PersonRow.user_id))
    )
    people: dict[str, list[str]] = {}
    for game, user in found:
        people.setdefault(game, []).append(user)
    return people


_SEATED = (
    select(
        func.count(func.distinct(col(PersonRow.council_id))).label("councils"),
        func.count().filter(col(PersonRow.user_id).not_like(f"{paper.PREFIX}%")).label("holders"),
    )
    .where(col(PersonRow.game_id) == bindparam("game"), col(PersonRow.council_id).is_not(None))
    .subquery()
)
OPENED = select(  # built once: each envelope asks it
    select(func.count())
    .where(
        col(RoomRow.game_id) == bindparam("game"),
        col(RoomRow.key).startswith("council:"),
        col(RoomRow.archived).is_(False),
    )
    .scalar_subquery(),
    _SEATED.c.councils,
    select(func.count())
    .where(col(PostRow.game_id) == bindparam("game"), col(PostRow.key).startswith("envelope:"))
    .scalar_subquery(),
    _SEATED.c.holders,
)


async def opened(session: AsyncSession, game: GameId) -> Opened:
    """How far the opening of a game is; nobody on paper gets an envelope."""
    return Opened(*(await session.execute(OPENED, {"game": game})).one())
