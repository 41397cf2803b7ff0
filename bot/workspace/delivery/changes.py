"""The stream of changes: what each person sees happening, as it happens. Nothing is ever dropped."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable
from weakref import ref

from bot.workspace.state.records import Json


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


Wants = Callable[[Change], bool]
"""Whether a viewer has a use for a change."""


class Subscription:
    """What one viewer sees from now on; iterate it, in one task. It ends with the workspace or at `close`.

    `wants` leaves out what the viewer has no use for: asking it costs far less than waking a task.
    """

    def __init__(
        self, viewer: str, on_close: Callable[["Subscription"], None], wants: Wants | None = None
    ) -> None:
        self.viewer = viewer
        self._wants = wants
        self._changes: deque[Change] = deque()
        self._wake: asyncio.Future[None] | None = None
        self._on_close = on_close
        self._closed = False

    def put(self, change: Change) -> None:
        """Adds a change at the end, if it is wanted."""
        if self._wants is not None and not self._wants(change):
            return
        self._changes.append(change)
        self._rouse()

    def waiting(self) -> bool:
        """True if a change can be read without waiting."""
        return bool(self._changes)

    def close(self) -> None:
        """Ends the iteration after what is already there."""
        if not self._closed:
            self._closed = True
            self._on_close(self)
            self._rouse()

    def _rouse(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> Change:
        while not self._changes:
            if self._closed:
                raise StopAsyncIteration
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake
        return self._changes.popleft()


class Changes:
    """Who watches, and telling them. A subscription nobody holds any more is forgotten."""

    def __init__(self) -> None:
        self._watching: dict[str, dict[int, ref[Subscription]]] = {}

    def follow(self, viewer: str, wants: Wants | None = None) -> Subscription:
        """Starts at once: what happens between this call and the first `async for` is not lost."""
        subscription = Subscription(viewer, lambda left: self._forget(viewer, id(left)), wants)
        key = id(subscription)
        self._watching.setdefault(viewer, {})[key] = ref(subscription, lambda _: self._forget(viewer, key))
        return subscription

    def _forget(self, viewer: str, key: int) -> None:
        watchers = self._watching.get(viewer)
        if watchers is not None:
            watchers.pop(key, None)
            if not watchers:
                del self._watching[viewer]

    def _of(self, viewer: str) -> list[Subscription]:
        watchers = self._watching.get(viewer)
        if not watchers:
            return []
        return [watcher for each in watchers.values() if (watcher := each()) is not None]

    def watched(self) -> list[str]:
        """The people somebody is watching as, right now."""
        return list(self._watching)

    def tell(self, viewers: Iterable[str], kind: str, show: Callable[[], Json]) -> None:
        """One change, the same for all viewers; `show` is called at most once, and not if nobody watches."""
        change: Change | None = None
        for viewer in viewers:
            for subscription in self._of(viewer):
                change = change or Change(kind, show())
                subscription.put(change)

    def tell_each(self, viewers: Iterable[str], kind: str, show: Callable[[str], Json]) -> None:
        """One change that looks different to each viewer."""
        for viewer in viewers:
            watchers = self._of(viewer)
            if watchers:
                change = Change(kind, show(viewer))
                for subscription in watchers:
                    subscription.put(change)

    def close(self) -> None:
        """Ends every subscription."""
        for viewer in self.watched():
            for subscription in self._of(viewer):
                subscription.close()
