"""What has been kept long enough, and what is found again of what was sent."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Text, cast, delete, exists, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db import directory
from bot.db.tables import (
    EventRow,
    GameRow,
    HomeRow,
    InboxRow,
    InstallationRow,
    MemberRow,
    OAuthStateRow,
    OutboxRow,
    OutboxStatus,
    PersonRow,
    QuestionRow,
    RoomRow,
)
from bot.domain.game import Stage
from bot.domain.ids import COUNCIL, GameId, Moment, UserId
from bot.platform import tokens

SETTLED_FOR = timedelta(days=30)  # work that was done, or given up, in games that are over
TAKEN_FOR = timedelta(days=7)  # what Slack sent and nobody could do
ASKED_FOR = timedelta(hours=2)  # questions which game somebody means
GONE_FOR = timedelta(days=10)  # a workspace that Moot was taken out of; Slack allows 14 business days
BATCH = 1_000  # rows of a transaction
Over: TypeAlias = Callable[..., Awaitable[int]]
CARD = "card"


async def ended(session: AsyncSession, team_id: str) -> Sequence[tuple[GameId, Moment]]:
    """The games of a workspace that are over, and since when."""
    over = (
        select(func.max(col(EventRow.at)))
        .where(col(EventRow.stream) == "game:" + col(GameRow.id), col(EventRow.kind) == "GameEnded")
        .scalar_subquery()
    )
    found = await session.execute(
        select(col(GameRow.id), over, col(GameRow.created_at)).where(
            col(GameRow.team_id) == team_id, col(GameRow.stage) == Stage.ENDED
        )
    )
    return [(GameId(game), at or created) for game, at, created in found]


async def told(session: AsyncSession, game: GameId, card: str) -> Moment | None:
    """When this card was last sent on its way to anybody in a game."""
    said = cast(col(OutboxRow.subject), Text).contains(f'"{card}"')
    return await session.scalar(
        select(func.max(col(OutboxRow.created_at))).where(
            col(OutboxRow.game_id) == game, col(OutboxRow.kind) == CARD, said
        )
    )


async def cards(session: AsyncSession, game: GameId, user: UserId) -> Sequence[OutboxRow]:
    """The work that put cards of a game where they may show this person: in the plenary, in the channels that
    they were in, and in facilitators' direct messages; but nowhere where nothing can be changed any more."""
    part = await session.get(PersonRow, (game, user))
    here = set(
        await session.scalars(
            select(col(MemberRow.room)).where(col(MemberRow.game_id) == game, col(MemberRow.user_id) == user)
        )
    )
    here |= {"plenary"}
    if part is not None and part.council_id:
        here.add(f"{COUNCIL}{part.council_id.rpartition('-')[2]}")
    shut = select(col(RoomRow.key)).where(
        col(RoomRow.game_id) == game, or_(col(RoomRow.archived), col(RoomRow.gone) != "")
    )
    runs_it = select("dm:" + col(PersonRow.user_id)).where(
        col(PersonRow.game_id) == game, col(PersonRow.facilitator)
    )
    rows = await session.scalars(
        select(OutboxRow)
        .where(
            col(OutboxRow.game_id) == game,
            col(OutboxRow.kind) == CARD,
            col(OutboxRow.status) == OutboxStatus.DONE,
        )
        .order_by(col(OutboxRow.id))
    )
    here |= {one for one in await session.scalars(runs_it) if one}
    here -= set(await session.scalars(shut))
    return [row for row in rows if row.room in here]


async def teams(session: AsyncSession) -> Sequence[str]:
    """The workspaces of which anything is kept that may be over."""
    found = union(*(select(col(one.team_id)) for one in (GameRow, HomeRow, QuestionRow, OutboxRow)))
    return [team for team in await session.scalars(found) if team]


