"""Slack comes to Moot by HTTP, instead of Moot to Slack by Socket Mode."""

import asyncio
import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot import clock, logs
from bot.domain.ids import Moment
from bot.slack.edge.manifest import OPTIONAL, REQUEST_PATH, manifest
from bot.web.receiving import LARGEST
from bot.workspace.delivery.request_urls import signature
from bot.workspace.page.people import People
from bot.workspace.server import Server
from tests.e2e.room import Json, MovableClock, Room, running_bot, settings_for
from tests.patience import a_workspace, until

FORGED = "a secret that is not ours"


@dataclass
class Door:
    """A request URL, and who knocks at it."""

    url: str
    secret: str
    session: aiohttp.ClientSession
    clock: MovableClock

    async def knock(self, body: bytes, *, secret: str = "", old: float = 0.0) -> int:
        """Posts as Slack would, or as somebody else; the status of the answer."""
        timestamp = str(int(self.clock.seconds() - old))
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(secret or self.secret, timestamp, body),
        }
        async with self.session.post(self.url, data=io.BytesIO(body), headers=headers) as answer:
            return answer.status


@pytest.fixture
async def by_http(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Room, Door]]:
    """A room whose workspace delivers to the bot's request URL."""
    async with a_room_by_http(tmp_path, monkeypatch) as opened:
        yield opened


@asynccontextmanager
async def a_room_by_http(
    folder: Path, monkeypatch: pytest.MonkeyPatch, **more: Any
) -> AsyncIterator[tuple[Room, Door]]:
    """The same with `more` settings."""
    time = MovableClock()
    monkeypatch.setattr("slack_sdk.signature.Clock.now", lambda _: time.seconds())  # of the room
    url = f"http://127.0.0.1:{_free_port()}"
    workspace = a_workspace("Test", clock=time.seconds)
    app = workspace.add_app(manifest(url), optional_scopes=OPTIONAL)
    async with Server(workspace) as server, aiohttp.ClientSession() as session:
        http: dict[str, Any] = {
            "slack_signing_secret": SecretStr(app.signing_secret),
            "slack_app_token": SecretStr(""),
            "moot_http_address": url.removeprefix("http://"),
        }
        settings = settings_for(server, app, folder).model_copy(update=http | more)
        async with running_bot(settings, time, http=True) as store:
            director = workspace.add_person("director").id
            plenary = workspace.add_channel("plenary", members=[app.bot_user_id, director]).id
            room = Room(workspace, app, store, time, People(workspace), plenary, director)
            yield room, Door(url + REQUEST_PATH, app.signing_secret, session, time)


async def test_a_game_is_played_by_http(by_http: tuple[Room, Door]) -> None:
    # given
    room, door = by_http

    # when a game is created by a form, joined by command, dealt by button, and a proposal is supported
    players, table, proposal = await _proposed(room)
    await room.people.react(players[1], table, proposal["ts"], "thumbsup")

    # then it counts, and all of it came by HTTP
    await until(lambda: _supporters(room, 1), "the support counts")
    outcomes = {one.outcome for one in room.workspace.traffic.exchanges if one.name == "events_api"}
    assert "http" not in str(outcomes), outcomes

    # and what is kept of people can be read at the same address
    async with door.session.get(door.url.removesuffix(REQUEST_PATH) + "/privacy") as page:
        assert "What Moot keeps about people" in await page.text()


async def test_an_event_that_slack_gives_again_is_done_once(by_http: tuple[Room, Door]) -> None:
    # given a proposal that somebody supports
    room, door = by_http
    players, table, proposal = await _proposed(room)
    event = {
        "type": "reaction_added",
        "user": players[1],
        "reaction": "thumbsup",
        "item_user": room.app.bot_user_id,
        "item": {"type": "message", "channel": table, "ts": proposal["ts"]},
        "event_ts": f"{room.clock.seconds():.6f}",
    }
    body = {"type": "event_callback", "team_id": room.workspace.team_id, "event_id": "Ev1", "event": event}

    # when Slack delivers that three times, at once
    statuses = await asyncio.gather(*(door.knock(json.dumps(body).encode()) for _ in range(3)))

    # then each is acknowledged, and one support counts
    assert statuses == [200, 200, 200]
    await until(lambda: _supporters(room, 1), "the support counts")
    (council,) = await room.store.services.reader.councils(await room.game())
    (one,) = council.proposals.values()
    assert [sides for sides in one.sides.values() if sides] == [(True,)]


