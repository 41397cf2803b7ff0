"""A record of what apps and workspace said to one another, for tests that search it. No token lies in it."""

import re
from collections import deque
from collections.abc import MutableSequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.rehearsal.clock import Clock
from bot.rehearsal.state import Json

_KEPT = 2000
_TOKEN = re.compile(r"(xox[a-z]|xapp)-[\w-]+|ticket=\w+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said. `name` is a method, an envelope's type or an address; `at` is Unix seconds."""

    at: float
    direction: Literal["from app", "to app"]
    app_id: str
    name: str
    content: Any


@dataclass(frozen=True, slots=True)
class Sent:
    """One Web API call or response_url post of an app, with what it was answered."""

    at: float
    app_id: str
    method: str
    args: Json
    response: Json
    status: int = 200


def masked(value: Any) -> Any:
    """The same value with every token replaced."""
    if isinstance(value, str):
        return _TOKEN.sub("(token)", value)
    if isinstance(value, dict):
        return {key: "(token)" if key == "token" else masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(item) for item in value]
    return value


class Traffic:
    """Keeps the last 2,000 entries, or all of them with `record`."""

    def __init__(self, clock: Clock, *, record: bool) -> None:
        self._clock = clock
        self.entries: MutableSequence[Entry] = [] if record else deque(maxlen=_KEPT)
        self.sent: MutableSequence[Sent] = [] if record else deque(maxlen=_KEPT)

    def called(self, app_id: str, method: str, args: Json, response: Json, status: int) -> None:
        """An app called a method and was answered."""
        at, args, response = self._clock(), masked(args), masked(response)
        self.sent.append(Sent(at, app_id, method, args, response, status))
        self.entries.append(Entry(at, "from app", app_id, method, {"args": args, "response": response}))

    def delivered(self, app_id: str, name: str, content: Any) -> None:
        """The workspace sent something to an app."""
        self.entries.append(Entry(self._clock(), "to app", app_id, name, masked(content)))

    def answered(self, app_id: str, name: str, content: Any) -> None:
        """An app answered a delivery."""
        self.entries.append(Entry(self._clock(), "from app", app_id, name, masked(content)))
