"""Block Kit's elements, with their limits. Source: docs.slack.dev, Block Kit reference, "Block elements"."""

from collections.abc import Mapping
from typing import Any

from bot.workspace.api.block_kit import composition as c
from bot.workspace.api.block_kit.schema import Check, Faults, flag, integer, list_of, one_of, record, string

_NUMBER = r"-?\d+(\.\d+)?"
_INPUT_TEXT = 3000


def _element(required: Mapping[str, Check], optional: Mapping[str, Check], *also: Check) -> Check:
    """Any element: its type is known, and it may have an action_id."""
    return record({"type": string(50), **required}, {"action_id": c.identifier, **optional}, *also)


_asks = {"confirm": c.confirm, "focus_on_load": flag}
_hints = {**_asks, "placeholder": c.plain(150)}


def _initial_fits(value: Any, at: str, faults: Faults) -> None:
    initial = value.get("initial_value")
    if initial is None:
        return
    if len(initial) > value.get("max_length", _INPUT_TEXT):
        faults.append((f"{at}/initial_value", "must not be longer than max_length"))


def _number_fits(value: Any, at: str, faults: Faults) -> None:
    numbers = {k: float(value[k]) for k in ("initial_value", "min_value", "max_value") if k in value}
    initial = numbers.get("initial_value")
    if initial is None:
        return
    if not numbers.get("min_value", initial) <= initial <= numbers.get("max_value", initial):
        faults.append((f"{at}/initial_value", "must be between min_value and max_value"))


def _no_more_initial_than_allowed(value: Any, at: str, faults: Faults) -> None:
    most = value.get("max_selected_items")
    for name in ("initial_options", "initial_users", "initial_conversations", "initial_channels"):
        if most is not None and len(value.get(name, [])) > most:
            faults.append((f"{at}/{name}", f"no more than {most} items allowed"))


_button = _element(
    {"text": c.plain(75)},
    {
        "url": string(3000, 1),
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "confirm": c.confirm,
        "accessibility_label": string(75, 1),
    },
)

_options = {"options": list_of(c.plain_option, 100, 1), "option_groups": list_of(c.option_group, 100, 1)}
_multi = {"max_selected_items": integer(1, 1000)}
_static_checks = (c.options_or_groups, c.unique_values, c.initial_among_options)

_selects: dict[str, Check] = {
    "static_select": _element({}, {**_hints, **_options, "initial_option": c.plain_option}, *_static_checks),
    "multi_static_select": _element(
        {},
        {**_hints, **_options, **_multi, "initial_options": list_of(c.plain_option, 100, 1)},
        *_static_checks,
        _no_more_initial_than_allowed,
    ),
    "users_select": _element({}, {**_hints, "initial_user": c.person_id}),
    "multi_users_select": _element(
        {}, {**_hints, **_multi, "initial_users": list_of(c.person_id, 100)}, _no_more_initial_than_allowed
    ),
    "conversations_select": _element(
        {},
        {
            **_hints,
            "initial_conversation": string(20, 2, r"[CGDUW][A-Z0-9]+"),
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": c.conversation_filter,
        },
    ),
    "multi_conversations_select": _element(
        {},
        {
            **_hints,
            **_multi,
            "initial_conversations": list_of(string(20, 2, r"[CGDUW][A-Z0-9]+"), 100),
            "default_to_current_conversation": flag,
            "filter": c.conversation_filter,
        },
        _no_more_initial_than_allowed,
    ),
    "channels_select": _element(
        {}, {**_hints, "initial_channel": c.channel_id, "response_url_enabled": flag}
    ),
    "multi_channels_select": _element(
        {},
        {**_hints, **_multi, "initial_channels": list_of(c.channel_id, 100)},
        _no_more_initial_than_allowed,
    ),
}

_choices: dict[str, Check] = {
    "checkboxes": _element(
        {"options": list_of(c.rich_option, 10, 1)},
        {**_asks, "initial_options": list_of(c.rich_option, 10, 1)},
        c.unique_values,
        c.initial_among_options,
    ),
    "radio_buttons": _element(
        {"options": list_of(c.rich_option, 10, 1)},
        {**_asks, "initial_option": c.rich_option},
        c.unique_values,
        c.initial_among_options,
    ),
}

_pickers: dict[str, Check] = {
    "datepicker": _element({}, {**_hints, "initial_date": c.date}),
    "timepicker": _element({}, {**_hints, "initial_time": c.time_of_day, "timezone": string(100, 1)}),
    "datetimepicker": _element({}, {**_asks, "initial_date_time": c.unix_time}),
}

_typing = {
    "placeholder": c.plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": c.dispatch_config,
}

_texts: dict[str, Check] = {
    "plain_text_input": _element(
        {},
        {
            **_typing,
            "initial_value": string(_INPUT_TEXT),
            "multiline": flag,
            "min_length": integer(0, _INPUT_TEXT),
            "max_length": integer(1, _INPUT_TEXT),
        },
        c.ordered("min_length", "max_length"),
        _initial_fits,
    ),
    "email_text_input": _element({}, {**_typing, "initial_value": string(_INPUT_TEXT)}),
    "url_text_input": _element({}, {**_typing, "initial_value": string(_INPUT_TEXT)}),
    "number_input": _element(
        {"is_decimal_allowed": flag},
        {
            **_typing,
            "initial_value": string(100, 1, _NUMBER),
            "min_value": string(100, 1, _NUMBER),
            "max_value": string(100, 1, _NUMBER),
        },
        c.ordered("min_value", "max_value"),
        _number_fits,
    ),
}

_overflow = _element({"options": list_of(c.overflow_option, 5, 1)}, {"confirm": c.confirm}, c.unique_values)


def one_source(value: Any, at: str, faults: Faults) -> None:
    """A picture comes from one place."""
    if ("image_url" in value) == ("slack_file" in value):
        faults.append((at, "must provide either image_url or slack_file"))


image = record(
    {"type": one_of("image"), "alt_text": string(2000)},
    {"image_url": string(3000, 1), "slack_file": c.slack_file},
    one_source,
)

IN_ACTIONS: dict[str, Check] = {
    "button": _button,
    "overflow": _overflow,
    **_selects,
    **_choices,
    **_pickers,
}
"""What an actions block may hold (25 at most)."""

IN_SECTION: dict[str, Check] = {**IN_ACTIONS, "image": image}
"""What may stand beside a section."""

IN_INPUT: dict[str, Check] = {**_texts, **_selects, **_choices, **_pickers}
"""What an input block may ask."""

IN_CONTEXT: dict[str, Check] = {
    "image": image,
    "plain_text": c.plain(2000),
    "mrkdwn": record({"type": one_of("mrkdwn"), "text": string(2000, 1)}, {"verbatim": flag}),
}
"""What a context block may show (10 at most)."""
