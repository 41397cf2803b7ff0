"""What the way to a SQLite file costs: `python -m tests.bench.store`.

Each measure is a median, and a ratio to a bare sqlite3 that changes one row in a transaction, or reads one,
in the same run and in turns.
"""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlmodel import col, select

from bot import clock
from bot.db import outbox
from bot.db.engine import make_engine, make_readers, make_sessions
from bot.db.tables import OutboxRow
from bot.db.transactions import Transactions
from tests.bench.worlds import a_world, take_side

ROUNDS = 2_000
AT_ONCE = 50


async def main() -> None:
    """Prints every measure."""
    table = Table("measure", "sqlite3", "Moot", "ratio")
    with tempfile.TemporaryDirectory() as folder:
        async with a_world(Path(folder)) as world:
            engine = make_engine(world.store.engine.url.render_as_string())
            transactions = Transactions(make_sessions(engine), make_readers(engine), one_writer=True)
            rows = await _work(transactions)
            bare = _bare(Path(engine.url.database or ""))
            pairs: dict[str, tuple[Callable[[int], object], Callable[[int], Awaitable[object]]]] = {
                "a claim": (
                    lambda turn: _claimed(bare, rows[turn], "bare"),
                    lambda turn: transactions.write("", lambda s: outbox.take(s, [rows[-turn]], "moot")),
                ),
                "a row is read": (
                    lambda turn: bare.execute("SELECT * FROM outbox WHERE id = ?", (rows[turn],)).fetchall(),
                    lambda turn: transactions.read(lambda s: s.get(OutboxRow, rows[turn])),
                ),
                "a command in a council": (
                    lambda turn: _claimed(bare, rows[turn], "again"),
                    lambda turn: take_side(world, turn),
                ),
            }
            for what, (floor, ours) in pairs.items():
                table.add_row(what, *await _compared(floor, ours))
            begin = time.perf_counter()
            for turn in range(0, ROUNDS, AT_ONCE):
                await asyncio.gather(
                    *(pairs["a row is read"][1](turn + one) for one in range(AT_ONCE)),
                    *(take_side(world, one) for one in range(4)),
                )
            each = (time.perf_counter() - begin) / ROUNDS
            table.add_row(f"a read, {AT_ONCE} at once beside 4 commands", "", f"{each * 1e6:.0f} µs", "")
            bare.close()
            await engine.dispose()
    Console().print(table)


async def _work(transactions: Transactions) -> list[int]:
    """Rows of the outbox; their ids."""
    rows = [
        OutboxRow(
            game_id="g",
            team_id="T",
            lane=f"l{n}",
            kind="card",
            subject={"room": "C1"},
            priority=1,
            created_at=clock.now(),
        )
        for n in range(2 * ROUNDS + 2)
    ]
    await transactions.write("", lambda session: outbox.add(session, rows))
    found = await transactions.read(lambda session: session.scalars(select(col(OutboxRow.id))))
    return [one for one in found if one is not None]


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection


def _claimed(bare: sqlite3.Connection, row: int, holder: str) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.execute("UPDATE outbox SET claimed_by = ? WHERE id = ?", (holder, row))
    bare.execute("COMMIT")


async def _compared(
    floor: Callable[[int], object], ours: Callable[[int], Awaitable[object]]
) -> tuple[str, str, str]:
    low, high = [], []
    for turn in range(1, ROUNDS):
        begin = time.perf_counter()
        floor(turn)
        between = time.perf_counter()
        await ours(turn)
        low.append(between - begin)
        high.append(time.perf_counter() - between)
    one, other = statistics.median(low[100:]), statistics.median(high[100:])
    return f"{one * 1e6:.0f} µs", f"{other * 1e6:.0f} µs", f"{other / one:.1f}"


if __name__ == "__main__":
    asyncio.run(main())
