"""Claiming by the form: refused where evidence is missing, kept with what was chosen, turned page by page."""

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.evidence import BOOK, Case
from bot.domain.ids import RoleNumber, UserId
from bot.slack.blocks import names
from tests.builders import by_policies
from tests.slack.stage import COUNCIL, Stage
from tests.slack.test_owing import reach


def chosen(view: Mapping[str, Any], block: str, *values: str) -> dict[str, Any]:
    """The state of a menu in which these are chosen."""
    element = next(one["element"] for one in view["blocks"] if one.get("block_id") == block)
    options = [one for one in element["options"] if one["value"] in values]
    return {"type": "multi_static_select", "selected_options": options}


async def claimant(stage: Stage) -> tuple[UserId, RoleNumber]:
    """Somebody with a secret, after the count."""
    seat = next(one for one in (await stage.council()).filled if not one.steward and not one.open_hand)
    assert seat.holder is not None
    return seat.holder, seat.role


async def test_a_claim_needs_evidence_at_its_field_and_begins_with_what_was_claimed(stage: Stage) -> None:
    # given a form after the count
    await reach(stage, "counted")
    user, role = await claimant(stage)
    await stage.press(user, names.MAKE_CLAIM, COUNCIL)
    view = stage.slack.views()[-1]

    # when it is sent empty, then with a reason alone
    empty = await stage.submit(user, view)
    reason = await stage.submit(user, view, role_why="Everybody knows.")

    # then nothing is claimed, and each is refused at its field
    assert [*json.loads(empty.body)["errors"]] == ["team_mission"]
    assert [*json.loads(reason.body)["errors"]] == ["role_mission"]
    assert (await stage.council()).claims == {}

    # when evidence is chosen
    said = {"role_mission": chosen(view, "role_mission", "policy-1", "book"), "role_why": "It leaves it out."}
    await stage.submit(user, view, **said)

    # then it is kept, and stands in the form when it is opened again
    case = Case((*by_policies(1).evidence, BOOK), "It leaves it out.")
    assert (await stage.council()).claims[role].role_mission == case
    await stage.press(user, names.MAKE_CLAIM, COUNCIL)
    again = stage.slack.views()[-1]
    await stage.submit(user, again, team_mission=chosen(again, "team_mission", "policy-1"))
    claim = (await stage.council()).claims[role]
    assert (claim.team_mission, claim.role_mission) == (by_policies(1), case)


async def test_turning_the_page_keeps_what_stands_in_the_form(stage: Stage) -> None:
    await reach(stage, "counted")
    user, _ = await claimant(stage)
    await stage.press(user, names.MAKE_CLAIM, COUNCIL)
    view = stage.slack.views()[-1]
    values = {
        "team_mission": {"value": chosen(view, "team_mission", "book")},
        "role_why": {"value": {"type": "plain_text_input", "value": "Half a thought"}},
    }
    opened = {**view, "id": "V1", "hash": "h", "type": "modal", "state": {"values": values}}

    await stage.press(user, f"{names.TURN_EVIDENCE}:on", f"{COUNCIL}:2", view=opened)

    turned = {
        one["block_id"]: one["element"] for one in stage.slack.views()[-1]["blocks"] if "element" in one
    }
    assert [one["value"] for one in turned["team_mission"]["initial_options"]] == ["book"]
    assert turned["role_why"]["initial_value"] == "Half a thought"
    assert stage.slack.calls[-1][0] == "views.update"