async def test_what_is_forged_stale_or_no_delivery_at_all_is_refused_and_changes_nothing(
    by_http: tuple[Room, Door],
) -> None:
    # given a command that somebody makes up
    room, door = by_http
    await room.create()
    event = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "user_change"}}
    body = json.dumps(event).encode()

    # then
    assert await door.knock(body, secret=FORGED) == 401
    assert await door.knock(body, old=301) == 401
    for nonsense in (b"{", b"[]", b"[" * 100_000, b"\xff", b""):
        assert await door.knock(nonsense, secret=FORGED) == 401
    assert await door.knock(b"x" * (LARGEST + 1)) == 413
    for odd in ({"X-Slack-Request-Timestamp": "soon"}, {"X-Slack-Signature": "v0=\u00e9"}, {}):
        signs = {
            "X-Slack-Request-Timestamp": str(int(door.clock.seconds())),
            "X-Slack-Signature": "v0=1",
            **odd,
        }
        async with door.session.post(door.url, data=io.BytesIO(body), headers=signs if odd else {}) as answer:
            assert answer.status == 401
    async with door.session.get(door.url) as answer:
        assert answer.status == 405
    assert await door.knock(json.dumps({"type": "url_verification", "challenge": "c"}).encode()) == 200


async def test_slack_is_told_that_the_request_url_is_ours(by_http: tuple[Room, Door]) -> None:
    """docs.slack.dev, reference/events/url_verification: else the address cannot be entered."""
    _, door = by_http
    body = json.dumps({"type": "url_verification", "challenge": "a1b2", "token": "t"}).encode()
    timestamp = str(int(door.clock.seconds()))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(door.secret, timestamp, body),
    }

    async with door.session.post(door.url, data=io.BytesIO(body), headers=headers) as answer:
        assert "a1b2" in await answer.text()


@pytest.mark.parametrize("stamp", ["9" * 400, "9" * 5000, "-1", "1e9", "", "\u00b2", "+1931000000", "0x10"])
async def test_a_moment_of_any_shape_is_no_fault(by_http: tuple[Room, Door], stamp: str) -> None:
    _, door = by_http
    signs = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(door.secret, stamp, b"{}")}

    async with door.session.post(door.url, data=io.BytesIO(b"{}"), headers=signs) as answer:
        assert answer.status == 401


async def test_a_signed_command_that_somebody_sends_again_is_done_once(by_http: tuple[Room, Door]) -> None:
    # given a game in its first phase
    room, door = by_http
    await room.opened(6)
    before = (await room.game()).clock
    assert before is not None
    command = {
        "command": "/moot",
        "text": "add 2m",
        "team_id": room.workspace.team_id,
        "channel_id": room.plenary,
        "user_id": room.director,
        "trigger_id": "1.2.3",
        "response_url": f"{room.workspace.web_url}commands/{room.workspace.team_id}/none",
    }
    body, stamp = urlencode(command).encode(), str(int(door.clock.seconds()))
    signs = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(door.secret, stamp, body),
    }

    # when it comes three times, also as if Slack had tried again
    for more in ({}, {}, {"X-Slack-Retry-Num": "1"}):
        async with door.session.post(door.url, data=io.BytesIO(body), headers={**signs, **more}) as answer:
            assert answer.status == 200
    await room.settled()

    # then the phase is longer by two minutes
    after = (await room.game()).clock
    assert after is not None
    assert after.ends - before.ends == timedelta(minutes=2)


