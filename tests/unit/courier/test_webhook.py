"""Telling the webhook: signed, told again with the same id, and given up when it is time; a real server."""

import asyncio
import base64
import contextlib
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import web
from standardwebhooks import Webhook

from bot.courier import webhook
from bot.courier.calls import CallWithFiles
from bot.courier.rendering.seen import NoLonger
from bot.courier.webhook import GivenUp, Later, Receiver, Teller, wait_for
from bot.db.tables import OutboxRow
from bot.domain.game import events as ge
from bot.domain.ids import Moment
from bot.intents.news import WEBHOOK, EventNews
from bot.queries.reader import Reader
from tests.builders import a_dealt_game, rainbow_road
from tests.patience import until
from tests.receiver import SECRET, a_receiver, answering, ok, self_signed

NEWS = EventNews(WEBHOOK, "g1-7", 7)


class Known:
    """Knows of one game, and one event."""

    def __init__(self, event: ge.GameEvent) -> None:
        self._event = event

    async def game(self, _key: str) -> Any:
        return a_dealt_game().game, rainbow_road()

    async def game_event(self, _key: str, _version: int) -> ge.GameEvent:
        return self._event


class Outside:
    """Calls without a budget."""

    @asynccontextmanager
    async def outside(self, turn: asyncio.Semaphore) -> AsyncIterator[aiohttp.ClientSession]:
        async with turn, aiohttp.ClientSession() as session:
            yield session


async def told(url: str, *, created: Moment | None = None, attempts: int = 0, secret: str = SECRET) -> None:
    """One try to tell the webhook at this address."""
    now = datetime.now(UTC)  # noqa: TID251 - the library that checks signatures reads the clock itself
    row = OutboxRow(
        team_id="T1", game_id="g1", kind="event_news", lane="l", subject={}, priority=6,
        created_at=created or now, attempts=attempts,
    )  # fmt: skip
    reader = cast(Reader, Known(ge.GameEnded(now, early=True)))
    receiver = Receiver(url, secret) if url else None
    teller = Teller(receiver, reader, lambda: now, Random(1))
    await teller.tell(row, NEWS, cast(CallWithFiles, Outside()))


async def test_a_message_is_signed_so_that_the_library_accepts_it_and_no_other_body() -> None:
    async with a_receiver(ok) as heard:
        await told(heard.url)

    [(body, headers)] = heard.messages
    said = Webhook(SECRET).verify(body, headers)
    assert said["type"] == "game.ended"
    assert said["data"]["early"] is True
    assert headers["webhook-id"] == "g1-7"
    assert headers["Content-Type"] == "application/json"
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(SECRET).verify(body.replace(b"true", b"false"), headers)


async def test_the_next_try_has_the_same_id_and_body() -> None:
    answers = iter([answering(500), ok])

    async def first_not(request: web.Request) -> web.StreamResponse:
        return await next(answers)(request)

    created = datetime.now(UTC) - timedelta(minutes=3)  # noqa: TID251
    async with a_receiver(first_not) as heard:
        with pytest.raises(Later, match=r"^webhook: answers 500$"):
            await told(heard.url, created=created)
        await told(heard.url, created=created, attempts=1)

    (first, one), (second, other) = heard.messages
    assert first == second
    assert one["webhook-id"] == other["webhook-id"]


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
async def test_every_failure_is_sent_again_later(status: int) -> None:
    async with a_receiver(answering(status, Retry_After="120")) as heard:
        with pytest.raises(Later) as later:
            await told(heard.url)

    assert later.value.wait == timedelta(seconds=120)
    assert "hush" not in f"{later.value}{later.value!r}"


async def test_a_redirect_is_not_followed() -> None:
    async with a_receiver(answering(307, Location="/elsewhere")) as heard:
        with pytest.raises(Later, match="redirects"):
            await told(heard.url)

    assert heard.elsewhere == []


async def test_a_receiver_that_is_gone_or_has_refused_for_a_day_is_given_up() -> None:
    yesterday = datetime.now(UTC) - timedelta(hours=25)  # noqa: TID251
    async with a_receiver(answering(410)) as heard:
        with pytest.raises(GivenUp, match="410"):
            await told(heard.url)
    async with a_receiver(answering(503)) as heard:
        with pytest.raises(GivenUp, match="503"):
            await told(heard.url, created=yesterday, attempts=40)


