"""Bounds on connections, which uvicorn does not have: how many there are, how long a request may take to
come, and how long an answer may wait to be taken. Silent connections give way to those that send
something."""

import asyncio
import resource
import socket
from typing import Any

import h11
import structlog
from uvicorn.protocols.http.h11_impl import H11Protocol

log = structlog.get_logger(__name__)
COMES_IN = 5.0  # seconds for a whole request
TAKEN_IN = 20.0  # seconds in which something of an answer has to be taken
SAID_AGAIN_AFTER = 60.0  # seconds; whoever knocks in vain a thousand times fills no disk
ANY_MOMENT = 500  # connections, where the process may have so many files open


def connections() -> int:
    """How many there may be: the other half of the open files is for Slack, the database and the games."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return ANY_MOMENT if soft == resource.RLIM_INFINITY else min(ANY_MOMENT, soft // 2)


class Refusals:
    """What was turned away, in the log: one line for each reason, and again after a while with how many."""

    def __init__(self) -> None:
        self._said: dict[str, float] = {}
        self._since: dict[str, int] = {}

    def note(self, reason: str) -> None:
        """Nothing of the request itself is said."""
        now = asyncio.get_running_loop().time()
        self._since[reason] = self._since.get(reason, 0) + 1
        if now - self._said.get(reason, -SAID_AGAIN_AFTER) < SAID_AGAIN_AFTER:
            return
        log.warning("a request was turned away", action="http", reason=reason, count=self._since[reason])
        self._said[reason], self._since[reason] = now, 0


class Bounded(H11Protocol):
    """A connection, of at most `limit_concurrency`. Where there are more, one goes that asks for nothing."""

    refusals = Refusals()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._most, self.limit_concurrency = self.limit_concurrency, None  # it would answer 503 instead
        self._late: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None
        self._since = self.loop.time()

    @property
    def asks(self) -> bool:
        """Whether a whole request has come and is not answered yet."""
        return self.conn.their_state not in (h11.IDLE, h11.SEND_BODY) and not self.transport.is_closing()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """One more: perhaps too many."""
        super().connection_made(transport)
        _notice_the_dead(transport)
        self._expects()
        if self._most is not None and len(self.connections) > self._most:
            silent = [one for one in self.connections if isinstance(one, Bounded) and not one.asks]
            min(silent, key=lambda one: one._since, default=self).turn_away("too many connections")

    def data_received(self, data: bytes) -> None:
        """A part of a request, or all of it."""
        super().data_received(data)
        if self.asks:
            self._relax()
        elif self._late is None:
            self._expects()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._relax()
        self._is_taken()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """An answer waits: what was sent before is not taken."""
        super().pause_writing()
        self._stuck = self.loop.call_later(TAKEN_IN, self.turn_away, "an answer was not taken in time")

    def resume_writing(self) -> None:
        """It is taken."""
        super().resume_writing()
        self._is_taken()

    def turn_away(self, reason: str) -> None:
        """Ends the connection."""
        self.refusals.note(reason)
        self.connections.discard(self)
        self.transport.abort()

    def _expects(self) -> None:
        self._late = self.loop.call_later(COMES_IN, self.turn_away, "a request did not come in time")

    def _is_taken(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    def _relax(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


def _notice_the_dead(transport: asyncio.Transport) -> None:
    """Has the system end a connection whose other side has silently gone, where it can: Linux would try for a
    quarter of an hour."""
    if option := getattr(socket, "TCP_USER_TIMEOUT", None):
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, option, round(TAKEN_IN * 1000))
