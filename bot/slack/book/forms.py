"""The forms of the policy book: its order, and what is parked."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.council import Council, ParkedItem, Proposal
from bot.domain.ids import CouncilId, RoleNumber
from bot.domain.scenario import Scenario
from bot.slack.blocks.fields import Choice, Line
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import escaped, section, sections
from bot.slack.blocks.names import proposal_number, role_number
from bot.slack.book.cards import in_order


class OrderForm(Form, callback="order_form", title="The book's order", submit="Order"):
    """The order in which the policies stand in the book."""

    council = About(CouncilId)
    order = Line(
        "Policy numbers, in the new order", hint="Those you leave out follow in their present order."
    )

    @classmethod
    def view(cls, council: Council) -> View:
        """With the book as it stands."""
        return cls.modal(
            (council.id,),
            *sections(["The policies keep their numbers. The order now is:", in_order(council)], limit=6_000),
            cls.order.input(", ".join(map(str, council.order))),
        )


class Owner(NamedTuple):
    """Who looks after something: a team or a seat."""

    team: str | None = None
    seat: RoleNumber | None = None

    @classmethod
    def read(cls, value: str) -> "Owner":
        """From an option's value, whose first half is what they are."""
        kind, _, key = value.partition(":")
        return cls(seat=role_number(key)) if kind == "seat" else cls(team=key)


class ParkForm(Form, callback="park_form", title="Park it", submit="Park", refused_at="until"):
    """What is parked, by whom it is looked after, and until when."""

    council = About(CouncilId)
    number = About(lambda number: proposal_number(number) if number else None)
    text = Line("What can your council not settle now?", 300, sometimes=True)
    owner = Choice("Who looks after it?", Owner.read)
    until = Line("When will you return to it?", 60, hint="A date, or words such as: the next meeting.")

    @classmethod
    def view(cls, scenario: Scenario, council: Council, one: Proposal | None = None, text: str = "") -> View:
        """Parks `one` if it is a proposal; else something in words, beginning with `text`."""
        if one is None:
            what: Block = cls.text.input(text)
        else:
            rests = f"*Proposal {one.number}: {escaped(one.title)}* rests until somebody takes it up again."
            what = section(rests)
        return cls.modal(
            (council.id,) if one is None else (council.id, one.number),
            what,
            cls.owner.input(Owner(one.owner_team) if one else None, dict(_owners(scenario, council))),
            cls.until.input(),
        )


def _owners(scenario: Scenario, council: Council) -> Iterator[tuple[str, str]]:
    """The council's teams, then its seats."""
    for team in dict.fromkeys(seat.team for seat in council.seats.values()):
        yield f"team:{team}", scenario.team(team).name
    for role in sorted(council.seats):
        yield f"seat:{role}", f"{scenario.role(role).name} (role {role})"


class SettleForm(Form, callback="settle_form", title="Settle a parked item", submit="Settle"):
    """Which parked item is settled?"""

    council = About(CouncilId)
    item = Choice("Which one?", int)

    @classmethod
    def view(cls, council: Council, items: Sequence[ParkedItem]) -> View:
        """With the parked items that this person may settle."""
        parked = {str(item.number): f"{item.number}. {item.text}" for item in items}
        return cls.modal(
            (council.id,),
            section("It leaves the list. A proposal goes to the council again, on a new card."),
            cls.item.input(options=parked),
        )
