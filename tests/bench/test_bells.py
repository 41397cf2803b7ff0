"""What a bell costs for each council more: transactions of the councils that follow it."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import event

from bot import clock
from bot.config import Settings
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.runtime.store import Store, open_store
from tests.bench.stage import GAME, signed_up

DIRECTOR = UserId("UDIRECTOR")
PLAYERS = 5  # in each council, as few as the pack allows


async def test_a_bell_takes_one_transaction_for_each_council_and_one_for_the_game(tmp_path: Path) -> None:
    few, more = [await _commits_of_a_bell(tmp_path, councils) for councils in (2, 6)]

    assert more - few == 4, "each council that follows takes one"
    assert few == 2 + 1


async def _commits_of_a_bell(folder: Path, councils: int) -> int:
    """How many transactions write anything, from a bell that is due until all councils have followed it."""
    ahead = timedelta()
    settings = Settings(database_url=f"sqlite:///{folder}/{councils}.db", _env_file=None)
    async with open_store(settings, now=lambda: clock.now() + ahead) as store:
        await _running(store, councils)
        ticking = (await store.services.games.load(GAME)).clock
        assert ticking is not None
        ahead += ticking.ends - clock.now()
        commits: list[object] = []
        event.listen(store.engine.sync_engine, "commit", commits.append)
        await store.services.games.ring(GAME)
        return len(commits)


async def _running(store: Store, councils: int) -> None:
    crowd = [f"U{number}" for number in range(councils * PLAYERS)]
    await signed_up(store, "T1", "CPLENARY", DIRECTOR, crowd)
    for command in (c.PlanSeating(councils=councils), c.DealSeats(), c.StartGame()):
        await store.services.games.handle(GAME, command, actor=DIRECTOR)
