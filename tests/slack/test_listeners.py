"""Every listener takes a payload of its kind: it is acknowledged, answered, and nothing breaks."""

import logging
from collections.abc import MutableMapping
from typing import Any

import pytest
import structlog

from bot.domain.council import commands as cc
from bot.domain.ids import UserId
from bot.slack.app import every_listener
from bot.slack.asks.forms import AnswerForm, SurveyForm
from bot.slack.blocks import names
from bot.slack.blocks.forms import Form
from bot.slack.book.forms import OrderForm, ParkForm, SettleForm
from bot.slack.calls.forms import CallForm
from bot.slack.charter.forms import CharterForm
from bot.slack.claims.forms import ClaimForm
from bot.slack.clock.forms import SayForm, TimeForm
from bot.slack.commands import FOUND
from bot.slack.creation.forms import CreateForm
from bot.slack.edge.listeners import ANY, Kind
from bot.slack.edge.manifest import EVENTS, IN_ORGANIZATIONS
from bot.slack.injects.forms import InjectForm
from bot.slack.kit.forms import PrintForm
from bot.slack.paper.forms import EntryForm
from bot.slack.presentations.forms import PresentationForm
from bot.slack.privacy.forms import ForgetForm
from bot.slack.proposals.forms import (
    AmendmentForm,
    AmendOrNewForm,
    DetailsForm,
    ObjectionForm,
    PastedForm,
    PhotoForm,
    ProposalForm,
    RecordForm,
)
from bot.slack.proposals.merging_forms import MergeChoiceForm, MergeForm
from bot.slack.proposals.policy_forms import PolicyChangeForm, PolicyChoiceForm, RescindForm
from bot.slack.results.forms import FeedbackForm
from bot.slack.rights.forms import RightsForm
from bot.slack.rulings.forms import ChangeRulingForm, RejectForm, UpholdForm
from bot.slack.safety.forms import StopOrTalkForm
from bot.slack.seats.forms import (
    FacilitatorsForm,
    HandOverForm,
    HandOverMineForm,
    InviteForm,
    MoveForm,
    NudgeForm,
    PaperForm,
    RemoveForm,
)
from bot.slack.sessions.forms import IdeaForm, ResponseForm, StrawForm
from tests.slack.stage import COUNCIL, GAME, PLENARY, STRANGER, Stage, player
from tests.slack.test_buttons import people, reach, value_of


def one_of(value: str) -> dict[str, Any]:
    """A choice in a menu."""
    return {"type": "static_select", "selected_option": {"value": value}}


def somebody(user: str) -> dict[str, Any]:
    """A person chosen."""
    return {"type": "users_select", "selected_user": user}


OPENED_BY: dict[type[Form], tuple[str, str, str]] = {  # the button that opens each form, and when it does
    CharterForm: (names.WRITE_CHARTER, "session-1", "steward"),
    CallForm: (names.CHANGE_CALL, "session-1", "facilitator"),
    ProposalForm: (names.PROPOSE, "session-1", "player"),
    IdeaForm: (names.CARRY_BACK, "sidebar", "player"),
    ClaimForm: (names.MAKE_CLAIM, "counted", "player"),
    UpholdForm: (names.UPHOLD, "counted", "facilitator"),
    RejectForm: (names.REJECT, "counted", "facilitator"),
    ChangeRulingForm: (names.CHANGE_RULING, "counted", "facilitator"),
    PresentationForm: (names.PREPARE_PRESENTATION, "counted", "steward"),
    FeedbackForm: (names.GIVE_FEEDBACK, "ended", "player"),
    CreateForm: (names.NEW_GAME, "ended", "facilitator"),
    PaperForm: (names.SEAT_ON_PAPER, "dealt", "facilitator"),
    FacilitatorsForm: (names.FACILITATORS, "session-1", "facilitator"),
    NudgeForm: (names.NUDGE, "session-1", "facilitator"),
    StrawForm: (names.ASK_STRAW, "session-1", "player"),
    DetailsForm: (names.ADD_DETAILS, "session-1", "player"),
    StopOrTalkForm: (names.STOP_OR_TALK, "session-1", "player"),
    ForgetForm: (names.FORGET_ME, "ended", "player"),
    AmendmentForm: (names.AMEND, "session-1", "player"),
    MergeChoiceForm: (names.PROPOSAL_MENU, "session-1", "steward"),
    ParkForm: (names.PARK_SOMETHING, "session-1", "steward"),
    OrderForm: (names.ORDER_BOOK, "sidebar", "steward"),
    RecordForm: (names.RECORD_ALOUD, "session-1", "steward"),
    SayForm: (names.SAY, "session-1", "facilitator"),
    TimeForm: (names.CHANGE_TIME, "session-1", "facilitator"),
    InjectForm: (names.PICK_INJECT, "session-1", "facilitator"),
    InviteForm: (names.INVITE_PEOPLE, "session-1", "facilitator"),
    RemoveForm: (names.REMOVE_PEOPLE, "session-1", "facilitator"),
    HandOverForm: (names.HAND_OVER, "session-1", "facilitator"),
    HandOverMineForm: (names.HAND_OVER_MINE, "session-1", "player"),
    PolicyChoiceForm: (names.CHANGE_POLICY, "sidebar", "player"),
}
CHOSEN: dict[type[Form], dict[str, Any]] = {  # where any words will not do
    FeedbackForm: {"score": one_of("4")},
    MergeChoiceForm: {
        "others": {"type": "multi_static_select", "selected_options": [{"value": "2"}]},
    },
    ParkForm: {"owner": one_of("team:data-platform")},
    CallForm: {"link": "https://meet.example.org/a", "council": "1"},
    CreateForm: {"call": "https://meet.example.org/{council}"},
    OrderForm: {"order": "1"},
    TimeForm: {"value": "2m"},
    InjectForm: {"what": one_of("write")},
    InviteForm: {"list": f"<@{STRANGER}>"},
    RemoveForm: {"people": {"type": "multi_users_select", "selected_users": [player(3)]}},
    HandOverForm: {"whose": somebody(player(1)), "to": somebody(STRANGER)},
    HandOverMineForm: {"to": somebody(STRANGER)},
    PolicyChoiceForm: {"policy": one_of("1"), "change": one_of("amend")},
}
# tests/e2e: an emergency, consent, and what needs a second form or a seat on paper
ELSEWHERE: set[type[Form]] = {
    ResponseForm, ObjectionForm, MergeForm,
    SettleForm, MoveForm, EntryForm, PrintForm,
    PhotoForm,
    PastedForm, AmendOrNewForm,  # test_typing.py
    PolicyChangeForm, RescindForm,  # test_policies.py
    AnswerForm, SurveyForm,  # test_asks.py
    RightsForm,  # test_rights.py
}  # fmt: skip


