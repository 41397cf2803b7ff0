"""Block Kit's composition objects: text, option, confirm and the rest, with their limits.

Source: docs.slack.dev, Block Kit reference, "Composition objects".
"""

from typing import Any

from bot.workspace.api.block_kit.schema import (
    Check,
    Faults,
    flag,
    integer,
    list_of,
    one_of,
    record,
    string,
    typed,
)
from bot.workspace.state.records import Json


def plain(most: int, least: int = 1) -> Check:
    """A plain_text object."""
    return record({"type": one_of("plain_text"), "text": string(most, least)}, {"emoji": flag})


def _mrkdwn(most: int, least: int) -> Check:
    return record({"type": one_of("mrkdwn"), "text": string(most, least)}, {"verbatim": flag})


def text(most: int, least: int = 1) -> Check:
    """A plain_text or mrkdwn object."""
    return typed({"plain_text": plain(most, least), "mrkdwn": _mrkdwn(most, least)}, "text")


identifier = string(255, 1)
"""action_id and block_id."""

confirm = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)

plain_option = record({"text": plain(75), "value": string(150, 1)}, {"description": plain(75)})
"""An option of a select menu."""

overflow_option = record({"text": plain(75), "value": string(150, 1)}, {"url": string(3000, 1)})

rich_option = record({"text": text(75), "value": string(150, 1)}, {"description": text(75)})
"""An option of radio buttons or checkboxes, where mrkdwn is allowed."""

option_group = record({"label": plain(75), "options": list_of(plain_option, 100, 1)})

dispatch_config = record(
    {"trigger_actions_on": list_of(one_of("on_enter_pressed", "on_character_entered"), 2, 1)}
)

conversation_filter = record(
    {},
    {
        "include": list_of(one_of("im", "mpim", "private", "public"), 4, 1),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)


def _id_or_url(value: Any, at: str, faults: Faults) -> None:
    """Slack refuses a file that is named twice, or not at all."""
    if ("id" in value) == ("url" in value):
        faults.append((at, "must provide either id or url"))


slack_file = record({}, {"id": string(255, 1, r"F[A-Z0-9]{8,}"), "url": string(3000, 1)}, _id_or_url)

person_id = string(20, 2, r"[UWB][A-Z0-9]+")
channel_id = string(20, 2, r"[CGD][A-Z0-9]+")
date = string(10, 10, r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
time_of_day = string(5, 5, r"([01]\d|2[0-3]):[0-5]\d")
unix_time = integer(1_000_000_000, 9_999_999_999)
"""Ten digits, as Slack asks."""


def options_of(element: Json) -> list[Json]:
    """The options of an element, those of its groups among them."""
    grouped: list[Json] = [option for g in element.get("option_groups", []) for option in g["options"]]
    return element.get("options") or grouped


def unique_values(value: Any, at: str, faults: Faults) -> None:
    """No two options of one element have the same value."""
    seen = [option["value"] for option in options_of(value)]
    if len(seen) != len(set(seen)):
        faults.append((f"{at}/options", "the values of the options must be unique"))


def initial_among_options(value: Any, at: str, faults: Faults) -> None:
    """initial_option and initial_options repeat options of the element exactly."""
    options, initial = options_of(value), list(value.get("initial_options", []))
    if "initial_option" in value:
        initial.append(value["initial_option"])
    name = "initial_options" if "initial_options" in value else "initial_option"
    if any(option not in options for option in initial):
        faults.append((f"{at}/{name}", "must exactly match one of the provided options"))


def options_or_groups(value: Any, at: str, faults: Faults) -> None:
    """A static select has either options or option_groups."""
    if ("options" in value) == ("option_groups" in value):
        faults.append((at, "must provide either options or option_groups"))


def ordered(low: str, high: str) -> Check:
    """Where both are given, the number or numeric string `low` is not above `high`."""

    def check(value: Any, at: str, faults: Faults) -> None:
        if low in value and high in value:
            try:
                if float(value[low]) > float(value[high]):
                    faults.append((f"{at}/{low}", f"must not be more than {high}"))
            except ValueError:
                faults.append((f"{at}/{low}", "must be a number"))

    return check
