"""Whatever Slack delivers, by Socket Mode or by HTTP: done once, measured, and ended before a stop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import clock
from bot.causes import because_of, of_delivery
from bot.metrics import Metrics
from bot.slack.edge.acks import TAKEN, Once, TimedAck, identity
from bot.slack.edge.shapes import fault_in

log = structlog.get_logger(__name__)

LISTENERS_END_IN = 1.5  # seconds, when we are to stop
KINDS = {
    "event_callback": "event",
    "block_actions": "action",
    "view_submission": "view",
    "view_closed": "view",
    "shortcut": "shortcut",
    "message_action": "shortcut",
}


class Incoming:
    """Answers deliveries with a Bolt app's listeners."""

    def __init__(self, bolt: AsyncApp, metrics: Metrics) -> None:
        self._under_way, self._once, self._metrics = UnderWay(bolt, metrics.handled), Once(), metrics

    def greeted(self) -> None:
        """Slack has greeted a new connection."""
        self._metrics.connected()

    @asynccontextmanager
    async def answered(
        self, payload: Mapping[str, Any], delivery: str, work: Callable[[], Awaitable[BoltResponse]]
    ) -> AsyncIterator[BoltResponse]:
        """What `work` answers, or did when the same was delivered before; given to Slack within the block.
        `delivery` tells this one from all others. What is not as Slack sends it is taken, and nothing more:
        it would come again as it is."""
        began = clock.now()
        with self._under_way.one(), because_of(_cause(payload, delivery)):
            if fault := fault_in(payload):
                log.warning("this is not what slack sends", action=_kind(payload), fault=fault)
                answer = TAKEN
            else:
                log.info("delivered", action="receive", kind=_kind(payload), what=_what(payload))
                answer = await self._once.answer(identity(payload, delivery), work)
            yield answer
        seconds = (clock.now() - began).total_seconds()
        self._metrics.answered(_kind(payload), max(0.0, seconds), taken=answer.status == TAKEN.status)

    async def over(self) -> None:
        """What is under way comes to its end, if it does so soon."""
        await self._under_way.over(LISTENERS_END_IN)


def _kind(payload: Mapping[str, Any]) -> str:
    return "command" if "command" in payload else KINDS.get(str(payload.get("type")), "other")


def _what(payload: Mapping[str, Any]) -> str:
    """The command or the type of event, but not the button: that may show how somebody votes."""
    return str(payload.get("command") or (payload.get("event") or {}).get("type") or "")


def _cause(payload: Mapping[str, Any], delivery: str) -> str:
    """An event that Slack repeats, perhaps to another replica, has the same cause."""
    event = payload.get("event_id")
    return of_delivery(event if isinstance(event, str) and event else delivery)


class UnderWay:
    """Counts envelopes that are not acknowledged yet and listeners that are still running; `handled` is told
    how long each took since its delivery."""

    def __init__(self, bolt: AsyncApp, handled: Callable[[str, float], None] = lambda _, __: None) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()
        bolt.listener_runner.listener_start_handler = _Begun(self._begin)
        runner = bolt.listener_runner
        runner.listener_completion_handler = _Ended(runner.listener_completion_handler, self._end, handled)

    async def over(self, seconds: float) -> bool:
        """Returns when none is under way, at latest after so many seconds; whether none is."""
        try:
            async with asyncio.timeout(seconds):
                await self._none.wait()
        except TimeoutError:
            return False
        return True

    @contextmanager
    def one(self) -> Iterator[None]:
        """Something is under way for so long."""
        self._begin()
        try:
            yield
        finally:
            self._end()

    def _begin(self) -> None:
        self._count += 1
        self._none.clear()

    def _end(self) -> None:
        self._count -= 1
        if not self._count:
            self._none.set()


class _Begun(AsyncListenerStartHandler):
    def __init__(self, note: Callable[[], None]) -> None:
        self._note = note

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002
        self._note()


class _Ended(AsyncListenerCompletionHandler):
    def __init__(
        self,
        first: AsyncListenerCompletionHandler,
        note: Callable[[], None],
        handled: Callable[[str, float], None],
    ) -> None:
        self._first, self._note, self._handled = first, note, handled

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:
        await self._first.handle(request, response)
        if isinstance(ack := request.context.ack, TimedAck):
            self._handled(_kind(request.body), ack.lasts)
        self._note()
