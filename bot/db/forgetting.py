"""Deletes what is stored: of a person, of a game, of a workspace.

The streams of events are only ever appended to, with one exception, which is here. People who want their data
deleted appear in the events of their games, in mentions within other people's words, and in the keys of
projections. Deleting those events would change who won, so a pseudonym replaces each id (`domain/former.py`),
event by event and in place: no event comes, goes or changes its kind, version or moment, so every state has
the same counts as before. Processes that receive `signals.Rewritten` drop their folded states.

One game is one transaction: a crash leaves each game either as it was or done, and to begin again does the
rest. What SQLite deletes, it overwrites (`secure_delete` in engine.py), and `scrub` removes what older pages
still hold.
"""

import asyncio
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, cast, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from bot.db import directory, rights, signals
from bot.db.engine import LOCKED_FOR, is_postgres, parse
from bot.db.pseudonyms import Stand, needles
from bot.db.tables import (
    BoardLinkRow,
    EventRow,
    GameRow,
    HomeRow,
    InboxRow,
    InstallationRow,
    InviteeRow,
    MemberRow,
    OutboxRow,
    PersonRow,
    PostRow,
    QuestionRow,
    RoomRow,
)
from bot.db.types import Garbled
from bot.db.upsert import dialect_of
from bot.domain.former import PREFIX, pseudonym
from bot.domain.game import Stage
from bot.domain.ids import GameId, UserId

AT_ONCE = 500  # events that are changed between two looks at the loop


async def games_of(session: AsyncSession, team_id: str) -> Sequence[GameId]:
    """Every game of a workspace."""
    found = await session.scalars(select(col(GameRow.id)).where(col(GameRow.team_id) == team_id))
    return [GameId(one) for one in found]


async def still_in(session: AsyncSession, team_id: str, user: UserId) -> Sequence[str]:
    """The names of the games that have not ended in which somebody has a part."""
    part = col(PersonRow.facilitator) | col(PersonRow.signed_up) | col(PersonRow.council_id).is_not(None)
    found = await session.scalars(
        select(col(GameRow.name))
        .join(PersonRow, col(PersonRow.game_id) == col(GameRow.id))
        .where(
            col(GameRow.team_id) == team_id,
            col(GameRow.stage) != Stage.ENDED,
            col(PersonRow.user_id) == user,
            part,
        )
        .order_by(col(GameRow.created_at))
    )
    return found.all()


# --- a person


async def from_game(
    session: AsyncSession, game: GameId, user: UserId, names: Collection[str] = ()
) -> UserId | None:
    """Replaces somebody by a pseudonym in everything that belongs to a game, and returns it; None if they
    were not in the game."""
    stand = Stand(user, await _next_number(session, game), names)
    changed = await _from_events(session, game, stand, needles(user, names))
    parts = col(PersonRow.game_id) == game, col(PersonRow.user_id) == user
    renamed = await _changed(
        session,
        update(PersonRow).where(*parts).values(user_id=stand.id, timezone=None, seen_at=None, left_at=None),
    )
    changed += renamed
    for table, column in ((MemberRow, MemberRow.user_id), (BoardLinkRow, BoardLinkRow.made_by)):
        here = col(table.game_id) == game, col(column) == user
        changed += await _changed(session, update(table).where(*here).values({col(column): stand.id}))
    changed += await _from_invitations(session, game, stand)
    changed += await _from_messages(session, game, user)
    if not changed:
        return None
    if not renamed:  # so that the next pseudonym has another number
        session.add(PersonRow(game_id=game, user_id=stand.id))
    await signals.tell(session, signals.Rewritten(game))
    return stand.id


async def _next_number(session: AsyncSession, game: GameId) -> int:
    like = (f"{PREFIX}%", pseudonym(UserId("paper:"), 0).rpartition(" ")[0] + " %")
    stands = or_(*(col(PersonRow.user_id).like(one) for one in like))
    found = await session.scalar(
        select(func.count()).select_from(PersonRow).where(col(PersonRow.game_id) == game, stands)
    )
    return (found or 0) + 1


async def _from_events(session: AsyncSession, game: GameId, stand: Stand, words: Collection[str]) -> int:
    named = or_(col(EventRow.actor) == stand.user, *(_says(EventRow.data, one) for one in words))
    found = await session.execute(
        select(col(EventRow.id), col(EventRow.kind), col(EventRow.data), col(EventRow.actor)).where(
            _in_game(session, game), named
        )
    )
    rows = found.all()
    for place, (key, kind, data, actor) in enumerate(rows, 1):
        values: dict[str, Any] = {"actor": stand.id} if actor == stand.user else {}
        if isinstance(data, dict) and not isinstance(data, Garbled):
            values["data"] = stand.event(kind, data)
        await session.execute(update(EventRow).where(col(EventRow.id) == key).values(**values))
        if place % AT_ONCE == 0:
            await asyncio.sleep(0)
    return len(rows)


async def _from_invitations(session: AsyncSession, game: GameId, stand: Stand) -> int:
    """Nothing that was given for them stays; who invited others is a pseudonym."""
    here = col(InviteeRow.game_id) == game
    theirs = or_(col(InviteeRow.user_id) == stand.user, _says(InviteeRow.given, stand.user))
    values = {"user_id": stand.id, "given": ""}
    changed = await _changed(session, update(InviteeRow).where(here, theirs).values(values))
    by = update(InviteeRow).where(here, col(InviteeRow.by) == stand.user)
    return changed + await _changed(session, by.values(by=stand.id))


