"""What a reaction under a ballot costs, in statements and in calls of functions."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.config import Settings
from bot.db.directory import TEAM_AND_DUE
from bot.db.engine import make_sessions
from bot.db.home_pages import HOMES
from bot.db.outbox import WAITING
from bot.db.streams import NEWER
from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.ids import UserId
from bot.runtime.store import Store, open_store
from bot.slack.edge.manifest import OPTIONAL, manifest
from bot.workspace.workspace import Workspace
from tests.bench.counting import calls_of
from tests.bench.reactions import at_the_vote
from tests.bench.stage import GAME, signed_up

STATEMENTS = 6
Vote = Callable[[int], Awaitable[object]]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A game of twenty people whose councils vote."""
    workspace = Workspace("Votes", limits_factor=None)
    app = workspace.add_app(manifest(), optional_scopes=OPTIONAL)
    director, *crowd = (
        workspace.add_person(name).id for name in ("director", *(f"player{one}" for one in range(20)))
    )
    plenary = workspace.add_channel("plenary", members=[app.bot_user_id, director, *crowd], quiet=True).id
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'moot.db'}", _env_file=None)
    async with open_store(settings) as opened:
        await signed_up(opened, workspace.team_id, plenary, director, crowd)
        await at_the_vote(workspace, app, opened)
        yield opened


@pytest.fixture
async def vote(store: Store) -> Vote:
    """Somebody changes their mind for the so-manieth time, a second after the last."""
    services = store.services
    game, _ = await services.reader.game(GAME)
    council = (await services.reader.councils(game))[0]
    voter = UserId(str(council.filled[0].holder))
    assert council.ballot is not None
    opened, choices = council.ballot.opened_at, (Choice.YES, Choice.NO)

    async def voted(number: int) -> object:
        cast = cc.CastVote(choices[number % 2])
        return await services.councils.handle(
            council.id, cast, actor=voter, at=opened + timedelta(seconds=number)
        )

    return voted


async def test_a_vote_takes_few_statements(store: Store, vote: Vote) -> None:
    # given a ballot whose card is to be updated already
    await vote(1)
    await vote(2)
    statements: list[str] = []
    event.listen(
        store.engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement.split()[0]),
    )

    # when one more vote is given
    await vote(3)

    # then it is loaded and stored, and what it means for Slack is looked up and found to wait already
    assert statements == ["SELECT", "INSERT", "SELECT", "SELECT", "SELECT"]


async def test_a_vote_costs_no_more_after_many_others(vote: Vote) -> None:
    # given
    for number in range(1, 6):
        await vote(number)

    # when
    early = await calls_of(lambda: vote(6))
    for number in range(7, 60):
        await vote(number)
    late = await calls_of(lambda: vote(60))

    # then
    assert late < 1.1 * early


async def test_a_vote_costs_little_more_than_its_statements(store: Store, vote: Vote) -> None:
    # given
    for number in range(1, 6):
        await vote(number)

    # when a vote is given, and its statements are run in a bare transaction; one more in place of the INSERT
    homes = {"team": "T1", "game": GAME, "also": []}
    statements: list[tuple[Any, dict[str, Any]]] = [
        *2 * [(NEWER, {"stream": "council:none", "known": 0})],
        (TEAM_AND_DUE, {"game": GAME}),
        (HOMES, homes),
        (WAITING, {"keys": ["none"]}),
    ]
    assert len(statements) == STATEMENTS - 1

    async def bare() -> None:
        async with make_sessions(store.engine).begin() as session:
            for statement, asked in statements:
                await session.execute(statement, asked)

    await bare()
    floor = await calls_of(bare)
    ours = await calls_of(lambda: vote(6))

    # then
    assert ours < 1.8 * floor
