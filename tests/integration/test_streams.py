"""Streams can always be read again: what could not be is refused before it is stored."""

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
from bot.domain.errors.store import CannotBeStored
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, CouncilId, GameId, UserId
from bot.domain.phases import PhaseKind
from bot.domain.rules import DecisionRuleKind
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
