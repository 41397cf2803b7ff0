"""HTTP's bounds: whoever connects and says nothing, or says it slowly, keeps nobody else away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from structlog.testing import capture_logs

from bot.web import bounds
from bot.web.serving import served
from tests.patience import PATIENCE, until

MOST = 10
WHOLE = b"GET /quick HTTP/1.1\r\nHost: x\r\n\r\n"
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Place:
    """A server for few connections, and those who come."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self.url, self.finish, self.broken, self._stack = "", asyncio.Event(), 0, stack

    async def quick(self, _: Request) -> Response:
        """Answers at once."""
        return PlainTextResponse("quick")

    async def slow(self, _: Request) -> Response:
        """Answers when it may."""
        await self.finish.wait()
        return PlainTextResponse("slow")

    async def reads(self, request: Request) -> Response:
        """Reads what is sent."""
        try:
            return PlainTextResponse(str(len(await request.body())))
        except ClientDisconnect:
            self.broken += 1
            return Response(status_code=400)

    async def streams(self, request: Request) -> Response:
        """Says something again and again, without an end."""
        large = b"x" * 500_000 if "large" in request.query_params else b"x"

        async def all_of_it() -> AsyncIterator[bytes]:
            try:
                while True:
                    yield large
                    await asyncio.sleep(0.01)
            finally:
                self.broken += 1

        return StreamingResponse(all_of_it())

    async def comes(self, said: bytes = b"") -> Streams:
        """Somebody connects, and says this."""
        where = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        self._stack.callback(writer.close)
        writer.write(said)
        return reader, writer


async def answer(streams: Streams) -> str:
    """The body of what they read; empty if the server closed without a word."""
    async with asyncio.timeout(PATIENCE):
        try:
            head = await streams[0].readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionResetError):
            return ""
        length = head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]
        return (await streams[0].readexactly(int(length))).decode()


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with a_place() as found:
        yield found


@asynccontextmanager
async def a_place() -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        place = Place(stack)
        routes = [
            Route("/quick", place.quick),
            Route("/slow", place.slow),
            Route("/reads", place.reads, methods=["POST"]),
            Route("/streams", place.streams),
        ]
        async with served("127.0.0.1:0", Starlette(routes=routes), "MOOT_HTTP_ADDRESS", MOST) as place.url:
            yield place
            place.finish.set()


async def test_silent_connections_give_way_to_whoever_asks(place: Place) -> None:
    silent = [await place.comes() for _ in range(4 * MOST)]
    halves = [await place.comes(WHOLE[:9]) for _ in range(4 * MOST)]

    assert [await answer(await place.comes(WHOLE)) for _ in range(3)] == ["quick"] * 3
    assert [await answer(one) for one in (*silent, *halves)[: 7 * MOST]] == [""] * 7 * MOST


async def test_a_connection_that_is_kept_alive_answers_again_and_gives_way_too(place: Place) -> None:
    kept = await place.comes(WHOLE)
    assert await answer(kept) == "quick"
    kept[1].write(WHOLE)
    assert await answer(kept) == "quick"

    for _ in range(2 * MOST):
        await place.comes()

    assert await answer(kept) == ""


async def test_a_proxy_closes_a_connection_that_idles_before_moot_does(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, planned = asyncio.get_running_loop(), dict[str, float]()
    later = loop.call_later

    def call_later(seconds: float, callback: Callable[..., object], *given: object) -> asyncio.TimerHandle:
        if isinstance(getattr(callback, "__self__", None), bounds.Bounded):
            planned[callback.__name__] = seconds
        return later(seconds, callback, *given)

    kept = await place.comes()
    await asyncio.sleep(0)
    monkeypatch.setattr(loop, "call_later", call_later)
    kept[1].write(WHOLE)
    assert await answer(kept) == "quick"

    assert min(planned.values()) > 600, planned


async def test_who_has_asked_is_answered_however_many_come(place: Place) -> None:
    asked = [await place.comes(WHOLE.replace(b"quick", b"slow")) for _ in range(MOST - 1)]
    await asyncio.sleep(0)
    for _ in range(3 * MOST):
        await place.comes()
    assert await answer(await place.comes(WHOLE)) == "quick"

    place.finish.set()

    assert [await answer(one) for one in asked] == ["slow"] * len(asked)


@pytest.mark.parametrize(
    "said", [b"", WHOLE[:9], b"POST /reads HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"]
)
async def test_a_request_that_does_not_come_whole_is_not_waited_for(
    place: Place, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "COMES_IN", 0.05)

    assert await answer(await place.comes(said)) == ""

    await until(lambda: place.broken == (said.startswith(b"POST")), "the application knows")


async def test_an_answer_that_nobody_takes_is_broken_off(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "TAKEN_IN", 0.05)

    await place.comes(WHOLE.replace(b"quick", b"streams?large"))

    await until(lambda: place.broken == 1, "the answer ends")


async def test_a_stream_goes_on_however_many_come_and_however_long_it_takes(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "COMES_IN", 0.05)
    monkeypatch.setattr(bounds, "TAKEN_IN", 0.05)
    reader, _ = await place.comes(WHOLE.replace(b"quick", b"streams"))
    await reader.readuntil(b"\r\n\r\n")

    for _ in range(3 * MOST):
        await place.comes()
    for _ in range(30):
        assert await reader.readuntil(b"x\r\n")

    assert await answer(await place.comes(WHOLE)) == "quick"
    assert place.broken == 0


async def test_in_the_log_stands_a_line_for_each_reason_and_not_for_each_request() -> None:
    refusals = bounds.Refusals()
    with capture_logs() as lines:
        for _ in range(1000):
            refusals.note("it is not signed")
            refusals.note("it broke off")

    assert [line["reason"] for line in lines] == ["it is not signed", "it broke off"]
