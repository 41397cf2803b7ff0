"""The engines of tests share what they have compiled."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db import engine as engines
from bot.db.engine import make_engine, make_readers, make_sessions
from tests.conftest import KINDS, Databases
from tests.engines import SharedEngines


@pytest.mark.parametrize("kind", KINDS)
async def test_what_one_engine_has_compiled_another_one_runs(kind: str, new_database: Databases) -> None:
    # given two engines, the first of which has met its database when the second is made
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_async_engine", SharedEngines())
        first = await met(new_database(kind))
        second = await met(new_database(kind))
        readers = make_readers(second)

    # when each is asked the same, and so are the second one's readers
    asked = select(func.length("four"))
    answers, compiled = [], []
    for sessions in (make_sessions(first), make_sessions(second), readers):
        async with sessions() as session:
            answers.append(await session.scalar(asked))
            compiled.append(session.get_bind().engine._compiled_cache)

    # then all of them answer, and only the first had to compile it
    assert answers == [4, 4, 4]
    assert [len(cache or ()) for cache in compiled] == [1, 1, 1]
    assert compiled[0] is compiled[1] is compiled[2]
    await first.dispose()
    await second.dispose()


async def met(url: str) -> AsyncEngine:
    engine = make_engine(url)
    async with engine.connect():
        return engine
