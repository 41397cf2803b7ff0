"""Block Kit as Slack checks it: which blocks exist, their limits, unique ids; and what Slack fills in.

Source: docs.slack.dev, Block Kit reference. Checked blocks come back with `block_id`, `action_id`, `emoji`
and `verbatim` filled in, as Slack gives them back in messages and payloads.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from bot.workspace.api import limits
from bot.workspace.api.block_kit import composition as c
from bot.workspace.api.block_kit import elements
from bot.workspace.api.block_kit.rich_text import rich_text_elements
from bot.workspace.api.block_kit.schema import Check, Faults, flag, list_of, one_of, record, string, typed
from bot.workspace.state.ids import short_secret
from bot.workspace.state.records import Json
from bot.workspace.state.refusals import ApiError


def _block(required: dict[str, Check], optional: dict[str, Check], *also: Check) -> Check:
    return record({"type": string(50), **required}, {"block_id": c.identifier, **optional}, *also)


def _text_or_fields(value: Any, at: str, faults: Faults) -> None:
    if "text" not in value and "fields" not in value:
        faults.append((at, "must provide either text or fields"))


EVERYWHERE: dict[str, Check] = {
    "section": _block(
        {},
        {
            "text": c.text(3000),
            "fields": list_of(c.text(2000), 10, 1),
            "accessory": typed(elements.IN_SECTION, "accessory"),
            "expand": flag,
        },
        _text_or_fields,
    ),
    "divider": _block({}, {}),
    "header": _block({"text": c.plain(150)}, {}),
    "context": _block({"elements": list_of(typed(elements.IN_CONTEXT, "context element"), 10, 1)}, {}),
    "actions": _block({"elements": list_of(typed(elements.IN_ACTIONS, "element"), 25, 1)}, {}),
    "image": _block(
        {"alt_text": string(2000)},
        {"image_url": string(3000, 1), "slack_file": c.slack_file, "title": c.plain(2000)},
        elements.one_source,
    ),
    "input": _block(
        {"label": c.plain(2000), "element": typed(elements.IN_INPUT, "input element")},
        {"hint": c.plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": _block({"elements": rich_text_elements}, {}),
    "video": _block(
        {
            "alt_text": string(2000, 1),
            "title": c.plain(199),
            "thumbnail_url": string(3000, 1),
            "video_url": string(3000, 1, r"https://.*"),
        },
        {
            "title_url": string(3000, 1, r"https://.*"),
            "description": c.plain(200),
            "author_name": string(50),
            "provider_name": string(50),
            "provider_icon_url": string(3000, 1),
        },
    ),
}
_cell = typed(
    {
        "raw_text": record({"type": one_of("raw_text"), "text": string(3000, 1)}),
        "rich_text": record({"type": one_of("rich_text"), "elements": rich_text_elements}),
    },
    "table cell",
)
_column = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
IN_MESSAGES: dict[str, Check] = {
    **EVERYWHERE,
    "file": _block({"external_id": string(255, 1), "source": one_of("remote")}, {}),
    "markdown": _block({"text": string(limits.MARKDOWN_TEXT, 1)}, {}),
    "table": _block(
        {"rows": list_of(list_of(_cell, 20, 1), 100, 1)},
        {"column_settings": list_of(_column, 20)},
    ),
}

_message_blocks = list_of(typed(IN_MESSAGES, "block"), limits.MESSAGE_BLOCKS)
_view_blocks = list_of(typed(EVERYWHERE, "block"), limits.VIEW_BLOCKS, 1)

_view_keys: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_modal = record(
    {"type": one_of("modal"), "title": c.plain(24), "blocks": _view_blocks},
    {
        **_view_keys,
        "submit": c.plain(24),
        "close": c.plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
_home = record({"type": one_of("home"), "blocks": _view_blocks}, _view_keys)
_view = typed({"modal": _modal, "home": _home}, "view")


def interactive(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element a person can act on, with its block."""
    for block in blocks:
        kind = block["type"]
        if kind == "input":
            yield block, block["element"]
        elif kind == "section" and "accessory" in block and block["accessory"]["type"] != "image":
            yield block, block["accessory"]
        elif kind == "actions":
            for element in block["elements"]:
                yield block, element


