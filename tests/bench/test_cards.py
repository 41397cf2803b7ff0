"""What one card costs from its row to its settlement, in transactions and statements."""

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Engine, event

from bot.config import Settings
from bot.courier.calls import CallWithFiles
from bot.courier.rendering.renderer import Renderer
from bot.courier.rendering.seen import NoLonger
from bot.courier.work import Worker
from bot.db.tables import OutboxRow
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.intents.rows import intent_of
from bot.intents.sheets import EnvelopeCard
from bot.runtime.store import Store, open_store
from tests.bench.stage import GAME, signed_up

TEAM, DIRECTOR = "T1", UserId("UDIRECTOR")
READS, WRITES = 2, 2  # transactions: what is called first, and all that it shows; to take and to settle it
STATEMENTS = 9


class Outbox:
    """A game's work, done one row after the other for a Slack that answers as it should."""

    def __init__(self, store: Store) -> None:
        services, self.answers = store.services, store.answers
        self.games = services.games
        self.worker = Worker(Renderer(services.reader, services.now), services, store.answers)
        self.numbers = count(1)

    async def call(self, method: str, channel: str, /, **_: Any) -> Any:
        number = next(self.numbers)
        if method == "conversations.create":
            return {"channel": {"id": f"C{number}"}}
        return {"channel": channel, "ts": f"{number}.0"}

    async def after(self, *commands: c.GameCommand) -> dict[str, list[Counter[str]]]:
        """What each row cost that these commands led to, by what it was and where it belongs."""
        for command in commands:
            await self.games.handle(GAME, command, actor=DIRECTOR)
        costs = defaultdict[str, list[Counter[str]]](list)
        while rows := (await self.answers.heads([TEAM], 500)).rows:
            for row in rows:
                with counted() as cost:
                    await self._done(row)
                costs[f"{row.kind} {row.room.partition(':')[0]}"].append(cost)
        return costs

    async def _done(self, row: OutboxRow) -> None:
        intent = intent_of(row)
        await self.worker.first_call(row, intent)
        assert await self.answers.take(row)
        with contextlib.suppress(NoLonger):
            await self.worker.do(row, intent, cast(CallWithFiles, self.call))
        await self.answers.done(row)


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """How many transactions and statements there are within."""
    found = Counter[str]()

    def begun(_: object) -> None:
        found["transactions"] += 1

    def executed(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found["statements"] += not statement.startswith("BEGIN")

    event.listen(Engine, "begin", begun)
    event.listen(Engine, "before_cursor_execute", executed)
    try:
        yield found
    finally:
        event.remove(Engine, "begin", begun)
        event.remove(Engine, "before_cursor_execute", executed)


@pytest.fixture
async def outbox(tmp_path: Path) -> AsyncIterator[Outbox]:
    """The outbox of a game of two councils, of which nobody has done anything."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'moot.db'}", _env_file=None)
    async with open_store(settings) as store:
        await signed_up(store, TEAM, "CPLENARY", DIRECTOR, [f"U{number}" for number in range(10)])
        await store.leases.take_over()
        await store.leases.take_free()
        yield Outbox(store)


async def test_a_card_is_read_in_two_looks_and_takes_few_statements(outbox: Outbox) -> None:
    # given seats that are dealt, with all that has come of it
    await outbox.after(c.PlanSeating(councils=2), c.DealSeats())

    # when the first bell rings
    costs = await outbox.after(c.StartGame())

    # then each council's card and topic, and what people are shown, cost the same
    assert len(costs["card council"]) == len(costs["topic council"]) == 2
    for kind in ("card council", "card dm", "card plenary", "topic council"):
        assert {one["transactions"] for one in costs[kind]} == {READS + WRITES}
        assert max(one["statements"] for one in costs[kind]) <= STATEMENTS


async def test_where_many_cards_go_is_read_together(outbox: Outbox) -> None:
    # given a deal, and the envelopes that people get
    for command in (c.PlanSeating(councils=2), c.DealSeats()):
        await outbox.games.handle(GAME, command, actor=DIRECTOR)
    rows = (await outbox.answers.heads([TEAM], 500)).rows
    work = [(row, intent_of(row)) for row in rows]
    envelopes = [one for one in work if isinstance(one[1], EnvelopeCard)]
    assert len(envelopes) == 10

    # when all are asked with which call they begin
    with counted() as cost:
        await asyncio.gather(*(outbox.worker.first_call(*one) for one in envelopes))

    # then that is one statement for all, or one for the first and one for the others
    assert cost["transactions"] == cost["statements"] <= 2
