"""The forms about claims. A mission is shown only by its holder's claim, or at the end."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.evidence import NOT_CLAIMED, Evidence
from bot.domain.ids import CouncilId
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks.fields import Choices, Each
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import section
from bot.slack.claims.evidence import exhibit

EMPTY = "Leave it empty if it did not."


class ClaimForm(Form, callback="claim_form", title="My claim", submit="Claim"):
    """A player's case: policies that prove the missions, and a policy for each priority."""

    council = About(CouncilId)
    team_mission = Choices(
        "What shows that your team's secret mission came true?", Evidence.read, hint=EMPTY, optional=True
    )
    role_mission = Choices(
        "What shows that your own secret mission came true?", Evidence.read, hint=EMPTY, optional=True
    )
    priorities = Each(Choices("Codified by what?", Evidence.read, optional=True, block="priority"))

    @classmethod
    def view(cls, scenario: Scenario, council: Council, seat: Seat) -> View:
        """With what the seat claims so far."""
        made, priorities = council.claims.get(seat.role), scenario.team(seat.team).priorities
        offered = {str(one): exhibit(scenario, council, one).title for one in council.evidence()}
        told = "Your claim is shown in your council's channel. `/moot mission` sends you your sheet again."
        blocks: list[Block] = [section(told)]
        if not seat.open_hand:
            blocks.append(cls.team_mission.input(made.team_mission.evidence if made else (), offered))
            blocks.append(cls.role_mission.input(made.role_mission.evidence if made else (), offered))
        for one in priorities:
            case = made.priorities.get(one.key, NOT_CLAIMED) if made else NOT_CLAIMED
            label = f"{cls.priorities.kind.label} {one.text}"
            blocks.append(cls.priorities[one.key].input(case.evidence, offered, label=label))
        return cls.modal((council.id,), *blocks)
