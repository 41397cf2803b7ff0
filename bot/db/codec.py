"""Events as JSON and back. Stored shapes are a schema: old ones must fold for ever.

When an event's shape changes, an upcaster in `UPCASTERS` turns the old data into the new.
"""

from collections.abc import Callable
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.domain.council.events import CouncilEvent
from bot.domain.game.events import GameEvent

Data = dict[str, Any]
EVENTS: dict[str, type] = {kind.__name__: kind for kind in (*get_args(GameEvent), *get_args(CouncilEvent))}
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}
UPCASTERS: dict[str, Callable[[Data], Data]] = {}


def adapter(kind: type) -> TypeAdapter[Any]:
    """What writes and reads a frozen dataclass as JSON; made once, since that takes long."""
    if (made := _ADAPTERS.get(kind)) is None:
        made = _ADAPTERS[kind] = TypeAdapter(kind)
    return made


def encode(event: object) -> tuple[str, Data]:
    """The event's kind and its JSON-ready data."""
    data: Data = adapter(type(event)).dump_python(event, mode="json")
    return type(event).__name__, data


def decode(kind: str, data: Data) -> Any:
    """The event; KeyError for a kind that no version of Moot has stored."""
    upcast = UPCASTERS.get(kind)
    return adapter(EVENTS[kind]).validate_python(upcast(data) if upcast else data)
