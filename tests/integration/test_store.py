"""The database through its migrations, and transactions that collide."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import SQLModel

import bot
from bot.config import Settings
from bot.db import outbox, schema
from bot.db.engine import dsn, make_engine, make_sessions
from bot.db.migrate import migrate
from bot.db.schema import SchemaIsNewer
from bot.db.tables import EventRow, OutboxRow, OutboxStatus
from bot.domain.errors.authority import NoGame
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, UserId
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from tests import migrated
from tests.conftest import KINDS
from tests.migrated import QuickMigration
from tests.postgres import Postgres

ROOT = Path(bot.__file__).parents[1]
AT = datetime(2030, 5, 6, 12, tzinfo=UTC)
ME = "replica-1"


async def test_the_migrations_make_the_tables_that_the_code_expects(database_url: str) -> None:
    # given
    engine = make_engine(database_url)

    # when they are applied, twice
    await migrate(engine)
    await migrate(engine)

    # then nothing is left to change
    async with engine.connect() as connection:
        assert await connection.run_sync(difference) == []
    await engine.dispose()


def difference(connection: Connection) -> list[object]:
    """In what the tables are not those of the code."""
    return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


@pytest.mark.parametrize("kind", KINDS)
async def test_repeating_what_the_migrations_did_makes_the_same_tables(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    # given a first database, which the migrations made
    def url(name: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / name}"
        server: Postgres = request.getfixturevalue("postgres")
        return server.new_database()

    quick = QuickMigration()
    first, second = make_engine(url("first.db")), make_engine(url("second.db"))
    await quick(first)

    # when a second one is made in the tests' way, where no migration runs
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrated, "migrate", None)
        await quick(second)

    # then it is as the first, down to its version
    async with first.connect() as one, second.connect() as other:
        assert await other.run_sync(difference) == []
        version = text("SELECT version_num FROM alembic_version")
        assert await one.scalar(version) == await other.scalar(version)
    await first.dispose()
    await second.dispose()


def test_alembic_writes_the_revision_that_is_missing(tmp_path: Path) -> None:
    # given the project without its newest migration
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    *_, newest = sorted((tmp_path / "migrations" / "versions").glob("*.py"))
    newest.unlink()

    # when somebody asks for it, as the guide says
    alembic(tmp_path, "revision", "--autogenerate", "-m", "Once more.")

    # then it has the same number, and what makes the code's tables
    *_, written = sorted((tmp_path / "migrations" / "versions").glob("*.py"))
    assert written.name == f"{newest.name[:4]}_once_more.py"
    assert "op." in written.read_text("utf-8").partition("def downgrade")[0]
    assert "No new upgrade operations" in alembic(tmp_path, "check")


def alembic(project: Path, *arguments: str) -> str:
    """What Alembic's command prints there."""
    command = [sys.executable, "-m", "alembic", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_replicas_that_start_at_once_migrate_one_after_the_other(database_url: str) -> None:
    # given three replicas and an empty database
    engines = [make_engine(database_url) for _ in range(3)]

    # when all of them migrate it
    await asyncio.gather(*(migrate(engine) for engine in engines))

    # then it is whole
    async with engines[0].connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
        assert await connection.scalar(text("SELECT count(*) FROM leases")) == 0
    for engine in engines:
        await engine.dispose()


async def test_a_new_sqlite_file_that_another_program_writes_to_is_waited_for(tmp_path: Path) -> None:
    # given a file that is not yet written ahead, and another program in the middle of its first transaction
    path = tmp_path / "moot.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE a (b INTEGER)")
    other.execute("BEGIN IMMEDIATE")

    # when Moot opens it
    engine = make_engine(f"sqlite:///{path}")
    opening = asyncio.create_task(migrate(engine))
    done, _ = await asyncio.wait([opening], timeout=0.2)

    # then it waits, and has it once the other is done
    assert not done
    other.execute("COMMIT")
    other.close()
    await opening
    await engine.dispose()


async def test_an_older_moot_leaves_a_newer_schema_alone(database_url: str) -> None:
    # given a newer schema on which no Moot of this version can work
    engine = make_engine(database_url)
    await migrate(engine)
    await _made_newer(engine, since="9998")

    # when, then
    with pytest.raises(SchemaIsNewer, match="9999"):
        await migrate(engine)
    await engine.dispose()


async def test_an_older_moot_works_on_a_newer_schema_that_only_has_more(database_url: str) -> None:
    # given a running game, and a newer Moot that has added a column and a table
    settings = Settings(database_url=database_url)
    async with open_store(settings) as store:
        game = await _created(store)
        await _made_newer(store.engine, since=schema.head())

    # when one of this version starts
    async with open_store(settings) as store:
        # then it goes on with the game, and leaves the schema as it is
        await store.services.games.handle(game, c.Join(UserId("U1")), actor=UserId("U1"))
        async with store.engine.connect() as connection:
            found = await connection.run_sync(schema.read)
        assert (found.revision, found.since) == ("9999", schema.head())


