"""Objections: under consent, a reasoned one blocks a proposal until whoever made it withdraws it."""

from collections.abc import Iterator

from bot.domain import errors
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.state import Council, Proposal
from bot.domain.ids import Moment
from bot.domain.scenario import DecisionRuleKind
from bot.domain.seating import Seat


def decide_objection(
    council: Council, proposal: Proposal, command: c.Object | c.WithdrawObjection, seat: Seat, at: Moment
) -> Iterator[e.ObjectionMade | e.ObjectionWithdrawn]:
    """What an objection to an open proposal, or its withdrawal, does. `seat` is the actor's own."""
    standing = proposal.objections.get(seat.role)
    if isinstance(command, c.WithdrawObjection):
        if standing is not None:
            yield e.ObjectionWithdrawn(proposal.number, seat.role, at)
        return
    if council.charter is None or council.charter.rule is not DecisionRuleKind.CONSENT:
        raise errors.ObjectionsHaveNoPlace
    reason = command.reason.strip()
    if not reason:
        raise errors.ObjectionWithoutReason
    if standing != reason:
        yield e.ObjectionMade(proposal.number, seat.role, reason, at)


def may_be_recorded(council: Council, proposal: Proposal) -> None:
    """Refuses a steward's record where the charter leaves the decision to others."""
    rule = council.charter.rule if council.charter else None
    if rule is DecisionRuleKind.CONSENT and council.objections_to(proposal):
        raise errors.ObjectionStands(number=proposal.number)
    if proposal.amendment is not None and rule is not DecisionRuleKind.STEWARDS:
        raise errors.AmendedByItsRule(number=proposal.number)
