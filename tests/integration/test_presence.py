"""Signs of life in the database: who was away, what that means, and what waits for Slack meanwhile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import event, select
from sqlmodel import col

from bot.config import Settings
from bot.db.engine import make_engine, make_readers
from bot.db.tables import OutboxRow, OutboxStatus
from bot.domain.council import commands as cc
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, Moment, UserId
from bot.domain.times.working_time import WorkingTime
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame

MONDAY = datetime(2031, 3, 3, 9, tzinfo=UTC)
DIRECTOR, GAME = UserId("UDIRECTOR"), GameId("g1")
MINUTE = timedelta(minutes=1)
OFFICE = WorkingTime("UTC", time(9), time(17))
NEW = NewGame(
    game=GAME,
    team=("", "T1"),
    name="Tuesday's game",
    scenario="rainbow-road",
    plenary=ChannelId("C1"),
    facilitators=(),
    starts_at=None,
    timezone="UTC",
    speed=1,
    seed=7,
)


class Hands:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.at: Moment = MONDAY

    def now(self) -> Moment:
        return self.at


@asynccontextmanager
async def a_game(
    database_url: str, new: NewGame = NEW, players: int = 10
) -> AsyncIterator[tuple[Store, Hands]]:
    """A dealt game."""
    hands = Hands()
    async with open_store(Settings(database_url=database_url), hands.now) as store:
        games = store.services.games
        await games.create(new, actor=DIRECTOR)
        for number in range(players):
            player = UserId(f"U{number}")
            await games.handle(GAME, c.Join(player, chair=number < 2), actor=player)
        await games.handle(GAME, c.PlanSeating(), actor=DIRECTOR)
        await games.handle(GAME, c.DealSeats(), actor=DIRECTOR)
        yield store, hands


async def load(store: Store) -> Game:
    return await store.services.games.load(GAME)


async def test_an_absence_is_noticed_by_the_next_sign_of_life_and_only_once(database_url: str) -> None:
    async with a_game(database_url) as (store, hands):
        await store.services.games.handle(GAME, c.StartGame(), actor=DIRECTOR)
        await store.services.presence.beat()

        # when there is none for nine minutes, and then two at once
        hands.at += 9 * MINUTE
        await store.services.presence.ring(GAME)
        await store.services.presence.beat()

        # then the game stands still since the last one before, and goes on at the facilitator's word
        assert (clock := (await load(store)).clock) is not None
        assert (clock.paused_at, clock.away_until, clock.phase) == (MONDAY, MONDAY + 9 * MINUTE, 0)
        await store.services.games.handle(GAME, c.ResumeGame(), actor=DIRECTOR)
        hands.at += 0.5 * MINUTE
        await store.services.presence.beat()
        assert not (await load(store)).paused


async def test_who_gave_a_sign_of_life_a_moment_ago_gives_none_before_what_rings(
    database_url: str,
) -> None:
    async with a_game(database_url) as (store, hands):
        await store.services.presence.beat()
        signs: list[object] = []
        event.listen(
            store.engine.sync_engine,
            "before_cursor_execute",
            lambda *it: signs.append(it) if "INSERT INTO pulses" in it[2] else None,
        )

        # when an alarm rings at once, and another one later
        await store.services.presence.ring(GAME)
        assert signs == []
        hands.at += 0.1 * MINUTE
        await store.services.presence.ring(GAME)

        # then
        assert len(signs) == 1


async def test_without_an_absence_the_alarm_rings_what_is_due(database_url: str) -> None:
    async with a_game(database_url) as (store, hands):
        await store.services.games.handle(GAME, c.StartGame(), actor=DIRECTOR)
        for _ in range(12):
            await store.services.presence.beat()
            hands.at += 0.5 * MINUTE

        await store.services.presence.ring(GAME)

        assert (clock := (await load(store)).clock) is not None
        assert clock.phase == 1


async def test_a_clock_that_was_set_back_is_no_absence_and_rings_nothing_again(database_url: str) -> None:
    async with a_game(database_url) as (store, hands):
        await store.services.games.handle(GAME, c.StartGame(), actor=DIRECTOR)
        hands.at += 0.9 * MINUTE
        await store.services.presence.beat()
        before = await load(store)

        hands.at -= 60 * MINUTE
        await store.services.presence.ring(GAME)

        assert await load(store) == before


async def test_over_days_a_game_catches_up_by_itself(database_url: str) -> None:
    async with a_game(database_url, replace(NEW, working=OFFICE)) as (store, hands):
        await store.services.games.handle(GAME, c.StartGame(), actor=DIRECTOR)
        await store.services.presence.beat()

        hands.at += timedelta(days=2)
        await store.services.presence.ring(GAME)

        game = await load(store)
        assert game.clock is not None
        assert game.clock.phase > 0
        assert not game.paused


async def test_a_game_starts_by_itself_when_the_alarm_rings(database_url: str) -> None:
    planned = replace(NEW, starts_at=MONDAY + 20 * MINUTE, by_itself=True)
    async with a_game(database_url, planned) as (store, hands):
        await store.services.presence.note()
        assert (await load(store)).next_due() == MONDAY + 10 * MINUTE

        hands.at = MONDAY + 20 * MINUTE
        await store.services.presence.note()
        for _ in range(2):  # the reminder, and the bell
            await store.services.presence.ring(GAME)

        game = await load(store)
        assert game.stage is Stage.RUNNING
        assert game.first_bell == MONDAY + 20 * MINUTE
        councils = await store.services.reader.councils(game)
        assert councils[0].phase is not None


@pytest.mark.parametrize("over_days", [False, True])
async def test_when_all_are_done_a_game_over_days_goes_on_and_a_live_one_asks(
    database_url: str, over_days: bool
) -> None:
    new = replace(NEW, working=OFFICE) if over_days else NEW
    async with a_game(database_url, new) as (store, hands):
        games = store.services.games
        await games.handle(GAME, c.StartGame(), actor=DIRECTOR)
        hands.at += MINUTE
        (council,) = await store.services.reader.councils(await load(store))
        for seat in council.filled:
            if seat.steward and seat.holder:
                await store.services.councils.handle(council.id, cc.SayDone(), actor=seat.holder)

        # when nobody was told, as if Moot had died in between, and the alarm rings
        await games.ring(GAME)
        if not over_days:
            await games.hear_done(GAME)

        # then
        game = await load(store)
        assert game.clock is not None
        assert game.clock.phase == (1 if over_days else 0)
        assert game.all_done is not over_days


async def test_a_pile_of_changes_makes_one_topic_and_one_card_to_be_made_true(database_url: str) -> None:
    # given a game whose deliveries wait
    async with a_game(database_url) as (store, hands):
        games = store.services.games
        await games.handle(GAME, c.StartGame(), actor=DIRECTOR)

        # when the time is changed many times within a minute
        for number in range(1, 6):
            hands.at += timedelta(seconds=5)
            await games.handle(GAME, c.ChangeTime(number * MINUTE), actor=DIRECTOR)

        # then each is announced, and the topic and the standing card are made true once
        waiting = await _waiting(database_url)
        assert [row.kind for row in waiting].count("topic") == 1
        cards = [row.subject["card"] for row in waiting if row.kind == "card" and row.room == "plenary"]
        assert cards.count("change") == 5
        assert cards.count("phase") <= 2, "the post, and an update of it"
        topics = {row.lane for row in waiting if row.kind == "topic"}
        assert topics == {f"{GAME}/topic:council:1"}, "no bell waits behind it"


async def _waiting(database_url: str) -> list[OutboxRow]:
    engine = make_engine(database_url)
    try:
        async with make_readers(engine)() as session:
            found = await session.scalars(
                select(OutboxRow).where(col(OutboxRow.status) == OutboxStatus.WAITING)
            )
            return list(found)
    finally:
        await engine.dispose()
