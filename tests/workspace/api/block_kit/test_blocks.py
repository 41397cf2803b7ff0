"""Block Kit's limits, at the edge and one beyond it."""

from typing import Any

import pytest

from bot.workspace.api.block_kit.blocks import check_message_blocks, check_view
from bot.workspace.state.records import Json
from bot.workspace.state.refusals import ApiError
from tests.workspace.stage import a_button, a_modal, actions, an_input, plain


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Hello", **extra: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **extra}


def options(count: int, text: str = "An option") -> list[Json]:
    return [{"text": plain(text), "value": str(number)} for number in range(count)]


def menu(kind: str = "static_select", **extra: Any) -> Json:
    return {"type": kind, "action_id": "pick", **extra}


def confirm(**extra: Any) -> Json:
    return {
        "title": plain("Sure?"),
        "text": mrkdwn("Really?"),
        "confirm": plain("Yes"),
        "deny": plain("No"),
        **extra,
    }


def text_input(**extra: Any) -> Json:
    return an_input("in", {"type": "plain_text_input", "action_id": "a", **extra})


NUMBER = {"type": "number_input", "is_decimal_allowed": False}
IMAGE = {"type": "image", "image_url": "https://b.org/a.png", "alt_text": "A"}

GOOD: dict[str, Json] = {
    "section": section("x" * 3000),
    "fields": {"type": "section", "fields": [mrkdwn("x" * 1000)] * 10},
    "accessory": section(accessory=a_button()),
    "image beside": section(accessory=IMAGE),
    "divider": {"type": "divider"},
    "header": {"type": "header", "text": plain("x" * 150)},
    "context": {"type": "context", "elements": [mrkdwn("x"), plain("y"), IMAGE] * 3},
    "actions": actions(*(a_button(f"b{n}") for n in range(25))),
    "button": actions(a_button(value="v" * 2000, url="https://b.org", style="danger", confirm=confirm())),
    "image": {**IMAGE, "title": plain("x" * 2000)},
    "slack image": {"type": "image", "slack_file": {"id": "F01234567"}, "alt_text": "A"},
    "select": actions(menu(options=options(100), placeholder=plain("p" * 150))),
    "groups": actions(menu(option_groups=[{"label": plain("G"), "options": options(2)}])),
    "initial": actions(menu(options=options(2), initial_option=options(2)[1])),
    "overflow": actions(menu("overflow", options=options(5))),
    "checkboxes": actions(menu("checkboxes", options=options(10))),
    "radio": actions(menu("radio_buttons", options=options(10), initial_option=options(1)[0])),
    "people": actions(menu("users_select", initial_user="U123")),
    "places": actions(menu("multi_conversations_select", filter={"include": ["public"]})),
    "date": actions(menu("datepicker", initial_date="2027-12-31")),
    "time": actions(menu("timepicker", initial_time="23:59")),
    "moment": actions(menu("datetimepicker", initial_date_time=1_800_000_000)),
    "input": an_input("in", optional=True, hint=plain("h" * 2000), dispatch_action=True),
    "rich text": {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Hi", "style": {"bold": True}},
                    {"type": "user", "user_id": "U123"},
                    {"type": "emoji", "name": "wave"},
                    {"type": "link", "url": "https://b.org"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": []}],
            },
        ],
    },
    "markdown": {"type": "markdown", "text": "# Hi"},
    "file": {"type": "file", "external_id": "x", "source": "remote"},
    "table": {"type": "table", "rows": [[{"type": "raw_text", "text": "A"}]]},
}

