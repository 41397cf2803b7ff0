"""Every listener takes a payload of its kind: it is acknowledged, answered, and nothing breaks."""

from collections.abc import Callable, MutableMapping
from typing import Any, cast

import pytest
import structlog
from slack_bolt.async_app import AsyncApp

from bot.domain.council import commands as cc
from bot.domain.ids import UserId
from bot.slack import ids
from bot.slack.listeners import register
from bot.slack.listeners.commands import HANDLERS
from bot.slack.manifest import EVENTS
from tests.slack.stage import COUNCIL, GAME, PLENARY, STRANGER, Stage, player
from tests.slack.test_buttons import people, reach, value_of


def one_of(value: str) -> dict[str, Any]:
    """A choice in a menu."""
    return {"type": "static_select", "selected_option": {"value": value}}


def somebody(user: str) -> dict[str, Any]:
    """A person chosen."""
    return {"type": "users_select", "selected_user": user}


OPENED_BY = {  # the button that opens each form, and when it does
    ids.CHARTER_FORM: (ids.WRITE_CHARTER, "session-1", "steward"),
    ids.PROPOSAL_FORM: (ids.PROPOSE, "session-1", "player"),
    ids.IDEA_FORM: (ids.CARRY_BACK, "sidebar", "player"),
    ids.CLAIM_FORM: (ids.MAKE_CLAIM, "counted", "player"),
    ids.UPHOLD_FORM: (ids.UPHOLD, "counted", "facilitator"),
    ids.REJECT_FORM: (ids.REJECT, "counted", "facilitator"),
    ids.PRESENTATION_FORM: (ids.PREPARE_PRESENTATION, "counted", "steward"),
    ids.FEEDBACK_FORM: (ids.GIVE_FEEDBACK, "ended", "player"),
    ids.CREATE_FORM: (ids.NEW_GAME, "ended", "facilitator"),
    ids.PAPER_FORM: (ids.SEAT_ON_PAPER, "dealt", "facilitator"),
    ids.FACILITATORS_FORM: (ids.FACILITATORS, "session-1", "facilitator"),
    ids.NUDGE_FORM: (ids.NUDGE, "session-1", "facilitator"),
    ids.STRAW_FORM: (ids.ASK_STRAW, "session-1", "player"),
    ids.STOP_OR_TALK_FORM: (ids.STOP_OR_TALK, "session-1", "player"),
    ids.AMENDMENT_FORM: (ids.AMEND, "session-1", "player"),
    ids.MERGE_CHOICE_FORM: (ids.PROPOSAL_MENU, "session-1", "steward"),
    ids.PARK_FORM: (ids.PARK_SOMETHING, "session-1", "steward"),
    ids.ORDER_FORM: (ids.ORDER_BOOK, "sidebar", "steward"),
    ids.TIME_FORM: (ids.CHANGE_TIME, "session-1", "facilitator"),
    ids.INVITE_FORM: (ids.INVITE_PEOPLE, "session-1", "facilitator"),
    ids.REMOVE_FORM: (ids.REMOVE_PEOPLE, "session-1", "facilitator"),
    ids.HAND_OVER_FORM: (ids.HAND_OVER, "session-1", "facilitator"),
    ids.HAND_OVER_MINE_FORM: (ids.HAND_OVER_MINE, "session-1", "player"),
}
CHOSEN: dict[str, dict[str, Any]] = {  # where any words will not do
    ids.FEEDBACK_FORM: {"score": one_of("4")},
    ids.MERGE_CHOICE_FORM: {
        "others": {"type": "multi_static_select", "selected_options": [{"value": "2"}]},
    },
    ids.PARK_FORM: {"owner": one_of("team:data-platform")},
    ids.ORDER_FORM: {"order": "1"},
    ids.TIME_FORM: {"value": "2m"},
    ids.INVITE_FORM: {"list": f"<@{STRANGER}>"},
    ids.REMOVE_FORM: {"people": {"type": "multi_users_select", "selected_users": [player(3)]}},
    ids.HAND_OVER_FORM: {"whose": somebody(player(1)), "to": somebody(STRANGER)},
    ids.HAND_OVER_MINE_FORM: {"to": somebody(STRANGER)},
}
ELSEWHERE = {  # tests/e2e: an emergency, consent, and what needs a second form or a seat on paper
    ids.RESPONSE_FORM, ids.OBJECTION_FORM, ids.MERGE_FORM, ids.SETTLE_FORM, ids.MOVE_FORM, ids.PROXY_FORM,
}  # fmt: skip


