"""A channel is given to one game at a time, whichever replica is asked, and questions are answered once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import Settings
from bot.domain.errors.authority import ChannelTaken
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, UserId
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from bot.services.questions import Typed

TEAM, PLENARY, ADA = "T1", ChannelId("C1"), UserId("UADA")


@pytest.fixture
async def replicas(database_url: str, tmp_path: Path) -> AsyncIterator[list[Store]]:
    """Two of them on one database."""
    settings = Settings(database_url=database_url, moot_content=tmp_path)
    async with open_store(settings) as one, open_store(settings) as other:
        yield [one, other]


async def create(store: Store, key: str) -> None:
    """A game in the channel that all want."""
    new = NewGame(GameId(key), ("", TEAM), key, "rainbow-road", PLENARY, (), None, "UTC", 1, 1)
    await store.services.games.create(new, actor=UserId(f"U{key}"))


async def test_of_many_who_create_a_game_in_one_channel_at_once_one_gets_it(replicas: list[Store]) -> None:
    wanted = [create(replicas[number % 2], f"g{number}") for number in range(8)]

    done = await asyncio.gather(*wanted, return_exceptions=True)

    assert done.count(None) == 1
    assert sum(isinstance(one, ChannelTaken) for one in done) == 7
    assert len(await replicas[0].services.reader.running()) == 1


async def test_the_next_game_may_begin_when_the_one_before_has_ended(replicas: list[Store]) -> None:
    one, other = replicas
    await create(one, "first")
    await one.services.games.handle(GameId("first"), c.EndGame(), actor=UserId("Ufirst"))

    await create(other, "second")

    assert (await one.services.reader.where(TEAM, PLENARY, UserId("Ufirst"))).game.id == "second"


async def test_what_waits_for_an_answer_is_given_out_once_and_to_its_person_alone(
    replicas: list[Store],
) -> None:
    # given
    key = await replicas[0].services.questions.keep(TEAM, ADA, Typed("/moot", "say Words"))
    assert await replicas[1].services.questions.take(key, TEAM, UserId("UBEN")) is None
    assert await replicas[1].services.questions.take(key, "T2", ADA) is None

    # when
    taken = await asyncio.gather(*(one.services.questions.take(key, TEAM, ADA) for one in replicas * 3))

    # then
    assert [one for one in taken if one is not None] == [Typed("/moot", "say Words")]
