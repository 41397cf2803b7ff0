"""A sheet opens for its holder alone, with one tap, or says why it does not."""

import logging

import pytest

from bot.slack.blocks import names
from tests.slack.stage import COUNCIL, GAME, Stage, player
from tests.slack.test_buttons import reach

HOLDER = player(3)


@pytest.mark.parametrize("value", [COUNCIL, GAME])
async def test_my_mission_opens_the_sheet_of_whoever_presses_it(stage: Stage, value: str) -> None:
    await reach(stage, "session-1")
    seat = (await stage.council()).seat_of(HOLDER)
    assert seat is not None

    shown = await stage.press(HOLDER, names.OPEN_SHEET, value)

    assert shown.startswith("[My mission] *Your team")
    window = stage.slack.views()[-1]
    assert f"role {seat.role}: you play for" in str(window["blocks"])
    assert not window.get("private_metadata")
    assert "notify_on_close" not in window
    assert seat.role in (await stage.council()).care.opened


@pytest.mark.parametrize("error", ["expired_trigger_id", "ratelimited", "internal_error"])
async def test_where_slack_opens_no_window_a_button_leads_to_the_sheet_all_the_same(
    stage: Stage, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    # given
    await reach(stage, "session-1")
    stage.slack.refuses["views.open"] = error
    caplog.set_level(logging.DEBUG)

    # when it is asked for by a card, and on Home
    said = await stage.press(HOLDER, names.OPEN_SHEET, COUNCIL)
    calls = len(stage.slack.calls)
    await stage.press(HOLDER, names.OPEN_SHEET, COUNCIL, response_url="")

    # then they read how to get there, and nobody has read anything yet
    assert said.startswith("Slack did not open a window. Press the button")
    posted = [given for method, given in stage.slack.calls[calls:] if method == "chat.postMessage"]
    assert [(one["channel"], names.SHEET_HERE in str(one["blocks"])) for one in posted] == [(HOLDER, True)]
    assert not (await stage.council()).care.opened

    # when they press that button in a message that only they see
    shown = await stage.press(HOLDER, names.SHEET_HERE, GAME, container={"is_ephemeral": True})

    # then the sheet is in its place, and in no log
    assert "*Your secret mission*" in shown
    assert (await stage.council()).care.opened
    assert "Your secret mission" not in caplog.text
