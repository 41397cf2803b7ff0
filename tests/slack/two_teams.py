"""Two workspaces on one database, with the same game in both: of all that Slack gives, its channels, people,
messages and files, both have the same ids. What people wrote, and Moot's own ids, say whose it is.
"""

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Float, Integer, Table, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel

from bot.db.types import Json, UtcDateTime
from bot.domain.ids import GameId
from tests.slack.stage import GAME, NOON, TEAM, Stage, a_stage
from tests.slack.test_buttons import reach

ALPHA, BRAVO = "T0ALPHA", TEAM  # people act in the second
ALPHAS, BRAVOS = GameId("alphag"), GameId("bravog")
OF_ALPHA = {GAME: ALPHAS, TEAM: ALPHA, "The game": "Game Alpha", "Text": "Alpha's words"}
OF_BRAVO = {GAME: BRAVOS, "The game": "Game Bravo", "Text": "Bravo's words"}
WHOSE = ("team_id", "game_id", "stream", "id")  # the columns that say whose a row is, the game's own id last
OWN = {ALPHA: {ALPHA, ALPHAS}, BRAVO: {BRAVO, BRAVOS}}
SECRETS = {"digest"}  # columns that hold what Moot has drawn; no two are the same
NOBODYS = {  # tables in which nothing is of any workspace, and what is in them
    "readable": "the schema that an older Moot can work on",
    "oauth_states": "digests of what Moot itself has drawn, each used once",
}
Rows = dict[str, list[dict[str, Any]]]


def tables() -> list[Table]:
    """All that belong to workspaces, those first to which others refer."""
    return [one for one in SQLModel.metadata.sorted_tables if one.name not in NOBODYS]


async def stored(engine: AsyncEngine) -> Rows:
    """Every row of every table, in order."""
    async with engine.connect() as connection:
        found = {
            one.name: await connection.execute(select(one).order_by(*one.primary_key)) for one in tables()
        }
        return {name: [dict(row) for row in rows.mappings()] for name, rows in found.items()}


def whose(row: Mapping[str, Any]) -> str:
    """The workspace to which a row says that it belongs."""
    said = {str(row[name]).partition(":")[2] or str(row[name]) for name in WHOSE if name in row}
    found = {team for team, ids in OWN.items() for one in said if one.rpartition("-")[0] in ids or one in ids}
    assert len(found) == 1, f"{row} says {sorted(found) or 'nothing'}"
    return found.pop()


async def of_alpha(stage: Stage) -> Rows:
    """All that is stored of the first workspace."""
    found = await stored(stage.store.engine)
    return {name: [row for row in rows if whose(row) == ALPHA] for name, rows in found.items()}


@asynccontextmanager
async def two_teams(
    state: str, url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    """A stage on this database, in which people act in the second workspace. Both games are in this state,
    and no table is empty."""
    folder.joinpath("one").mkdir()
    async with a_stage(folder / "one", monkeypatch) as one:
        await reach(one, state)
        played, now = await stored(one.store.engine), one.now
    async with a_stage(folder, monkeypatch, url=url) as stage:
        stage.now = now
        async with stage.store.engine.begin() as connection:
            for table in tables():
                rows = played[table.name] or [_a_row(table)]
                for words in (OF_ALPHA, OF_BRAVO):
                    await connection.execute(table.insert(), [_of(table, row, words) for row in rows])
        yield stage


def _of(table: Table, row: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """The row as it is in one of the workspaces. What counts up by itself counts on."""
    counted = table.autoincrement_column
    own = {
        name: _said(value, words) for name, value in row.items() if counted is None or name != counted.name
    }
    drawn = {name: hashlib.sha256(str(words).encode()).hexdigest() for name in SECRETS & own.keys()}
    return own | drawn


def _said(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {_said(key, words): _said(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [_said(one, words) for one in value]
    if not isinstance(value, str):
        return value
    for here, there in words.items():
        value = there if value == here else value.replace(here, there) if here != "Text" else value
    return value


def _a_row(table: Table) -> dict[str, Any]:
    """Something that could stand in a table, of the game or of its workspace."""
    known = {"game_id": GAME, "team_id": TEAM, "stream": f"game:{GAME}"}
    return {one.name: known.get(one.name, _something(one.type)) for one in table.columns}


def _something(kind: Any) -> Any:
    if isinstance(kind, UtcDateTime):
        return NOON
    if isinstance(kind, Json):
        return {"room": "plenary"}
    if isinstance(kind, Boolean):
        return False
    return 1 if isinstance(kind, Integer | Float) else "U0001"
