"""What replicas on one PostgreSQL tell each other, and what SQLite keeps to itself."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest

from bot.config import Settings
from bot.db import signals
from bot.db.engine import make_sessions
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, UserId
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from tests.conftest import Databases
from tests.patience import PATIENCE
from tests.postgres import Postgres

GAME = GameId("g1")
URLS: dict[str, str] = {}  # where each replica's database is
Heard = asyncio.Queue[signals.Signal]


@pytest.fixture
async def pair(new_database: Databases) -> AsyncIterator[tuple[Store, Store]]:
    """Two replicas on one PostgreSQL."""
    settings = Settings(database_url=new_database("postgres"))
    async with open_store(settings) as one, open_store(settings) as other:
        URLS.update({store.leases.holder: settings.database_url for store in (one, other)})
        yield one, other


async def test_another_replica_hears_of_work_and_of_a_changed_plan(pair: tuple[Store, Store]) -> None:
    # given
    one, other = pair
    async with asyncio.timeout(PATIENCE):
        with _listening(other) as heard:
            assert await heard.get() == signals.Reconnected()

            # when a game is created, dealt and started at the first
            await _start(one)

            # then the second hears that there is work, and when the next bell is due
            due = (await one.services.games.load(GAME)).next_due()
            assert due is not None
            said = []
            while signals.PlanChanged(GAME, due) not in said:
                said.append(await heard.get())
            assert signals.WorkWaits("T1") in said
            assert signals.PlanChanged(GAME, None) in said


async def test_nobody_hears_their_own_signals_nor_what_was_rolled_back(
    pair: tuple[Store, Store],
) -> None:
    # given
    one, other = pair
    async with asyncio.timeout(PATIENCE):
        with _listening(other) as heard:
            assert await heard.get() == signals.Reconnected()

            # when the second tells something, and the first does and thinks better of it
            async with make_sessions(other.engine, other.leases.holder).begin() as session:
                await signals.tell(session, signals.WorkWaits())
            async with make_sessions(one.engine, one.leases.holder)() as session:
                await signals.tell(session, signals.WorkWaits())
                await session.rollback()
            await one.leases.release()

            # then the second hears of neither
            assert await heard.get() == signals.LeaseReleased()
            assert heard.empty()


async def test_after_a_lost_connection_a_replica_listens_again_and_knows_that_it_missed_something(
    pair: tuple[Store, Store], postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    one, other = pair
    monkeypatch.setattr(signals, "CHECKED_EVERY", 0.05)
    async with asyncio.timeout(PATIENCE):
        with _listening(other) as heard:
            assert await heard.get() == signals.Reconnected()

            # when the server cuts every connection off
            postgres.stop()
            postgres.start()

            # then
            assert await heard.get() == signals.CutOff()
            while await heard.get() != signals.Reconnected():
                pass
            await one.leases.release()
            assert await heard.get() == signals.LeaseReleased()


async def test_what_a_newer_replica_tells_is_left_alone(pair: tuple[Store, Store]) -> None:
    one, other = pair
    async with asyncio.timeout(PATIENCE):
        with _listening(other) as heard:
            assert await heard.get() == signals.Reconnected()
            async with one.engine.begin() as connection:
                await connection.exec_driver_sql("NOTIFY moot, 'newer something unheard of'")
            await one.leases.release()
            assert await heard.get() == signals.LeaseReleased()


def _url(store: Store) -> str:
    return URLS[store.leases.holder]


@contextmanager
def _listening(store: Store) -> Iterator[Heard]:
    heard = Heard()
    task = asyncio.create_task(signals.listen(_url(store), store.leases.holder, heard.put_nowait))
    try:
        yield heard
    finally:
        task.cancel()


async def _start(store: Store) -> None:
    director = UserId("U0")
    new = NewGame(GAME, ("", "T1"), "G", "rainbow-road", ChannelId("C1"), (), None, "UTC", speed=1, seed=1)
    games = store.services.games
    await games.create(new, actor=director)
    for number in range(5):
        await games.handle(GAME, c.Join(UserId(f"U{number}")), actor=UserId(f"U{number}"))
    for command in (c.PlanSeating(), c.DealSeats(), c.StartGame()):
        await games.handle(GAME, command, actor=director)