async def _made_newer(engine: AsyncEngine, since: str) -> None:
    """As a Moot leaves it that has one migration more."""
    async with engine.begin() as connection:
        for statement in (
            "ALTER TABLE games ADD COLUMN mood VARCHAR(20) NOT NULL DEFAULT 'calm'",
            "CREATE TABLE moods (game_id VARCHAR(40) PRIMARY KEY)",
            "UPDATE alembic_version SET version_num = '9999'",
            f"UPDATE readable SET since = '{since}'",
        ):
            await connection.execute(text(statement))


async def test_a_name_of_any_length_that_moot_composes_fits(database_url: str) -> None:
    engine = make_engine(database_url)
    await migrate(engine)
    sessions = make_sessions(engine)
    long = "update:team_empty:" + "x" * 400
    async with sessions.begin() as session:
        await outbox.add(session, [_row(long, 1, coalesce=long)])
        (row,) = (await outbox.heads(session, ["T1"], AT, 10)).rows
        assert row.lane == row.coalesce == long
    await engine.dispose()


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("postgres://u:p%40w@db:5433/moot", "postgresql://u:p%40w@db:5433/moot"),
        ("postgresql+asyncpg://u:p@db/moot?ssl=require", "postgresql://u:p@db/moot?sslmode=require"),
        (
            "postgresql://u:p@db/moot?sslmode=verify-full&channel_binding=require",
            "postgresql://u:p@db/moot?sslmode=verify-full",
        ),
    ],
)
def test_the_usual_ways_to_name_a_postgresql_are_understood(given: str, understood: str) -> None:
    assert dsn(given) == understood


async def test_a_naive_moment_never_reaches_the_database(database_url: str) -> None:
    engine = make_engine(database_url)
    await migrate(engine)
    row = EventRow(stream="s", version=1, kind="k", data={}, at=datetime(2030, 1, 1), actor="a")
    with pytest.raises(StatementError, match="naive"):
        async with make_sessions(engine).begin() as session:
            session.add(row)
    await engine.dispose()


async def test_two_processes_that_decide_at_once_leave_one_consistent_game(database_url: str) -> None:
    # given one database, opened twice as two replicas would
    settings = Settings(database_url=database_url)
    async with open_store(settings) as one, open_store(settings) as other:
        game = await _created(one)

        # when twenty people join through both at once, each of them twice
        joins = [
            store.services.games.handle(game, c.Join(UserId(f"U{number}")), actor=UserId(f"U{number}"))
            for number in range(20)
            for store in (one, other)
        ]
        await asyncio.gather(*joins)

        # then everybody is in once, and both see the same
        seen = [await store.services.games.load(game) for store in (one, other)]
        assert seen[0] == seen[1]
        assert len(seen[0].players) == 20


async def test_a_refusal_changes_nothing(database_url: str) -> None:
    settings = Settings(database_url=database_url)
    async with open_store(settings) as store:
        with pytest.raises(NoGame):
            await store.services.games.handle(GameId("nowhere"), c.StartGame(), actor=UserId("U1"))
        assert await store.services.reader.running() == ()


async def test_work_is_sent_in_order_within_a_lane_and_urgent_lanes_first(database_url: str) -> None:
    # given a lane that begins with something unimportant before a bell, and another in between
    engine = make_engine(database_url)
    await migrate(engine)
    sessions = make_sessions(engine)
    async with sessions.begin() as session:
        await outbox.add(session, [_row("a", 5), _row("b", 3), _row("a", 0), _row("b", 4)])

    # when we look
    async with sessions.begin() as session:
        heads = (await outbox.heads(session, ["T1"], AT, 10)).rows

    # then the lane with the bell comes first, with what stands before the bell in it
    assert [(row.lane, row.priority) for row in heads] == [("a", 5), ("b", 3)]

    # and while that is parked, its lane waits, and the other goes on
    async with sessions.begin() as session:
        assert heads[0].id is not None
        await outbox.take(session, [heads[0].id], ME)
        later = AT.replace(hour=13)
        await outbox.settle(session, heads[0].id, ME, status=OutboxStatus.PARKED, not_before=later)
        assert [row.lane for row in (await outbox.heads(session, ["T1"], AT, 10)).rows] == ["b"]
        await outbox.release(session, "T1")
        assert [row.lane for row in (await outbox.heads(session, ["T1"], AT, 10)).rows] == ["a", "b"]
    await engine.dispose()


