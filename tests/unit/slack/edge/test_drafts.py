"""What somebody typed and could not send is there when they open the form again, for them alone."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import Moment
from bot.slack.edge import drafts as module
from bot.slack.edge.drafts import LASTS, Drafts, KeepingAck, State, key_of
from bot.slack.presentations.forms import PresentationForm
from bot.slack.proposals.forms import ObjectionForm, ProposalForm
from bot.slack.safety.forms import StopOrTalkForm
from bot.slack.sessions.forms import IdeaForm, ResponseForm
from tests.builders import NOON, a_council, rainbow_road

PACK = rainbow_road()
COUNCIL = a_council().council
ADA, BEN = "U0ADA", "U0BEN"
TYPED: State = {
    "title": {"value": {"type": "plain_text_input", "value": "Owners answer"}},
    "owner_team": {
        "value": {"type": "static_select", "selected_option": {"value": PACK.teams[1].key, "text": {}}}
    },
    "review": {"value": {"type": "plain_text_input", "value": None}},
}


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.time: Moment = NOON

    def __call__(self) -> Moment:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def drafts(clock: Clock) -> Drafts:
    """With a draft of Ada's proposal."""
    kept = Drafts(clock)
    kept.keep(key_of("T1", ADA, ProposalForm.callback, COUNCIL.id), TYPED)
    return kept


def fields(form: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}


def test_a_form_that_is_opened_again_holds_what_was_typed_and_says_so(drafts: Drafts) -> None:
    form = drafts.filled("T1", ADA, ProposalForm.view(PACK, COUNCIL))

    found = fields(form)
    assert found["title"]["initial_value"] == "Owners answer"
    assert found["owner_team"]["initial_option"]["value"] == PACK.teams[1].key
    assert found["owner_team"]["initial_option"]["text"]["text"], "the option is the form's own"
    assert "initial_value" not in found["review"]
    assert "filled in before" in str(form["blocks"][0])


@pytest.mark.parametrize(("team", "user"), [("T1", BEN), ("T2", ADA)])
def test_nobody_else_sees_it(drafts: Drafts, team: str, user: str) -> None:
    assert "Owners answer" not in str(drafts.filled(team, user, ProposalForm.view(PACK, COUNCIL)))


def test_another_form_and_another_council_have_drafts_of_their_own(drafts: Drafts) -> None:
    other = a_council(number=2).council

    assert "Owners answer" not in str(drafts.filled("T1", ADA, ProposalForm.view(PACK, other)))
    assert "Owners answer" not in str(drafts.filled("T1", ADA, ResponseForm.view(PACK, COUNCIL)))


def test_after_two_hours_it_is_gone(drafts: Drafts, clock: Clock) -> None:
    clock.time = NOON + LASTS - timedelta(seconds=1)
    assert "Owners answer" in str(drafts.filled("T1", ADA, ProposalForm.view(PACK, COUNCIL)))
    clock.time = NOON + LASTS
    assert "Owners answer" not in str(drafts.filled("T1", ADA, ProposalForm.view(PACK, COUNCIL)))


def test_an_option_that_is_no_longer_offered_is_left_out(drafts: Drafts) -> None:
    pack = PACK.model_copy(update={"teams": PACK.teams[:1]})

    found = fields(drafts.filled("T1", ADA, ProposalForm.view(pack, COUNCIL)))

    assert "initial_option" not in found["owner_team"]
    assert found["title"]["initial_value"] == "Owners answer"


def test_an_empty_form_is_no_draft_and_keeps_an_earlier_one(drafts: Drafts) -> None:
    empty = {"title": {"value": {"type": "plain_text_input", "value": None}}}
    drafts.keep(key_of("T1", ADA, ProposalForm.callback, COUNCIL.id), empty)

    assert "Owners answer" in str(drafts.filled("T1", ADA, ProposalForm.view(PACK, COUNCIL)))


def test_the_oldest_goes_when_there_are_too_many(drafts: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    for number in range(3):
        drafts.keep(key_of("T1", f"U{number}", IdeaForm.callback, COUNCIL.id), TYPED)

    assert drafts.of(key_of("T1", ADA, ProposalForm.callback, COUNCIL.id)) == {}
    assert drafts.of(key_of("T1", "U0", IdeaForm.callback, COUNCIL.id)) == TYPED


def test_a_presentations_draft_is_found_though_others_have_answered_meanwhile() -> None:
    before, after = (f"{COUNCIL.id}:{sums}" for sums in ("00000000", "12345678"))

    assert key_of("T1", ADA, PresentationForm.callback, before) == key_of(
        "T1", ADA, PresentationForm.callback, after
    )
    assert key_of("T1", ADA, ObjectionForm.callback, "g1-1:1") != key_of(
        "T1", ADA, ObjectionForm.callback, "g1-1:2"
    )


async def test_a_refused_form_stays_a_draft_and_an_accepted_one_does_not(clock: Clock) -> None:
    # given
    drafts, key = Drafts(clock), key_of("T1", ADA, ProposalForm.callback, COUNCIL.id)
    ack = KeepingAck(drafts, key, TYPED)
    assert drafts.of(key) == TYPED, "also where no answer comes in time"

    # when
    await ack(response_action="errors", errors={"title": "Not now."})
    refused = drafts.of(key)
    await ack()

    # then
    assert refused == TYPED
    assert drafts.of(key) == {}


def test_what_somebody_did_not_say_about_stopping_is_not_kept(drafts: Drafts) -> None:
    key = key_of("T1", ADA, StopOrTalkForm.callback, "g1")

    drafts.keep(key, {"words": {"value": {"type": "plain_text_input", "value": "heliotropes"}}})

    assert drafts.of(key) == {}
