"""Proposals: submitted, supported or opposed, objected to, withdrawn, recorded."""

from collections.abc import Iterator
from typing import assert_never

from bot.domain import errors
from bot.domain.ballot import overtaken
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import at_the_table, steward_of
from bot.domain.council.adopting import by_rule, settled
from bot.domain.council.conditions import may_propose, must_be_met
from bot.domain.council.objecting import decide_objection, may_be_recorded
from bot.domain.council.state import Council, Proposal, ProposalStatus
from bot.domain.ids import Moment, ProposalNumber, UserId
from bot.domain.seating import Seat
from bot.domain.wording import Wording


def decide_proposal(
    council: Council, command: c.ProposalCommand, at: Moment, actor: UserId
) -> Iterator[e.CouncilEvent]:
    """What a command about a proposal does."""
    seat = at_the_table(council, actor)
    match command:
        case c.SubmitProposal():
            new = submitted(council, command, seat, at)
            if not any(_same(one, new) for one in council.proposals.values()):
                may_propose(council, seat)
                yield new
        case c.WithdrawProposal(number):
            yield e.ProposalWithdrawn(own_proposal(council, number, seat).number)
        case c.TakeSide(number):
            yield from _side(council, open_proposal(council, number, command.round), command, seat, at)
        case c.RecordDecision(number, card):
            steward = steward_of(council, actor)
            proposal = open_proposal(council, number, card)
            may_be_recorded(council, proposal)
            must_be_met(council, proposal, at)
            yield settled(council, proposal, at, steward.role)
        case c.Object() | c.WithdrawObjection():
            seen = command.round if isinstance(command, c.Object) else None
            proposal = open_proposal(council, command.number, seen)
            said = list(decide_objection(council, proposal, command, seat, at))
            yield from said
            yield from by_rule(council, said, command.number, at)
        case _:
            assert_never(command)


def open_proposal(council: Council, number: ProposalNumber, card: int | None = None) -> Proposal:
    """The proposal, if it is still on the table, and if it is put to the council by this card of it.

    Raises ProposalUnknown, ProposalSettled, ProposalParked and EarlierCard.
    """
    proposal = council.proposals.get(number)
    if proposal is None:
        raise errors.ProposalUnknown(number=number)
    match proposal.status:
        case ProposalStatus.OPEN if card in (None, proposal.round):
            return proposal
        case ProposalStatus.OPEN:
            raise errors.EarlierCard
        case ProposalStatus.PARKED:
            raise errors.ProposalParked(number=number)
        case ProposalStatus.MERGED:
            raise errors.ProposalSettled(number=number, outcome=f"merged into proposal {proposal.into}")
        case outcome:
            raise errors.ProposalSettled(number=number, outcome=outcome.value)


def own_proposal(council: Council, number: ProposalNumber, seat: Seat) -> Proposal:
    """Likewise, if this seat made it or is a steward's. Raises NotYourProposal besides."""
    proposal = open_proposal(council, number)
    if proposal.by != seat.role and not seat.steward:
        raise errors.NotYourProposal(number=number)
    return proposal


def submitted(council: Council, command: c.SubmitProposal, seat: Seat, at: Moment) -> e.ProposalSubmitted:
    """The proposal with the council's next number; its owner is the proposer's team, or the one named."""
    return e.ProposalSubmitted(
        number=ProposalNumber(len(council.proposals) + 1),
        title=command.title,
        text=command.text,
        question=command.question,
        owner_team=command.owner_team or seat.team,
        enforcement=command.enforcement,
        review=command.review,
        by=seat.role,
        at=at,
    )


def _same(known: Proposal, new: e.ProposalSubmitted) -> bool:
    """Whether this seat has said the same before, and did not take it back: a click too many."""
    words = Wording(new.title, new.text, new.question, new.owner_team, new.enforcement, new.review)
    gone = ProposalStatus.WITHDRAWN, ProposalStatus.MERGED, ProposalStatus.PARKED
    return (known.wording, known.by) == (words, new.by) and known.status not in gone


def _side(
    council: Council, proposal: Proposal, command: c.TakeSide, seat: Seat, at: Moment
) -> Iterator[e.CouncilEvent]:
    if command.support is None:
        was = command.was
        if was is None or was not in proposal.sides.get(seat.role, ()):
            return
        if not overtaken(proposal.heard.get((seat.role, was)), at, repeated=False):
            back = e.SideTakenBack(proposal.number, seat.role, was, at)
            yield back
            yield from by_rule(council, [back], proposal.number, at)
        return
    stands = command.support in proposal.sides.get(seat.role, ())
    known = overtaken(proposal.heard.get((seat.role, command.support)), at, repeated=stands)
    if known or proposal.side_of(seat.role) is command.support:
        return
    taken = e.SideTaken(proposal.number, seat.role, command.support, at)
    yield taken
    yield from by_rule(council, [taken], proposal.number, at)
