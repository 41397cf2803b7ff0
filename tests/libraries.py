"""What slack_sdk does expensively for each card, done cheaply, with the same result: tests turn some hundred
thousand cards into JSON."""

from functools import cache
from typing import Any

from slack_sdk.models.basic_objects import EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST, JsonObject

EMPTY_ALLOWED = {(one["type"], one["property"]) for one in EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST}

AS_SLACK_SDK_DOES = JsonObject.get_non_null_attributes  # a test compares them


@cache
def _checks(kind: type[JsonObject]) -> tuple[str, ...]:
    return tuple(name for name in dir(kind) if hasattr(getattr(kind, name, None), "validator"))


def validate_json(self: JsonObject) -> None:
    """slack_sdk looks for what checks a part of a card among all that the part has, each time anew. This
    looks once for each class."""
    for name in _checks(type(self)):
        getattr(self, name)()


def get_non_null_attributes(self: JsonObject) -> dict[str, Any]:
    """slack_sdk sorts the names for each part, takes each value twice, and copies each part once for every
    part around it. This sorts once for each class, and copies nothing."""
    found, kind = {}, getattr(self, "type", None)
    for key in _names(self):
        value = self.get_object_attribute(key)
        if value is None or (
            hasattr(value, "__len__") and not len(value) and (kind, key) not in EMPTY_ALLOWED
        ):
            continue
        found[key] = _plain(value)
    return found


_NAMES: dict[type[JsonObject], list[str]] = {}


def _names(part: JsonObject) -> list[str]:
    known = _NAMES.get(type(part))
    if known is None:
        known = _NAMES[type(part)] = sorted(part.attributes)
    return known


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if not callable(getattr(value, "to_dict", None)):
        return value
    made = value.to_dict()
    whole = type(value).to_dict is JsonObject.to_dict  # others may leave objects in what they give
    return made if whole else {key: _plain(one) for key, one in made.items()}


CHEAPER = (
    (JsonObject, validate_json),
    (JsonObject, get_non_null_attributes),
)
