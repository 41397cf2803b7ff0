"""Forms and their fields, without any topic. Limits: title, submit and close 24 characters."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, InputBlock, Option, PlainTextInputElement, StaticSelectElement
from slack_sdk.models.blocks.block_elements import InputInteractiveElement
from slack_sdk.models.views import View

TITLE_LENGTH = 120
TEXT_LENGTH = 2000


def window(title: str, *blocks: Block) -> View:
    """Something to read, and to close."""
    return View(
        type="modal",
        title={"type": "plain_text", "text": title},
        close={"type": "plain_text", "text": "Close"},
        blocks=list(blocks),
    )


def modal(callback: str, title: str, submit: str, metadata: str, *blocks: Block) -> View:
    """A form; `metadata` comes back when it is submitted."""
    return View(
        type="modal",
        callback_id=callback,
        title={"type": "plain_text", "text": title},
        submit={"type": "plain_text", "text": submit},
        close={"type": "plain_text", "text": "Cancel"},
        private_metadata=metadata,
        notify_on_close=True,
        blocks=list(blocks),
    )


def field(
    block: str,
    label: str,
    element: InputInteractiveElement,
    *,
    optional: bool = False,
    hint: str | None = None,
) -> InputBlock:
    """An input whose answer is found by its block's name."""
    return InputBlock(block_id=block, label=label, element=element, optional=optional, hint=hint)


def line(initial: str, length: int) -> PlainTextInputElement:
    """A line to write."""
    return PlainTextInputElement(action_id="value", initial_value=initial or None, max_length=length)


def text(initial: str, length: int = TEXT_LENGTH) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id="value", initial_value=initial or None, multiline=True, max_length=length
    )


def option(text: str, value: str) -> Option:
    """An entry of a menu."""
    return Option(text=text, value=value)


def menu(options: list[Option], initial: Option | None = None) -> StaticSelectElement:
    """A menu to choose one from."""
    return StaticSelectElement(action_id="value", options=options, initial_option=initial)


def chosen(options: Sequence[Option], value: str | None) -> Option | None:
    """The option with this value; None if there is none."""
    return next((option for option in options if option.value == value), None)
