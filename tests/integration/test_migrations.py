"""Every schema there was, with data in it: up to the newest and down again, on both databases."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    DateTime,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from bot.config import Settings
from bot.db import migrate, schema
from bot.db.engine import make_engine
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.runtime.store import open_store
from tests.integration.playing import DIRECTOR, GAME, a_play
from tests.integration.test_store import difference

AT = datetime(2031, 3, 3, 9, tzinfo=UTC)
LONG = "x" * 300  # what Moot composes itself: the first schema had less room for it
OF_THE_SCHEMA = ("alembic_version", "readable")
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Played:
    """A game in the middle of it, and every row that it made."""

    game: Game
    rows: Rows


@pytest.fixture
async def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Five people, a council, their channel and envelopes, and some bells."""
    async with a_play(tmp_path_factory.mktemp("played")) as play:
        for number in range(5):
            await play.do(c.Join(UserId(f"U{number}")), by=UserId(f"U{number}"))
        for command in (c.PlanSeating(), c.DealSeats(), c.StartGame()):
            await play.do(command)
        await play.deliver()
        for _ in range(3):
            game = await play.ring()
        async with play.store.engine.connect() as connection:
            return Played(game, await connection.run_sync(every_row))


def every_row(connection: Connection) -> Rows:
    """All that Moot stores, by table."""
    return {
        table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
        for table in SQLModel.metadata.sorted_tables
        if table.name not in OF_THE_SCHEMA
    }


class Shape(NamedTuple):
    """What a table is: columns, each with its type and whether a row may leave it out; keys and indexes."""

    columns: dict[str, tuple[str, bool]]
    primary: list[str]
    indexes: list[str]
    unique: list[str]
    refers: list[str]


@dataclass
class Walk:
    """A database on its way through the schemas. In each, every table gets a row on the way up."""

    shapes: dict[str, dict[str, Shape]]

    def up(self, connection: Connection) -> None:
        """From nothing to the newest schema."""
        for revision in schema.known():
            migrate.upgraded(connection, revision)
            tables = tables_in(connection)
            self.shapes[revision] = shape(tables)
            self.fill(connection, revision, tables)

    def fill(self, connection: Connection, revision: str, tables: list[Table]) -> None:
        """A row in each table, with the revision wherever there is room for words."""
        for table in tables:
            if table.name == "pulse" and connection.scalar(select(func.count()).select_from(table)):
                continue  # it never had more than one row
            values = {one.name: self.some(one.type, revision) for one in table.columns}
            connection.execute(insert(table).values(values))

    def some(self, kind: TypeEngine[Any], revision: str) -> Any:
        """A value of a type."""
        match kind:
            case String():
                return f"r{revision}"
            case Boolean():
                return False
            case Integer():
                return 10_000 + int(revision)
            case Float():
                return 1.0
            case DateTime():
                return AT
            case JSON():
                return {}
            case _:
                raise AssertionError(f"what is a value of {kind!r}?")


def tables_in(connection: Connection) -> list[Table]:
    """Those that are there, in the order in which they refer to each other."""
    found = MetaData()
    found.reflect(connection)
    return [one for one in found.sorted_tables if one.name not in OF_THE_SCHEMA]


def counted(connection: Connection, tables: list[Table]) -> dict[str, int]:
    """How many rows each table has."""
    counts = ((one.name, select(func.count()).select_from(one)) for one in tables)
    return {name: connection.scalar(count) or 0 for name, count in counts}


def shape(tables: list[Table]) -> dict[str, Shape]:
    """What a schema is: its tables."""
    return {
        table.name: Shape(
            {
                one.name: (str(one.type), one.nullable or one.server_default is not None)
                for one in table.columns
            },
            [one.name for one in table.primary_key],
            sorted(str([column.name for column in one.columns]) for one in table.indexes),
            sorted(
                str([*one.columns.keys()]) for one in table.constraints if isinstance(one, UniqueConstraint)
            ),
            sorted(one.target_fullname for one in table.foreign_keys),
        )
        for table in tables
    }


def takes_away(before: dict[str, Shape], after: dict[str, Shape]) -> list[str]:
    """What a Moot of the schema before would miss in the one after, or would have to give."""
    kept = [name for name in before if name in after]
    gone = [name for name in before if name not in after]
    for table in kept:
        old, new = before[table].columns, after[table].columns
        gone += [f"{table}.{one}" for one in old if new.get(one) != old[one]]
        gone += [f"{table}.{one}" for one, (_, may_lack) in new.items() if one not in old and not may_lack]
    return gone


async def test_every_schema_there_was_leads_up_to_the_newest_and_down_again_with_its_rows(
    database_url: str, played: Played
) -> None:
    engine = make_engine(database_url)
    async with engine.begin() as connection:
        # given each schema with a row in each of its tables
        walk = Walk({})
        await connection.run_sync(walk.up)

        # then the newest has the tables of the code, and all rows have come along
        assert await connection.run_sync(difference) == []
        before = await connection.run_sync(lambda it: counted(it, tables_in(it)))
        for name, rows in before.items():
            came = [one for one, tables in walk.shapes.items() if name in tables]
            assert rows == len(came) + (name == "pulses"), name  # one came from `pulse`

        # and since both versions work side by side, each says it where it takes something from the one before
        for older, newer in pairwise(one for one in walk.shapes if one >= "0014"):
            takes = takes_away(walk.shapes[older], walk.shapes[newer])
            assert not takes or schema.known()[newer], f"{newer} needs a `reads_from`: {takes}"

        # given a game in the middle of it, and names longer than the first schema had room for
        await connection.run_sync(_stored, played.rows)
        before = await connection.run_sync(lambda it: counted(it, tables_in(it)))

        # when it is taken down step by step
        for older in [*reversed(schema.known())][1:]:
            await connection.run_sync(migrate.downgraded, older)

            # then each schema is as it was, and the tables that stay have kept their rows
            tables = await connection.run_sync(tables_in)
            assert shape(tables) == walk.shapes[older], older
            after = await connection.run_sync(counted, tables)
            assert all(before.get(name, rows) == rows for name, rows in after.items()), older
            before = after

    # and when a Moot starts on the oldest, the game is what it was, and can be played on
    await migrate.migrate(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(difference) == []
    await engine.dispose()
    async with open_store(Settings(database_url=database_url)) as store:
        assert await store.services.games.load(GAME) == played.game
        await store.services.games.handle(GAME, c.EndGame(), actor=DIRECTOR)


def _stored(connection: Connection, rows: Rows) -> None:
    for table in SQLModel.metadata.sorted_tables:
        if rows.get(table.name):
            connection.execute(insert(table), [_unnumbered(row) for row in rows[table.name]])
    named = {"long": LONG}
    connection.execute(text("UPDATE outbox SET lane = :long, coalesce = :long WHERE id = 1"), named)


def _unnumbered(row: dict[str, Any]) -> dict[str, Any]:
    """Without the number that the database gives."""
    return {name: value for name, value in row.items() if not (name == "id" and isinstance(value, int))}