class Faultless:
    """Fails the test if a listener's fault is logged."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def __call__(self, _logger: Any, name: str, event: MutableMapping[str, Any]) -> str:
        if name in ("error", "exception", "critical"):
            self.faults.append(f"{event.get('action')}: {event.get('event')}")
        raise structlog.DropEvent


@pytest.fixture(autouse=True)
def faultless() -> Any:
    """No listener may fail behind its acknowledgement."""
    watch = Faultless()
    before = structlog.get_config()
    structlog.configure(processors=[watch], cache_logger_on_first_use=False)
    yield watch
    structlog.configure(**before)
    assert watch.faults == []


@pytest.mark.parametrize("word", sorted(HANDLERS))
async def test_every_word_is_answered_without_a_game_and_in_one(stage: Stage, word: str) -> None:
    assert (await stage.command(STRANGER, "/moot", word)).strip()
    await reach(stage, "session-1")
    for who, user in (await people(stage)).items():
        said = await stage.command(user, "/moot", word)

        assert said.strip(), who
        assert "Something went wrong" not in said, (who, said)


async def test_the_charter_is_one_word_away_before_there_is_one_and_afterwards(stage: Stage) -> None:
    await reach(stage, "session-1")
    folk = await people(stage)

    assert "Only your council" in await stage.command(folk["player"], "/moot", "charter")
    assert (await stage.command(folk["steward"], "/moot", "charter")).startswith("[The charter]")
    rule = (await stage.council()).rules[0]
    await stage.at_table(cc.AdoptCharter(rule, 50, "In words.", "In words."), UserId(folk["steward"]))
    assert "version 1" in await stage.command(folk["player"], "/moot", "charter")


@pytest.mark.parametrize("name", EVENTS)
async def test_every_event_is_acknowledged_also_when_it_is_of_no_use(stage: Stage, name: str) -> None:
    event: dict[str, Any] = {"type": name, "user": STRANGER, "channel": PLENARY}
    if name.startswith("reaction"):
        event |= {"reaction": "x", "item": {"type": "message", "channel": PLENARY, "ts": "1.1"}}
        event |= {"item_user": STRANGER}
    if name == "user_change":
        event["user"] = {"id": STRANGER}

    assert (await stage.event(**event)).status == 200


@pytest.mark.parametrize("form", OPENED_BY)
async def test_every_form_that_is_sent_is_taken_or_refused_at_a_field(stage: Stage, form: str) -> None:
    # given
    action, state, who = OPENED_BY[form]
    await reach(stage, state)
    user = (await people(stage))[who]
    game = (await stage.store.services.reader.game(GAME))[0]
    value = f"{COUNCIL}:3" if action in (ids.UPHOLD, ids.REJECT) else value_of(action, game)
    await stage.press(user, action, value)
    view = stage.slack.views()[-1]
    assert view["callback_id"] == form
    assert view["notify_on_close"] is True

    # when
    texts = [block for block in view["blocks"] if block.get("element", {}).get("type") == "plain_text_input"]
    filled = {block["block_id"]: "Words" for block in texts if block["block_id"] != "timezone"}
    response = await stage.submit(user, view, **{**filled, **CHOSEN.get(form, {})})

    # then
    assert response.status == 200
    assert "errors" not in (response.body or ""), response.body


async def test_a_form_that_was_closed_is_there_again_when_it_is_opened(stage: Stage) -> None:
    # given
    await reach(stage, "session-1")
    user, other = await stage.holder(steward=False), await stage.holder(steward=True)
    await stage.press(user, ids.PROPOSE, COUNCIL)

    # when
    response = await stage.close(user, stage.slack.views()[-1], title="Half a thought")
    await stage.press(user, ids.PROPOSE, COUNCIL)
    mine = str(stage.slack.views()[-1])
    await stage.press(other, ids.PROPOSE, COUNCIL)
    theirs = str(stage.slack.views()[-1])

    # then
    assert response.status == 200
    assert "Half a thought" in mine
    assert "Half a thought" not in theirs


async def test_a_form_that_was_taken_begins_empty_the_next_time(stage: Stage) -> None:
    await reach(stage, "session-1")
    user = await stage.holder(steward=False)
    await stage.press(user, ids.PROPOSE, COUNCIL)
    await stage.submit(user, stage.slack.views()[-1], title="A whole thought", text="Words")
    await stage.press(user, ids.PROPOSE, COUNCIL)

    assert "A whole thought" not in str(stage.slack.views()[-1])


async def test_shortcuts_are_answered(stage: Stage) -> None:
    assert "join" in await stage.shortcut(STRANGER, ids.WHAT_NOW)
    assert "/propose" in await stage.shortcut(STRANGER, ids.PROPOSE_THIS, PLENARY, "Words")
    await reach(stage, "session-1")
    assert "Write the charter" in await stage.shortcut(await stage.holder(steward=True), ids.WHAT_NOW)


async def test_propose_with_words_and_without(stage: Stage) -> None:
    await reach(stage, "session-1")
    user = await stage.holder(steward=False)

    assert "Proposal 3 is on the table" in await stage.command(user, "/propose", "Owners answer.")
    assert "[Propose a policy]" in await stage.command(user, "/propose")
    assert "hold no seat" in await stage.command(STRANGER, "/propose", "Owners answer.")


def test_no_form_and_no_event_is_left_out() -> None:
    class Registered:
        def __init__(self) -> None:
            self.names: dict[str, set[str]] = {}

        def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Any], Any]]:
            def listen(name: Any) -> Callable[[Any], Any]:
                self.names.setdefault(kind, set()).add(name if isinstance(name, str) else name.pattern)
                return lambda listener: listener

            return listen

    found = Registered()
    register(cast(AsyncApp, found))

    assert found.names["view"] == set(OPENED_BY) | ELSEWHERE
    assert set(EVENTS) <= found.names["event"]
