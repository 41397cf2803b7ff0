"""What the charter's rule asks for, in words; and the two numbers of what was decided by it aloud."""

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from slack_sdk.models.blocks import Block

from bot.domain.amounts import digits
from bot.domain.charter import requirement
from bot.domain.council import Council, Proposal
from bot.domain.council.commands import Aloud
from bot.domain.ids import RoleNumber
from bot.domain.rules import (
    CastSupport,
    NoObjection,
    Requirement,
    StewardsSupport,
    Support,
    Tally,
    TeamSupport,
    Voices,
)
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import carried
from bot.slack.blocks import phrases as p
from bot.slack.blocks.fields import Choices
from bot.slack.blocks.forms import Form
from bot.slack.blocks.message import context
from bot.slack.blocks.numbers import Number


def needed(requirement: Requirement, now: Tally) -> str:
    """What a proposal needs, by the numbers that decide on it."""
    unit, of = now.unit, f"{digits(now.seats)} {now.unit}"
    match requirement:
        case Support(support, sides):
            more = f" and {digits(sides)} take a side" if sides > support else ""
            return f"It is adopted when {digits(support)} of {of} support it{more}."
        case CastSupport(threshold, sides):
            return (
                f"It is adopted when {digits(sides)} of {of} have taken a side and {threshold} of these "
                f"support it. Now: {digits(now.support)} for, {digits(now.oppose)} against."
            )
        case TeamSupport(support, teams, sides):
            return (
                f"It is adopted when {digits(support)} of {teams} teams support it and {digits(sides)} of "
                f"{of} take a side; a team has one voice, the side that more of its {unit} take. Now: "
                f"{p.count_of(now.teams_for, 'team')} for, {now.teams_against} against."
            )
        case NoObjection(sides):
            return (
                f"It is adopted when {digits(sides)} of {of} have taken a side, somebody supports it and no "
                "objection stands. A thumb down does not block it; an objection with a reason does."
            )
        case StewardsSupport():
            return _by_stewards(requirement, now)
        case _:
            assert_never(requirement)


def _by_stewards(requirement: StewardsSupport, now: Tally) -> str:
    support, sides, stewards = requirement.support, requirement.sides, requirement.stewards
    more = f" and {digits(sides)} take a side" if sides > support else ""
    whose, one = ("stewards", "steward") if now.step is None else ("of the stewards' votes", "vote")
    return (
        f"It is adopted when {digits(support)} of {digits(stewards)} {whose} support it{more}; vacant seats "
        f"do not count. Now: {digits(now.stewards_for)} {one}{'' if now.stewards_for == 1 else 's'} for, "
        f"{digits(now.stewards_against)} against."
    )


def votes(amount: int | Fraction) -> str:
    """`1 vote`, `2.5 votes`."""
    return f"{digits(amount)} vote{'' if amount == 1 else 's'}"


def _role(value: str) -> RoleNumber:
    return RoleNumber(carried.number(value))


class AloudFields(Form):
    """How many were for something and how many against it, of those whose voices the rule counts; or who,
    where two numbers do not say enough."""

    for_it = Number("How many were for it?", 0, 9_999, sometimes=True)
    against = Number("How many were against it?", 0, 9_999, sometimes=True)
    who_for = Choices("Who was for it?", _role, sometimes=True, optional=True)
    who_against = Choices("Who was against it?", _role, sometimes=True, optional=True)

    @classmethod
    def numbers(cls, scenario: Scenario, council: Council, one: Proposal | None = None) -> Iterator[Block]:
        """The fields, beginning with what stands on the card of a proposal."""
        if council.charter is not None and not council.electorate.by_heads:
            yield from cls._names(scenario, council, one)
            return
        tally = council.tally(one)
        now = Voices(tally.support, tally.oppose, tally.seats)
        if council.charter is not None:
            now = requirement(council.charter, tally).voices(tally)
        of = f"How many of the {now.of} {now.who} were"
        yield cls.for_it.input(int(now.for_it) if one else None, label=f"{of} for it?")
        yield cls.against.input(int(now.against) if one else None, label=f"{of} against it?")
        yield context(
            "Count people on paper, too. I check the numbers against your charter's rule, and the card "
            "shows them."
        )

    @classmethod
    def _names(cls, scenario: Scenario, council: Council, one: Proposal | None) -> Iterator[Block]:
        """Each seat that votes, with how much it weighs."""
        sides = council.sides_of(one)
        options = {str(seat.role): _voter(scenario, council, seat) for seat in council.voters}
        if options:
            yield cls.who_for.input(tuple(role for role, side in sides.items() if side), options)
            yield cls.who_against.input(tuple(role for role, side in sides.items() if not side), options)
        yield context(
            "Name people on paper, too. People who reacted on the card are counted anyway. I check this "
            "against your charter's rule, each seat's votes and the vetoes, and the card shows the count."
        )

    @property
    def aloud(self) -> Aloud | tuple[int, int] | None:
        """Who, or the two numbers; None in a form without them."""
        if self.shows(type(self).who_for):
            return Aloud(self.who_for, self.who_against)
        return (self.for_it, self.against) if self.shows(type(self).for_it) else None


def _voter(scenario: Scenario, council: Council, seat: Seat) -> str:
    name = scenario.role(seat.role).name
    if not council.electorate.weighed:
        return name
    return f"{name}, {votes(council.electorate.weight([seat.role]))}"
