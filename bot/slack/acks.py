"""When Slack hears that something was taken: once it is done or stored. So a stop in between loses nothing.

An event that was not acknowledged comes again; of a command or a click, Slack tells the person that it
failed.
"""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

LATEST = 2.0  # seconds until what is still under way is acknowledged: Slack waits for three
TAKEN = BoltResponse(status=200)
REMEMBERED = 20_000  # deliveries; Slack's last retry of an event comes after six minutes


class LateAck(AsyncAck):
    """A bare `ack()` only says that there is nothing to answer: `done` acknowledges, or time does."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._timer: asyncio.TimerHandle | None = None

    async def __call__(self, *args: Any, **answer: Any) -> BoltResponse:
        """An answer that Slack is to show goes out at once."""
        if args or answer:
            return await super().__call__(*args, **answer)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LATEST, self.done)
        return BoltResponse(status=200)

    def done(self) -> None:
        """It is done or stored, or changes nothing."""
        if self._timer is not None:
            self._timer.cancel()
        if self.response is None:
            self.response = BoltResponse(status=200)


class WhenDone(AsyncListenerCompletionHandler):
    """What a listener has ended with is acknowledged."""

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002
        """It has ended."""
        ack = request.context.ack
        if isinstance(ack, LateAck):
            ack.done()


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