async def test_a_body_that_breaks_off_is_no_fault(
    by_http: tuple[Room, Door], caplog: pytest.LogCaptureFixture
) -> None:
    _, door = by_http
    where = urlsplit(door.url)
    stamp = str(int(door.clock.seconds()))
    head = (
        f"POST {where.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: {signature('', stamp, b'')}\r\n\r\n"
    )

    with capture_logs() as lines:
        _, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(head.encode() + b"heliotropes")
        await writer.drain()
        writer.close()
        await until(lambda: any(line["action"] == "http" for line in lines), "it is noted")

    assert [line["reason"] for line in lines if line["action"] == "http"] == ["it broke off"]
    assert "heliotropes" not in f"{lines} {caplog.text}"
    assert "Traceback" not in caplog.text


def test_the_manifest_for_http_names_one_request_url_for_everything() -> None:
    made = manifest("https://moot.example.org/")

    url = "https://moot.example.org/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["request_url"] == url
    assert made["settings"]["interactivity"]["request_url"] == url
    assert {command["url"] for command in made["features"]["slash_commands"]} == {url}
    assert "request_url" not in str(manifest())


async def _proposed(room: Room) -> tuple[list[str], str, Json]:
    """The players, their council's channel, and the card of a proposal in it."""
    players = await room.opened(6)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(players[0], table, "Proposal 1:")
    return players, table, proposal


async def _supporters(room: Room, count: int) -> bool:
    (council,) = await room.store.services.reader.councils(await room.game())
    (proposal,) = council.proposals.values()
    return sum(bool(sides) for sides in proposal.sides.values()) == count


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def test_one_id_leads_from_slacks_delivery_and_from_a_bell_to_the_calls_that_came_of_them(
    by_http: tuple[Room, Door], capsys: pytest.CaptureFixture[str]
) -> None:
    room, _ = by_http
    players, _, _ = await _proposed(room)
    logs.configure("INFO", "json")
    capsys.readouterr()

    # when a command is typed, a bell rings, and a command line makes somebody a facilitator
    await room.moot(room.director, "add 2m")
    await room.settled()
    game = await room.game()
    due = game.next_due()
    assert due is not None
    await room.settled()
    room.clock.move(due - room.clock.now() + timedelta(milliseconds=5))
    await room.store.services.presence.note()
    assert room.store.wakeups.alarm is not None
    room.store.wakeups.alarm.arm(game.id, clock.now())
    await until(lambda: _rang(room, due), "the bell has rung")
    await room.settled()
    await asyncio.to_thread(_facilitates, room, game.id, players[2])
    await room.settled()

    # then grep finds each story by its id: what was stored, and which methods of Slack were called
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    causes = {str(line.get("cause")) for line in lines}
    (typed,) = (line["cause"] for line in lines if line.get("what") == "/moot")
    (bell,) = (one for one in causes if one.startswith(f"bell-{game.id}") and _events(lines, one))
    (command_line,) = (one for one in causes if one.startswith("cli-facilitate-"))
    for cause in (typed, bell, command_line):
        calls = [line for line in lines if line.get("cause") == cause and line["event"] == "slack was called"]
        assert any(line["result"] == "ok" and "row" in line for line in calls), (cause, calls)
    assert _events(lines, typed)
    assert players[2] not in json.dumps(lines)


def _events(lines: list[Json], cause: str) -> list[str]:
    """What was stored because of it."""
    return [one for line in lines if line.get("cause") == cause for one in line.get("events", ())]


async def _rang(room: Room, due: Moment) -> bool:
    return (await room.game()).next_due() != due


def _facilitates(room: Room, game: str, user: str) -> None:
    """Another process on the same database."""
    url = f"sqlite:///{room.store.engine.url.database}"
    subprocess.run(
        [sys.executable, "-m", "bot", "games", "facilitate", game, user],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        check=True,
    )
