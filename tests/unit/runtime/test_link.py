"""When a replica leaves its way in to others: cut off for a while, and not alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from bot.runtime import link
from bot.runtime.link import Link
from tests.patience import until


@dataclass
class Others:
    """What is known of other replicas."""

    others: bool


@dataclass
class Way:
    """A way in, which is open or left."""

    link: Link
    done: list[str] = field(default_factory=list)

    async def leave(self) -> None:
        self.done.append("left")

    async def enter(self) -> None:
        self.done.append("entered")


@asynccontextmanager
async def a_way(*, others: bool) -> AsyncIterator[Way]:
    """A replica with its way in."""
    way = Way(Link(cast(Any, Others(others)), "T1"))
    task = asyncio.create_task(way.link.kept(way.leave, way.enter))
    try:
        yield way
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "GRACE", 0.05)


async def test_a_replica_that_is_cut_off_leaves_its_way_in_and_comes_back() -> None:
    async with a_way(others=True) as way:
        way.link.lost()
        await until(lambda: way.done == ["left"], "it has left")
        assert way.link.shut

        way.link.found()
        await until(lambda: not way.link.shut, "it is back")
        assert way.done == ["left", "entered"]


async def test_one_that_is_alone_stays_until_another_one_of_its_workspace_has_begun() -> None:
    async with a_way(others=False) as way:
        # given two losses, during which nobody else could have helped
        for _ in range(2):
            way.link.another("T2")
            way.link.lost()
            await asyncio.sleep(4 * link.GRACE)
            way.link.found()
            await asyncio.sleep(0)
        assert way.done == []

        # when another replica begins
        way.link.another("T1")

        # then the next loss has it leave
        way.link.lost()
        await until(lambda: way.done == ["left"], "it has left")


async def test_a_loss_that_is_over_soon_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "GRACE", 60)
    async with a_way(others=True) as way:
        way.link.lost()
        await asyncio.sleep(0.05)
        way.link.found()
        await asyncio.sleep(0.05)

        assert way.done == []
