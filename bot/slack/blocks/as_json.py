"""Blocks and views as Slack takes them: what slack_sdk's `to_dict` gives, at a ninth of its price.

For each part, slack_sdk looks for checks among all that it has, sorts its names anew, and copies it once
for every part around it. A test compares the two for everything that Moot shows.
"""

from functools import cache
from typing import Any

from slack_sdk.models.basic_objects import EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST, JsonObject

EMPTY_ALLOWED = {(one["type"], one["property"]) for one in EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST}


def as_json(part: JsonObject) -> dict[str, Any]:
    """A block, a view or a part of one. Raises SlackObjectFormationError."""
    if type(part).to_dict is not JsonObject.to_dict:  # a choice in a menu, a confirmation
        return part.to_dict()
    check(part)
    found, said = {}, getattr(part, "type", None)
    for name in _in_order(frozenset(part.attributes)):
        value = part.get_object_attribute(name)
        if value is None or (_is_empty(value) and (said, name) not in EMPTY_ALLOWED):
            continue
        found[name] = _plain(value)
    return found


def check(part: JsonObject) -> None:
    """Raises SlackObjectFormationError if one of the checks of this part fails."""
    for name in _checks(type(part)):
        getattr(part, name)()


@cache
def _checks(kind: type[JsonObject]) -> tuple[str, ...]:
    return tuple(name for name in dir(kind) if hasattr(getattr(kind, name, None), "validator"))


@cache
def _in_order(names: frozenset[str]) -> list[str]:
    return sorted(names)


def _is_empty(value: Any) -> bool:
    return hasattr(value, "__len__") and not len(value)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, JsonObject):
        made = as_json(value)
        whole = type(value).to_dict is JsonObject.to_dict  # others may leave objects in what they give
        return made if whole else {name: _plain(one) for name, one in made.items()}
    return value
