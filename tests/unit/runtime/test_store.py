"""How games get their seeds."""

from itertools import count
from pathlib import Path

from bot.config import Settings
from bot.domain.ids import SlackTeam
from bot.runtime.store import open_store


async def test_whoever_opens_a_store_may_say_with_which_seeds_games_are_dealt(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'moot.db'}")

    async with open_store(settings, new_seed=count(7).__next__) as store:
        services = store.services.of(SlackTeam("", "T1"))

        assert [services.new_seed(), store.services.new_seed()] == [7, 8]


async def test_otherwise_nobody_can_foresee_them(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'moot.db'}")

    async with open_store(settings) as store:
        assert len({store.services.new_seed() for _ in range(20)}) > 15
