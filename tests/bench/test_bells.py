"""What a bell costs for each council more: transactions of the councils that follow it, and what the courier
asks of the database for its cards."""

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, update

from bot import clock
from bot.config import Settings
from bot.db import outbox
from bot.db.engine import make_sessions
from bot.db.posts import Post
from bot.db.tables import OutboxRow, OutboxStatus
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, UserId
from bot.runtime.store import Store, open_store
from tests.bench.counting import statements_of
from tests.bench.stage import GAME, signed_up

DIRECTOR = UserId("UDIRECTOR")
PLAYERS = 5  # in each council, as few as the pack allows


async def test_a_bell_takes_one_transaction_for_each_council_and_one_for_the_game(tmp_path: Path) -> None:
    few, more = [await _commits_of_a_bell(tmp_path, councils) for councils in (2, 6)]

    assert more - few == 4, "each council that follows takes one"
    assert few == 2 + 1


async def test_cards_that_are_sent_together_are_looked_for_taken_and_noted_by_as_many_statements_as_one(
    tmp_path: Path,
) -> None:
    one, many = [await _statements_of_rows(tmp_path, rows) for rows in (1, 40)]

    assert many == one
    assert one == 2 + 2 + 3, "a look; who holds the workspace, and the row; the row, its message and its room"


async def _statements_of_rows(folder: Path, count: int) -> int:
    """How many it takes the courier to find this many rows, and to take and settle all of them at once."""
    settings = Settings(database_url=f"sqlite:///{folder}/rows-{count}.db", _env_file=None)
    async with open_store(settings) as store:
        await signed_up(store, "T1", "CPLENARY", DIRECTOR, [])
        await store.leases.take("T1")
        async with make_sessions(store.engine).begin() as session:
            await session.execute(update(OutboxRow).values(status=OutboxStatus.DONE))
            await outbox.add(session, [_row(number) for number in range(count)])
        return await statements_of(lambda: _delivered(store, count))


async def _delivered(store: Store, count: int) -> None:
    answers = store.answers
    rows = (await answers.heads(["T1"], 100)).rows
    assert len(rows) == count
    assert all(await asyncio.gather(*map(answers.take, rows)))
    posts = [Post(GAME, f"card:{row.id}", ChannelId("C1"), f"{row.id}.0") for row in rows]
    await asyncio.gather(
        *(answers.posted(row, post, done=True) for row, post in zip(rows, posts, strict=True))
    )


def _row(number: int) -> OutboxRow:
    return OutboxRow(
        team_id="T1",
        game_id=GAME,
        kind="card",
        lane=f"lane-{number}",
        subject={"room": f"council:{number}"},
        priority=1,
        created_at=clock.now(),
    )


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
