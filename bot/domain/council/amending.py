"""Proposals that say something else: amended by their proposer or a steward, or merged by a steward."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain import errors
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import at_the_table, steward_of
from bot.domain.council.proposing import open_proposal, own_proposal, submitted
from bot.domain.council.state import Council, Proposal
from bot.domain.ids import Moment, UserId
from bot.domain.seating import Seat
from bot.domain.wording import Wording


def decide_amendment(
    council: Council, command: c.AmendingCommand, at: Moment, actor: UserId
) -> Iterator[e.CouncilEvent]:
    """What happens to proposals that somebody words anew."""
    seat = at_the_table(council, actor)
    if isinstance(command, c.MergeProposals):
        steward_of(council, actor)
        yield from _merge(council, command, at)
        return
    proposal = own_proposal(council, command.number, seat)
    _can_be_worded_anew(proposal, command.wording)
    if command.wording != proposal.wording:
        _was_seen(proposal, command.seen)
        yield e.ProposalAmended(proposal.number, command.wording, seat.role, actor, at)


def _merge(council: Council, command: c.MergeProposals, at: Moment) -> Iterator[e.CouncilEvent]:
    seen = dict(command.sources)
    if len(seen) < 2:
        raise errors.NothingToMerge
    sources = [open_proposal(council, number) for number in seen]
    for source in sources:
        _can_be_worded_anew(source, command.wording)
        _was_seen(source, seen[source.number])
    first: Seat = council.seats[sources[0].by]
    words = command.wording
    proposal = c.SubmitProposal(
        words.title, words.text, words.question, words.owner_team, words.enforcement, words.review
    )
    new = replace(submitted(council, proposal, first, at), sources=tuple(seen))
    yield new
    yield from (e.ProposalMerged(source.number, new.number, at) for source in sources)


def _can_be_worded_anew(proposal: Proposal, wording: Wording) -> None:
    if proposal.amendment is not None:
        raise errors.CharterChangeStays(number=proposal.number)
    if not wording.title.strip() or not wording.text.strip():
        raise errors.EmptyProposal


def _was_seen(proposal: Proposal, version: int) -> None:
    """Nobody overwrites words that they have not read."""
    if version != proposal.version:
        raise errors.AmendedMeanwhile(number=proposal.number, version=proposal.version)
