"""What is not ready waits until something happens where it is to be."""

import asyncio
import contextlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import update

from bot import clock
from bot.config import Settings
from bot.courier.courier import Courier
from bot.courier.work import Worker
from bot.courier.workers import Workers
from bot.db.engine import make_sessions
from bot.db.tables import OutboxRow, OutboxStatus
from bot.domain.ids import ChannelId, CouncilId, GameId, UserId
from bot.intents.intent import Delivery, Urgency
from bot.intents.rows import enqueue
from bot.intents.sessions import StrawCard
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from bot.slack.edge.calling import OneClient
from tests.patience import until

GAME, TEAM, CARDS = GameId("g1"), "T1", 5


class Held:
    """The workspace is ours."""

    def held(self) -> frozenset[str]:
        """This one alone."""
        return frozenset({TEAM})

    def holds(self, team_id: str) -> bool:
        """Whether it is this one."""
        return team_id == TEAM


async def test_what_is_not_ready_is_not_tried_again_since_others_beside_it_are_not_ready_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(Settings(database_url=f"sqlite:///{tmp_path}/moot.db", _env_file=None)) as store:
        # given cards for a channel that is still to be made
        await _cards_without_a_channel(store)
        tried, looks = Counter[str](), Counter[str]()
        _counted(monkeypatch, Worker, "first_call", tried, lambda row, _: str(row.lane))
        _counted(monkeypatch, type(store.answers), "heads", looks, lambda *_: "all")
        workers = Workers(store.services, OneClient(AsyncWebClient()), store.answers, None)
        courier = Courier(workers, store.answers, OneClient(AsyncWebClient()), Held(), lambda: 0.0)

        # when the courier looks again and again, and nothing happens there
        running = asyncio.create_task(courier.run())
        await until(lambda: len(tried) == CARDS, "each was tried")
        for _ in range(CARDS):
            await _another_look(courier, looks)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

        # then it has tried each of them once
        assert set(tried.values()) == {1}


async def _another_look(courier: Courier, looks: Counter[str]) -> None:
    before = looks["all"]
    courier.wake()
    await until(lambda: looks["all"] > before, "the courier looked again")


def _counted(patch: pytest.MonkeyPatch, kind: type, name: str, counts: Counter[str], of: Any) -> None:
    original = getattr(kind, name)

    async def counted(self: Any, *given: Any) -> Any:
        counts[of(*given)] += 1
        return await original(self, *given)

    patch.setattr(kind, name, counted)


async def _cards_without_a_channel(store: Store) -> None:
    await store.leases.take(TEAM)
    new = NewGame(GAME, ("", TEAM), "A game", "rainbow-road", ChannelId("C1"), (), None, "UTC", 1, 1)
    await store.services.games.create(new, actor=UserId("UDIRECTOR"))
    room, council = "council:1", CouncilId(f"{GAME}-1")
    numbers = range(CARDS)
    cards = [StrawCard(room=room, key=f"straw:{one}", council=council, number=one) for one in numbers]
    work = [Delivery(card, Urgency.BELL, card.key) for card in cards]
    async with make_sessions(store.engine).begin() as session:
        await session.execute(update(OutboxRow).values(status=OutboxStatus.DONE))
        await enqueue(session, work, TEAM, GAME, clock.now())
