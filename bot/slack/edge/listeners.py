"""Which listener takes a delivery: found at once, by what it is and what it names."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from enum import Enum, auto
from typing import Any

from slack_bolt.listener.async_listener import AsyncCustomListener, AsyncListener
from slack_bolt.listener.asyncio_runner import AsyncioListenerRunner
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.blocks.names import name_of
from bot.slack.edge.acks import SLACK_WAITS, TimedAck

ANY = ""  # the name of whatever no other listener of the kind takes


class Kind(Enum):
    """What a listener takes, by its name."""

    COMMAND = auto()
    BUTTON = auto()  # or a menu
    FORM = auto()  # that was sent
    CLOSED_FORM = auto()
    SHORTCUT = auto()
    MESSAGE_SHORTCUT = auto()
    EVENT = auto()


class Listeners:
    """Those of one app."""

    def __init__(self) -> None:
        self.known: dict[tuple[Kind, str], AsyncListener] = {}

    def take(self, kind: Kind, name: str, listener: Callable[..., Awaitable[None]]) -> None:
        """This listener takes what has this name, or `ANY`. Raises ValueError if another one does."""
        if (kind, name) in self.known:
            raise ValueError(f"two listeners take {kind.name} {name}")
        self.known[kind, name] = AsyncCustomListener(
            app_name="moot",
            ack_function=listener,
            lazy_functions=(),
            matchers=(),
            middleware=(),
            auto_acknowledgement=kind is Kind.EVENT,
        )

    def of(self, body: Mapping[str, Any]) -> AsyncListener | None:
        """The one that takes this delivery."""
        kind, name = _named(body)
        if kind is None:
            return None
        return self.known.get((kind, name)) or self.known.get((kind, ANY))


class Heard(AsyncMiddleware):
    """The last step of a delivery through Bolt: its listener runs, with the handlers of Bolt's runner."""

    def __init__(self, listeners: Listeners, runner: AsyncioListenerRunner) -> None:
        self._listeners, self._runner = listeners, runner
        self._running: set[asyncio.Task[None]] = set()

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002
        next: Callable[[], Awaitable[BoltResponse]],  # as Bolt calls it
    ) -> BoltResponse | None:
        """What the listener acknowledged, as soon as it does. Where it does not in time, nothing is
        acknowledged; what nobody takes is left to Bolt, which logs it."""
        listener = self._listeners.of(req.body)
        if listener is None:
            return await next()
        ack = req.context.ack
        assert isinstance(ack, TimedAck)
        running = asyncio.create_task(self._run(listener, req, ack))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SLACK_WAITS):
                await ack.given.wait()
        return ack.response or BoltResponse(status=503)

    async def _run(self, listener: AsyncListener, request: AsyncBoltRequest, ack: TimedAck) -> None:
        runner = self._runner
        try:
            await runner.listener_start_handler.handle(request=request, response=None)
            if listener.auto_acknowledgement:
                await ack()
            await listener.run_ack_function(request=request, response=BoltResponse(status=200))
        except Exception as fault:  # noqa: BLE001 - the handler logs it
            answer = BoltResponse(status=500) if ack.response is None else None
            await runner.listener_error_handler.handle(error=fault, request=request, response=answer)
            ack.response = ack.response or answer
        finally:
            await runner.listener_completion_handler.handle(request=request, response=None)
            ack.given.set()


def _named(body: Mapping[str, Any]) -> tuple[Kind | None, str]:
    match body:
        case {"command": str(name)}:
            return Kind.COMMAND, name
        case {"type": "event_callback", "event": {"type": str(name)}}:
            return Kind.EVENT, name
        case {"type": "block_actions", "actions": [{"action_id": str(action)}, *_]}:
            return Kind.BUTTON, name_of(action)
        case {"type": "view_submission", "view": {"callback_id": str(name)}}:
            return Kind.FORM, name
        case {"type": "view_closed", "view": {"callback_id": str(name)}}:
            return Kind.CLOSED_FORM, name
        case {"type": "shortcut", "callback_id": str(name)}:
            return Kind.SHORTCUT, name
        case {"type": "message_action", "callback_id": str(name)}:
            return Kind.MESSAGE_SHORTCUT, name
        case _:  # Slack sends nothing else that we asked for
            return None, ANY
