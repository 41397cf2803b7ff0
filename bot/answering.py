"""Whether Slack answers our calls. That it does not is said once within seconds, again now and then with how
much has failed, and so is that it is over."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from statistics import median

import aiohttp
import structlog

log = structlog.get_logger(__name__)
HANGS_AFTER = 5.0  # seconds without any answer while a call waits for one
FAILS_FOR = 3.0  # seconds in which two calls fail
FAILED_OFTEN = 3  # calls in a row, however soon
KNOWN_FOR = 90.0  # seconds after which a failure tells nothing: what failed is tried again sooner
SLOW = 3.0  # seconds that half of the latest calls took
ENOUGH, LATEST = 5, 20  # calls, to say so
FRESH_FOR = 60.0  # seconds for which an answer tells how fast Slack is
SAID_AGAIN_AFTER = 60.0  # seconds
LOOKED_EACH = 1.0  # seconds
TIMEOUT = TimeoutError.__name__

_WAITS = "Nothing is lost: messages wait, and go out when Slack answers."
HANGS = (
    "Slack has not answered for {seconds:.0f} s: calls go out, and nothing comes back. " + _WAITS + " See "
    "status.slack.com, and whether a proxy or a firewall holds the answers back."
)
AWAY = (
    "Slack cannot be reached: calls have failed for {seconds:.0f} s ({fault}). " + _WAITS + " Check network, "
    "name resolution, proxy and firewall, and see status.slack.com."
)
CRAWLS = "Slack answers slowly: half of the latest calls took {seconds:.1f} s or more. Messages are late."


@dataclass(eq=False)
class Answering:
    """Knows the calls that are under way, and how the latest ones ended. `steady` is a clock in seconds that
    never goes back."""

    steady: Callable[[], float] = time.monotonic
    _waiting: list[float] = field(default_factory=list)  # since when
    _took: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=LATEST))  # when, how long
    _answered_at: float = float("-inf")
    _failing_since: float = 0.0
    _failed_at: float = float("-inf")
    _failed: int = 0  # since the last answer
    _fault: str = ""
    _said: str = ""  # the kind of trouble that the log has told of
    _said_at: float = 0.0
    _began: float = 0.0
    _timer: asyncio.TimerHandle | None = None

    @contextmanager
    def one(self) -> Iterator[None]:
        """A call. It has failed if its time was up, or its connection was not made or broke; whatever else
        comes of it is an answer."""
        began = self.steady()
        self._waiting.append(began)
        self._watch()
        try:
            yield
        except (OSError, aiohttp.ClientError) as fault:
            self._has_failed(began, type(fault).__name__)
            raise
        except Exception:
            self._was_answered(began)
            raise
        else:
            self._was_answered(began)
        finally:
            self._waiting.remove(began)

    @property
    def waits(self) -> float:
        """For how many seconds the oldest call has waited for its answer."""
        now = self.steady()
        return now - min(self._waiting, default=now)

    @property
    def answers(self) -> bool:
        """Whether Slack answers at all, as far as is known."""
        return self._kind() not in (HANGS, AWAY)

    @property
    def trouble(self) -> str:
        """What is wrong, and what to do; empty where all is well."""
        kind = self._kind()
        if kind == CRAWLS:
            return CRAWLS.format(seconds=self._pace())
        lasts = self.steady() - self._failing_since if self._failed else self.waits
        return kind.format(seconds=lasts, fault=self._fault)

    def look(self) -> None:
        """Says what has changed."""
        kind, now = self._kind(), self.steady()
        if not kind:
            if self._said:
                over = "no call to slack has failed lately" if self._failed else "slack answers again"
                log.info(over, action="slack", after=round(now - self._began, 1))
            self._said = ""
            return
        if not self._said:
            self._began = now
        if kind != self._said or now - self._said_at >= SAID_AGAIN_AFTER:
            log.warning(self.trouble, action="slack", waiting=len(self._waiting), failed=self._failed)
            self._said, self._said_at = kind, now

    def _kind(self) -> str:
        if self._fails():
            return HANGS if self._fault == TIMEOUT else AWAY
        if self.waits >= HANGS_AFTER and self.steady() - self._answered_at >= HANGS_AFTER:
            return HANGS
        return CRAWLS if self._pace() >= SLOW else ""

    def _fails(self) -> bool:
        now = self.steady()
        if not self._failed or now - self._failed_at > KNOWN_FOR:
            return False
        again = self._failed > 1 and now - self._failing_since >= FAILS_FOR
        return again or self._failed >= FAILED_OFTEN or self._fault == TIMEOUT

    def _pace(self) -> float:
        since = self.steady() - FRESH_FOR
        took = [seconds for at, seconds in self._took if at > since]
        return median(took) if len(took) >= ENOUGH else 0.0

    def _was_answered(self, began: float) -> None:
        now = self.steady()
        self._answered_at, self._failed = now, 0
        self._took.append((now, now - began))

    def _has_failed(self, began: float, fault: str) -> None:
        if not self._failed:
            self._failing_since = began
        self._failed, self._failed_at, self._fault = self._failed + 1, self.steady(), fault

    def _watch(self) -> None:
        if self._timer is None:  # in a context of its own: no single call is the cause
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(LOOKED_EACH, self._ticked, context=Context())

    def _ticked(self) -> None:
        self._timer = None
        self.look()
        if self._waiting or self._said or self._failed:
            self._watch()
