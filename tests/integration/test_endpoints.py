"""Whatever is sent to Moot by HTTP: no fault, nothing of the request in the answer or the log, and an end.

`REQUESTS=5000` tries so many of each, at random; what it finds is printed as an example.
"""

import asyncio
import json
import os
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot import clock, logs
from bot.config import Settings
from bot.db.sealed import new_key
from bot.runtime.store import open_store
from bot.slack.edge.manifest import INSTALL_PATH, REDIRECT_PATH, REQUEST_PATH
from bot.web import privacy, receiving, serving
from bot.web.board import app as board
from bot.web.board.boards import Shown
from bot.web.health import Health
from bot.web.installing import app as installing
from bot.web.installing.pages import INSTALLED_PATH
from bot.workspace.delivery.request_urls import signature
from tests.asgi import Answered, asked
from tests.slack.stage import SIGNED_WITH, a_stage, as_slack_posts

EXAMPLES = int(os.environ.get("REQUESTS", "0"))
FEW = 40
AWAY = (502, 503, 504)  # what a request needs is away, and the answer says so
MARK = "heliotropes"  # in every part of a request, and nowhere else
LARGE = 20_000  # bytes; no answer of these is as long, except a board's page
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW")
TYPES = (
    "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain",
    "application/json; charset=utf-16", "application/json; charset=nosuch", "", "é",
)  # fmt: skip
words = st.text(max_size=40).map(lambda said: said + MARK)
latin = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=40).map(
    lambda said: said + MARK
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
NAMED = (
    "type", "command", "text", "payload", "event", "event_id", "team_id", "user_id", "user", "team", "view",
    "actions", "channel", "challenge", "token", "api_app_id", "authorizations", "ssl_check", "trigger_id",
)  # fmt: skip
KINDS = (
    "event_callback", "url_verification", "block_actions", "view_submission", "view_closed", "shortcut",
    "app_rate_limited", "/moot", "ssl_check",
)  # fmt: skip
payloads = st.dictionaries(st.sampled_from(NAMED), values | st.sampled_from(KINDS), max_size=8)
bodies = st.one_of(
    st.binary(max_size=200).map(lambda said: said + MARK.encode()),
    values.map(lambda value: json.dumps(value).encode()),
    payloads.map(lambda value: json.dumps(value).encode()),
    payloads.map(lambda value: f"payload={quote(json.dumps(value))}".encode()),
    st.dictionaries(st.sampled_from(NAMED), words, max_size=8).map(
        lambda form: "&".join(f"{name}={quote(value)}" for name, value in form.items()).encode("utf-8")
    ),
    st.sampled_from(
        [b"", b"{", b"[" * 3_000, b"\xff\xfe", b'{"a":' * 900, b"payload=", b"payload=%ff", b"a" * 9_000]
    ),
)


@dataclass(frozen=True)
class Sent:
    """A request."""

    method: str
    path: str
    query: bytes
    headers: tuple[tuple[str, str], ...]
    body: bytes
    signed: bool
    kind: str


queries = st.dictionaries(
    st.sampled_from(("code", "state", "error", "team", "app", "without", "org", "x")), words, max_size=5
).map(lambda asked: "&".join(f"{name}={quote(value)}" for name, value in asked.items()).encode())


def requests(*paths: str) -> st.SearchStrategy[Sent]:
    """Something sent to one of these paths, or near it."""
    path = st.sampled_from(paths)
    odd = st.tuples(path, words).map(lambda both: "".join(both)) | words.map(lambda said: f"/{said}")
    header = st.tuples(
        st.sampled_from(ASKED), latin | st.sampled_from(("0", "-1", "9" * 30, "chunked", "*/*"))
    )
    return st.builds(
        Sent,
        st.sampled_from(METHODS),
        path | odd,
        st.binary(max_size=30) | queries,
        st.lists(header, max_size=4).map(tuple),
        bodies,
        st.booleans(),
        st.sampled_from(TYPES),
    )


ASKED = (
    "accept", "accept-encoding", "content-length", "content-encoding", "cookie", "host", "range", "te",
    "if-none-match", "x-slack-request-timestamp", "x-slack-signature", "x-slack-retry-num", "origin",
    "transfer-encoding", "x-forwarded-for", "authorization", "last-event-id",
)  # fmt: skip


async def sent_to(app: ASGIApp, sent: Sent) -> Answered:
    """What the app answers, in some seconds."""
    headers = dict(sent.headers)
    headers.setdefault("content-length", str(len(sent.body)))
    headers["content-type"] = sent.kind
    if sent.signed:
        stamp = f"{clock.now().timestamp():.0f}"
        headers |= {
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": signature(SIGNED_WITH, stamp, sent.body),
        }
    async with asyncio.timeout(20):
        return await asked(app, sent.path, sent.method, headers.items(), sent.body, sent.query)


def is_well(answer: Answered, sent: Sent, log: str) -> None:
    """What holds of every answer."""
    assert answer.status < 500 or answer.status in AWAY, (answer, sent)
    said = f"{answer.headers} {answer.text}"
    assert MARK not in said or _is_challenge(sent), answer
    assert MARK not in log
    assert "Traceback" not in said + log, log
    assert len(answer.body) < LARGE


def _is_challenge(sent: Sent) -> bool:
    """Whether Slack, and nobody else, asks to hear something again: docs.slack.dev, url_verification."""
    return sent.signed and b"challenge" in sent.body


def tried(
    capsys: pytest.CaptureFixture[str],
    runner: asyncio.Runner,
    app: ASGIApp,
    wanted: st.SearchStrategy[Sent],
    ended: Callable[[], Coroutine[Any, Any, None]] | None = None,
) -> None:
    """Sends many, one after another."""

    @settings(
        max_examples=EXAMPLES or FEW,
        derandomize=not EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=[*HealthCheck],
    )
    @given(wanted)
    def attempt(sent: Sent) -> None:
        answer = runner.run(sent_to(app, sent))
        if ended is not None:
            runner.run(ended())
        is_well(answer, sent, "".join(capsys.readouterr()))

    logs.configure("DEBUG", "json")
    capsys.readouterr()
    attempt()


def test_no_request_to_the_request_url_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with asyncio.Runner() as runner:
        opened = a_stage(tmp_path, monkeypatch)
        stage = runner.run(opened.__aenter__())
        app = receiving.create_app(stage.bolt, stage.incoming, SIGNED_WITH)

        async def ended() -> None:
            while going := asyncio.all_tasks() - {asyncio.current_task()}:
                await asyncio.wait(going)

        tried(capsys, runner, app, requests(REQUEST_PATH), ended)
        # and Slack's own requests still find their listeners
        answer = runner.run(asked(app, REQUEST_PATH, "POST", *as_slack_posts(_a_command())))
        assert answer.status == 200
        runner.run(ended())
        runner.run(opened.__aexit__(None, None, None))


def _a_command() -> dict[str, Any]:
    body = {"command": "/moot", "text": "help", "channel_id": "C1", "trigger_id": "1.2.3"}
    return body | {"user_id": "U1", "team_id": "T0TEAM", "response_url": "https://stage/"}


def test_no_request_to_health_and_metrics_is_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with asyncio.Runner() as runner:
        app = serving.create_app(Health())
        tried(capsys, runner, app, requests("/healthz", "/metrics"))
        # 503 is what a bot that has not begun says of itself
        assert runner.run(asked(app, "/readyz")).status == 503


TOKEN = "x" * 43  # as long as those of links


@dataclass
class NoBoards:
    """Knows no link."""

    asked_for: list[str] = field(default_factory=list)

    async def look(self, token: str) -> Shown | None:
        """None."""
        self.asked_for.append(token)
        return None


def test_no_request_to_a_board_is_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with asyncio.Runner() as runner:
        boards: Any = NoBoards()
        app = board.create_app(boards, runner.run(_an_event()))
        tried(capsys, runner, app, requests("/board/", "/board/x/live", "/static/", "/static/board.css/"))
        assert runner.run(asked(app, f"/board/{TOKEN}")).status == 404
        assert TOKEN in boards.asked_for, "so it is looked for"


async def _an_event() -> asyncio.Event:
    return asyncio.Event()


def test_bytes_that_are_not_http_end_without_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with asyncio.Runner() as runner:
        served = serving.served("127.0.0.1:0", serving.create_app(Health()), "MOOT_HEALTH_ADDRESS", 50)
        url = runner.run(served.__aenter__())
        where = urlsplit(url)

        async def says(said: bytes) -> bytes:
            reader, writer = await asyncio.open_connection(where.hostname, where.port)
            try:
                writer.write(said)
                writer.get_extra_info("socket").shutdown(socket.SHUT_WR)
                async with asyncio.timeout(20):
                    return await reader.read()
            except ConnectionError:
                return b""
            finally:
                writer.close()

        lines = st.sampled_from(
            [b"GET / HTTP/1.1\r\n", b"GET  HTTP/9\r\n", b"POST /metrics HTTP/1.1\r\nHost: x\r\n", b""]
        )
        noise = st.binary(max_size=300).map(lambda said: said + MARK.encode() + b"\r\n\r\n")

        @settings(
            max_examples=EXAMPLES or FEW,
            derandomize=not EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=[*HealthCheck],
        )
        @given(lines, noise)
        def attempt(line: bytes, rest: bytes) -> None:
            answer = runner.run(says(line + rest))
            assert b" 500 " not in answer[:20], answer
            assert MARK.encode() not in answer
            assert len(answer) < LARGE
            log = "".join(capsys.readouterr())
            assert "Traceback" not in log
            assert MARK not in log

        logs.configure("DEBUG", "json")
        capsys.readouterr()
        attempt()
        runner.run(served.__aexit__(None, None, None))


def test_no_request_to_the_pages_of_an_installation_is_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with asyncio.Runner() as runner:
        many = Settings(
            database_url=f"sqlite:///{tmp_path / 'moot.db'}",
            slack_api_url="http://127.0.0.1:1/api/",  # nobody is there
            slack_client_id="1.2",
            slack_client_secret=SecretStr("client-secret"),
            slack_signing_secret=SecretStr(SIGNED_WITH),
            moot_public_url="https://moot.example.org",
            moot_token_keys=SecretStr(new_key()),
            _env_file=None,
        )
        opened = open_store(many)
        store = runner.run(opened.__aenter__())
        client = AsyncWebClient(base_url=many.slack_api_url)
        pages = installing.routes(many, client, store.services.installations, store.states, clock.now)
        wanted = requests(INSTALL_PATH, REDIRECT_PATH, INSTALLED_PATH, privacy.PATH)
        tried(capsys, runner, Starlette(routes=[*pages, privacy.privacy_route(many)]), wanted)
        runner.run(opened.__aexit__(None, None, None))