class Faultless:
    """Fails the test if a listener's fault is logged."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def __call__(self, logger: logging.Logger, name: str, event: MutableMapping[str, Any]) -> str:
        if name in ("error", "exception", "critical") and logger.name.startswith("bot.slack."):
            self.faults.append(f"{event.get('action')}: {event.get('event')}")
        raise structlog.DropEvent


@pytest.fixture(autouse=True)
def faultless() -> Any:
    """No listener may fail behind its acknowledgement."""
    watch = Faultless()
    before = structlog.get_config()
    structlog.configure(
        processors=[watch],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    yield watch
    structlog.configure(**before)
    assert watch.faults == []


@pytest.mark.parametrize("word", sorted(FOUND))
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


@pytest.mark.parametrize("name", [*EVENTS, *IN_ORGANIZATIONS])
async def test_every_event_is_acknowledged_also_when_it_is_of_no_use(stage: Stage, name: str) -> None:
    event: dict[str, Any] = {"type": name, "user": STRANGER, "channel": PLENARY}
    if name.startswith("reaction"):
        event |= {"reaction": "x", "item": {"type": "message", "channel": PLENARY, "ts": "1.1"}}
        event |= {"item_user": STRANGER}
    if name == "user_change":
        event["user"] = {"id": STRANGER}
    if name in IN_ORGANIZATIONS:
        event["team_ids"] = ["T0ANOTHER"]

    assert (await stage.event(**event)).status == 200


@pytest.mark.parametrize("form", OPENED_BY, ids=lambda form: form.__name__)
async def test_every_form_that_is_sent_is_taken_or_refused_at_a_field(stage: Stage, form: type[Form]) -> None:
    # given
    action, state, who = OPENED_BY[form]
    await reach(stage, state)
    user = (await people(stage))[who]
    game = (await stage.store.services.reader.game(GAME))[0]
    value = value_of(action, game)
    await stage.press(user, action, value)
    view = stage.slack.views()[-1]
    assert view["callback_id"] == form.callback
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
    await stage.press(user, names.PROPOSE, COUNCIL)

    # when
    response = await stage.close(user, stage.slack.views()[-1], title="Half a thought")
    await stage.press(user, names.PROPOSE, COUNCIL)
    mine = str(stage.slack.views()[-1])
    await stage.press(other, names.PROPOSE, COUNCIL)
    theirs = str(stage.slack.views()[-1])

    # then
    assert response.status == 200
    assert "Half a thought" in mine
    assert "Half a thought" not in theirs


async def test_a_form_that_was_taken_begins_empty_the_next_time(stage: Stage) -> None:
    await reach(stage, "session-1")
    user = await stage.holder(steward=False)
    await stage.press(user, names.PROPOSE, COUNCIL)
    await stage.submit(user, stage.slack.views()[-1], title="A whole thought", text="Words")
    await stage.press(user, names.PROPOSE, COUNCIL)

    assert "A whole thought" not in str(stage.slack.views()[-1])


async def test_shortcuts_are_answered(stage: Stage) -> None:
    assert "join" in await stage.shortcut(STRANGER, names.WHAT_NOW)
    assert "/propose" in await stage.shortcut(STRANGER, names.PROPOSE_THIS, PLENARY, "Words")
    await reach(stage, "session-1")
    assert "Write the charter" in await stage.shortcut(await stage.holder(steward=True), names.WHAT_NOW)


async def test_propose_with_words_and_without(stage: Stage) -> None:
    await reach(stage, "session-1")
    user = await stage.holder(steward=False)

    assert "Proposal 3 is on the table" in await stage.command(user, "/propose", "Owners answer.")
    assert "[Propose a policy]" in await stage.command(user, "/propose")
    assert "hold no seat" in await stage.command(STRANGER, "/propose", "Owners answer.")


def test_no_form_and_no_event_is_left_out() -> None:
    known = every_listener().known

    assert {name for kind, name in known if kind is Kind.FORM} == {
        ANY,
        *(form.callback for form in {*OPENED_BY, *ELSEWHERE}),
    }
    assert {(Kind.EVENT, one) for one in (*EVENTS, *IN_ORGANIZATIONS)} <= known.keys()
