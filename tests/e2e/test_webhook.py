"""A game whose webhook is told of it, by a receiver that is away at first."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from standardwebhooks import Webhook

from bot.courier import webhook
from bot.domain.game.commands import EndGame
from bot.domain.ids import UserId
from tests.e2e.room import a_room
from tests.receiver import SECRET, a_receiver


async def test_bells_and_results_reach_the_receiver_once_it_is_there_and_slack_waits_for_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = {"first": True}
    monkeypatch.setattr(webhook, "FIRST_WAIT", timedelta(milliseconds=100))

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=503 if away.pop("first", False) else 200)

    async with a_receiver(answer) as heard, a_room(tmp_path, webhook=heard.url) as room:
        # when a game is played from the first bell to an early end
        await room.opened(5)
        await room.bell()
        game = await room.game()
        await room.store.services.games.handle(game.id, EndGame(), actor=UserId(room.director))
        await room.settled()

        # then the receiver has everything, each message signed, and the one it refused with the same id again
        told = [(json.loads(body), headers) for body, headers in heard.messages]
    for body, headers in heard.messages:
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        signed = Webhook(SECRET).sign(headers["webhook-id"], at, body.decode())
        assert headers["webhook-signature"] == signed
    by_id = {headers["webhook-id"]: said["type"] for said, headers in told}
    assert len(told) == len(by_id) + 1
    assert sorted(by_id.values()) == [
        "game.began",
        "game.ended",
        "game.results",
        "phase.began",
        "phase.began",
    ]
    assert not [one for one in room.ids.values() if any(one.encode() in body for body, _ in heard.messages)]
    logged = capsys.readouterr()
    assert "hush" not in logged.out + logged.err
    assert SECRET not in logged.out + logged.err
