"""Trouble made to order."""

import pytest
from slack_sdk.errors import SlackApiError

from tests.workspace.stage import Stage


async def test_a_method_can_be_made_to_fail_a_number_of_times(stage: Stage) -> None:
    stage.workspace.faults.fail_next("auth.test", "fatal_error", times=2)

    errors = [await stage.error_of("auth.test") for _ in range(3)]

    assert errors == ["fatal_error", "fatal_error", ""]


async def test_a_call_can_take_effect_though_its_answer_is_bad(stage: Stage) -> None:
    stage.workspace.faults.fail_next("chat.postMessage", "internal_error", performed=True)

    error = await stage.error_of("chat.postMessage", channel=stage.lounge.id, text="Perhaps")

    assert error == "internal_error"
    assert stage.people.history(stage.ada.id, stage.lounge.id)[-1]["text"] == "Perhaps"


async def test_a_gateway_can_break_and_a_limit_can_be_hit_to_order(stage: Stage) -> None:
    stage.workspace.faults.fail_next("auth.test", status=503)
    stage.workspace.faults.limit_next("users.list", retry_after=7)

    with pytest.raises(SlackApiError) as broken:
        await stage.client.auth_test()
    with pytest.raises(SlackApiError) as limited:
        await stage.client.users_list()

    assert broken.value.response.status_code == 503
    assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "7")
