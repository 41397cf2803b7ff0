"""How stand-ins claim: with evidence that fits."""

from bot.rehearsal.stand_ins.claims import fitting
from bot.slack.blocks.message import section
from bot.slack.claims.forms import ClaimForm
from tests.builders import a_book_of_everything, rainbow_road
from tests.workspace.stage import an_input, plain

BOOK = ["Policy 1: Owners merge", "Policy 2: Vans before reports", "The book as a whole"]


def a_form(*missions: str) -> dict[str, object]:
    options = [{"text": plain(title), "value": f"piece-{place}"} for place, title in enumerate(BOOK)]
    menu = {"type": "multi_static_select", "action_id": "a", "options": options}
    asked = [(section(words).to_dict(), an_input(f"m{place}", menu)) for place, words in enumerate(missions)]
    return {"blocks": [block for pair in asked for block in pair]}


def test_evidence_speaks_of_what_the_mission_speaks_of_and_what_nothing_speaks_of_is_not_claimed() -> None:
    texts = {BOOK[1]: "After a break the vans run again within the hour."}
    form = a_form(
        "Vans run within one hour of a break.",
        "Somebody buys cake.",
        "Vans come before reports, and no rule stops them.",
    )

    claimed = fitting(form, lambda title: texts.get(title, ""))

    assert claimed == {"m0": ["piece-1"], "m1": [], "m2": ["piece-1", "piece-2"]}


def test_the_form_of_a_claim_is_one_that_stand_ins_can_fill_in() -> None:
    council = a_book_of_everything().council
    view = ClaimForm.view(rainbow_road(), council, next(iter(council.seats.values()))).to_dict()

    claimed = fitting(
        view, lambda _: "The glossary names a keeper, an owner and a review date for each term."
    )

    assert claimed.keys() >= {"team_mission", "role_mission"}
    assert claimed["team_mission"]
