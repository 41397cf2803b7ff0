"""Payloads as Slack documents them are taken, and what is odd in one is named without its content."""

from typing import Any

import pytest

from bot.slack.edge.manifest import EVENTS, IN_ORGANIZATIONS
from bot.slack.edge.shapes import OF_EVENTS, fault_in

WHO: dict[str, Any] = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "1.2.a"}
FORM: dict[str, Any] = {
    "id": "V1",
    "type": "modal",
    "callback_id": "a_form",
    "private_metadata": "",
    "hash": "1.h",
    "title": {"type": "plain_text", "text": "A form"},
    "blocks": [
        {"type": "section", "block_id": "a", "text": {"type": "mrkdwn", "text": "Words"}},
        {"type": "input", "block_id": "b", "label": {}, "element": {"type": "static_select", "options": []}},
    ],
}


def filled(**held: Any) -> dict[str, Any]:
    """The form with something in its field."""
    return {**FORM, "state": {"values": {"b": {"value": held}}}}


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "url_verification", "token": "x", "challenge": "c"},
        {**WHO, "type": "view_submission", "view": filled(type="static_select", selected_option=None)},
        {
            **WHO,
            "type": "view_submission",
            "view": filled(type="datetimepicker", selected_date_time=1930000000),
        },
        {**WHO, "type": "view_submission", "view": filled(type="multi_users_select", selected_users=[])},
        {**WHO, "type": "view_submission", "view": filled(type="number_input", value="3")},
        {
            **WHO,
            "team": None,
            "type": "view_closed",
            "is_cleared": False,
            "view": filled(type="x", value=None),
        },
        {**WHO, "type": "shortcut", "callback_id": "what_now"},
        {
            **WHO,
            "type": "block_actions",
            "container": {"type": "view", "view_id": "V1"},
            "view": {"id": "V1", "type": "home", "callback_id": "", "blocks": [], "state": {"values": {}}},
            "actions": [
                {"action_id": "a", "type": "overflow", "selected_option": {"text": {}, "value": "v"}}
            ],
        },
        {
            "type": "event_callback",
            "team_id": "T1",
            "event_id": "Ev1",
            "event": {
                "type": "reaction_added",
                "user": "U1",
                "reaction": "x",
                "item": {"type": "file", "file": "F1"},
            },
        },
        {
            "type": "event_callback",
            "event": {"type": "channel_rename", "channel": {"id": "C1", "name": "n", "created": 1}},
        },
    ],
    ids=lambda payload: str(payload["type"]),
)
def test_what_slack_sends_is_taken(payload: dict[str, Any]) -> None:
    assert fault_in(payload) == ""


def test_what_is_odd_is_named_without_its_content() -> None:
    fault = fault_in({**WHO, "type": "block_actions", "actions": [{"action_id": "a", "type": ["secret"]}]})

    assert fault == "actions.0.type: string_type"
    assert fault_in({"type": "secret"}) == "type: unknown"


def test_every_subscribed_event_has_a_shape() -> None:
    assert {*EVENTS, *IN_ORGANIZATIONS} <= set(OF_EVENTS)
