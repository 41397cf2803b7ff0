"""A council: seats, charter, proposals, the book and its final vote. One stream of events for each."""

from bot.domain.council.decide import decide
from bot.domain.council.entries import ParkedItem, Policy, Response
from bot.domain.council.evolve import evolve
from bot.domain.council.state import Council, Proposal, ProposalStatus

__all__ = ["Council", "ParkedItem", "Policy", "Proposal", "ProposalStatus", "Response", "decide", "evolve"]