async def _from_messages(session: AsyncSession, game: GameId, user: UserId) -> int:
    """Moot knows no longer what it has sent them by direct message, nor where; and no work names them."""
    room, changed = f"dm:{user}", 0
    channels = select(col(RoomRow.channel)).where(col(RoomRow.game_id) == game, col(RoomRow.key) == room)
    posts = or_(col(PostRow.channel).in_(channels), _names_in_key(PostRow.key, user))
    for gone in (
        delete(PostRow).where(col(PostRow.game_id) == game, posts),
        delete(MemberRow).where(col(MemberRow.game_id) == game, col(MemberRow.room) == room),
        delete(RoomRow).where(col(RoomRow.game_id) == game, col(RoomRow.key) == room),
        delete(OutboxRow).where(col(OutboxRow.game_id) == game, _work_for(user)),
    ):
        changed += await _changed(session, gone)
    return changed


async def from_workspace(session: AsyncSession, team_id: str, user: UserId) -> bool:
    """What belongs to no game: their Home, their questions, what was not done yet, and that they
    installed Moot."""
    changed = 0
    enterprise = (await directory.workspace(session, team_id)).enterprise
    own, org = col(InstallationRow.team_id) == team_id, col(InstallationRow.team_id) == ""
    here = or_(own, org & (col(InstallationRow.enterprise_id) == enterprise))
    by = update(InstallationRow).where(here, col(InstallationRow.installed_by) == user)
    for gone in (
        by.values(installed_by=""),
        delete(HomeRow).where(col(HomeRow.team_id) == team_id, col(HomeRow.user_id) == user),
        delete(QuestionRow).where(col(QuestionRow.team_id) == team_id, col(QuestionRow.user_id) == user),
        delete(OutboxRow).where(col(OutboxRow.team_id) == team_id, _work_for(user)),
        delete(InboxRow).where(col(InboxRow.team_id) == team_id, _says(InboxRow.body, user)),
    ):
        changed += await _changed(session, gone)
    return await rights.forget(session, team_id, user) or bool(changed)


def _says(column: Any, word: str) -> ColumnElement[bool]:
    return cast(col(column), Text).contains(word, autoescape=True)


def _names_in_key(column: Any, user: UserId) -> ColumnElement[bool]:
    """Keys are words with colons between them."""
    key = ":" + col(column) + ":"
    return key.contains(f":{user}:", autoescape=True)


def _work_for(user: UserId) -> ColumnElement[bool]:
    said = needles(user, ())[0]
    return or_(_says(OutboxRow.subject, said), _says(OutboxRow.lane, user), _says(OutboxRow.coalesce, user))


# --- a game


async def delete_game(session: AsyncSession, game: GameId) -> bool:
    """Deletes everything that belongs to a game; whether there was one. A table that names a game by
    `game_id` needs no line here."""
    gone = await _changed(session, delete(EventRow).where(_in_game(session, game)))
    await session.execute(update(HomeRow).where(col(HomeRow.game_id) == game).values(game_id=None))
    for table in _tables_with("game_id"):
        if table.name != HomeRow.__tablename__:
            await session.execute(delete(table).where(table.c.game_id == game))
    gone += await _changed(session, delete(GameRow).where(col(GameRow.id) == game))
    if gone:
        await signals.tell(session, signals.Rewritten(game))
    return bool(gone)


def _in_game(session: AsyncSession, game: GameId) -> ColumnElement[bool]:
    """The events of a game and of its councils, whose streams bear its id. SQLite finds them by the index."""
    stream, councils = col(EventRow.stream), f"council:{game}-"
    if dialect_of(session) == "sqlite":
        within: ColumnElement[bool] = (stream >= councils) & (
            stream < f"council:{game}."
        )  # a full stop follows the hyphen
    else:
        within = stream.startswith(councils, autoescape=True)
    return or_(stream == f"game:{game}", within)


# --- a workspace


async def delete_rest_of(session: AsyncSession, team_id: str) -> int:
    """Deletes what is kept of a workspace besides its games and an installation that stands; how many rows
    there were."""
    ended = delete(InstallationRow).where(
        col(InstallationRow.team_id) == team_id, col(InstallationRow.gone_at).is_not(None)
    )
    gone = await _changed(session, ended)
    for table in _tables_with("team_id"):
        if table.name not in (GameRow.__tablename__, InstallationRow.__tablename__):
            gone += await _changed(session, delete(table).where(table.c.team_id == team_id))
    return gone


def _tables_with(column: str) -> list[Table]:
    """Those that have such a column, and that nothing refers to first."""
    return [table for table in reversed(SQLModel.metadata.sorted_tables) if column in table.c]


async def _changed(session: AsyncSession, statement: Any) -> int:
    done = await session.execute(statement.execution_options(synchronize_session=False))
    return max(0, getattr(done, "rowcount", 0))


# --- bytes


def scrub(url: str) -> None:
    """Rewrites a SQLite file without what was deleted in it, and empties the file of what is written ahead.
    PostgreSQL's autovacuum does as much.

    After one person's deletion, this leaves no byte of their id, also while a bot has the file open; without
    it, hundreds stand in what is written ahead, and without `secure_delete`, dozens in the file for ever.
    """
    if is_postgres(url) or (file := parse(url).database or ":memory:") == ":memory:":
        return
    with closing(sqlite3.connect(file, timeout=LOCKED_FOR, isolation_level=None)) as database:
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
