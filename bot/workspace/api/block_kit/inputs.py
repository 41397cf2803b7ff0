"""What people put into inputs: from plain values to Slack's state objects, and what the client refuses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.workspace.api.block_kit.blocks import interactive
from bot.workspace.api.block_kit.composition import options_of
from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo

REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Kind:
    """How an element keeps what was chosen: under which key, and which key holds what it starts with."""

    key: str
    initial: str
    many: bool = False
    options: bool = False


_text = _Kind("value", "initial_value")
_KINDS = {
    "plain_text_input": _text,
    "email_text_input": _text,
    "url_text_input": _text,
    "number_input": _text,
    "static_select": _Kind("selected_option", "initial_option", options=True),
    "radio_buttons": _Kind("selected_option", "initial_option", options=True),
    "multi_static_select": _Kind("selected_options", "initial_options", many=True, options=True),
    "checkboxes": _Kind("selected_options", "initial_options", many=True, options=True),
    "users_select": _Kind("selected_user", "initial_user"),
    "multi_users_select": _Kind("selected_users", "initial_users", many=True),
    "conversations_select": _Kind("selected_conversation", "initial_conversation"),
    "multi_conversations_select": _Kind("selected_conversations", "initial_conversations", many=True),
    "channels_select": _Kind("selected_channel", "initial_channel"),
    "multi_channels_select": _Kind("selected_channels", "initial_channels", many=True),
    "datepicker": _Kind("selected_date", "initial_date"),
    "timepicker": _Kind("selected_time", "initial_time"),
    "datetimepicker": _Kind("selected_date_time", "initial_date_time"),
}


def has_state(element: Json) -> bool:
    """True for what keeps a choice; buttons and overflow menus do not."""
    return element["type"] in _KINDS


def option(element: Json, value: Any) -> Json:
    """The option with this value, or CannotDo."""
    found = next((o for o in options_of(element) if o["value"] == value), None)
    if found is None:
        raise CannotDo(f"There is no option {value!r} to choose.")
    return found


def _empty(element: Json) -> Any:
    return [] if _KINDS[element["type"]].many else None


def initial(element: Json) -> Json:
    """The state of an element nobody has touched."""
    kind = _KINDS[element["type"]]
    return {"type": element["type"], kind.key: element.get(kind.initial, _empty(element))}


def state(element: Json, value: Any) -> Json:
    """The state after somebody put `value` in; "" or None or [] empties it. CannotDo if it cannot be."""
    kind, name = _KINDS[element["type"]], element["type"]
    if value in ("", None, []):
        return {"type": name, kind.key: _empty(element)}
    if kind.many:
        return {"type": name, kind.key: _several(element, value)}
    if kind.options:
        return {"type": name, kind.key: option(element, value)}
    if name == "datetimepicker":
        return {"type": name, kind.key: int(value)}
    if not isinstance(value, str):
        value = str(value)
    _must_be_pickable(name, value)
    return {"type": name, kind.key: value}


def _several(element: Json, value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise CannotDo("Several can be chosen here: give a list.")
    most = element.get("max_selected_items")
    if most is not None and len(value) > most:
        raise CannotDo(f"At most {most} can be chosen here.")
    if not _KINDS[element["type"]].options:
        return list(value)
    chosen = [option(element, each) for each in value]
    return [each for each in options_of(element) if each in chosen]


def _must_be_pickable(kind: str, value: str) -> None:
    """A date or time that the picker has."""
    try:
        if kind == "datepicker":
            date.fromisoformat(value)
        elif kind == "timepicker":
            time.fromisoformat(value)
    except ValueError:
        raise CannotDo(f"{value!r} cannot be picked here.") from None


def values(blocks: list[Json], chosen: Json) -> Json:
    """state.values: block_id -> action_id -> state, for everything that keeps a choice."""
    found: Json = {}
    for block, element in interactive(blocks):
        if has_state(element):
            here = chosen.get(block["block_id"], {}).get(element["action_id"])
            found.setdefault(block["block_id"], {})[element["action_id"]] = here or initial(element)
    return found


def still_there(blocks: list[Json], chosen: Json) -> Json:
    """What was chosen, as far as its block_id, action_id and type are still in the blocks."""
    kept: Json = {}
    for block, element in interactive(blocks):
        here = chosen.get(block["block_id"], {}).get(element["action_id"])
        if here is not None and here["type"] == element["type"]:
            kept.setdefault(block["block_id"], {})[element["action_id"]] = here
    return kept


def with_values(blocks: list[Json], chosen: Json, given: Mapping[str, Mapping[str, Any]]) -> Json:
    """`chosen` with plain values laid over it. CannotDo for a field that is not there."""
    there = {(b["block_id"], e["action_id"]): e for b, e in interactive(blocks) if has_state(e)}
    result: Json = {block_id: dict(actions) for block_id, actions in chosen.items()}
    for block_id, actions in given.items():
        for action_id, value in actions.items():
            element = there.get((block_id, action_id))
            if element is None:
                raise CannotDo(f"There is no field {block_id} / {action_id} in this window.")
            result.setdefault(block_id, {})[action_id] = state(element, value)
    return result


def refused(blocks: list[Json], chosen: Json) -> dict[str, str]:
    """What Slack's client says before it submits: block_id -> sentence. Empty if all is well."""
    faults: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        here = chosen.get(block["block_id"], {}).get(element["action_id"]) or initial(element)
        value = here[_KINDS[element["type"]].key]
        if value in (None, "", []) or (isinstance(value, str) and not value.strip()):
            if not block.get("optional", False):
                faults[block["block_id"]] = REQUIRED
        elif isinstance(value, str) and (fault := _text_fault(element, value)):
            faults[block["block_id"]] = fault
    return faults


def _text_fault(element: Json, value: str) -> str | None:
    kind = element["type"]
    if kind == "plain_text_input":
        return _length_fault(element, value)
    if kind == "number_input":
        return _number_fault(element, value)
    if kind == "email_text_input" and not _EMAIL.fullmatch(value):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not _URL.fullmatch(value):
        return "Please enter a valid URL."
    return None


def _length_fault(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Enter at least {least} characters."
    if len(value) > most:
        return f"Enter at most {most} characters ({len(value)} given)."
    return None


def _number_fault(element: Json, value: str) -> str | None:
    if not _NUMBER.fullmatch(value):
        return "Please enter a valid number."
    if "." in value and not element["is_decimal_allowed"]:
        return "Please enter a whole number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Enter a number of at most {element['max_value']}."
    return None
