"""When Slack hears that something was taken: once it is done or stored. So a stop in between loses nothing.

What is done soon is acknowledged then. What takes longer is kept in the inbox first, and done by whoever
comes next if we stop. What can be neither done nor kept is not acknowledged: an event comes again, and of a
command or a click Slack tells the person that it failed.
"""

import asyncio
import contextlib
import hashlib
import json
import math
import sys
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.domain.errors.store import StoreAway
from bot.metrics import KEPT_AFTER
from bot.services.inbox import InboxService
from bot.slack.edge.late import told_late

TAKEN = BoltResponse(status=200)
REMEMBERED = 20_000  # deliveries; Slack's last retry of an event comes after six minutes
SLACK_WAITS = 3.0  # seconds; then it tells the person that it failed
ROUNDS = 10  # of the event loop, from a delivery to its acknowledgement, which waits for all else in each
KEPT, UNDONE = "moot_kept", "moot_undone"  # in Bolt's context: a place in the inbox; the database was away


class TimedAck(AsyncAck):
    """Knows whether Slack has told the person by now that it failed."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._began, self._answered = time.monotonic(), math.inf
        self.given = asyncio.Event()  # once there is something to answer, or the listener has ended
        self.errors: dict[str, str] = {}  # what a form was answered, by field

    async def __call__(self, *args: Any, **answer: Any) -> BoltResponse:
        """Answers."""
        self.errors = answer.get("errors") or {}
        self.answered()
        return await super().__call__(*args, **answer)

    def answered(self) -> None:
        """Slack hears of it now."""
        self._answered = min(self._answered, time.monotonic())
        self.given.set()

    @property
    def lasts(self) -> float:
        """Seconds since it was delivered."""
        return time.monotonic() - self._began

    @property
    def too_late(self) -> bool:
        """Whether Slack has waited in vain."""
        return min(self._answered, time.monotonic()) - self._began > SLACK_WAITS


class LateAck(TimedAck):
    """A bare `ack()` only says that there is nothing to answer: `done` acknowledges, or the inbox does.
    `kept` is the place there of what is taken up again."""

    def __init__(self, inbox: InboxService, body: dict[str, Any], kept: int | None = None) -> None:
        super().__init__()
        self._inbox = inbox
        self._body = body
        self._kept = kept
        self._timer: asyncio.TimerHandle | None = None
        self._keeping: asyncio.Task[None] | None = None

    async def __call__(self, *args: Any, **answer: Any) -> BoltResponse:
        """An answer that Slack is to show goes out at once."""
        if args or answer:
            return await super().__call__(*args, **answer)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(KEPT_AFTER, self._takes_longer)
        return BoltResponse(status=200)

    def done(self) -> None:
        """It is done or stored, or changes nothing."""
        self.never_kept()
        self.answered()
        if self.response is None:
            self.response = BoltResponse(status=200)

    def never_kept(self) -> None:
        """Slack hears of it when it is done, and not before."""
        if self._timer is not None:
            self._timer.cancel()

    def _takes_longer(self) -> None:
        self._keeping = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        if self._kept is None:
            try:
                self._kept = await self._inbox.keep(self._body)
            except StoreAway:
                return
        self.done()

    async def over(self, *, undone: bool) -> None:
        """The listener has ended; `undone` if the database was away, and it is to be done again."""
        if not undone:
            self.done()
        self.never_kept()
        if self._keeping is not None:
            await self._keeping
        if self._kept is None:
            return
        if undone:
            self._inbox.left(self._kept)
            return
        with contextlib.suppress(StoreAway):  # then the inbox remembers it
            await self._inbox.done(self._kept)


class WhenDone(AsyncListenerCompletionHandler):
    """What a listener has ended with is acknowledged."""

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002
        """It has ended. Where it was broken off, since we stop, what was kept is for whoever comes next."""
        ack, broken_off = request.context.ack, sys.exc_info()[1] is not None
        if not isinstance(ack, TimedAck) or broken_off:
            return
        undone, too_late = bool(request.context.get(UNDONE)), ack.too_late
        if isinstance(ack, LateAck):
            await ack.over(undone=undone)
        if too_late and not undone and (answer := request.context.get("answer")) is not None:
            await told_late(answer, request.body, ack.errors)


class Turns:
    """What is still to come after the acknowledgement, in the order in which it came: however many wait for
    their answers, whoever asks next is acknowledged first."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def next(self) -> None:
        """Returns when it is one's turn, and the loop has since gone round as often as an acknowledgement
        takes."""
        async with self._turn:
            for _ in range(ROUNDS):
                await asyncio.sleep(0)


class Once:
    """What is delivered again is answered like the first time, and not done again."""

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Task[BoltResponse]] = {}
        self._answers: OrderedDict[str, BoltResponse] = OrderedDict()

    async def answer(self, about: str, work: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:
        """What `work` answered; if that was no acknowledgement, it is done anew the next time."""
        if about in self._answers:
            return self._answers[about]
        task = self._under_way.get(about)
        if task is None:
            task = self._under_way[about] = asyncio.ensure_future(work())
            task.add_done_callback(lambda done: self._keep(about, done))
        return await asyncio.shield(task)

    def _keep(self, about: str, done: asyncio.Task[BoltResponse]) -> None:
        del self._under_way[about]
        if done.cancelled() or done.exception() is not None or done.result().status != 200:
            return
        answer = done.result()
        self._answers[about] = answer if answer.body else TAKEN  # most say nothing, and there are many
        while len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)


def identity(payload: Mapping[str, Any], envelope: str) -> str:
    """What tells a delivery from another. An event comes again in another envelope, with its id and the same
    content; of what a person did, nothing comes again but the envelope."""
    if "event_id" not in payload:
        return envelope
    event = json.dumps([payload["event_id"], payload.get("team_id"), payload.get("event")], sort_keys=True)
    return hashlib.sha256(event.encode()).hexdigest()
