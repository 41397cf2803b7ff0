"""The policy book as cards: as it stands, its order, and what somebody can do with it."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, InputBlock, Option, PlainTextInputElement, StaticSelectElement
from slack_sdk.models.views import View

from bot.domain.council import Council, Proposal
from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks.forms import chosen, modal
from bot.slack.blocks.message import escaped, section, sections, shortened
from bot.slack.book.cards import in_order

# --- its order


def order_form(council: Council) -> View:
    """The order in which the policies stand in the book."""
    now = ", ".join(map(str, council.order))
    return modal(
        names.ORDER_FORM,
        "The book's order",
        "Order",
        council.id,
        *sections(["The policies keep their numbers. Now they stand so:", in_order(council)], limit=6_000),
        InputBlock(
            block_id="order",
            label="Numbers, as the policies shall stand",
            element=PlainTextInputElement(action_id="value", initial_value=now, max_length=2_000),
            hint="Those that you leave out follow as they stand.",
        ),
    )


TEXT_LENGTH = 300
UNTIL_LENGTH = 60
MOST_OPTIONS = 100


# --- the forms


def park_form(scenario: Scenario, council: Council, one: Proposal | None = None, text: str = "") -> View:
    """What is parked, by whom it is looked after, and until when; `one` if it is a proposal."""
    options = [*_owners(scenario, council)]
    first = chosen(options, f"team:{one.owner_team}") if one is not None else None
    words = PlainTextInputElement(
        action_id="value", max_length=TEXT_LENGTH, initial_value=text[:TEXT_LENGTH] or None
    )
    what: Block = (
        InputBlock(block_id="text", label="What can your council not settle now?", element=words)
        if one is None
        else section(f"*Proposal {one.number}: {escaped(one.title)}* rests until somebody takes it up again.")
    )
    return modal(
        names.PARK_FORM,
        "Park it",
        "Park",
        council.id if one is None else f"{council.id}:{one.number}",
        what,
        InputBlock(
            block_id="owner",
            label="Who looks after it?",
            element=StaticSelectElement(action_id="value", options=options, initial_option=first),
        ),
        InputBlock(
            block_id="until",
            label="When does it come back?",
            hint="A date, or words such as: the next meeting.",
            element=PlainTextInputElement(action_id="value", max_length=UNTIL_LENGTH),
        ),
    )


def _owners(scenario: Scenario, council: Council) -> Iterator[Option]:
    """The council's teams, then its seats; what they are is the value's first half."""
    teams = dict.fromkeys(seat.team for seat in council.seats.values())
    options = [Option(text=shortened(scenario.team(team).name, 75), value=f"team:{team}") for team in teams]
    for role in sorted(council.seats):
        name = shortened(f"{scenario.role(role).name} (role {role})", 75)
        options.append(Option(text=name, value=f"seat:{role}"))
    yield from options[:MOST_OPTIONS]


def settle_form(council: Council) -> View:
    """Which parked item is settled?"""
    options = [
        Option(text=shortened(f"{item.number}. {item.text}", 75), value=str(item.number))
        for item in council.parked()
    ][:MOST_OPTIONS]
    return modal(
        names.SETTLE_FORM,
        "Settle a parked item",
        "Settle",
        council.id,
        section("It leaves the list. A proposal is put to the council again, on a new card."),
        InputBlock(
            block_id="item",
            label="Which one?",
            element=StaticSelectElement(action_id="value", options=options),
        ),
    )
