"""A game with a webhook whose receiver is away at first."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from standardwebhooks import Webhook

from bot.courier import webhook
from bot.domain.game.commands import EndGame
from bot.domain.ids import UserId
from tests.e2e.room import a_room
from tests.e2e.test_keeping import a_voting_council
from tests.receiver import SECRET, a_receiver


async def test_bells_and_results_reach_the_receiver_once_it_is_there_and_slack_waits_for_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = {"first": True}
    monkeypatch.setattr(webhook, "FIRST_WAIT", timedelta(milliseconds=100))

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=503 if away.pop("first", False) else 200)

    async with a_receiver(answer) as heard, a_room(tmp_path, webhook=heard.url) as room:
        # when a game is played to its presentations, and ends early
        await a_voting_council(room)
        await room.to("presentations")
        game = await room.cue()
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
    bells = [said for said, _ in told if said["type"] == "phase.began"]
    assert len({said["data"]["phase"]["key"] for said in bells}) > 3
    once = Counter(kind for kind in by_id.values() if kind != "phase.began")
    assert once == dict.fromkeys(("game.began", "vote.closed", "turn.began", "game.ended", "game.results"), 1)
    [voted] = [said["data"] for said, _ in told if said["type"] == "vote.closed"]
    assert (voted["passed"], voted["voted"], voted["seats"]) == (True, 5, 5)
    assert not [one for one in room.ids.values() if any(one.encode() in body for body, _ in heard.messages)]
    logged = capsys.readouterr()
    assert "hush" not in logged.out + logged.err
    assert SECRET not in logged.out + logged.err
