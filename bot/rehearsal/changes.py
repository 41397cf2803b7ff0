"""The stream of changes: what each person sees happening, as it happens. Nothing is ever dropped."""

import asyncio
import json
from collections.abc import Callable, Iterable
from weakref import WeakSet

from bot.rehearsal.state import Json


class Change:
    """One thing a person sees: a kind and its JSON (see README.md). Shared between viewers: read only."""

    __slots__ = ("_encoded", "data", "kind")

    def __init__(self, kind: str, data: Json) -> None:
        self.kind = kind
        self.data = data
        self._encoded: bytes | None = None

    def encoded(self) -> bytes:
        """As a server-sent event; made once, however many are watching."""
        if self._encoded is None:
            data = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
            self._encoded = f"event: {self.kind}\ndata: {data}\n\n".encode()
        return self._encoded

    def __repr__(self) -> str:
        return f"Change({self.kind!r}, {self.data!r})"


class Subscription:
    """What one viewer sees from now on; iterate it. It ends with the workspace or when `close` is called."""

    def __init__(self, viewer: str, on_close: Callable[["Subscription"], None]) -> None:
        self.viewer = viewer
        self._queue: asyncio.Queue[Change | None] = asyncio.Queue()
        self._on_close = on_close
        self._closed = False

    def put(self, change: Change) -> None:
        """Adds a change at the end."""
        self._queue.put_nowait(change)

    def waiting(self) -> bool:
        """True if a change can be read without waiting."""
        return not self._queue.empty()

    def close(self) -> None:
        """Ends the iteration after what is already there."""
        if not self._closed:
            self._closed = True
            self._on_close(self)
            self._queue.put_nowait(None)

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> Change:
        change = await self._queue.get()
        if change is None:
            self._queue.put_nowait(None)
            raise StopAsyncIteration
        return change


class Changes:
    """Who watches, and telling them."""

    def __init__(self) -> None:
        self._watching: dict[str, WeakSet[Subscription]] = {}

    def follow(self, viewer: str) -> Subscription:
        """Starts at once: what happens between this call and the first `async for` is not lost."""
        subscription = Subscription(viewer, self._forget)
        self._watching.setdefault(viewer, WeakSet()).add(subscription)
        return subscription

    def _forget(self, subscription: Subscription) -> None:
        watchers = self._watching.get(subscription.viewer)
        if watchers is not None:
            watchers.discard(subscription)
            if not watchers:
                del self._watching[subscription.viewer]

    def watched(self) -> list[str]:
        """The people somebody is watching as, right now."""
        return [viewer for viewer, watchers in self._watching.items() if len(watchers)]

    def tell(self, viewers: Iterable[str], kind: str, show: Callable[[], Json]) -> None:
        """One change, the same for all viewers; `show` is called at most once, and not if nobody watches."""
        change: Change | None = None
        for viewer in viewers:
            for subscription in self._watching.get(viewer, ()):
                change = change or Change(kind, show())
                subscription.put(change)

    def tell_each(self, viewers: Iterable[str], kind: str, show: Callable[[str], Json]) -> None:
        """One change that looks different to each viewer."""
        for viewer in viewers:
            watchers = self._watching.get(viewer)
            if watchers:
                change = Change(kind, show(viewer))
                for subscription in watchers:
                    subscription.put(change)

    def close(self) -> None:
        """Ends every subscription."""
        for watchers in list(self._watching.values()):
            for subscription in list(watchers):
                subscription.close()
