"""How parts of cards and forms become what Slack takes. The gallery compares it with slack_sdk's own."""

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    PlainTextObject,
    SectionBlock,
)

from bot.slack.blocks.as_json import as_json


def test_what_is_empty_is_left_out_and_parts_within_parts_are_made_too() -> None:
    words = MarkdownTextObject(text="Read *this*.")
    menu = OverflowMenuElement(
        action_id="more", options=[Option(value="1", text=PlainTextObject(text="One"))]
    )

    assert as_json(SectionBlock(text=words, accessory=menu, fields=[])) == {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "Read *this*."},
        "accessory": {
            "type": "overflow",
            "action_id": "more",
            "options": [{"text": {"type": "plain_text", "text": "One"}, "value": "1"}],
        },
    }


def test_what_slack_would_refuse_is_not_sent_however_deep_it_lies() -> None:
    button = ButtonElement(text="Go", action_id="go", value="1")
    button.text = PlainTextObject(text="x" * 76)

    with pytest.raises(SlackObjectFormationError):
        as_json(ActionsBlock(elements=[button]))


def test_too_many_parts_are_not_sent() -> None:
    with pytest.raises(SlackObjectFormationError):
        as_json(ContextBlock(elements=[MarkdownTextObject(text="x")] * 11))
