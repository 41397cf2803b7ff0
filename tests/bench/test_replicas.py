"""What a command and the leases ask of PostgreSQL, in statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bot import clock
from bot.config import Settings
from bot.domain.council import commands as c
from bot.domain.ids import MOOT, ChannelId, CouncilId, GameId, ProposalNumber, RoleNumber, TeamKey, UserId
from bot.domain.offer import BallotRule
from bot.domain.phases import PhaseKind
from bot.domain.rules import DecisionRuleKind
from bot.domain.seating import Seat
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from tests.conftest import Databases

MOST_FOR_LEASES = 5
GAME, COUNCIL = GameId("g1"), CouncilId("g1-1")


@contextmanager
def asked(store: Store) -> Iterator[list[str]]:
    """The statements that are sent to PostgreSQL from now on: each verb, and its table."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        verb, *words = statement.split()
        after = {"SELECT": "FROM", "INSERT": "INTO", "DELETE": "FROM"}.get(verb)
        said.append(f"{verb} {words[words.index(after) + 1 if after else 0]}")

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(store.engine.sync_engine, "before_cursor_execute", note)


async def _a_game(store: Store, game: GameId, team: str) -> None:
    new = NewGame(game, ("", team), "G", "rainbow-road", ChannelId("C1"), (), None, "UTC", speed=1, seed=1)
    await store.services.games.create(new, actor=UserId("U1"))


async def _with_a_proposal(store: Store) -> None:
    await _a_game(store, GAME, "T1")
    seats = tuple(
        Seat(RoleNumber(n), TeamKey("data-platform"), n == 1, UserId(f"U{n}")) for n in range(1, 11)
    )
    rules = (DecisionRuleKind.MAJORITY,)
    found = c.SeatCouncil(COUNCIL, GAME, 1, "Council 1", seats, "Stewards", rules, BallotRule())
    await store.services.councils.handle(COUNCIL, found, actor=MOOT)
    enter = c.EnterPhase("session-1", PhaseKind.SESSION, clock.now(), True, False)
    await store.services.councils.handle(COUNCIL, enter, actor=MOOT)
    proposal = c.SubmitProposal("Title", "Text")
    await store.services.councils.handle(COUNCIL, proposal, actor=UserId("U1"))


async def test_a_side_is_stored_with_three_statements(new_database: Databases) -> None:
    async with open_store(Settings(database_url=new_database("postgres"))) as store:
        # given
        await _with_a_proposal(store)

        # when somebody takes a side
        with asked(store) as said:
            side = c.TakeSide(ProposalNumber(1), False)
            await store.services.councils.handle(COUNCIL, side, actor=UserId("U3"))

        # then what is new in the council is read, and nothing that was known
        assert said == ["SELECT events", "INSERT events", "SELECT games"]


async def test_leases_of_many_workspaces_are_kept_with_as_few_statements_as_one(
    new_database: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.runtime.leases.SEEN_FOR", 0.0)  # each look asks who has a connection
    async with open_store(Settings(database_url=new_database("postgres"))) as store:
        # given one workspace, and then twenty
        kept = []
        for teams in (range(1), range(1, 20)):
            for number in teams:
                await _a_game(store, GameId(f"g{number}"), f"T{number}")
            await store.leases.take_free()

            # when their leases are renewed and there is nothing to take
            with asked(store) as said:
                await store.leases.renew()
                await store.leases.take_free()
            kept.append(said)

        # then
        assert len(await store.leases.renew()) == 20
        assert kept[0] == kept[1]
        assert len(kept[0]) <= MOST_FOR_LEASES
