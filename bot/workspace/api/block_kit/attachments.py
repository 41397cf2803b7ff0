"""Attachments, Slack's older way to lay out a message: their blocks, and the buttons from before blocks.

Source: docs.slack.dev, "Legacy: secondary message attachments" and "Legacy: interactive messages".
"""

import json
from typing import Any

from bot.workspace.api.block_kit.blocks import MayShow, check_message_blocks
from bot.workspace.state.records import Json, Message
from bot.workspace.state.refusals import ApiError, CannotDo

MOST = 100
MOST_ACTIONS = 5


def check_attachments(attachments: Any, may_show: MayShow = lambda _: True) -> list[Json]:
    """A message's attachments with ids filled in, as Slack gives them back. Raises ApiError."""
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        raise ApiError("invalid_attachments")
    if len(attachments) > MOST:
        raise ApiError("too_many_attachments")
    copied: list[Json] = json.loads(json.dumps(attachments))
    for number, attachment in enumerate(copied, 1):
        attachment["id"] = number
        if "blocks" in attachment:
            attachment["blocks"] = check_message_blocks(attachment["blocks"], may_show)
        _number_actions(attachment.get("actions", []))
    return copied


def _number_actions(actions: Any) -> None:
    if not isinstance(actions, list) or len(actions) > MOST_ACTIONS:
        raise ApiError("invalid_attachments")
    for number, action in enumerate(actions, 1):
        if not isinstance(action, dict) or not action.get("text") or not action.get("type"):
            raise ApiError("invalid_attachments")
        action["id"] = str(number)


def blocks_of(message: Message) -> list[Json]:
    """The message's own blocks, and those of its attachments."""
    attached = [block for one in message.attachments for block in one.get("blocks", [])]
    return [*message.blocks, *attached]


def attachment_of(message: Message, block: Json) -> Json | None:
    """The attachment in which this block of a message stands, if it stands in one."""
    return next((one for one in message.attachments if block in one.get("blocks", [])), None)


def find_action(message: Message, attachment: int, action: str) -> tuple[Json, Json]:
    """A button or menu from before blocks, with its attachment, by the ids of both. Raises CannotDo."""
    for one in message.attachments:
        for offered in one.get("actions", []):
            if (one["id"], offered["id"]) == (attachment, action):
                return one, offered
    raise CannotDo("This is no longer there.")


def pressed(action: Json, value: Any) -> Json:
    """What an app is told of such a button, or of a menu in which `value` was chosen."""
    told = {"name": action.get("name", ""), "type": action["type"]}
    if action["type"] == "button":
        return told | {"value": action.get("value", "")}
    if value in (None, ""):
        raise CannotDo("Nothing was chosen.")
    return told | {"selected_options": [{"value": str(value)}]}
