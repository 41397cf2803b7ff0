"""What is parked: how it is listed, its card, and the forms that park and settle it."""

from collections.abc import Iterator

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.council import Council, ParkedItem, Proposal
from bot.domain.scenario import Scenario
from bot.slack import ids
from bot.slack.messages import phrases as p
from bot.slack.messages.forms import chosen, modal
from bot.slack.messages.message import Message, context, escaped, header, section, sections, shortened

LISTED = 2_000  # characters of all that is parked, where the book is shown
TEXT_LENGTH = 300
UNTIL_LENGTH = 60
MOST_OPTIONS = 100


def listed(scenario: Scenario, council: Council) -> Iterator[Block]:
    """Everything that is parked, for the book."""
    lines = [_line(scenario, council, item) for item in council.parked()]
    if lines:
        yield from sections(["*Parked for later*", *lines], limit=LISTED)


def _line(scenario: Scenario, council: Council, item: ParkedItem) -> str:
    which = f"{item.number}, proposal {item.proposal}" if item.proposal else str(item.number)
    return f"*Parked {which}:* {escaped(item.text)} (_{_care(scenario, council, item)}_)"


def _care(scenario: Scenario, council: Council, item: ParkedItem) -> str:
    return f"{owner(scenario, council, item)} looks after it; until {escaped(item.until)}"


def owner(scenario: Scenario, council: Council, item: ParkedItem) -> str:
    """The team or the role that looks after it, escaped for mrkdwn."""
    if item.owner_seat is not None:
        return p.role_and_team(scenario, council.seats[item.owner_seat])
    assert item.owner_team is not None
    return p.team_name(scenario, item.owner_team)


def card(scenario: Scenario, council: Council, item: ParkedItem) -> Message:
    """Something that the council parked; it calls those who look after it."""
    what = f"Proposal {item.proposal} is parked" if item.proposal else "Parked for later"
    if item.settled_by is not None:
        done = "taken up again" if item.proposal else "settled"
        by = p.role_name(scenario, council.seats[item.settled_by])
        return Message.of(
            header(f"Parked {item.number}: {done}"), section(f"{escaped(item.text)}\n*By the {by}.*")
        )
    holders = p.mentions(seat.holder for seat in council.filled if item.is_owned_by(seat))
    return Message.of(
        header(f"{what}: {item.text}"),
        section(
            f"*{escaped(item.text)}*\nOwner: {owner(scenario, council, item)} ({holders or 'vacant'})\n"
            f"Comes back: {escaped(item.until)}"
        ),
        context(f"It stands in the policy book. `/moot unpark {item.number}` takes it from the list."),
    )


def standing(scenario: Scenario, council: Council, one: Proposal) -> str:
    """On a parked proposal's card: who looks after it, and until when."""
    item = next(item for item in council.parked() if item.proposal == one.number)
    return f"*Parked.* {_care(scenario, council, item)}. Reactions count anew when it is taken up again."


# --- the forms


def form(scenario: Scenario, council: Council, one: Proposal | None = None, text: str = "") -> View:
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
        ids.PARK_FORM,
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
        ids.SETTLE_FORM,
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