async def test_a_receiver_that_cannot_be_reached_or_is_silent_is_told_again_and_named_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhook, "ANSWERED_IN", 0.2)

    async def silent(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(3)
        return web.Response()

    async with a_receiver(silent) as heard:
        with pytest.raises(Later, match="TimeoutError") as late:
            await told(heard.url)
    with pytest.raises(Later, match=r"^webhook: ClientConnectorError$") as away:
        await told(heard.url)

    for one in (late.value, away.value):
        assert "127.0.0.1" not in str(one)
        assert "hush" not in str(one)


async def test_a_receiver_whose_certificate_nobody_vouches_for_hears_nothing_and_is_named_nowhere() -> None:
    async with a_receiver(ok, tls=self_signed()) as heard:
        with pytest.raises(Later, match=r"^webhook: ClientConnectorCertificateError$"):
            await told(heard.url)

    assert heard.messages == []


async def test_a_receiver_that_breaks_off_or_says_too_much_is_told_again_or_has_taken_it() -> None:
    async def breaks_off(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(status=200)
        await answer.prepare(request)
        with contextlib.suppress(ConnectionError):
            while True:
                await answer.write(b"x" * 65536)
        return answer

    async with a_receiver(breaks_off) as heard:
        with pytest.raises(Later, match=r"ServerDisconnectedError|ClientOSError"):
            await told(heard.url)
    async with a_receiver(answering(500, X_Long="x" * 100_000)) as heard:
        with pytest.raises(Later, match="ClientResponseError"):
            await told(heard.url)
    async with a_receiver(endless) as heard:
        await told(heard.url)  # its status is enough


async def test_without_a_webhook_nothing_is_left_to_do() -> None:
    with pytest.raises(NoLonger):
        await told("")


def test_waits_grow_and_a_receiver_may_ask_for_more_but_not_for_ever() -> None:
    now = datetime(2031, 3, 4, 12, tzinfo=UTC)
    grown = [wait_for(attempt, 0.0, "", now).total_seconds() for attempt in range(8)]

    assert grown == [5, 15, 45, 135, 405, 900, 900, 900]
    assert wait_for(0, 1.0, "", now).total_seconds() == 6.25
    assert wait_for(0, 0.0, "Tue, 04 Mar 2031 12:10:00 GMT", now) == timedelta(minutes=10)
    assert wait_for(0, 0.0, "99999999", now) == timedelta(hours=1)
    assert wait_for(0, 0.0, "9" * 5000, now) == timedelta(hours=1)
    for nonsense in ("soon", "-5", "1.5", f"1 Jan 2031 {'9' * 20}:1:1"):
        assert wait_for(0, 0.0, nonsense, now) == timedelta(seconds=5)


def test_neither_the_address_nor_the_secret_shows() -> None:
    shown = repr(Receiver("https://example.org/hook?token=hush", SECRET))

    assert "hush" not in shown
    assert "whsec" not in shown


async def test_the_receiver_that_the_manual_shows_takes_what_is_signed_and_nothing_else(
    tmp_path: Path,
) -> None:
    manual = (Path(__file__).parents[3] / "deploy" / "README.md").read_text()
    program = re.search(r"```python\n(.*?)```", manual, re.DOTALL)
    assert program is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file = tmp_path / "receiver.py"
    file.write_text(program[1].replace("9000", str(port)))
    environment = {**os.environ, "MOOT_WEBHOOK_SECRET": SECRET}
    receiver = await asyncio.create_subprocess_exec(
        sys.executable, str(file), env=environment, stdout=asyncio.subprocess.PIPE
    )
    url = f"http://127.0.0.1:{port}/"
    try:
        await until(lambda: answers_at(port), "the receiver listens")
        await told(url)
        with pytest.raises(Later, match="401"):
            await told(url, secret=f"whsec_{base64.b64encode(bytes(32)).decode()}")
        assert receiver.stdout is not None
        assert await receiver.stdout.readline() == b"game.ended \n"
    finally:
        receiver.kill()
        await receiver.wait()


async def answers_at(port: int) -> bool:
    """Whether anything listens there."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
