"""Which listener takes a delivery."""

from typing import Any

import pytest

from bot.slack.edge.listeners import ANY, Kind, Listeners

OF_EACH_KIND: dict[Kind, dict[str, Any]] = {
    Kind.COMMAND: {"command": "a"},
    Kind.EVENT: {"type": "event_callback", "event": {"type": "a"}},
    Kind.BUTTON: {"type": "block_actions", "actions": [{"action_id": "a"}]},
    Kind.FORM: {"type": "view_submission", "view": {"callback_id": "a"}},
    Kind.CLOSED_FORM: {"type": "view_closed", "view": {"callback_id": "a"}},
    Kind.SHORTCUT: {"type": "shortcut", "callback_id": "a"},
    Kind.MESSAGE_SHORTCUT: {"type": "message_action", "callback_id": "a"},
}


async def listener() -> None:
    """Takes anything."""


async def last() -> None:
    """Takes what is left."""


def taken(listeners: Listeners, body: dict[str, Any]) -> str | None:
    """Who takes it."""
    found = listeners.of(body)
    return found.ack_function.__name__ if found else None


@pytest.mark.parametrize("kind", Kind)
def test_a_listener_takes_what_has_its_name_and_is_of_its_kind(kind: Kind) -> None:
    listeners = Listeners()
    listeners.take(kind, "a", listener)

    assert [one for one, body in OF_EACH_KIND.items() if listeners.of(body)] == [kind]


@pytest.mark.parametrize("kind", Kind)
def test_what_has_another_name_is_left_to_the_last_of_its_kind_if_there_is_one(kind: Kind) -> None:
    listeners = Listeners()
    listeners.take(kind, "b", listener)
    before = taken(listeners, OF_EACH_KIND[kind])
    listeners.take(kind, ANY, last)

    assert before is None
    assert taken(listeners, OF_EACH_KIND[kind]) == "last"


def test_what_follows_a_colon_in_a_buttons_id_only_keeps_it_apart_from_its_neighbour() -> None:
    listeners = Listeners()
    listeners.take(Kind.BUTTON, "rule", listener)

    assert taken(listeners, {"type": "block_actions", "actions": [{"action_id": "rule:3"}]}) == "listener"


@pytest.mark.parametrize("body", [{}, {"type": "block_suggestion"}, {"type": "block_actions", "actions": []}])
def test_what_slack_does_not_send_is_taken_by_nobody(body: dict[str, Any]) -> None:
    listeners = Listeners()
    for kind in Kind:
        listeners.take(kind, ANY, last)

    assert listeners.of(body) is None


def test_no_two_listeners_take_the_same() -> None:
    listeners = Listeners()
    listeners.take(Kind.EVENT, "a", listener)

    with pytest.raises(ValueError, match="EVENT a"):
        listeners.take(Kind.EVENT, "a", last)
