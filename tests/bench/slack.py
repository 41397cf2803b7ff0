"""In the place of Slack, by HTTP: takes every call at once, and signs what people do."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bot import clock

SECRET = "bench"  # with which Slack signs


@dataclass(frozen=True, slots=True)
class Called:
    """A call of the Web API that was answered at this moment of the machine's steady clock."""

    at: float
    team: str
    method: str


@dataclass
class Slack:
    """Takes every call at once; the token says for which workspace it is."""

    calls: list[Called] = field(default_factory=list)
    port: int = 0
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: Any = field(default_factory=lambda: count(1))

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str]:
        """The address of its Web API."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1000)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield f"http://127.0.0.1:{self.port}/api/"
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                headers = _headers(head)
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                method = head.split(" ", 2)[1].partition("?")[0].rpartition("/")[2]
                team = headers.get("authorization", "")[-7:]
                self.calls.append(Called(time.perf_counter(), team, method))
                self.heard.set()
                said = json.dumps(self._answer(method, team, body)).encode()
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n")
                writer.write(b"content-length: %d\r\n\r\n%b" % (len(said), said))
        writer.close()

    def _answer(self, method: str, team: str, body: bytes) -> dict[str, Any]:
        number = next(self._numbers)
        answer: dict[str, Any] = {"ok": True, "ts": f"{1_700_000_000 + number}.0"}
        if method == "conversations.create":
            answer["channel"] = {"id": f"C{team}N{number}"}
        elif method == "chat.postMessage":
            said = json.loads(body) if body[:1] == b"{" else dict(parse_qsl(body.decode()))
            answer["channel"] = said["channel"]
        elif method == "reactions.get":
            answer["message"] = {"reactions": []}
        elif method == "files.getUploadURLExternal":
            answer |= {"upload_url": f"http://127.0.0.1:{self.port}/upload", "file_id": f"F{number}"}
        return answer


def _headers(head: str) -> dict[str, str]:
    found = (line.partition(":") for line in head.split("\r\n")[1:])
    return {name.lower(): value.strip() for name, _, value in found}


@dataclass
class Replica:
    """A bot that runs; `deliver` is what Slack does."""

    pid: int
    port: int
    health: int
    _idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)

    async def deliver(self, payload: dict[str, Any]) -> int:
        """Signs it and gives it to the bot, a slash command as a form, and an event as JSON; the status that
        it answers."""
        kind, body = "application/json", json.dumps(payload).encode()
        if "command" in payload:
            kind, body = "application/x-www-form-urlencoded", urlencode(payload).encode()
        stamp = str(int(clock.now().timestamp()))
        signed = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        head = (
            f"POST /slack/events HTTP/1.1\r\nhost: moot\r\ncontent-type: {kind}\r\n"
            f"x-slack-request-timestamp: {stamp}\r\nx-slack-signature: v0={signed}\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        return int((await self._asked(self.port, head.encode() + body))[0].split(" ")[1])

    async def ready(self) -> bool:
        """Whether it says that it may be given work."""
        try:
            return " 200 " in (await self._asked(self.health, _get("/readyz"), keep=False))[0]
        except OSError:
            return False

    async def collided(self) -> int:
        """How many transactions it has done again."""
        text = (await self._asked(self.health, _get("/metrics"), keep=False))[1]
        lines = [line for line in text.splitlines() if line.startswith("moot_conflicts_total ")]
        return int(float(lines[0].split()[1])) if lines else 0

    async def _asked(self, port: int, said: bytes, *, keep: bool = True) -> tuple[str, str]:
        while self._idle and self._idle[-1][0].at_eof():
            self._idle.pop()  # the bot has closed it, since nothing came
        link = self._idle.pop() if keep and self._idle else await asyncio.open_connection("127.0.0.1", port)
        reader, writer = link
        writer.write(said)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        body = await reader.readexactly(int(_headers(head).get("content-length", 0)))
        if keep:
            self._idle.append(link)
        else:
            writer.close()
        return head, body.decode()


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nhost: moot\r\n\r\n".encode()
