"""Attachments come back with ids, and what Slack refuses is refused."""

import pytest

from bot.workspace.api.block_kit.attachments import check_attachments
from bot.workspace.state.records import Json
from bot.workspace.state.refusals import ApiError
from tests.workspace.stage import a_button, actions


def test_attachments_and_their_actions_are_numbered_and_blocks_get_their_ids() -> None:
    given: list[Json] = [
        {"text": "One", "actions": [{"name": "go", "type": "button", "text": "Go"}]},
        {"blocks": [{"type": "actions", "elements": [a_button()]}]},
    ]

    old, new = check_attachments(given)

    assert (old["id"], old["actions"][0]["id"], new["id"]) == (1, "1", 2)
    assert new["blocks"][0]["block_id"]
    assert "id" not in given[0]


@pytest.mark.parametrize(
    ("attachments", "error"),
    [
        ({"text": "no list"}, "invalid_attachments"),
        (["no object"], "invalid_attachments"),
        ([{"actions": [{"type": "button"}]}], "invalid_attachments"),
        ([{"actions": [{"type": "button", "text": "x"}] * 6}], "invalid_attachments"),
        ([{"text": "x"}] * 101, "too_many_attachments"),
        ([{"blocks": [actions(a_button(), a_button())]}], "invalid_blocks"),
    ],
)
def test_what_slack_does_not_take_is_refused(attachments: object, error: str) -> None:
    with pytest.raises(ApiError, match=error):
        check_attachments(attachments)
