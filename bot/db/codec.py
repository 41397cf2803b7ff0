"""Events as JSON and back. Stored shapes are a schema: old ones must fold for ever.

When an event's shape changes, an upcaster in `UPCASTERS` turns the old data into the new.
"""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_args

import structlog
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, from_json

from bot.db.types import Garbled
from bot.domain.council.events import CouncilEvent
from bot.domain.errors.store import CannotBeStored
from bot.domain.game.events import GameEvent

Data = dict[str, Any]
EVENTS: dict[str, type] = {kind.__name__: kind for kind in (*get_args(GameEvent), *get_args(CouncilEvent))}
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _with_evidence(claim: Data) -> Data:
    """Claims once rested on numbers of policies alone."""

    def case(said: Any) -> Any:
        numbers = [said] if isinstance(said, int) else said
        if not isinstance(numbers, list):
            return said
        return {"evidence": [{"kind": "policy", "number": number} for number in numbers]}

    missions: Data = {name: case(claim[name]) for name in ("team_mission", "role_mission") if name in claim}
    return {
        **claim,
        **missions,
        "priorities": [[key, case(said)] for key, said in claim.get("priorities", ())],
    }


UPCASTERS: dict[str, Callable[[Data], Data]] = {"ClaimMade": _with_evidence}
log = structlog.get_logger(__name__)


class UnknownKind(KeyError):
    """A kind of event that this version of Moot does not know."""


def adapter(kind: type) -> TypeAdapter[Any]:
    """What writes and reads a frozen dataclass as JSON; made once, since that takes long."""
    if (made := _ADAPTERS.get(kind)) is None:
        made = _ADAPTERS[kind] = TypeAdapter(kind)
    return made


def encode(event: Any) -> tuple[str, Data]:
    """The event's kind and its JSON-ready data.

    Raises CannotBeStored where no equal event would be read again, which would make its stream unreadable for
    ever.
    """
    kind = type(event).__name__
    try:
        data: Data = from_json(adapter(type(event)).dump_json(event, by_alias=True, warnings="none"))
        wrong = [] if (read := decode(kind, data)) == event else _differing(event, read)
    except PydanticSerializationError:
        wrong = [field.name for field in fields(event)]
    except ValidationError as fault:
        wrong = wrong_in(fault)
    if wrong:
        log.error("an event cannot be stored", action="store", kind=kind, fields=wrong)
        raise CannotBeStored
    return kind, data


def _differing(event: Any, read: Any) -> list[str]:
    names = [field.name for field in fields(event)]
    return [name for name in names if getattr(event, name) != getattr(read, name)] or names


def wrong_in(fault: ValidationError) -> list[str]:
    """The fields that do not fit; never what stands in them, which may be secret."""
    return sorted({str(one["loc"][0]) for one in fault.errors(include_input=False) if one["loc"]})


def decode(kind: str, data: Data) -> Any:
    """The event. Raises UnknownKind for one of a newer version, ValueError for what is no JSON, and
    ValidationError."""
    if kind not in EVENTS:
        raise UnknownKind(kind)
    if isinstance(data, Garbled):
        raise ValueError("no JSON")
    upcast = UPCASTERS.get(kind)
    return adapter(EVENTS[kind]).validate_python(upcast(data) if upcast else data)
