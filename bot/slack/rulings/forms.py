"""The forms in which a facilitator rules on a claim."""

from slack_sdk.models.views import View

from bot.domain.claims import Claim, Ruling
from bot.domain.council import Council
from bot.domain.ids import CouncilId
from bot.slack.blocks.fields import Choice, Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.names import role_number

REASON = 500  # characters
HOW = {"upheld": "Uphold it", "rejected": "Reject it"}


class _RulingForm(Form):
    """A facilitator's reason, if they give one."""

    council = About(CouncilId)
    seat = About(role_number)
    reason = Words("Your reason (the council will read it)", REASON, optional=True)

    @classmethod
    def view(cls, council: Council, one: Claim) -> View:
        """On a claim."""
        return cls.modal((council.id, one.seat), cls.reason.input())


class UpholdForm(_RulingForm, callback="uphold_form", title="Uphold the claim", submit="Rule"):
    """Why a disputed claim stands."""


class RejectForm(_RulingForm, callback="reject_form", title="Reject the claim", submit="Rule"):
    """Why a disputed claim falls."""


class ChangeRulingForm(Form, callback="change_ruling_form", title="Change the ruling", submit="Rule"):
    """Another ruling, or another reason, in place of the one that the facilitator saw."""

    council = About(CouncilId)
    seat = About(role_number)
    seen = About(str)
    how = Choice("Your ruling", str, HOW)
    reason = Words("Your reason (the council will read it)", REASON, optional=True)

    @classmethod
    def view(cls, council: Council, one: Claim, now: Ruling) -> View:
        """With the ruling as it is now."""
        how = said(now.upheld)
        return cls.modal((council.id, one.seat, how), cls.how.input(how), cls.reason.input(now.reason))


def said(upheld: bool) -> str:
    """The word for a ruling."""
    return "upheld" if upheld else "rejected"
