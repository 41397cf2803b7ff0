"""What is kept until it is done: who takes it up when its replica died, and what is too old."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.causes import because_of
from bot.config import Settings
from bot.db.tables import InboxRow
from bot.db.transactions import Transactions
from bot.domain.errors.store import StoreAway
from bot.domain.ids import CouncilId
from bot.runtime.store import Store, open_store
from tests.conftest import Databases

AT = datetime(2030, 5, 6, 12, tzinfo=UTC)
BODY = {"command": "/moot", "text": "status"}


class Clock:
    """Stands where it is put."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


async def two(stack: AsyncExitStack, url: str, clock: Clock) -> tuple[Store, Store]:
    settings = Settings(database_url=url)
    one = await stack.enter_async_context(open_store(settings, clock))
    return one, await stack.enter_async_context(open_store(settings, clock))


async def test_what_is_kept_is_taken_up_by_nobody_while_it_is_in_hand_and_gone_when_it_is_done(
    database_url: str,
) -> None:
    async with open_store(Settings(database_url=database_url), Clock()) as store:
        inbox = store.services.inbox
        kept = await inbox.keep(BODY)

        assert await inbox.take_up() == []
        await inbox.done(kept)
        inbox.left(kept)
        assert await inbox.take_up() == []


async def test_what_could_not_be_done_is_taken_up_again_by_its_own_replica(database_url: str) -> None:
    async with open_store(Settings(database_url=database_url), Clock()) as store:
        inbox = store.services.inbox
        inbox.left(await inbox.keep(BODY))

        assert [one.body for one in await inbox.take_up()] == [BODY]
        assert await inbox.take_up() == []


async def test_what_another_replica_takes_up_is_logged_with_the_same_cause(database_url: str) -> None:
    async with AsyncExitStack() as stack:
        clock = Clock()
        one, other = await two(stack, database_url, clock)
        with because_of("Ev1"):
            await one.services.inbox.keep({**BODY, "token": "an old secret"})
        clock.at += timedelta(minutes=2)

        (kept,) = await other.services.inbox.take_up()

    assert (kept.cause, kept.body) == ("Ev1", BODY)


async def test_what_was_done_while_the_database_was_away_is_not_done_again_when_it_is_back(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(Settings(database_url=database_url), Clock()) as store:
        inbox = store.services.inbox
        kept = await inbox.keep(BODY)

        with monkeypatch.context() as away:
            away.setattr(Transactions, "write", _away)
            with pytest.raises(StoreAway):
                await inbox.done(kept)

        assert await inbox.take_up() == []
        async with store.engine.connect() as connection:
            assert await connection.scalar(select(func.count()).select_from(InboxRow)) == 0


async def _away(*_: object) -> None:
    raise StoreAway


async def test_what_another_replica_has_in_hand_is_left_to_it_for_a_minute_and_taken_by_one(
    new_database: Databases,
) -> None:
    clock = Clock()
    async with AsyncExitStack() as stack:
        url = new_database("postgres")
        died, other = await two(stack, url, clock)
        third = await stack.enter_async_context(open_store(Settings(database_url=url), clock))
        await died.services.inbox.keep(BODY)

        assert await other.services.inbox.take_up() == []
        clock.at += timedelta(seconds=61)
        took = [len(await one.services.inbox.take_up()) for one in (other, third)]
        assert took == [1, 0]


async def test_in_a_file_whatever_a_process_before_us_left_is_taken_up_at_once(
    new_database: Databases,
) -> None:
    async with AsyncExitStack() as stack:
        died, other = await two(stack, new_database("sqlite"), Clock())
        await died.services.inbox.keep(BODY)

        assert [one.body for one in await other.services.inbox.take_up()] == [BODY]


@pytest.mark.parametrize(("minutes", "stale"), [(14, False), (16, True)])
async def test_what_lay_there_for_long_is_stale_since_nobody_may_want_it_any_more(
    new_database: Databases, minutes: int, stale: bool
) -> None:
    clock = Clock()
    async with AsyncExitStack() as stack:
        died, other = await two(stack, new_database("sqlite"), clock)
        await died.services.inbox.keep(BODY)

        clock.at += timedelta(minutes=minutes)

        assert [one.stale for one in await other.services.inbox.take_up()] == [stale]


async def test_a_count_can_see_that_something_for_its_council_was_kept_by_the_close_and_is_not_done(
    database_url: str,
) -> None:
    clock, ours = Clock(), CouncilId("g1-1")
    async with open_store(Settings(database_url=database_url), clock) as store:
        inbox = store.services.inbox
        kept = await inbox.keep({"type": "block_actions", "actions": [{"value": f"{ours}:yes"}]})

        assert await inbox.still_about(ours, AT)
        assert not await inbox.still_about(CouncilId("g1-2"), AT)
        assert not await inbox.still_about(ours, AT - timedelta(seconds=1))
        clock.at += timedelta(minutes=16)
        assert not await inbox.still_about(ours, clock.at), "it will not be done any more"
        clock.at = AT
        await inbox.done(kept)
        assert not await inbox.still_about(ours, AT)
