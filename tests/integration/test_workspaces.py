"""Two workspaces on one database, in which channels and people happen to have the same ids."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot import clock
from bot.config import Settings
from bot.db import outbox, pulse
from bot.db.engine import make_sessions
from bot.db.posts import Post, save_post
from bot.db.tables import OutboxRow, OutboxStatus
from bot.db.zones import zone_of
from bot.domain.errors.authority import NoGame
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, SlackTeam, UserId
from bot.runtime.replicas import Keeper
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from tests.patience import until

ONE, TWO = (SlackTeam("E1", team) for team in ("T1", "T2"))
ADA, PLENARY, TS = UserId("U1"), ChannelId("C1"), "1.1"
GAMES = {"T1": GameId("one"), "T2": GameId("two")}


@pytest.fixture
async def store(database_url: str, tmp_path: Path) -> AsyncIterator[Store]:
    """A game in each workspace, in the same channel, of the same person, with a card at the same place."""
    async with open_store(Settings(database_url=database_url, moot_content=tmp_path)) as opened:
        for team, game in GAMES.items():
            new = NewGame(game, ("E1", team), f"Of {team}", "rainbow-road", PLENARY, (), None, "UTC", 1, 1)
            await opened.services.games.create(new, actor=ADA)
            await opened.services.games.handle(game, c.Join(ADA), actor=ADA)
            async with make_sessions(opened.engine).begin() as session:
                await save_post(session, Post(game, "sign_up:plenary", PLENARY, TS))
        yield opened


async def test_who_asks_where_is_about_the_game_of_their_workspace(store: Store) -> None:
    for team, game in GAMES.items():
        assert (await store.services.reader.where(team, PLENARY, ADA)).game.id == game
        assert [part.game for part in await store.services.reader.parts(team, ADA)] == [game]


async def test_a_reaction_is_about_the_card_of_its_workspace(store: Store) -> None:
    for team, game in GAMES.items():
        post = await store.services.reader.post_at(team, PLENARY, TS)
        assert post is not None
        assert post.game == game
    assert await store.services.reader.post_at("T3", PLENARY, TS) is None


async def test_a_time_zone_is_that_of_the_person_in_the_workspace(store: Store) -> None:
    await store.services.requests.zone_known("T1", ADA, "Europe/Berlin")

    async with make_sessions(store.engine)() as session:
        assert await zone_of(session, "T1", ADA) == "Europe/Berlin"
        assert await zone_of(session, "T2", ADA) is None


async def test_what_is_parked_is_released_in_the_workspace_that_changed(store: Store) -> None:
    # given parked work in both
    sessions = make_sessions(store.engine)
    async with sessions.begin() as session:
        for team, game in GAMES.items():
            row = OutboxRow(
                team_id=team,
                game_id=game,
                kind="card",
                lane=f"{team}/x",
                subject={},
                priority=0,
                created_at=clock.now(),
                status=OutboxStatus.PARKED,
            )
            session.add(row)

    # when Moot is invited somewhere in one
    await store.services.requests.release_parked("T1")

    # then only its work goes on, and each has a head of its own
    async with sessions() as session:
        rows = await session.scalars(select(OutboxRow).where(col(OutboxRow.lane).endswith("/x")))
        assert {row.team_id: row.status for row in rows} == {
            "T1": OutboxStatus.WAITING,
            "T2": OutboxStatus.PARKED,
        }
        for team in GAMES:
            heads = (await outbox.heads(session, [team], clock.now(), 100)).rows
            assert {row.team_id for row in heads} == {team}


async def test_a_bot_takes_the_lease_of_its_own_workspace_only(database_url: str, store: Store) -> None:
    async with AsyncExitStack() as stack:
        keepers = {}
        for team in (ONE, TWO):
            bot = await stack.enter_async_context(open_store(Settings(database_url=database_url)))
            bot.serves(team)
            keepers[team] = Keeper(bot.leases, time.monotonic, nothing)
            stack.enter_context(running(keepers[team]))

        await until(lambda: all(keeper.held() for keeper in keepers.values()), "both have a lease")
        assert {team: keeper.held() for team, keeper in keepers.items()} == {ONE: {"T1"}, TWO: {"T2"}}


async def test_ids_of_another_workspace_lead_nowhere(store: Store) -> None:
    theirs = store.services.of(ONE)

    with pytest.raises(NoGame):
        await theirs.games.handle(GAMES["T2"], c.Observe(ADA), actor=ADA)
    with pytest.raises(NoGame):
        await theirs.reader.where_in(GAMES["T2"], ADA)
    assert await theirs.reader.running() == (GAMES["T1"],)


async def test_an_absence_is_that_of_the_bot_of_the_workspace(database_url: str, tmp_path: Path) -> None:
    # given a bot that goes silent while that of another workspace is at work
    at = [clock.now()]
    async with open_store(Settings(database_url=database_url), lambda: at[0]) as store:
        await store.services.of(ONE).presence.note()
        gone = at[0]
        at[0] += timedelta(minutes=5)
        await store.services.of(TWO).presence.note()

        # then only the one has been away
        async with make_sessions(store.engine)() as session:
            assert await pulse.latest(session, "T1") == gone
            assert await pulse.latest(session, "T2") == at[0]


async def test_a_visit_is_one_in_the_workspace_and_so_is_a_home_that_is_opened(store: Store) -> None:
    # given somebody whose Home waits to be published in one workspace
    await store.services.of(ONE).requests.home("T1", ADA)

    # when a person of the same id opens theirs in another
    await store.services.of(TWO).requests.home("T2", ADA)

    # then both are published
    async with make_sessions(store.engine)() as session:
        rows = (await session.scalars(select(OutboxRow).where(OutboxRow.kind == "home"))).all()
        assert sorted(row.team_id for row in rows) == ["T1", "T2"]


async def test_what_was_kept_in_one_workspace_is_taken_up_there(store: Store) -> None:
    one, two = store.services.of(ONE).inbox, store.services.of(TWO).inbox
    one.left(await one.keep({"team": {"id": "T1"}}))

    assert await two.take_up() == []
    assert [kept.body for kept in await one.take_up()] == [{"team": {"id": "T1"}}]


async def nothing(_: object) -> None:
    """Nobody needs to be told."""


@contextmanager
def running(keeper: Keeper) -> Iterator[None]:
    """Keeps leases within."""
    task = asyncio.create_task(keeper.run())
    try:
        yield
    finally:
        task.cancel()
