"""What somebody takes along to Slack works once, for ten minutes, on whichever replica."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.integration.installed import (
    HOUR,
    MINUTE,
    House,
    a_file,
    a_house,
)


async def test_a_state_works_once_on_whichever_replica(database_url: str) -> None:
    async with a_house(database_url) as house, a_house(database_url) as other:
        state = house.store.states.new()

        uses = await asyncio.gather(*(one.store.states.use(state) for one in (house, other, house, other)))

        assert sorted(uses) == [False, False, False, True]


@pytest.mark.parametrize(
    ("wrong", "later"),
    [
        (lambda state: state, timedelta(minutes=11)),
        (lambda state: state + "x", MINUTE),
        (lambda state: "x" * 5_000, MINUTE),
        (lambda state: "", MINUTE),
    ],
)
async def test_a_state_that_is_old_or_none_of_ours_does_not_work(
    wrong: Callable[[str], str], later: timedelta, tmp_path: Path
) -> None:
    async with a_house(a_file(tmp_path)) as house:
        state = house.store.states.new()
        house.now += later

        assert not await house.store.states.use(wrong(state))


async def test_used_states_are_forgotten_once_they_have_expired(tmp_path: Path) -> None:
    async def count(house: House) -> int:
        async with house.store.engine.connect() as connection:
            return int(await connection.scalar(text("SELECT count(*) FROM oauth_states")) or 0)

    async with a_house(a_file(tmp_path)) as house:
        for _ in range(3):
            assert await house.store.states.use(house.store.states.new())
        assert await count(house) == 3

        house.now += HOUR
        assert await house.store.states.use(house.store.states.new())
        assert await count(house) == 1
