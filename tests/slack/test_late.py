"""What is done after Slack has said that it failed is told to its person, once and truly."""

import pytest

from bot.slack.blocks import names
from bot.slack.edge import acks
from tests.slack.stage import COUNCIL, FACILITATOR, GAME, STRANGER, Stage
from tests.slack.test_buttons import reach


@pytest.fixture(autouse=True)
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack waits for nobody."""
    monkeypatch.setattr(acks, "SLACK_WAITS", -1.0)


def told(stage: Stage, user: str) -> list[str]:
    """What somebody was told by direct message."""
    sent = (given for method, given in stage.slack.calls if method == "chat.postMessage")
    return [given["text"] for given in sent if given["channel"] == user]


async def test_a_form_that_was_taken_too_late_is_told_to_whoever_sent_it(stage: Stage) -> None:
    # given an open form
    await reach(stage, "session-1")
    player = await stage.holder(steward=False)
    await stage.press(player, names.PROPOSE, COUNCIL)

    # when it is taken after Slack has said that it failed
    await stage.submit(player, stage.slack.views()[-1], title="Three", text="Each model has an owner.")

    # then it is done, and its person reads so
    assert [one.title for one in (await stage.council()).proposals.values()][-1] == "Three"
    assert len(told(stage, player)) == 1
    assert told(stage, player)[0].startswith("*Done after all.*")
    assert "Propose a policy" in told(stage, player)[0]


async def test_a_form_that_was_refused_too_late_says_why_and_that_nothing_was_done(stage: Stage) -> None:
    # given a form, and somebody who may not send it
    await reach(stage, "session-1")
    await stage.press(await stage.holder(steward=False), names.PROPOSE, COUNCIL)

    await stage.submit(STRANGER, stage.slack.views()[-1], title="Three", text="Each model has an owner.")

    assert len(told(stage, STRANGER)) == 1
    assert told(stage, STRANGER)[0].startswith("*Not done:* You hold no seat")


async def test_who_has_an_answer_by_then_is_told_nothing_more(stage: Stage) -> None:
    await reach(stage, "session-1")

    said = await stage.press(FACILITATOR, names.PAUSE, GAME)

    assert "the clock is stopped" in said
    assert "Done after all" not in said
    assert told(stage, FACILITATOR) == []


async def test_what_no_person_waits_for_is_told_to_nobody(stage: Stage) -> None:
    await reach(stage, "session-1")

    await stage.event(type="app_home_opened", user=FACILITATOR, tab="home")

    assert told(stage, FACILITATOR) == []
