"""How amendments, merges, parking and the book's order change a council. Never refuses, like `evolve`."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from bot.domain.council import events as e
from bot.domain.council.entries import ParkedItem
from bot.domain.council.state import Council, Proposal, ProposalStatus
from bot.domain.ids import Moment, ProposalNumber
from bot.domain.reactions import NOBODY_REACTED
from bot.domain.wording import Version


def revised(council: Council, event: e.RevisionEvent) -> Council:
    """The council after it."""
    match event:
        case e.ProposalAmended(number, wording, by, who, at):
            proposal = council.proposals[number]
            versions = (*proposal.versions, Version(wording, by, at, who))
            named = proposal.owner_named or wording.owner_team != proposal.owner_team
            return put(council, anew(replace(proposal, versions=versions, owner_named=named), at))
        case e.ProposalCompleted(number, wording, named, by, who, at):
            proposal = council.proposals[number]
            versions = (*proposal.versions, Version(wording, by, at, who, completes=True))
            return put(council, replace(proposal, versions=versions, owner_named=named))
        case e.ProposalMerged():
            return _merged(council, event)
        case e.BookOrdered(order):
            return replace(council, order=order)
        case e.ItemParked():
            return _parked(council, event)
        case e.ItemUnparked():
            return _unparked(council, event)
        case _:
            assert_never(event)


def anew(proposal: Proposal, at: Moment) -> Proposal:
    """A new round: nobody has said anything to it yet."""
    return replace(
        proposal,
        round=proposal.round + 1,
        unsaid=proposal.unsaid | proposal.spoken(),
        reactions=NOBODY_REACTED,
        objections=MappingProxyType({}),
        since=at,
        waited_at=None,
    )


def _merged(council: Council, event: e.ProposalMerged) -> Council:
    source, target = council.proposals[event.number], council.proposals[event.into]
    council = put(council, replace(source, status=ProposalStatus.MERGED, into=event.into))
    return put(council, replace(target, unsaid=target.unsaid | source.spoken()))


def _parked(council: Council, event: e.ItemParked) -> Council:
    item = ParkedItem(
        event.number,
        event.text,
        event.until,
        event.owner_team,
        event.owner_seat,
        event.by,
        event.at,
        event.proposal,
    )
    council = replace(council, items=(*council.items, item))
    if event.proposal is None:
        return council
    return put(council, replace(council.proposals[event.proposal], status=ProposalStatus.PARKED))


def _unparked(council: Council, event: e.ItemUnparked) -> Council:
    item = council.items[event.number - 1]
    settled = replace(item, settled_by=event.by)
    items = tuple(settled if one.number == item.number else one for one in council.items)
    council = replace(council, items=items)
    if item.proposal is None:
        return council
    proposal = replace(council.proposals[item.proposal], status=ProposalStatus.OPEN)
    return put(council, anew(proposal, event.at))


def put(council: Council, proposal: Proposal) -> Council:
    """The council with this state of a proposal, which may be new."""
    proposals: Mapping[ProposalNumber, Proposal] = MappingProxyType(
        {**council.proposals, proposal.number: proposal}
    )
    return replace(council, proposals=proposals)
