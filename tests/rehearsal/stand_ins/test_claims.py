"""How stand-ins claim: with evidence that fits, or not at all."""

from dataclasses import replace
from random import Random
from typing import Any

from bot.domain.lines import Lines, Proof
from bot.rehearsal.stand_ins.claims import fitting, unproved
from bot.rehearsal.stand_ins.script import Script
from bot.slack.blocks.message import section
from bot.slack.claims.forms import ClaimForm
from tests.builders import a_book_of_everything, rainbow_road
from tests.workspace.stage import an_input, plain

BOOK = ["Policy 1: Owners merge", "Policy 2: Vans before reports", "The book as a whole"]
TEAM = Proof(team="rescue", needs=(("within the hour",),), why="An hour is an hour.")
ROLE = Proof(
    role=1,
    needs=(("owners",), ("vans",)),
    unless=("veto",),
    stretch="As good as.",
    disputed=("No van in it.",),
)
SCRIPT = Script(lines=Lines(proofs=(TEAM, ROLE)), teams={1: "rescue"}, roles={1: "Driver"})


def a_form(**missions: str) -> dict[str, object]:
    options = [{"text": plain(title), "value": f"piece-{place}"} for place, title in enumerate(BOOK)]
    menu = {"type": "multi_static_select", "action_id": "a", "options": options}
    asked = [(section(words).to_dict(), an_input(block, menu)) for block, words in missions.items()]
    return {"blocks": [block for pair in asked for block in pair]}


FORM = a_form(team_mission="Vans run.", role_mission="Owners and vans.")


class Lucky(Random):
    def random(self) -> float:
        return 0.0


class Timid(Random):
    def random(self) -> float:
        return 0.99


def claimed(
    texts: dict[str, str], form: Any = FORM, script: Script = SCRIPT, random: Random | None = None
) -> Any:
    return fitting(form, script, 1, lambda title: texts.get(title, ""), random or Random(2))


def test_a_mission_is_claimed_with_the_pieces_that_bear_it_out_and_why() -> None:
    assert claimed({BOOK[1]: "They run within the hour."}) == {
        "team_mission": ["piece-1"],
        "team_why": "An hour is an hour.",
        "role_mission": ["piece-0", "piece-1", "piece-2"],
    }


def test_somebody_who_has_lost_claims_nothing_unless_they_are_bold() -> None:
    undone = {BOOK[1]: "They run within the hour, and each reader has a veto."}

    assert claimed({}) is None
    bold = claimed(undone, random=Lucky())
    assert bold is not None
    assert bold["role_why"] == "As good as."
    never = fitting(FORM, SCRIPT, 1, lambda _: "", Lucky())
    assert never is None


def test_where_points_are_counted_whatever_came_true_is_claimed() -> None:
    half = {BOOK[1]: "They run within the hour, and each reader has a veto."}

    assert claimed(half, script=replace(SCRIPT, points=True), random=Timid()) == {
        "team_mission": ["piece-1"],
        "team_why": "An hour is an hour.",
    }
    assert claimed(half, random=Timid()) is None


def test_others_doubt_a_claim_that_the_book_does_not_bear_out() -> None:
    card = "Team mission: Vans run. Own mission: Owners and vans."

    assert unproved(SCRIPT, 1, card, {"Owners": "Owners merge."}) is TEAM
    assert unproved(SCRIPT, 1, "Own mission: Owners and vans.", {"Owners": "Owners merge."}) is ROLE
    assert unproved(SCRIPT, 1, card, {"All": "Owners and vans, within the hour."}) is None


def test_without_proofs_evidence_speaks_of_what_the_mission_speaks_of() -> None:
    texts = {BOOK[1]: "After a break the vans run again within the hour."}
    form = a_form(
        team_mission="Vans run within one hour of a break.",
        role_mission="Vans come before reports, and no rule stops them.",
    )

    assert claimed(texts, form, Script()) == {
        "team_mission": ["piece-1"],
        "role_mission": ["piece-1", "piece-2"],
    }
    assert (
        claimed(texts, a_form(team_mission="Somebody buys cake.", role_mission="Vans run."), Script()) is None
    )


def test_the_form_of_a_claim_is_one_that_stand_ins_can_fill_in() -> None:
    council = a_book_of_everything().council
    seat = next(iter(council.seats.values()))
    view = ClaimForm.view(rainbow_road(), council, seat).to_dict()
    words = "The glossary names a keeper, an owner and a review date for each term."

    found = fitting(view, Script(), seat.role, lambda _: words, Random(1))

    assert found is not None
    assert found["team_mission"]
