"""Streams can always be read again: what could not be is refused before it is stored."""

import asyncio
from functools import reduce
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from structlog.testing import capture_logs

from bot.config import Settings
from bot.db.engine import make_engine, make_sessions
from bot.db.tables import EventRow, OutboxRow
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council import evolve as evolve_council
from bot.domain.errors.store import CannotBeStored
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.game import evolve as evolve_game
from bot.domain.ids import ChannelId, CouncilId, GameId, UserId
from bot.domain.phases import PhaseKind
from bot.domain.rules import DecisionRuleKind
from bot.queries.reader import Reader
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame

DIRECTOR, GAME, TABLE = UserId("UDIRECTOR"), GameId("g1"), CouncilId("g1-1")
NOTHING: Any = None  # what a form with null in a required field gives
WITHOUT_WORDS: dict[str, tuple[cc.CouncilCommand, str]] = {
    "a charter": (cc.AdoptCharter(DecisionRuleKind.MAJORITY, 0.5, NOTHING, "Kindly."), "enactment"),
    "a charter without a number": (
        cc.AdoptCharter(DecisionRuleKind.MAJORITY, float("nan"), "", ""),
        "quorum",
    ),
    "a response": (cc.RecordResponse(NOTHING), "text"),
}


@pytest.mark.parametrize("what", WITHOUT_WORDS)
async def test_what_could_not_be_read_again_is_refused_and_the_council_stays_as_it_was(
    database_url: str, what: str
) -> None:
    # given a council that may adopt its charter, and answer an emergency
    command, field = WITHOUT_WORDS[what]
    settings = Settings(database_url=database_url)
    async with open_store(settings) as store:
        before, steward = await an_emergency(store)
        stored = await counted(database_url)

        # when a form brings nothing where there must be words
        with capture_logs() as logs, pytest.raises(CannotBeStored, match="nothing was changed"):
            await store.services.councils.handle(TABLE, command, actor=steward)

        # then nothing is stored, the log names the field and not what was written, and the council goes on
        assert await counted(database_url) == stored
        (line,) = [one for one in logs if one["log_level"] == "error"]
        assert line["fields"] == [field]
        assert "Kindly" not in str(line)
        assert await store.services.reader.council(TABLE) == before
        after = await store.services.councils.handle(TABLE, cc.RecordResponse("We talk."), actor=steward)
        assert [one.text for one in after.responses] == ["We talk."]

    # and whoever starts anew can read it
    async with open_store(settings) as store:
        assert await store.services.reader.council(TABLE) == after


async def an_emergency(store: Store) -> tuple[Council, UserId]:
    """A council that answers an emergency, and its steward."""
    new = NewGame(
        GAME, ("", "T1"), "A game", "rainbow-road", ChannelId("C1"), (), None, "UTC", speed=1, seed=1
    )
    await store.services.games.create(new, actor=DIRECTOR)
    for number in range(5):
        user = UserId(f"U{number:03}")
        await store.services.games.handle(GAME, c.Join(user), actor=user)
    for command in (c.PlanSeating(), c.DealSeats(), c.StartGame()):
        await store.services.games.handle(GAME, command, actor=DIRECTOR)
    council = await store.services.reader.council(TABLE)
    while council.phase is None or council.phase.kind is not PhaseKind.EMERGENCY:
        game, _ = await store.services.reader.game(GAME)
        assert game.clock is not None
        await store.services.games.handle(GAME, c.SkipPhase(seen=game.clock.phase), actor=DIRECTOR)
        council = await store.services.reader.council(TABLE)
    steward = next(seat.holder for seat in council.filled if seat.steward)
    assert steward is not None
    return council, steward


async def counted(database_url: str) -> tuple[int, int]:
    """How many events and how much work are stored."""
    engine = make_engine(database_url)
    async with make_sessions(engine)() as session:
        events = await session.scalar(select(func.count(col(EventRow.version))))
        work = await session.scalar(select(func.count(col(OutboxRow.id))))
    await engine.dispose()
    return events or 0, work or 0


async def test_a_games_log_is_all_that_is_stored_of_it_in_order(database_url: str) -> None:
    async with open_store(Settings(database_url=database_url)) as store:
        # given a game that has come to an emergency, and another that has nothing to do with it
        council, steward = await an_emergency(store)
        other = NewGame(
            GameId("g10"), ("", "T1"), "Another", "rainbow-road", ChannelId("C2"), (), None, "UTC", 1, 1
        )
        await store.services.games.create(other, actor=DIRECTOR)

        # when its log is read
        log = await store.services.reader.log(GAME)

        # then each stream is complete, and they stand in the order in which things happened
        everything = list(log.in_order())
        assert [one.version for one in log.game] == list(range(1, len(log.game) + 1))
        assert [*log.councils] == [TABLE]
        assert {one.stream for one in everything} == {f"game:{GAME}", f"council:{TABLE}"}
        names = [type(one.event).__name__ for one in everything]
        assert names.index("GameStarted") < names.index("PhaseStarted") < names.index("PhaseEntered")
        assert log.game[0].actor == DIRECTOR

        # and folding it gives the game and the council as they are
        game, _ = await store.services.reader.game(GAME)
        assert reduce(evolve_game, (one.event for one in log.game), None) == game
        assert reduce(evolve_council, (one.event for one in log.councils[TABLE]), None) == council
        assert steward in game.sign_ups


async def test_what_one_look_reads_is_of_one_moment_and_the_next_look_sees_what_came_since(
    database_url: str,
) -> None:
    settings = Settings(database_url=database_url)
    async with open_store(settings) as store, open_store(settings) as other:
        # given somebody who looks at a game
        await an_emergency(store)
        reader, ended = store.services.reader, asyncio.Event()

        async def look(within: Reader) -> tuple[Game, tuple[Council, ...], Game, Council]:
            before, _ = await within.game(GAME)
            councils = await within.councils(before)
            looking.set()
            await ended.wait()
            after, _ = await within.game(GAME)
            return before, councils, after, await within.council(TABLE)

        looking = asyncio.Event()
        looks = asyncio.create_task(reader.at_once(look))
        await looking.wait()

        # when the game ends meanwhile, in another process
        await other.services.games.handle(GAME, c.EndGame(), actor=DIRECTOR)
        ended.set()

        # then that look finds nothing of it, neither of the game nor of its council, and the next one does
        game, councils, same, council = await looks
        assert game.stage is Stage.RUNNING
        assert (same, (council,)) == (game, councils)
        assert (await reader.game(GAME))[0].stage is Stage.ENDED
        assert (await reader.council(TABLE)).ended


async def test_a_look_that_asks_outside_of_itself_fails_and_does_not_wait_for_its_own_end(
    database_url: str,
) -> None:
    async with open_store(Settings(database_url=database_url)) as store:
        await an_emergency(store)
        reader = store.services.reader

        with pytest.raises(AssertionError, match="not with its session"):
            await reader.at_once(lambda _: reader.game(GAME))

        assert (await reader.game(GAME))[0].stage is Stage.RUNNING