async def left(session: AsyncSession, at: Moment) -> Sequence[str]:
    """The workspaces that Moot has been gone from for so long that all of it is to go. Where its
    organization's installation still stands, a workspace is among them only if it was taken out of that."""
    gone, stands = col(InstallationRow.gone_at), col(InstallationRow.gone_at).is_(None)
    rows = (await session.scalars(select(InstallationRow).where(gone < at - GONE_FOR))).all()
    asked = await session.execute(
        select(col(InstallationRow.enterprise_id), col(InstallationRow.team_id)).where(stands)
    )
    standing = {team or f"all of {enterprise}" for enterprise, team in asked}
    found = set[str]()
    for row in rows:
        of_it = [row.team_id]
        if not row.team_id:  # it was the whole organization's
            within = select(col(GameRow.team_id)).where(col(GameRow.enterprise_id) == row.enterprise_id)
            of_it = [*await session.scalars(within.distinct())]
        for team in of_it:
            # It may have joined the organization after Moot was installed in it.
            enterprise = (await directory.workspace(session, team)).enterprise or row.enterprise_id
            covered = f"all of {enterprise}" in standing and row.gone != tokens.WITHDRAWN
            if team not in standing and not covered:
                found.add(team)
    return sorted(found)


async def forget_installations(session: AsyncSession, at: Moment) -> int:
    """Installations that have been gone for so long, and states of installations that were never finished."""
    old = delete(InstallationRow).where(col(InstallationRow.gone_at) < at - GONE_FOR)
    states = delete(OAuthStateRow).where(col(OAuthStateRow.expires_at) < at)
    await session.execute(states)
    return max(0, getattr(await session.execute(old), "rowcount", 0))


# --- what goes in a sweep, a batch at a time


async def _work(session: AsyncSession, team_id: str, at: Moment) -> int:
    """Work that is settled, but for cards that stand: by it they are found when they have to be changed."""
    over = select(col(GameRow.id)).where(col(GameRow.team_id) == team_id, col(GameRow.stage) == Stage.ENDED)
    dead = col(OutboxRow.status) == OutboxStatus.DEAD
    done = (col(OutboxRow.status) == OutboxStatus.DONE) & (col(OutboxRow.kind) != CARD)
    return await _batch(
        session,
        OutboxRow.id,
        col(OutboxRow.team_id) == team_id,
        dead | done,
        col(OutboxRow.settled_at) < at - SETTLED_FOR,
        or_(col(OutboxRow.game_id) == "", col(OutboxRow.game_id).in_(over)),
    )


async def _inbox(session: AsyncSession, team_id: str, at: Moment) -> int:
    old = col(InboxRow.kept_at) < at - TAKEN_FOR
    return await _batch(session, InboxRow.id, col(InboxRow.team_id).in_((team_id, "")), old)


async def _questions(session: AsyncSession, team_id: str, at: Moment) -> int:
    old = col(QuestionRow.asked_at) < at - ASKED_FOR
    return await _batch(session, QuestionRow.id, col(QuestionRow.team_id) == team_id, old)


async def _homes(session: AsyncSession, team_id: str, at: Moment) -> int:  # noqa: ARG001
    """Of people without a part in any game; who opens theirs again gets it again."""
    part = exists().where(
        col(PersonRow.user_id) == col(HomeRow.user_id),
        col(PersonRow.game_id) == col(GameRow.id),
        col(GameRow.team_id) == team_id,
    )
    return await _batch(session, HomeRow.user_id, col(HomeRow.team_id) == team_id, ~part)


OVER: dict[str, Over] = {"work": _work, "inbox": _inbox, "questions": _questions, "homes": _homes}


async def _batch(session: AsyncSession, key: Any, *which: ColumnElement[bool]) -> int:
    """Deletes at most so many rows; how many."""
    keys = (await session.scalars(select(col(key)).where(*which).limit(BATCH))).all()
    if not keys:
        return 0
    gone = await session.execute(
        delete(key.class_).where(col(key).in_(keys), *which).execution_options(synchronize_session=False)
    )
    return max(0, getattr(gone, "rowcount", 0))
