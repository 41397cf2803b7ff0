"""What the charter's rule asks for, in words; and the two numbers of what was decided by it aloud."""

from collections.abc import Iterator
from typing import assert_never

from slack_sdk.models.blocks import Block

from bot.domain.charter import requirement
from bot.domain.council import Council, Proposal
from bot.domain.rules import NoObjection, Requirement, StewardsSupport, Support, Tally, TeamSupport, Voices
from bot.slack.blocks import phrases as p
from bot.slack.blocks.fields import Number
from bot.slack.blocks.forms import Form
from bot.slack.blocks.message import context


def needed(requirement: Requirement, now: Tally) -> str:
    """What a proposal needs, by the numbers that decide on it."""
    match requirement:
        case Support(support, sides, seats):
            more = f" and {sides} take a side" if sides > support else ""
            return f"It is adopted when {support} of {seats} seats support it{more}."
        case TeamSupport(support, teams, sides, seats):
            return (
                f"It is adopted when {support} of {teams} teams support it and {sides} of {seats} seats take "
                "a side; a team has one voice, the side that more of its seats take. "
                f"Now: {p.count_of(now.teams_for, 'team')} for, {now.teams_against} against."
            )
        case NoObjection(sides, seats):
            return (
                f"It is adopted when {sides} of {seats} seats have taken a side, somebody supports it and no "
                "objection stands. A thumb down does not block it; an objection with a reason does."
            )
        case StewardsSupport(support, sides, stewards):
            more = f" and {sides} take a side" if sides > support else ""
            return (
                f"It is adopted when {support} of {stewards} stewards support it{more}; vacant seats do not "
                f"count. Now: {p.count_of(now.stewards_for, 'steward')} for, {now.stewards_against} against."
            )
        case _:
            assert_never(requirement)


def said(aloud: Voices) -> str:
    """What was said in the room."""
    return f"{aloud.for_it} for, {aloud.against} against, of {aloud.of} {aloud.who}"


class AloudFields(Form):
    """How many were for something and how many against it, of those whose voices the rule counts."""

    for_it = Number("How many were for it?", 0, 9_999, sometimes=True)
    against = Number("How many were against it?", 0, 9_999, sometimes=True)

    @classmethod
    def numbers(cls, council: Council, one: Proposal | None = None) -> Iterator[Block]:
        """The fields, beginning with what stands on the card of a proposal."""
        tally = council.tally(one)
        now = Voices(tally.support, tally.oppose, tally.seats)
        if council.charter is not None:
            now = requirement(council.charter, tally).voices(tally)
        of = f"How many of the {now.of} {now.who} were"
        yield cls.for_it.input(now.for_it if one else None, label=f"{of} for it?")
        yield cls.against.input(now.against if one else None, label=f"{of} against it?")
        yield context(
            "Count people on paper, too. I check the numbers against your charter's rule, and the card "
            "shows them."
        )

    @property
    def aloud(self) -> tuple[int, int] | None:
        """The two numbers; None in a form without them."""
        return (self.for_it, self.against) if self.shows(type(self).for_it) else None
