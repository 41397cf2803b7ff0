"""Which listener takes a delivery: found at once, by what it is and what it names."""

from collections.abc import Awaitable, Callable, Mapping
from enum import Enum, auto
from typing import Any

from slack_bolt.listener.async_listener import AsyncCustomListener, AsyncListener
from slack_bolt.listener.asyncio_runner import AsyncioListenerRunner
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.blocks.names import name_of

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
    """The last step of a delivery through Bolt: its listener runs."""

    def __init__(self, listeners: Listeners, runner: AsyncioListenerRunner) -> None:
        self._listeners, self._runner = listeners, runner

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        """What it acknowledged. Where it did not in time, nothing is acknowledged; what nobody takes is left
        to Bolt, which logs it."""
        listener = self._listeners.of(req.body)
        if listener is None:
            return await next()
        name = listener.ack_function.__name__
        answer = await self._runner.run(request=req, response=resp, listener_name=name, listener=listener)
        return answer or BoltResponse(status=503)


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
