"""Events as JSON and back. Stored shapes are a schema: old ones must fold for ever.

When an event's shape changes, an upcaster in `UPCASTERS` turns the old data into the new.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.domain.council.events import CouncilEvent
from bot.domain.game.events import GameEvent

Data = dict[str, Any]
EVENTS: dict[str, type] = {kind.__name__: kind for kind in (*get_args(GameEvent), *get_args(CouncilEvent))}
UPCASTERS: dict[str, Callable[[Data], Data]] = {}


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(EVENTS[kind])


def encode(event: object) -> tuple[str, Data]:
    """The event's kind and its JSON-ready data."""
    kind = type(event).__name__
    data: Data = _adapter(kind).dump_python(event, mode="json")
    return kind, data


def decode(kind: str, data: Data) -> Any:
    """The event; KeyError for a kind that no version of Moot has stored."""
    upcast = UPCASTERS.get(kind)
    return _adapter(kind).validate_python(upcast(data) if upcast else data)