async def test_updates_of_one_thing_wait_as_one_but_not_behind_one_that_is_being_sent(
    database_url: str,
) -> None:
    # given
    engine = make_engine(database_url)
    await migrate(engine)
    sessions = make_sessions(engine)
    async with sessions.begin() as session:
        await outbox.add(session, [_row("a", 1, coalesce="card"), _row("a", 1, coalesce="card")])
        (only,) = (await outbox.heads(session, ["T1"], AT, 10)).rows

    # when it is being sent, with what was true then
    async with sessions.begin() as session:
        assert only.id is not None
        assert await outbox.take(session, [only.id], ME)
        await outbox.add(session, [_row("a", 1, coalesce="card")])
        assert await outbox.settle(session, only.id, ME, status=OutboxStatus.DONE)

        # then the next change is sent as well
        assert len((await outbox.heads(session, ["T1"], AT, 10)).rows) == 1
    await engine.dispose()


async def _created(store: Store) -> GameId:
    new = NewGame(
        game=GameId("g1"),
        team=("", "T1"),
        name="A game",
        scenario="rainbow-road",
        plenary=ChannelId("C1"),
        facilitators=(),
        starts_at=None,
        timezone="UTC",
        speed=1,
        seed=1,
    )
    return (await store.services.games.create(new, actor=UserId("U0"))).id


def _row(lane: str, priority: int, coalesce: str | None = None) -> OutboxRow:
    return OutboxRow(
        team_id="T1",
        game_id="g1",
        kind="card",
        lane=lane,
        subject={},
        priority=priority,
        coalesce=coalesce,
        created_at=AT,
    )


async def test_trouble_is_the_same_until_nothing_of_it_is_stuck(database_url: str) -> None:
    engine = make_engine(database_url)
    await migrate(engine)
    async with make_sessions(engine).begin() as session:
        # given two channels that Slack does not let Moot make; the one asked for first was refused last
        await outbox.add(session, [_row("a", 1), _row("b", 1)])
        first, second = (await outbox.heads(session, ["T1"], AT, 10)).rows
        refused = {"error": "restricted_action", "not_before": AT, "trouble": second.id}
        for row in (second, first):
            await _settled(session, row, OutboxStatus.PARKED, **refused)
        words, at = ("restricted_action",), AT

        # when one of them has been made, and the other is just being tried once more, then trouble that comes
        # now is the same
        await _settled(session, second, OutboxStatus.DONE, error="")
        assert first.id is not None
        await outbox.take(session, [first.id], "replica")
        assert await outbox.trouble(session, "g1", words, at) == second.id

        # and it is over when both have been made
        assert await outbox.settle(session, first.id, "replica", status=OutboxStatus.DONE, error="")
        assert await outbox.trouble(session, "g1", words, at) is None
    await engine.dispose()


async def test_what_was_given_up_is_undelivered_until_the_same_thing_is_done(database_url: str) -> None:
    engine = make_engine(database_url)
    await migrate(engine)
    sessions = make_sessions(engine)
    async with sessions.begin() as session:
        # given a card and a call that were given up
        await outbox.add(session, [_row("a", 1, coalesce="card"), _row("a", 1)])
        for _ in range(2):
            (head,) = (await outbox.heads(session, ["T1"], AT, 10)).rows
            await _settled(
                session, head, OutboxStatus.DEAD, error="is_archived", settled_at=AT, trouble=head.id
            )
        card, call = await outbox.undelivered(session, "g1")

        # then trouble that follows soon belongs to the same, and later trouble does not
        words = ("is_archived",)
        assert await outbox.trouble(session, "g1", words, AT - timedelta(minutes=1)) == card.id
        assert await outbox.trouble(session, "g1", words, AT + timedelta(minutes=1)) is None

        # when the card is delivered by a later update
        await outbox.add(session, [_row("a", 1, coalesce="card")])
        (head,) = (await outbox.heads(session, ["T1"], AT, 10)).rows
        await _settled(session, head, OutboxStatus.DONE)

        # then only the call is missing still
        assert [row.id for row in await outbox.undelivered(session, "g1")] == [call.id]
    await engine.dispose()


async def _settled(session: AsyncSession, row: OutboxRow, status: OutboxStatus, **values: object) -> None:
    assert row.id is not None
    assert await outbox.take(session, [row.id], ME)
    assert await outbox.settle(session, row.id, ME, status=status, **values)
    await session.refresh(row)


@pytest.mark.parametrize(("attempts", "most"), [(1, 1), (2, 2), (4, 8), (7, 60), (5_000, 60)])
def test_what_failed_comes_back_ever_later_and_not_all_at_once(attempts: int, most: float) -> None:
    waits = [(outbox.later(AT, attempts, spread) - AT).total_seconds() for spread in (0.0, 0.5, 1.0)]

    assert waits == [most / 2, most * 3 / 4, most]
