"""Cards and forms about claims and wins. A mission is shown only by its holder's claim, or at the end."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.claims import Claim
from bot.domain.council import Council
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import names
from bot.slack.blocks.forms import modal
from bot.slack.blocks.message import section, shortened

MOST_OPTIONS = 100


def claim_form(scenario: Scenario, council: Council, seat: Seat) -> View:
    """A player's case: policies that prove the missions, and a policy for each priority."""
    made, team = council.claims.get(seat.role), scenario.team(seat.team)
    options = _policies(council)
    blocks: list[Block] = [
        section("Your claim is shown in your council's channel. `/moot mission` sends you your sheet again.")
    ]
    if not seat.open_hand:
        blocks += [
            _several(
                "team_mission",
                "Policies that achieve your team's secret mission",
                options,
                made.team_mission if made else (),
            ),
            _several(
                "role_mission",
                "Policies that achieve your own secret mission",
                options,
                made.role_mission if made else (),
            ),
        ]
    blocks += [
        _one(
            f"priority:{one.key}",
            f"Codified by which policy? {one.text}",
            options,
            made.priorities.get(one.key) if made else None,
        )
        for one in team.priorities
    ]
    return modal(names.CLAIM_FORM, "My claim", "Claim", council.id, *blocks)


def _policies(council: Council) -> list[Option]:
    return [
        Option(text=shortened(f"{policy.number}. {proposal.title}", 75), value=str(policy.number))
        for policy, proposal in council.book()
    ][:MOST_OPTIONS]


def _several(block: str, label: str, options: list[Option], chosen: Sequence[int]) -> InputBlock:
    initial = [one for one in options if int(one.value or 0) in chosen]
    element = StaticMultiSelectElement(action_id="value", options=options, initial_options=initial or None)
    return InputBlock(
        block_id=block,
        label=label,
        element=element,
        optional=True,
        hint="Leave it empty if it was not achieved.",
    )


def _one(block: str, label: str, options: list[Option], chosen: int | None) -> InputBlock:
    initial = next((one for one in options if one.value == str(chosen)), None)
    element = StaticSelectElement(action_id="value", options=options, initial_option=initial)
    return InputBlock(block_id=block, label=shortened(label, 2000), element=element, optional=True)


def ruling_form(council: Council, one: Claim, *, upheld: bool) -> View:
    """A facilitator's reason."""
    callback = names.UPHOLD_FORM if upheld else names.REJECT_FORM
    title = "Uphold the claim" if upheld else "Reject the claim"
    reason = PlainTextInputElement(action_id="value", multiline=True, max_length=500)
    return modal(
        callback,
        title,
        "Rule",
        f"{council.id}:{one.seat}",
        InputBlock(block_id="reason", label="Your reason, which the council will read", element=reason),
    )
