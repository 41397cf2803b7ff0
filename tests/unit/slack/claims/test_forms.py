"""The form of a claim: what it shows of a sheet, what it offers as evidence, and what it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.views import View

from bot.domain.council import Council, Proposal
from bot.domain.council.commands import MakeClaim
from bot.domain.evidence import BOOK, CHARTER, Case, Evidence
from bot.domain.ids import RoleNumber
from bot.domain.paper import paper_id
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import names
from bot.slack.blocks.fields import Misfilled
from bot.slack.blocks.message import escaped
from bot.slack.claims.forms import WHY, ClaimForm
from tests.builders import a_book_of_everything, at, by_policies, player, rainbow_road
from tests.cards import judge

PACK, THREE = rainbow_road(), RoleNumber(3)
TEAM, ROLE = PACK.team("data-platform"), PACK.role(THREE)
FIRST, SECOND, *_ = (one.key for one in TEAM.priorities)


def seat_of(council: Council, role: RoleNumber = THREE) -> Seat:
    return council.seats[role]


def words(view: View) -> str:
    """What the sections say, in one piece."""
    return "\n".join(one["text"]["text"] for one in view.to_dict()["blocks"] if one["type"] == "section")


def menus(view: View) -> dict[str, list[str]]:
    """What each menu offers, by block."""
    return {
        block["block_id"]: [one["value"] for one in block["element"]["options"]]
        for block in view.to_dict()["blocks"]
        if block["type"] == "input" and block["element"]["type"] == "multi_static_select"
    }


def sent(view: View, said: Mapping[str, Sequence[str] | str]) -> dict[str, Any]:
    """The form as Slack gives it back with this in it, and with what it began with elsewhere."""
    values, given = {}, view.to_dict()
    for block in given["blocks"]:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        if element["type"] == "plain_text_input":
            state = {"value": said.get(name, element.get("initial_value"))}
        elif name in said:
            state = {"selected_options": [one for one in element["options"] if one["value"] in said[name]]}
        else:
            state = {"selected_options": element.get("initial_options") or []}
        values[name] = {"value": {"type": element["type"], **state}}
    return {**given, "state": {"values": values}}


@pytest.mark.parametrize("role", range(1, 11))
def test_missions_and_priorities_stand_in_the_form_word_for_word_each_with_its_evidence(role: int) -> None:
    council = a_book_of_everything().council
    seat = council.seats[RoleNumber(role)]
    team = PACK.team(seat.team)

    view = ClaimForm.view(PACK, council, seat)

    judge("the claim", view)
    for said in (team.mission, PACK.role(role).sheet.mission, *(one.text for one in team.priorities)):
        assert words(view).count(escaped(said)) == 1
    keys = [one.key for one in team.priorities]
    assert [*menus(view)] == ["team_mission", "role_mission", *(f"priority:{key}" for key in keys)]
    others = [one.mission for one in PACK.teams if one is not team]
    others += [one.sheet.mission for one in PACK.roles if one.number != role]
    assert not [mission for mission in others if escaped(mission) in words(view)]
    labels = [block["label"]["text"] for block in view.to_dict()["blocks"] if block["type"] == "input"]
    assert len(labels) == len(set(labels)), "a screen reader tells the fields apart"


@pytest.mark.parametrize("role", range(1, 11))
def test_a_claim_entered_from_a_slip_shows_priorities_and_no_mission(role: int) -> None:
    council = a_book_of_everything().council
    seat = replace(council.seats[RoleNumber(role)], holder=paper_id("Ada Lovelace"))
    team = PACK.team(seat.team)

    view = ClaimForm.view(PACK, council, seat)

    judge("the claim", view)
    shown = str(view.to_dict())
    secrets = [team.mission, PACK.role(role).sheet.mission]
    assert not [one for one in secrets if escaped(one) in shown or one in shown]
    assert all(escaped(one.text) in words(view) for one in team.priorities), "which everybody may know"
    assert "For *Ada Lovelace*" in words(view)
    assert len(menus(view)) == len(secrets) + len(team.priorities), "each can be claimed all the same"
    assert ClaimForm.read(sent(view, {"role_mission": ["policy-1"]})).of == role


def test_every_menu_offers_all_that_stands_in_the_book_and_the_book_as_a_whole() -> None:
    council = a_book_of_everything().council

    view = ClaimForm.view(PACK, council, seat_of(council))

    everything = ["policy-2", "policy-1", "charter", "process-1", "parked-2", "book"]
    assert list(menus(view).values()) == [everything] * 5
    assert "Process 1: First the road." in str(view.to_dict())


@pytest.mark.parametrize(
    ("open_hand", "passed", "shown"),
    [
        (True, True, [f"priority:{one.key}" for one in TEAM.priorities]),
        (False, False, ["team_mission", "role_mission"]),
        (True, False, []),
    ],
)
def test_the_form_asks_for_what_can_win(open_hand: bool, passed: bool, shown: list[str]) -> None:
    council = a_book_of_everything(open_hand=open_hand, passed=passed).council

    view = ClaimForm.view(PACK, council, seat_of(council))

    assert [*menus(view)] == shown
    assert ClaimForm.offers(PACK, council, seat_of(council)) == bool(shown)
    assert ("cannot win this time" in words(view)) == (not passed)
    assert (ROLE.sheet.mission in words(view)) == (not open_hand)


def test_what_was_chosen_and_said_is_what_is_claimed_and_stands_there_again() -> None:
    log = a_book_of_everything()
    view = ClaimForm.view(PACK, log.council, seat_of(log.council))
    said = {
        "team_mission": ["policy-2", "process-1"],
        "role_mission": ["book"],
        "role_why": "Nothing in it forces us to wake anybody.",
        f"priority:{FIRST}": ["charter", "parked-2"],
    }

    claimed = ClaimForm.read(sent(view, said)).claimed()
    log.do(claimed, player(3), at(40))

    process = Evidence.read("process-1")
    assert claimed.team_mission == Case((*by_policies(2).evidence, process))
    assert claimed.role_mission == Case((BOOK,), "Nothing in it forces us to wake anybody.")
    assert dict(claimed.priorities)[FIRST] == Case((CHARTER, Evidence.read("parked-2")))
    again = ClaimForm.view(PACK, log.council, seat_of(log.council))
    assert ClaimForm.read(sent(again, {})).claimed().claims_something
    assert log.do(ClaimForm.read(sent(again, {})).claimed(), player(3), at(41)) == []


def test_a_reason_without_evidence_is_refused_where_the_evidence_is_missing() -> None:
    council = a_book_of_everything().council
    view = ClaimForm.view(PACK, council, seat_of(council))
    said = {"team_why": "All know it.", "role_mission": ["book"], f"why:{SECOND}": "So they say."}

    with pytest.raises(Misfilled) as refused:
        ClaimForm.read(sent(view, said)).claimed()

    assert [*refused.value.errors] == ["team_mission", f"priority:{SECOND}"]


# --- long books, long sheets


def test_a_long_book_is_offered_page_by_page_and_what_is_chosen_stays_on_every_page() -> None:
    log = a_book_of_everything(policies=260)
    council, seat = log.council, seat_of(log.council)
    said = MakeClaim(by_policies(260, 7), Case((BOOK,)))

    pages = [ClaimForm.view(PACK, council, seat, said, page) for page in range(1, 12)]

    for view in pages:
        judge("a page", view)
        chosen = ClaimForm.read(sent(view, {})).said()
        assert (chosen.team_mission, chosen.role_mission) == (said.team_mission, said.role_mission)
        assert {"charter", "book"} <= set(menus(view)["role_mission"])
    offered = {one for view in pages for one in menus(view)["role_mission"]}
    assert offered == {str(one) for one in council.evidence()}
    first = pages[0].to_dict()
    assert names.TURN_EVIDENCE in str(first)
    assert "page 1 of" in words(pages[0])
    assert "book is long" not in words(ClaimForm.view(PACK, a_book_of_everything().council, seat))


def with_long_sheets() -> Scenario:
    """The shipped pack with everything as long as it may be, in letters that take six bytes each as JSON."""
    long = "é" * 2900
    priorities = tuple(
        TEAM.priorities[0].model_copy(update={"key": f"aim-{number}", "text": long}) for number in range(5)
    )
    team = TEAM.model_copy(update={"mission": long, "priorities": priorities})
    own = tuple(one.model_copy(update={"text": "&" * 2900}) for one in ROLE.sheet.sections)
    sheet = ROLE.sheet.model_copy(update={"sections": own})
    teams = tuple(team if one.key == team.key else one for one in PACK.teams)
    roles = tuple(one.model_copy(update={"sheet": sheet}) if one.number == 3 else one for one in PACK.roles)
    return PACK.model_copy(update={"teams": teams, "roles": roles})


def test_the_longest_sheets_and_a_long_book_of_long_titles_fit_a_form() -> None:
    pack, log = with_long_sheets(), a_book_of_everything(policies=140)
    proposals = {number: _titled(one) for number, one in log.council.proposals.items()}
    council = replace(log.council, proposals=proposals)
    case = Case(council.evidence()[:15], "é" * WHY)
    aims = tuple((one.key, case) for one in pack.team("data-platform").priorities)

    view = ClaimForm.view(pack, council, seat_of(council), MakeClaim(case, case, aims), page=2)

    judge("the longest", view)
    assert words(view).count("é" * 2000) == 6
    assert words(view).replace("\n", "").count("&amp;") == 2900
    assert ClaimForm.read(sent(view, {})).claimed() == MakeClaim(case, case, aims)


def _titled(one: Proposal) -> Proposal:
    version = one.versions[-1]
    return replace(one, versions=(replace(version, wording=replace(version.wording, title="é" * 120)),))
