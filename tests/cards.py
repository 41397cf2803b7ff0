"""What cards and windows show: their texts, and whether Slack would take them."""

import json
import pickle
from collections.abc import Iterable, Iterator
from typing import Any

from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.gallery.surfaces import Shown
from bot.gallery.worlds import World
from bot.slack.blocks.message import Message, escaped
from bot.workspace.api.block_kit.blocks import check_message_blocks, check_view
from bot.workspace.state.refusals import ApiError
from tests.builders import rainbow_road

Card = Message | View
PROSE = "Owners merge & nobody else does; a change of meaning waits five working days. "
VIEW_BYTES = 250_000  # docs.slack.dev, reference/views


def council(state: str, policies: int = 3) -> Council:
    """A council of a world in which everybody writes as much as they may."""
    return World(rainbow_road(), PROSE, size=2, policies=policies).councils[state]


def distinct(surfaces: Iterable[Shown]) -> Iterator[Shown]:
    """Without those that hold the same as an earlier one: more than half of all. To pickle them takes a tenth
    of the work of making them what is sent."""
    found = set()
    for one in surfaces:
        held = (one.surface, pickle.dumps(one.card))
        if held not in found:
            found.add(held)
            yield one


def judge(what: str, card: Card) -> None:
    """AssertionError where Slack would refuse the card, or would show less than it holds."""
    try:
        if isinstance(card, Message):
            for part in card.parts():
                given = part.as_kwargs()
                assert 0 < len(part.text.strip()) <= len(part.text) <= 4000, what
                assert given["unfurl_links"] is given["unfurl_media"] is False
                check_message_blocks(given["blocks"])
                for words in shown(given["blocks"]):
                    assert words in part.text, (what, words)
        else:
            view = card.to_dict()
            check_view(view)
            assert len(json.dumps(view).encode()) < VIEW_BYTES, what
            assert len(card.private_metadata or "") <= 3000, what
    except ApiError as error:
        raise AssertionError(f"{what}: {error.args} {vars(error)}") from error


def told(card: Message) -> str:
    """What screen readers read of a card, part by part, where Slack takes each."""
    judge("told", card)
    return "\n".join(part.text for part in card.parts())


def shown(value: Any) -> Iterator[str]:
    """Every text that blocks show as words: all but what buttons, menus and questions before them say."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from shown(one)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        elif value.get("type") == "header":
            yield escaped(value["text"]["text"])
        elif value.get("type") != "actions":
            yield from shown([one for key, one in value.items() if key != "accessory"])


def mrkdwn(value: Any) -> Iterator[str]:
    """Every text in which Slack reads markup."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from mrkdwn(one)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        yield from mrkdwn(list(value.values()))


def seen(card: Card) -> str:
    """Everything that is in a card, as one string."""
    blocks = [block.to_dict() if not isinstance(block, dict) else block for block in card.blocks or ()]
    return f"{card.text if isinstance(card, Message) else ''} {json.dumps(blocks, ensure_ascii=False)}"


def pressable(card: Card) -> list[dict[str, Any]]:
    """The card's buttons, in rows and beside words."""
    blocks = [block.to_dict() if not isinstance(block, dict) else block for block in card.blocks or ()]
    beside = [block["accessory"] for block in blocks if "accessory" in block]
    rows = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    return [one for one in (*beside, *rows) if one["type"] == "button"]
