"""Who did something when: noted in games over days, and nowhere else."""

from datetime import datetime, time, timedelta

from bot.config import Settings
from bot.db import visits
from bot.db.engine import make_sessions
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, UserId
from bot.domain.times.working_time import WorkingTime
from bot.runtime.store import open_store
from bot.services.games import NewGame
from tests.integration.test_inbox import Clock

WEEK, ADA, DIRECTOR = GameId("week"), UserId("UADA"), UserId("UDIRECTOR")


async def test_who_played_live_a_moment_ago_and_joins_a_game_over_days_is_noted_there(
    database_url: str,
) -> None:
    clock = Clock()
    async with open_store(Settings(database_url=database_url), clock) as store:
        services = store.services

        async def seen() -> datetime | None:
            async with make_sessions(store.engine)() as session:
                return (await visits.of_all(session, WEEK)).get(ADA)

        await services.visits.note(ADA)
        await services.games.create(a_week(), actor=DIRECTOR)
        await services.games.handle(WEEK, c.Join(ADA), actor=ADA)
        assert await seen() == clock()

        clock.at += timedelta(minutes=2)
        await services.visits.note(ADA)
        assert await seen() == clock()
        clock.at += timedelta(seconds=5)
        await services.visits.note(ADA)
        assert await seen() == clock()


def a_week() -> NewGame:
    return NewGame(
        game=WEEK,
        team=("", "T1"),
        name="A week",
        scenario="rainbow-road",
        plenary=ChannelId("CPLENARY"),
        facilitators=(),
        starts_at=None,
        timezone="Europe/Berlin",
        speed=1,
        seed=1,
        working=WorkingTime("Europe/Berlin", time(9), time(17)),
    )
