"""Whether Slack answers: said once, again now and then, and when it is over."""

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot import answering
from bot.answering import Answering
from bot.metrics import Metrics
from bot.runtime.app import ANSWERED_IN
from bot.slack.edge.calling import MeasuredClient
from bot.web.health import Health
from bot.web.serving import create_app
from tests.asgi import asked
from tests.patience import until


@dataclass
class Hand:
    """A clock that is moved by hand."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand() -> Hand:
    return Hand()


def tells(known: Answering) -> list[MutableMapping[str, Any]]:
    """What a look adds to the log."""
    with capture_logs() as lines:
        known.look()
    return lines


async def test_a_slack_that_hangs_is_said_once_again_each_minute_and_when_it_is_over(hand: Hand) -> None:
    known = Answering(hand)
    with known.one():
        hand.at = 4.9
        assert tells(known) == []
        hand.at = 5.0
        (line,) = tells(known)
        assert "has not answered for 5 s" in line["event"]
        assert (line["log_level"], line["waiting"]) == ("warning", 1)
        hand.at = 64.9
        assert tells(known) == []
        hand.at = 65.0
        assert "has not answered for 65 s" in tells(known)[0]["event"]
        assert not known.answers
        hand.at = 120.0
    (over,) = tells(known)
    assert (over["event"], over["after"]) == ("slack answers again", 115.0)
    assert known.trouble == ""


async def test_one_slow_call_beside_others_that_are_answered_is_no_trouble(hand: Hand) -> None:
    known = Answering(hand)
    with known.one():
        hand.at = 8.0
        with known.one():
            hand.at = 8.1
        assert known.trouble == ""


async def test_calls_that_fail_are_said_with_their_fault_and_a_single_one_is_not(hand: Hand) -> None:
    known = Answering(hand)
    for _ in range(2):
        await fails(known, aiohttp.ServerDisconnectedError())
    assert known.trouble == ""
    await fails(known, aiohttp.ServerDisconnectedError())
    (line,) = tells(known)
    assert "cannot be reached" in line["event"]
    assert "ServerDisconnectedError" in line["event"]
    assert line["failed"] == 3

    # then nothing is known, where nothing is tried any more
    hand.at = 91.0
    assert tells(known)[0]["event"] == "no call to slack has failed lately"


async def test_a_call_whose_time_was_up_stays_a_trouble_until_one_is_answered(hand: Hand) -> None:
    known = Answering(hand)
    await fails(known, TimeoutError())
    assert "has not answered" in known.trouble
    with pytest.raises(ValueError, match="a refusal"), known.one():  # whatever comes back is an answer
        raise ValueError("a refusal, or a gateway's page")
    assert known.trouble == ""


async def test_a_slow_slack_is_said_but_it_answers(hand: Hand) -> None:
    known = Answering(hand)
    for _ in range(5):
        with known.one():
            hand.at += 4.0
    assert "half of the latest calls took 4.0 s" in known.trouble
    assert known.answers
    for _ in range(10):
        with known.one():
            hand.at += 0.1
    assert known.trouble == ""


async def fails(known: Answering, fault: Exception) -> None:
    """A call that ends so."""
    with pytest.raises(type(fault)), known.one():
        raise fault


@asynccontextmanager
async def a_silent_server(answers: asyncio.Event) -> AsyncIterator[str]:
    """Takes connections and says nothing until it is told to."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await answers.wait()
        said = b'{"ok": true}'
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: "
        writer.write(head + str(len(said)).encode() + b"\r\n\r\n" + said)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"


@pytest.mark.parametrize("comes_in", [False, True], ids=["socket mode", "http"])
async def test_log_health_and_metrics_say_truly_that_slack_hangs(
    monkeypatch: pytest.MonkeyPatch, comes_in: bool
) -> None:
    # given a bot whose Slack takes connections and says nothing
    monkeypatch.setattr(answering, "HANGS_AFTER", 0.05)
    monkeypatch.setattr(answering, "LOOKED_EACH", 0.01)
    health, answers = Health(), asyncio.Event()
    health.connected, health.comes_in = _stands, comes_in
    async with a_silent_server(answers) as url, aiohttp.ClientSession(timeout=ANSWERED_IN) as session:
        client = MeasuredClient(health.metrics, base_url=url, session=session, token="t")
        with capture_logs() as lines:
            # when it is called
            calling = asyncio.create_task(client.api_test())
            await until(lambda: _said(lines, "has not answered"), "the log says so")

            # then health and metrics say so, too; where Slack comes to us, deliveries are still taken
            (slack,) = (one for one in await health.ready() if one.about == "slack")
            assert (slack.ok, slack.bars) == (False, not comes_in)
            assert "has not answered" in slack.said
            assert "moot_slack_answers 0.0" in (await asked(create_app(health), "/metrics")).text
            answers.set()
            await calling
            await until(lambda: _said(lines, "answers again"), "the log says that it is over")
        assert [line["log_level"] for line in lines if line["action"] == "slack"] == ["warning", "info"]


async def test_no_call_waits_for_five_minutes() -> None:
    assert ANSWERED_IN.total == 30


async def _stands() -> bool:
    return True


def _said(lines: list[MutableMapping[str, Any]], words: str) -> bool:
    return any(words in line["event"] for line in lines)


def test_measures_begin_with_a_slack_that_answers() -> None:
    assert Metrics().answering.answers
