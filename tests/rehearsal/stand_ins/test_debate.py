"""What a stand-in says under a proposal, and to what somebody else writes."""

from random import Random
from typing import Any

import pytest

from bot.rehearsal.stand_ins.debate import Debate, in_full
from bot.rehearsal.stand_ins.mind import Side
from bot.rehearsal.stand_ins.slips import Slips
from bot.rehearsal.stand_ins.temperaments import EAGER
from bot.workspace.state.records import Json
from tests.rehearsal.stand_ins.test_mind import HEARD, OWNERS, SCRIPT, VETO, a_mind
from tests.workspace.stage import Stage, a_button, actions, plain


async def at_once(_: float) -> None:
    """No pause."""


def a_debate(stage: Stage, **mind: Any) -> Debate:
    """Ada's part in the talk."""
    random = Random(1)
    hands = Slips(stage.people, stage.ada.id, random, 0.0, at_once)
    return Debate(stage.people, stage.ada.id, a_mind(**mind), hands, random, EAGER, at_once)


async def a_card(stage: Stage, title: str, text: str, *buttons: str) -> Json:
    """A proposal's card, as it is in the lounge."""
    head: Json = {"type": "header", "text": plain(f"Proposal 1: {title}")}
    ts = await stage.post(
        blocks=[
            head,
            {"type": "section", "text": {"type": "mrkdwn", "text": f"> {text}"}},
            actions(*(a_button(text=plain(one), action_id=one) for one in ("Withdraw", *buttons))),
        ]
    )
    return stage.people.thread(stage.ada.id, stage.lounge.id, ts)[0]


def said(stage: Stage, ts: str) -> list[str]:
    return [one["text"] for one in stage.people.thread(stage.ada.id, stage.lounge.id, ts)[1:]]


async def test_a_proposal_that_harms_them_gets_a_thumb_down_and_what_they_would_put_in_its_place(
    stage: Stage,
) -> None:
    debate, card = a_debate(stage), await a_card(stage, VETO.title, VETO.text)

    await debate.take_side(card)

    assert debate.now(card)["reactions"][0]["name"] == "thumbsdown"
    assert said(stage, card["ts"]) == [HEARD.why]


async def test_a_visitors_proposal_gets_a_reason_and_the_sentence_that_is_missing(stage: Stage) -> None:
    debate, card = a_debate(stage), await a_card(stage, "Mine", "Each change needs a yes from all.")

    await debate.take_side(card)

    reason, wish = said(stage, card["ts"])
    assert reason in OWNERS.against
    assert wish == f"I would say yes if this stood in it: “{OWNERS.adds}”"


async def test_where_only_an_objection_stops_it_nobody_is_against_it_without_a_reason(stage: Stage) -> None:
    # given a mood in which somebody whose concern it is not turns it down
    class Grumpy(Random):
        def random(self) -> float:
            return 0.99

    debate = a_debate(stage)
    debate.random = Grumpy(1)
    usual = await a_card(stage, "Coffee", "There is coffee at noon.")
    by_consent = await a_card(stage, "Tea", "There is tea at four.", "Object")

    for card in (usual, by_consent):
        await debate.take_side(card)

    assert [one["name"] for one in debate.now(usual)["reactions"]] == ["thumbsdown"]
    assert debate.now(by_consent)["reactions"] == []


async def test_what_a_visitor_writes_about_the_same_issue_is_answered_once_and_small_talk_is_not(
    stage: Stage,
) -> None:
    debate = a_debate(stage)
    for words, answers in (("I want a veto on every change.", 1), ("Is there any coffee?", 0)):
        ts = await stage.people.say(stage.bob.id, stage.lounge.id, words)
        message = stage.people.thread(stage.ada.id, stage.lounge.id, ts)[0]

        await debate.answer(message)

        assert len(said(stage, ts)) == answers


async def test_somebody_can_be_told_to_stand_against_a_proposal_and_to_speak_to_somebody_by_name(
    stage: Stage,
) -> None:
    debate, card = a_debate(stage), await a_card(stage, VETO.title, VETO.text)

    await debate.stand(card, Side.AGAINST, talks=True, to=stage.bob.id)

    (words,) = said(stage, card["ts"])
    mention, _, line = words.partition(" ")
    assert mention == f"<@{stage.bob.id}>"
    assert line in OWNERS.against
    assert debate.mind.has_opposed(VETO.title)


@pytest.mark.parametrize("title", ["Readers are heard", VETO.title])
def test_an_amended_sample_is_still_known_by_its_first_title(title: str) -> None:
    assert SCRIPT.name(title) == VETO.title


def test_an_amendment_brings_its_title_and_enforcement_and_a_visitors_text_keeps_its_own() -> None:
    assert in_full(SCRIPT, VETO.title, HEARD.text) == {
        "title": HEARD.title,
        "text": HEARD.text,
        "enforcement": HEARD.enforcement,
    }
    assert in_full(SCRIPT, "Mine", "Words of a visitor.") == {"text": "Words of a visitor."}