BAD: dict[str, tuple[Json, str]] = {
    "unknown block": ({"type": "owl"}, "/blocks/0/type"),
    "no type": ({"text": plain("x")}, "/blocks/0"),
    "unknown key": ({"type": "divider", "owl": 1}, "/blocks/0"),
    "long section": (section("x" * 3001), "/blocks/0/text/text"),
    "empty section": ({"type": "section"}, "/blocks/0"),
    "empty text": (section(""), "/blocks/0/text/text"),
    "fields": ({"type": "section", "fields": [mrkdwn("x")] * 11}, "/blocks/0/fields"),
    "long field": ({"type": "section", "fields": [mrkdwn("x" * 2001)]}, "/blocks/0/fields/0/text"),
    "mrkdwn header": ({"type": "header", "text": mrkdwn("x")}, "/blocks/0/text/type"),
    "long header": ({"type": "header", "text": plain("x" * 151)}, "/blocks/0/text/text"),
    "context": ({"type": "context", "elements": [plain("x")] * 11}, "/blocks/0/elements"),
    "no context": ({"type": "context", "elements": []}, "/blocks/0/elements"),
    "button in context": ({"type": "context", "elements": [a_button()]}, "/blocks/0/elements/0/type"),
    "actions": (actions(*(a_button(f"b{n}") for n in range(26))), "/blocks/0/elements"),
    "same action": (actions(a_button(), a_button()), "/blocks/0"),
    "text input in actions": (actions({"type": "plain_text_input"}), "/blocks/0/elements/0/type"),
    "long button": (actions(a_button() | {"text": plain("x" * 76)}), "/blocks/0/elements/0/text/text"),
    "mrkdwn button": (actions(a_button() | {"text": mrkdwn("x")}), "/blocks/0/elements/0/text/type"),
    "value": (actions(a_button(value="v" * 2001)), "/blocks/0/elements/0/value"),
    "url": (actions(a_button(url="h" * 3001)), "/blocks/0/elements/0/url"),
    "style": (actions(a_button(style="loud")), "/blocks/0/elements/0/style"),
    "action_id": (actions(a_button("a" * 256)), "/blocks/0/elements/0/action_id"),
    "block_id": (actions(a_button(), block_id="b" * 256), "/blocks/0/block_id"),
    "confirm": (
        actions(a_button(confirm=confirm(title=plain("x" * 101)))),
        "/blocks/0/elements/0/confirm/title/text",
    ),
    "confirm text": (
        actions(a_button(confirm=confirm(text=plain("x" * 301)))),
        "/blocks/0/elements/0/confirm/text/text",
    ),
    "confirm button": (
        actions(a_button(confirm=confirm(deny=plain("x" * 31)))),
        "/blocks/0/elements/0/confirm/deny/text",
    ),
    "confirm parts": (actions(a_button(confirm={"title": plain("x")})), "/blocks/0/elements/0/confirm"),
    "no options": (actions(menu()), "/blocks/0/elements/0"),
    "options": (actions(menu(options=options(101))), "/blocks/0/elements/0/options"),
    "option text": (actions(menu(options=options(1, "x" * 76))), "/blocks/0/elements/0/options/0/text/text"),
    "same values": (actions(menu(options=options(1) * 2)), "/blocks/0/elements/0/options"),
    "initial": (
        actions(menu(options=options(2), initial_option=options(3)[2])),
        "/blocks/0/elements/0/initial_option",
    ),
    "placeholder": (
        actions(menu(options=options(1), placeholder=plain("x" * 151))),
        "/blocks/0/elements/0/placeholder/text",
    ),
    "overflow": (actions(menu("overflow", options=options(6))), "/blocks/0/elements/0/options"),
    "checkboxes": (actions(menu("checkboxes", options=options(11))), "/blocks/0/elements/0/options"),
    "date": (actions(menu("datepicker", initial_date="31.12.2027")), "/blocks/0/elements/0/initial_date"),
    "time": (actions(menu("timepicker", initial_time="24:00")), "/blocks/0/elements/0/initial_time"),
    "image": ({"type": "image", "alt_text": "A"}, "/blocks/0"),
    "alt text": ({**IMAGE, "alt_text": "x" * 2001}, "/blocks/0/alt_text"),
    "label": (an_input("in") | {"label": plain("x" * 2001)}, "/blocks/0/label/text"),
    "button as input": (an_input("in", a_button()), "/blocks/0/element/type"),
    "lengths": (text_input(min_length=5, max_length=4), "/blocks/0/element/min_length"),
    "max_length": (text_input(max_length=3001), "/blocks/0/element/max_length"),
    "initial too long": (text_input(max_length=1, initial_value="ab"), "/blocks/0/element/initial_value"),
    "number": (
        an_input("in", {**NUMBER, "min_value": "2", "initial_value": "1"}),
        "/blocks/0/element/initial_value",
    ),
    "number kind": (an_input("in", {"type": "number_input"}), "/blocks/0/element"),
    "rich text": ({"type": "rich_text", "elements": [{"type": "text"}]}, "/blocks/0/elements/0/type"),
}


@pytest.mark.parametrize("block", GOOD.values(), ids=GOOD)
def test_what_slack_takes_is_taken(block: Json) -> None:
    checked = check_message_blocks([block])

    assert checked[0]["type"] == block["type"]
    assert checked[0]["block_id"]


@pytest.mark.parametrize(("block", "where"), BAD.values(), ids=BAD)
def test_what_slack_refuses_is_refused_with_its_place(block: Json, where: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_message_blocks([block])

    assert refused.value.error == "invalid_blocks"
    assert f"[json-pointer:{where}]" in refused.value.details["response_metadata"]["messages"][0]


def test_a_block_id_occurs_once_and_an_action_id_once_in_its_block() -> None:
    twice = [actions(a_button()), actions(a_button())]
    apart = [actions(a_button()), actions(a_button(), block_id="other")]

    with pytest.raises(ApiError) as refused:
        check_message_blocks(twice)

    assert "/blocks/1/block_id" in refused.value.details["errors"][0]
    assert len(check_message_blocks(apart)) == 2


@pytest.mark.parametrize(
    "view",
    [
        a_modal(*({"type": "divider"} for _ in range(100))),
        a_modal(private_metadata="x" * 3000, callback_id="c" * 255, external_id="e" * 255),
        a_modal({"type": "divider"}) | {"submit": None},
        {"type": "home", "blocks": [{"type": "divider"}] * 100},
    ],
    ids=["100 blocks", "long keys", "nothing to submit", "home"],
)
def test_views_slack_takes_are_taken(view: Json) -> None:
    assert check_view(view)["blocks"][0]["block_id"]


@pytest.mark.parametrize(
    "view",
    [
        a_modal(*({"type": "divider"} for _ in range(101))),
        a_modal() | {"title": plain("x" * 25)},
        a_modal() | {"submit": plain("x" * 25)},
        a_modal() | {"close": plain("x" * 25)},
        a_modal() | {"submit": None},
        a_modal(private_metadata="x" * 3001),
        a_modal() | {"callback_id": "c" * 256},
        a_modal(external_id="e" * 256),
        a_modal(owl=True),
        a_modal(an_input("same"), an_input("same")),
        a_modal({"type": "markdown", "text": "x"}),
        a_modal() | {"title": mrkdwn("x")},
        {"type": "home", "title": plain("x"), "blocks": [{"type": "divider"}]},
        {"type": "home", "blocks": []},
        {"type": "owl", "blocks": [{"type": "divider"}]},
    ],
)
def test_views_slack_refuses_are_refused(view: Json) -> None:
    with pytest.raises(ApiError) as refused:
        check_view(view)

    assert refused.value.error == "invalid_arguments"


def test_the_apps_own_blocks_are_not_changed() -> None:
    blocks = [{"type": "section", "text": plain("Hi")}]

    checked = check_message_blocks(blocks)

    assert blocks == [{"type": "section", "text": plain("Hi")}]
    assert checked[0]["text"]["emoji"] is True
