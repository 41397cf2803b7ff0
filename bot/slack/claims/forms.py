"""The forms about claims. A mission is shown only by its holder's claim, or at the end."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.claims import Claim
from bot.domain.council import Council
from bot.domain.ids import CouncilId
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks.fields import Choices, Each, OptionalChoice, Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import section
from bot.slack.blocks.names import role_number

NOT_ACHIEVED = "Leave it empty if it was not achieved."


class ClaimForm(Form, callback="claim_form", title="My claim", submit="Claim"):
    """A player's case: policies that prove the missions, and a policy for each priority."""

    council = About(CouncilId)
    team_mission = Choices(
        "Policies that achieve your team's secret mission", int, hint=NOT_ACHIEVED, optional=True
    )
    role_mission = Choices(
        "Policies that achieve your own secret mission", int, hint=NOT_ACHIEVED, optional=True
    )
    priorities = Each(OptionalChoice("Codified by which policy?", int, optional=True, block="priority"))

    @classmethod
    def view(cls, scenario: Scenario, council: Council, seat: Seat) -> View:
        """With what the seat claims so far."""
        made, priorities = council.claims.get(seat.role), scenario.team(seat.team).priorities
        policies = {
            str(policy.number): f"{policy.number}. {proposal.title}" for policy, proposal in council.book()
        }
        told = "Your claim is shown in your council's channel. `/moot mission` sends you your sheet again."
        blocks: list[Block] = [section(told)]
        if not seat.open_hand:
            blocks.append(cls.team_mission.input(made.team_mission if made else (), policies))
            blocks.append(cls.role_mission.input(made.role_mission if made else (), policies))
        for one in priorities:
            chosen, field = made.priorities.get(one.key) if made else None, cls.priorities[one.key]
            blocks.append(field.input(chosen, policies, label=f"{cls.priorities.kind.label} {one.text}"))
        return cls.modal((council.id,), *blocks)


class _RulingForm(Form):
    """A facilitator's reason."""

    council = About(CouncilId)
    seat = About(role_number)
    reason = Words("Your reason, which the council will read", 500)

    @classmethod
    def view(cls, council: Council, one: Claim) -> View:
        """On a claim."""
        return cls.modal((council.id, one.seat), cls.reason.input())


class UpholdForm(_RulingForm, callback="uphold_form", title="Uphold the claim", submit="Rule"):
    """Why a disputed claim stands."""


class RejectForm(_RulingForm, callback="reject_form", title="Reject the claim", submit="Rule"):
    """Why a disputed claim falls."""