def _ids_are_unique(blocks: list[Json], at: str, faults: Faults) -> None:
    """A block_id occurs once in a message or view, an action_id once in a block."""
    blocks_seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in blocks_seen:
            faults.append((f"{at}/{index}/block_id", f"block_id already exists: {block_id}"))
        elif block_id is not None:
            blocks_seen.add(block_id)
        actions = [e["action_id"] for _, e in interactive([block]) if "action_id" in e]
        for action_id in {a for a in actions if actions.count(a) > 1}:
            faults.append((f"{at}/{index}", f"action_id already exists: {action_id}"))


def _one_focus(blocks: list[Json], at: str, faults: Faults) -> None:
    if sum(bool(element.get("focus_on_load")) for _, element in interactive(blocks)) > 1:
        faults.append((at, "only one element may have focus_on_load"))


def _fill_in(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _fill_in(item)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for item in value.values():
            _fill_in(item)


def _filled_in(blocks: list[Json]) -> list[Json]:
    for block in blocks:
        block.setdefault("block_id", short_secret())
        if block["type"] != "rich_text":
            _fill_in(block)
    for _, element in interactive(blocks):
        element.setdefault("action_id", short_secret())
    return blocks


def _refuse(faults: Faults, error: str) -> None:
    if faults:
        told = [f"{what} [json-pointer:{at}]" for at, what in faults]
        raise ApiError(
            error, errors=told, response_metadata={"messages": [f"[ERROR] {each}" for each in told]}
        )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "text" and isinstance(item, str):
                yield item
            else:
                yield from _texts(item)


MayShow: TypeAlias = Callable[[Json], bool]
"""Whether an app may show the file that a `slack_file` names, which is a picture and has been examined."""


def _images(block: Json, at: str) -> Iterator[tuple[Json, str]]:
    accessory = [(block["accessory"], f"{at}/accessory")] if "accessory" in block else []
    inside = block.get("elements") if block["type"] == "context" else None
    listed = [(one, f"{at}/elements/{index}") for index, one in enumerate(inside or [])]
    yield from (one for one in ((block, at), *accessory, *listed) if one[0].get("type") == "image")


def _files_can_be_shown(blocks: list[Json], at: str, may_show: MayShow, faults: Faults) -> None:
    for index, block in enumerate(blocks):
        for image, place in _images(block, f"{at}/{index}"):
            if "slack_file" in image and not may_show(image["slack_file"]):
                faults.append((f"{place}/slack_file", "invalid slack file"))


def check_message_blocks(blocks: Any, may_show: MayShow = lambda _: True) -> list[Json]:
    """The blocks of a message, filled in; raises ApiError with Slack's code. The argument is not changed."""
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    if not blocks:
        return []
    faults: Faults = []
    _message_blocks(blocks, "/blocks", faults)
    if not faults:
        _ids_are_unique(blocks, "/blocks", faults)
        _files_can_be_shown(blocks, "/blocks", may_show, faults)
    _refuse(faults, "invalid_blocks")
    if sum(map(len, _texts(blocks))) > limits.MESSAGE_BLOCKS_TEXT:
        raise ApiError("msg_blocks_too_long")
    copied: list[Json] = json.loads(json.dumps(blocks))
    return _filled_in(copied)


def check_view(view: Json, may_show: MayShow = lambda _: True) -> Json:
    """A view's payload, filled in; raises ApiError with Slack's code. The argument is not changed."""
    view = {key: value for key, value in view.items() if value is not None}
    faults: Faults = []
    _view(view, "/view", faults)
    if not faults:
        _ids_are_unique(view["blocks"], "/view/blocks", faults)
        _one_focus(view["blocks"], "/view/blocks", faults)
        _files_can_be_shown(view["blocks"], "/view/blocks", may_show, faults)
        asks = any(block["type"] == "input" for block in view["blocks"])
        if view["type"] == "modal" and asks and "submit" not in view:
            faults.append(("/view", "missing required field: submit (the view has inputs)"))
    _refuse(faults, "invalid_arguments")
    copied: Json = json.loads(json.dumps(view))
    _filled_in(copied["blocks"])
    return copied
