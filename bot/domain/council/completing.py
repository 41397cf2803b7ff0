"""What a proposal left open: its owner, how it is enforced, when it is reviewed, which question it answers.

To say it afterwards is no amendment of substance. Nobody's words change, so whoever took a side took it to
this text, and it still counts; nor does it need the charter's rule, before the adoption or after it. Whoever
proposed it, and the stewards, may do so until the final vote freezes the book. A proposer's team owns a
policy for now where nobody named a team. What was said once stays said: changing it is an amendment while the
proposal is open, and a proposal of its own once it is a policy. Each completion is a version in the history.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import at_the_table
from bot.domain.council.proposals import open_proposal
from bot.domain.council.state import Council, Proposal, ProposalStatus
from bot.domain.errors.proposals import CharterChangeStays, DetailSaidBefore, NotYourProposal, ProposalUnknown
from bot.domain.ids import Moment, ProposalNumber, UserId
from bot.domain.wording import Wording, only_completed


def decide_completion(
    council: Council, command: c.CompleteProposal, at: Moment, actor: UserId
) -> Iterator[e.ProposalCompleted]:
    """What is said now, if anything of it is new."""
    seat = at_the_table(council, actor)
    proposal = to_complete(council, command.number, actor)
    wording = _with(proposal.wording, command)
    if not only_completed(proposal.wording, wording, owner_named=proposal.owner_named):
        raise DetailSaidBefore(number=proposal.number)
    named = proposal.owner_named or command.owner_team is not None
    if (wording, named) != (proposal.wording, proposal.owner_named):
        yield e.ProposalCompleted(proposal.number, wording, named, seat.role, actor, at)


def to_complete(council: Council, number: ProposalNumber, actor: UserId) -> Proposal:
    """The proposal, or what a policy came from, for somebody who may say what it leaves open."""
    seat = at_the_table(council, actor)
    proposal = council.proposals.get(number)
    if proposal is None:
        raise ProposalUnknown(number=number)
    if proposal.status is not ProposalStatus.ADOPTED:
        open_proposal(council, number)
    if proposal.amendment is not None:
        raise CharterChangeStays(number=number)
    if proposal.by != seat.role and not seat.steward:
        raise NotYourProposal(number=number)
    return proposal


def _with(wording: Wording, command: c.CompleteProposal) -> Wording:
    return replace(
        wording,
        question=command.question or wording.question,
        owner_team=command.owner_team or wording.owner_team,
        enforcement=command.enforcement.strip() or wording.enforcement,
        review=command.review.strip() or wording.review,
    )
