"""Somebody has their data deleted, or asks for a copy, in Slack."""

import json

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.db.engine import make_sessions
from bot.domain.game import commands as gc
from bot.domain.ids import UserId
from bot.slack.acting import submitted
from tests.patience import until
from tests.slack.stage import FACILITATOR, Stage, player
from tests.slack.test_buttons import reach


async def rows_with(stage: Stage, user: UserId) -> list[str]:
    """The tables in which somebody stands."""
    async with make_sessions(stage.store.engine)() as session:
        return [
            table.name
            for table in SQLModel.metadata.sorted_tables
            if any(user in str(tuple(row)) for row in await session.execute(select(table)))
        ]


async def test_a_player_deletes_their_data_after_the_game_and_not_before(stage: Stage) -> None:
    # given a player in a game that goes on
    await reach(stage, "session-1")
    refused = await stage.command(player(1), "/moot", "forget me")
    assert "Nothing was deleted" in refused
    assert "The game" in refused
    assert await stage.command(player(1), "/moot", "data")

    # when it has ended, and they read what will happen and send the form
    await stage.do(gc.EndGame(), FACILITATOR)
    assert "[Delete my data]" in await stage.command(player(1), "/moot", "forget me")
    form = stage.slack.views()[-1]
    assert "for good" in json.dumps(form)
    assert await rows_with(stage, player(1))
    sent = await stage.submit(player(1), form)

    # then nothing names them any more, and their Home shows no game
    assert "*Done.* In 1 game" in sent.body
    assert await rows_with(stage, player(1)) == []
    published = [given for method, given in stage.slack.calls if method == "views.publish"][-1]
    assert "Welcome to Moot" in json.dumps(published)
    assert "The game is over" in await stage.command(player(2), "/moot", "help")


async def test_a_deletion_that_takes_longer_than_slack_waits_goes_on(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submitted, "ANSWERED_WITHIN", 0.0)
    await reach(stage, "session-1")
    await stage.do(gc.EndGame(), FACILITATOR)
    await stage.command(player(1), "/moot", "forget me")

    sent = await stage.submit(player(1), stage.slack.views()[-1])

    async def is_deleted() -> bool:
        return await rows_with(stage, player(1)) == []

    assert "I am deleting what I keep about you" in sent.body
    await until(is_deleted, "nothing names them any more")
