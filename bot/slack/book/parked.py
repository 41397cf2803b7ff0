"""What is parked: how it is listed, its card, and the forms that park and settle it."""

from bot.domain.council import Council, ParkedItem, Proposal
from bot.domain.scenario import Scenario
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, context, escaped, header, section


def listed(scenario: Scenario, council: Council) -> list[str]:
    """Everything that is parked, for the book."""
    lines = [_line(scenario, council, item) for item in council.parked()]
    return [f"*Parked for later*\n{lines[0]}", *lines[1:]] if lines else []


def _line(scenario: Scenario, council: Council, item: ParkedItem) -> str:
    which = f"{item.number}, proposal {item.proposal}" if item.proposal else str(item.number)
    text = f"\n{escaped(council.proposals[item.proposal].text)}" if item.proposal else ""
    return f"*Parked {which}:* {escaped(item.text)} (_{_care(scenario, council, item)}_){text}"


def _care(scenario: Scenario, council: Council, item: ParkedItem) -> str:
    return f"{owner(scenario, council, item)} looks after it until {escaped(item.until)}"


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
        by = p.the_role(scenario, item.settled_by)
        return Message.of(
            header(f"Parked {item.number}: {done}"), section(f"{escaped(item.text)}\n*By {by}.*")
        )
    holders = p.mentions(seat.holder for seat in council.filled if item.is_owned_by(seat))
    return Message.of(
        header(f"{what}: {item.text}"),
        section(
            f"*{escaped(item.text)}*\nOwner: {owner(scenario, council, item)} ({holders or 'vacant'})\n"
            f"Comes back: {escaped(item.until)}"
        ),
        context(f"It is in the policy book. `/moot unpark {item.number}` takes it from the list."),
    )


def standing(scenario: Scenario, council: Council, one: Proposal) -> str:
    """On a parked proposal's card: who looks after it, and until when."""
    item = next(item for item in council.parked() if item.proposal == one.number)
    return f"*Parked.* {_care(scenario, council, item)}. Reactions start from zero when it is taken up again."
