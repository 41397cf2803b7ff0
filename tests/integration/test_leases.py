"""Leases of workspaces: who may deliver and ring, and what becomes of work whose holder changed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.config import Settings
from bot.db import leases, outbox
from bot.db.budgets import Used
from bot.db.engine import make_sessions, named
from bot.db.leases import CONNECTED
from bot.db.posts import Post
from bot.db.tables import OutboxRow, OutboxStatus
from bot.domain.errors.store import StoreAway
from bot.domain.ids import ChannelId, GameId, UserId
from bot.runtime.leases import GONE_FOR, LEFT_FOR, LeaseService
from bot.runtime.replicas import Keeper
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from tests.conftest import Databases
from tests.patience import until

AT = datetime(2030, 5, 6, 12, tzinfo=UTC)
TERM = 60.0
GAME = GameId("g1")


@pytest.fixture
async def replicas(database_url: str) -> AsyncIterator[list[Store]]:
    """Three on one database, with a game in the workspace T1 whose sign-up card waits to be sent."""
    settings = Settings(database_url=database_url)
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(open_store(settings)) for _ in range(3)]
        new = NewGame(
            GAME, ("", "T1"), "A game", "rainbow-road", ChannelId("C1"), (), None, "UTC", speed=1, seed=1
        )
        await stores[0].services.games.create(new, actor=UserId("U0"))
        yield stores


async def test_one_of_many_takes_a_workspace_and_keeps_it(replicas: list[Store]) -> None:
    # when all three look for work at once, and again
    took = await asyncio.gather(*(_take(store) for store in replicas))
    again = await asyncio.gather(*(_take(store) for store in replicas))

    # then one has it, and keeps it
    assert sorted(took) == [False, False, True]
    assert again == [False, False, False]
    held = [await _renew(store) for store in replicas]
    assert held == took


async def test_a_lease_that_ran_out_goes_to_who_looks_first_and_the_old_holder_hears_of_it(
    replicas: list[Store],
) -> None:
    # given a holder that has been silent for its whole term
    one, other, third = replicas
    assert await _take(one)
    await _run_out(one)

    # when another looks
    assert await _take(other)

    # then it holds the lease, and nobody else does
    assert not await _take(third)
    assert not await _renew(one)
    assert await _renew(other)


async def test_a_lease_that_is_given_back_is_free_at_once(replicas: list[Store]) -> None:
    one, other, _ = replicas
    assert await _take(one)
    await one.leases.release()
    assert await _take(other)


async def test_who_lost_the_lease_neither_takes_nor_settles(replicas: list[Store]) -> None:
    # given a row that one replica was sending when another took over
    one, other, _ = replicas
    assert await _take(one)
    row = await _next(one)
    assert await one.answers.take(row)
    await _run_out(one)
    assert await _take(other)

    # when the first one settles it and looks for more
    await one.answers.done(row)
    assert not await one.answers.take(row)

    # then the row is the other's, to be sent again
    again = await _next(other)
    assert again.id == row.id
    assert await other.answers.take(again)
    await one.answers.dead(row, "internal")
    assert await _status(other, row) == OutboxStatus.SENDING
    await other.answers.done(again)
    assert await _status(other, row) == OutboxStatus.DONE


async def test_who_takes_over_knows_what_is_used_of_the_budgets_and_who_lost_the_lease_notes_nothing(
    replicas: list[Store],
) -> None:
    # given a replica that has noted what it used, twice
    one, other, _ = replicas
    used = Used(((1.0, 10), (2.5, 10)), closed_until=30.0, cut=15.0, cut_at=2.0)
    assert await _take(one)
    assert await one.answers.note_used("T1", "chat.update", Used(((1.0, 10),)))
    assert await one.answers.note_used("T1", "chat.update", used)
    assert await one.answers.note_used("T1", "pins.add", Used(((3.0, 1),)))

    # when another takes over
    await _run_out(one)
    assert await _take(other)

    # then it finds that, for this workspace, and the first one changes nothing any more
    assert not await one.answers.note_used("T1", "chat.update", Used())
    found = await other.answers.used(["T1"])
    assert sorted(found, key=lambda one: one[1]) == [
        ("T1", "chat.update", used),
        ("T1", "pins.add", Used(((3.0, 1),))),
    ]
    assert await other.answers.used(["T2"]) == []


async def test_where_a_card_stands_is_what_the_present_holder_noted(replicas: list[Store]) -> None:
    # given a card whose first sender lost the lease in the middle of the call
    one, other, _ = replicas
    assert await _take(one)
    row = await _next(one)
    assert await one.answers.take(row)
    await _run_out(one)
    assert await _take(other)

    # when the late answer comes before the other has sent it, it saves a second message
    key = row.subject["key"]
    await one.answers.posted(row, Post(GAME, key, ChannelId("C1"), "1.0"))
    assert (await other.services.reader.post(GAME, key)) == Post(GAME, key, ChannelId("C1"), "1.0")

    # and when it comes after that, it changes nothing
    assert await other.answers.take(row)
    await other.answers.posted(row, Post(GAME, key, ChannelId("C1"), "2.0"))
    await one.answers.posted(row, Post(GAME, key, ChannelId("C1"), "1.0"))
    assert (await other.services.reader.post(GAME, key)) == Post(GAME, key, ChannelId("C1"), "2.0")


async def test_work_in_hand_is_not_taken_from_who_still_holds_the_lease(replicas: list[Store]) -> None:
    # given a holder with a row under way whose lease ran out unnoticed
    one, _, _ = replicas
    assert await _take(one)
    row = await _next(one)
    assert await one.answers.take(row)
    await _run_out(one)

    # when it is the first to renew it
    assert await _renew(one)

    # then it goes on as if nothing had been
    assert await _status(one, row) == OutboxStatus.SENDING
    await one.answers.done(row)
    assert await _status(one, row) == OutboxStatus.DONE


async def test_a_change_that_joins_a_waiting_row_is_part_of_what_is_shown(replicas: list[Store]) -> None:
    # given a card that waits
    one = replicas[0]
    assert await _take(one)
    row = await _next(one)
    waiting = len(await _all(one))
    sessions = make_sessions(one.engine)

    # when a change joins it, and it is taken before that change is committed
    async with sessions.begin() as session:
        await outbox.add(session, [_like(row)])
        taking = asyncio.create_task(one.answers.take(row))
        if one.engine.dialect.name == "postgresql":
            assert not await taking, "it is left alone, since it would be rendered without the change"

    # then it can be taken after the commit, and there is no second row
    assert await taking or await one.answers.take(row)
    assert len(await _all(one)) == waiting


async def test_on_sqlite_a_new_process_takes_over_at_once_and_the_old_one_falls_silent(
    replicas: list[Store],
) -> None:
    # given two services as one process after the other has them on SQLite
    old, new = (_alone(store) for store in replicas[:2])
    assert await old.take_free() == {"T1"}

    # when the new one starts
    assert await new.take_over() == {"T1"}

    # then the old one has nothing any more
    assert await old.renew() == frozenset()
    assert await old.take_free() == frozenset()


# --- several replicas on one PostgreSQL


@dataclass
class Several:
    """Leases of replicas on one PostgreSQL, whose clock is moved by hand; `T1` to `T6` have something to
    do."""

    url: str
    now: float = 1000.0
    stores: dict[str, Store] = field(default_factory=dict)

    async def begin(self, stack: AsyncExitStack) -> LeaseService:
        """One more."""
        store = await stack.enter_async_context(open_store(Settings(database_url=self.url)))
        self.stores[store.leases.holder] = store
        return LeaseService(
            store.answers._transactions, store.leases.holder, TERM, alone=False, steady=lambda: self.now
        )

    async def with_games(self, leases: LeaseService) -> None:
        for number in range(1, 7):
            new = NewGame(
                GameId(f"g{number}"), ("", f"T{number}"), "A game", "rainbow-road", ChannelId("C1"), (), None,
                "UTC", speed=1, seed=1,
            )  # fmt: skip
            await self.stores[leases.holder].services.games.create(new, actor=UserId("U0"))

    async def killed(self, leases: LeaseService) -> None:
        """All its connections are cut, and PostgreSQL knows it."""
        await self.stores[leases.holder].engine.dispose()
        watching = next(store for holder, store in self.stores.items() if holder != leases.holder)

        async def is_gone() -> bool:
            async with watching.engine.connect() as connection:
                return named(leases.holder) not in (await connection.scalars(CONNECTED)).all()

        await until(is_gone, "its connections are gone")


@pytest.fixture
async def several(
    new_database: Databases, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Several, AsyncExitStack]]:
    monkeypatch.setattr("bot.runtime.leases.SEEN_FOR", 0.0)  # each look asks who has a connection
    async with AsyncExitStack() as stack:
        yield Several(new_database("postgres")), stack


async def test_who_comes_later_gets_a_share_and_nothing_that_is_being_sent(
    several: tuple[Several, AsyncExitStack],
) -> None:
    # given one that holds everything, and is sending for T6
    them, stack = several
    one = await them.begin(stack)
    await them.with_games(one)
    assert len(await one.take_free()) == 6
    assert not await one.share()
    answers = them.stores[one.holder].answers
    assert await answers.take((await answers.heads(["T1"], 1)).rows[0])

    # when another begins
    other = await them.begin(stack)
    await other.take_free()
    given = await one.share()

    # then it is given half, and takes that
    assert len(given) == 3
    assert "T1" not in given
    assert await other.take_free() == given
    assert other.elsewhere == {f"T{number}" for number in range(1, 7)} - given

    # and that is the end of it
    assert not await one.share()
    assert not await other.share()


async def test_what_nobody_takes_is_taken_by_who_has_a_share_already(
    several: tuple[Several, AsyncExitStack],
) -> None:
    # given two at work, of which one does not look
    them, stack = several
    one = await them.begin(stack)
    await them.with_games(one)
    await (await them.begin(stack)).renew()

    # when the other looks, it takes its share, and a while later the rest
    assert len(await one.take_free()) == 3
    assert not await one.take_free()
    them.now += LEFT_FOR
    assert len(await one.take_free()) == 3


async def test_whose_connections_are_gone_is_replaced_before_its_term_is_over(
    several: tuple[Several, AsyncExitStack],
) -> None:
    # given one that holds everything, seen by another
    them, stack = several
    one = await them.begin(stack)
    await them.with_games(one)
    held = await one.take_free()
    other = await them.begin(stack)
    assert not await other.take_free()

    # when it is killed, it may yet come back
    assert await other.has_others()
    await them.killed(one)
    assert not await other.has_others()
    assert not await other.take_free()

    # then it is replaced when it has not for a while
    them.now += GONE_FOR
    assert await other.take_free() == held
    assert not await one.renew()


async def test_who_only_lost_its_connections_for_a_moment_keeps_its_workspaces(
    several: tuple[Several, AsyncExitStack],
) -> None:
    # given
    them, stack = several
    one = await them.begin(stack)
    await them.with_games(one)
    held = await one.take_free()
    other = await them.begin(stack)
    await other.take_free()

    # when it loses its connections, and has others a moment later
    await them.killed(one)
    assert not await other.take_free()
    assert await one.renew() == held
    them.now += GONE_FOR

    # then nobody takes anything
    assert not await other.take_free()


# --- the keeper


class Leases(LeaseService):
    """Leases that can be had, and a database that can be away."""

    def __init__(self, term: float = TERM) -> None:
        self.holder, self.term, self.alone = "me", term, False
        self.away = False
        self.asked = asyncio.Event()

    async def renew(self) -> frozenset[str]:
        return await self.take_free()

    async def share(self) -> frozenset[str]:
        return frozenset()

    async def take_free(self, able: Callable[[str], bool] = lambda _: True) -> frozenset[str]:
        self.asked.set()
        if self.away:
            raise StoreAway
        return frozenset({"T1"})


async def test_who_cannot_renew_stops_before_its_term_is_over_and_is_told_anew_afterwards() -> None:
    # given a keeper that holds a workspace
    now, told = [1000.0], asyncio.Queue[Collection[str]]()
    gained = told.put
    lent = Leases()
    keeper = Keeper(lent, lambda: now[0], gained)
    keeping = asyncio.create_task(keeper.run())
    assert await told.get() == {"T1"}
    assert keeper.held() == {"T1"}

    # when the database is away until just before the end of the term
    lent.away = True
    now[0] += TERM - 1
    lent.asked.clear()
    keeper.look()
    await lent.asked.wait()

    # then it no longer acts for it
    assert not keeper.holds("T1")
    assert keeper.held() == frozenset()

    # and when the database is back, what may have been missed is looked at
    lent.away = False
    keeper.look()
    assert await told.get() == {"T1"}
    assert keeper.holds("T1")
    keeping.cancel()


async def test_work_for_a_workspace_that_another_looks_after_is_no_concern_of_ours() -> None:
    # given a keeper that holds T1, and saw that another has T2
    told, lent = asyncio.Queue[Collection[str]](), Leases()
    lent.elsewhere = frozenset({"T2"})
    keeper = Keeper(lent, lambda: 1000.0, told.put)
    keeping = asyncio.create_task(keeper.run())
    await told.get()

    # then work in a workspace is its concern, where it may be its own
    assert [keeper.concerns(team) for team in ("T1", "T2", "T3")] == [True, False, True]
    keeping.cancel()


async def test_while_all_is_well_nobody_is_told_again() -> None:
    # given
    now, told = [1000.0], asyncio.Queue[Collection[str]]()
    gained = told.put
    lent = Leases()
    keeper = Keeper(lent, lambda: now[0], gained)
    keeping = asyncio.create_task(keeper.run())
    await told.get()

    # when a third of the term goes by, again and again
    for _ in range(3):
        now[0] += TERM / 3
        lent.asked.clear()
        keeper.look()
        await lent.asked.wait()

    # then the workspace is still ours, without a signal; after missed signals it is told again
    assert keeper.holds("T1")
    assert told.empty()
    keeper.doubt()
    assert await told.get() == {"T1"}
    keeping.cancel()


# --- helpers of these tests


async def _take(store: Store) -> bool:
    async with make_sessions(store.engine).begin() as session:
        return bool(await leases.take(session, ["T1"], store.leases.holder, TERM))


async def _renew(store: Store) -> bool:
    async with make_sessions(store.engine).begin() as session:
        return await leases.renew(session, store.leases.holder, TERM) == {"T1"}


async def _run_out(store: Store) -> None:
    async with make_sessions(store.engine).begin() as session:
        await leases.renew(session, store.leases.holder, -1.0)


async def _next(store: Store) -> OutboxRow:
    return (await store.answers.heads(["T1"], 10)).rows[0]


async def _status(store: Store, row: OutboxRow) -> str:
    return next(one.status for one in await _all(store) if one.id == row.id)


async def _all(store: Store) -> list[OutboxRow]:
    async with make_sessions(store.engine).begin() as session:
        return list((await session.scalars(select(OutboxRow))).all())


def _like(row: OutboxRow) -> OutboxRow:
    return OutboxRow(**row.model_dump(exclude={"id"}))


def _alone(store: Store) -> LeaseService:
    return LeaseService(store.answers._transactions, store.leases.holder, TERM, alone=True)
