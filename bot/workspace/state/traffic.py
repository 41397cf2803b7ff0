"""What apps and workspace said to one another, for tests and the inspector. No token lies in it."""

import re
from collections import deque
from collections.abc import MutableSequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.workspace.state.clock import Clock
from bot.workspace.state.records import Json

_KEPT = 2000
_TOKEN = re.compile(r"(xoxe\.)?(xox[a-z]|xapp)-[\w-]+|ticket=\w+")
_KEYS = ("token", "client_secret", "code")
_SECRETS = (*_KEYS, "response_url", "trigger_id")


@dataclass(frozen=True, slots=True)
class Sent:
    """One Web API call or response_url post of an app, with what it was answered."""

    at: float
    app_id: str
    method: str
    args: Json
    response: Json
    status: int = 200


@dataclass(slots=True)
class Exchange:
    """Something said and what was answered, as the inspector shows it. `name` is a method or an envelope's
    type; `at` is Unix seconds, `took` seconds; `outcome` is an error code, `acknowledged`, `ok` or, while
    nobody has answered, empty."""

    number: int
    at: float
    direction: Literal["from app", "to app"]
    app_id: str
    name: str
    said: Any
    answer: Any = None
    outcome: str = ""
    took: float | None = None


def masked(value: Any) -> Any:
    """The value with every token replaced."""
    if isinstance(value, str):
        return _TOKEN.sub("(token)", value) if "-" in value or "ticket=" in value else value
    if isinstance(value, dict):
        return {key: "(token)" if key in _KEYS else masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(item) for item in value]
    return value


def shown(exchange: Exchange) -> Json:
    """An exchange for a reader's eyes: what opens doors is left out, not only tokens."""
    return {
        "number": exchange.number,
        "at": exchange.at,
        "direction": exchange.direction,
        "app": exchange.app_id,
        "name": exchange.name,
        "outcome": exchange.outcome,
        "took": exchange.took,
        "said": _without_keys(exchange.said),
        "answer": _without_keys(exchange.answer),
    }


def _without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: "(hidden)" if k in _SECRETS and v else _without_keys(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_without_keys(item) for item in value]
    return value


class Traffic:
    """Keeps the last 2,000 of everything, or all of it with `record`."""

    def __init__(self, clock: Clock, *, record: bool) -> None:
        self._clock = clock
        self.sent: MutableSequence[Sent] = [] if record else deque(maxlen=_KEPT)
        self.exchanges: MutableSequence[Exchange] = [] if record else deque(maxlen=_KEPT)
        self._number = 0

    def called(
        self, app_id: str, method: str, args: Json, response: Json, status: int, took: float = 0.0
    ) -> None:
        """An app called a method and was answered, `took` seconds later."""
        at, args, response = self._clock(), masked(args), masked(response)
        self.sent.append(Sent(at, app_id, method, args, response, status))
        exchange = self._exchange("from app", app_id, method, args, at - took)
        outcome = "ok" if response.get("ok") else str(response.get("error"))
        exchange.answer, exchange.outcome, exchange.took = response, outcome, took

    def delivered(self, app_id: str, name: str, content: Any) -> Exchange:
        """The workspace sent something to an app; what it answers goes to `acknowledged` or `lost`."""
        return self._exchange("to app", app_id, name, masked(content), self._clock())

    def acknowledged(self, exchange: Exchange, answer: Any) -> None:
        """An app answered a delivery."""
        exchange.answer, exchange.outcome = masked(answer), "acknowledged"
        exchange.took = self._clock() - exchange.at

    def lost(self, exchange: Exchange, reason: str) -> None:
        """An app did not answer a delivery in time, or wrongly."""
        exchange.outcome, exchange.took = reason, self._clock() - exchange.at

    def since(self, number: int, most: int = 200) -> list[Exchange]:
        """The newest exchanges after a number, oldest first."""
        found: list[Exchange] = []
        for exchange in reversed(self.exchanges):
            if exchange.number <= number or len(found) == most:
                break
            found.append(exchange)
        return found[::-1]

    def _exchange(
        self, direction: Literal["from app", "to app"], app_id: str, name: str, said: Any, at: float
    ) -> Exchange:
        self._number += 1
        exchange = Exchange(self._number, at, direction, app_id, name, said)
        self.exchanges.append(exchange)
        return exchange
