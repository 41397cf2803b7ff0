"""Proposals: made, amended, merged, supported, objected to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import about, at_the_table, chairs, decides, steward_of
from bot.domain.council.adopting import by_rule, ready, settled
from bot.domain.council.conditions import may_propose, must_be_met
from bot.domain.council.policies import can_be_about, is_pointless
from bot.domain.council.recording import decided_aloud
from bot.domain.council.state import Council, Proposal, ProposalStatus
from bot.domain.errors.book import NothingToRescind
from bot.domain.errors.proposals import (
    AmendedMeanwhile,
    CharterChangeStays,
    EarlierCard,
    EmptyProposal,
    NothingToMerge,
    NotYourProposal,
    ObjectionsHaveNoPlace,
    ObjectionWithoutReason,
    PhotoOfSomebodyElse,
    PolicyChangeStays,
    ProposalParked,
    ProposalSettled,
    ProposalUnknown,
)
from bot.domain.ids import Moment, ProposalNumber, RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.photo import Photo
from bot.domain.reactions import Reaction
from bot.domain.seating import Seat
from bot.domain.wording import Wording, only_completed


def decide_proposal(
    council: Council, command: c.ProposalCommand, at: Moment, actor: UserId
) -> Iterator[e.CouncilEvent]:
    """What a command about a proposal does."""
    seat = at_the_table(council, actor)
    match command:
        case c.SubmitProposal():
            says_what(command.title, command.text)
            new = submitted(council, command, seat, at)
            _may_take_in(council, command.photo, seat)
            if not any(_same(one, new) for one in council.proposals.values()):
                may_propose(council, seat)
                can_be_about(council, new.about, wording_of(new))
                yield new
        case c.WithdrawProposal(number):
            yield e.ProposalWithdrawn(own_proposal(council, number, seat).number)
        case c.TakeSide(number):
            proposal = put_by(council, number, command.round, at)
            yield from _side(council, proposal, command, decides(council, seat), at)
        case c.RecordDecision():
            yield from _recorded(council, command, at, actor)
        case c.Object() | c.WithdrawObjection():
            seen = command.round if isinstance(command, c.Object) else None
            proposal = put_by(council, command.number, seen, at)
            said = list(decide_objection(council, proposal, command, decides(council, seat), at))
            yield from said
            yield from by_rule(council, said, command.number, at)
        case _:
            assert_never(command)


def _recorded(
    council: Council, command: c.RecordDecision, at: Moment, actor: UserId
) -> Iterator[e.CouncilEvent]:
    steward = steward_of(council, actor)
    proposal = put_by(council, command.number, command.round, at)
    must_be_met(council, proposal, at)
    if proposal.about is not None and is_pointless(council, proposal):
        raise NothingToRescind(number=proposal.about.policy, proposal=proposal.number)
    aloud = decided_aloud(council, command.said, proposal)
    made = settled(council, proposal, at, steward.role, aloud)
    yield made
    if isinstance(made, e.CharterAdopted):
        yield from ready(council, made, at)


def open_proposal(council: Council, number: ProposalNumber, round: int | None = None) -> Proposal:
    """The proposal, if it is still on the table, and if this is the round in which it is put to the council.

    Raises ProposalUnknown, ProposalSettled, ProposalParked and EarlierCard.
    """
    proposal = council.proposals.get(number)
    if proposal is None:
        raise ProposalUnknown(number=number)
    match proposal.status:
        case ProposalStatus.OPEN if round in (None, proposal.round):
            return proposal
        case ProposalStatus.OPEN:
            raise EarlierCard
        case ProposalStatus.PARKED:
            raise ProposalParked(number=number)
        case ProposalStatus.MERGED:
            raise ProposalSettled(number=number, outcome=f"merged into proposal {proposal.into}")
        case ProposalStatus.ADOPTED | ProposalStatus.CHARTERED | ProposalStatus.WITHDRAWN:
            raise ProposalSettled(number=number, outcome=proposal.status.value)
        case _:
            assert_never(proposal.status)


def put_by(council: Council, number: ProposalNumber, round: int | None, at: Moment) -> Proposal:
    """The open proposal that something said at `at` in this round is about. Raises BeforeItsCard besides."""
    proposal = open_proposal(council, number, round)
    about(proposal.since, at)
    return proposal


def own_proposal(council: Council, number: ProposalNumber, seat: Seat) -> Proposal:
    """The open proposal, if this seat made it or is a steward's. Raises NotYourProposal besides."""
    proposal = open_proposal(council, number)
    if proposal.by != seat.role and not seat.steward:
        raise NotYourProposal(number=number)
    return proposal


def _may_take_in(council: Council, photo: Photo | None, seat: Seat) -> None:
    """Raises PhotoOfSomebodyElse. What is entered for somebody on paper comes from those who may."""
    if photo is not None and photo.by != seat.holder and not (chairs(council, seat) or is_paper(seat.holder)):
        raise PhotoOfSomebodyElse


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
        owner_named=command.owner_team is not None,
        photos=(_placed(council, command.photo),) if command.photo is not None else (),
        about=command.about,
    )


def _placed(council: Council, photo: Photo) -> Photo:
    """With the seat of whoever posted it."""
    seat = council.seat_of(photo.by)
    return replace(photo, seat=seat.role if seat is not None else None)


def _same(known: Proposal, new: e.ProposalSubmitted) -> bool:
    """Whether this seat has said the same before, and did not take it back: a click too many."""
    if known.by != new.by or known.about != new.about or known.wording != wording_of(new):
        return False
    gone = [ProposalStatus.WITHDRAWN, ProposalStatus.MERGED, ProposalStatus.PARKED]
    if new.about is not None:
        gone.append(ProposalStatus.ADOPTED)  # what was changed since can be changed back
    return known.status not in gone


def wording_of(new: e.ProposalSubmitted) -> Wording:
    """What it says."""
    return Wording(new.title, new.text, new.question, new.owner_team, new.enforcement, new.review)


def _side(
    council: Council, proposal: Proposal, command: c.TakeSide, seat: Seat, at: Moment
) -> Iterator[e.CouncilEvent]:
    added, side = command.support is not None, command.was if command.support is None else command.support
    if side is None:
        return
    reaction = Reaction(side, command.emoji)
    if not proposal.reactions.is_news(seat.role, reaction, at, added=added):
        return
    said: e.CouncilEvent
    if added:
        said = e.SideTaken(proposal.number, seat.role, side, at, reaction.emoji)
    else:
        known = proposal.reactions.known_as(seat.role, reaction)
        said = e.SideTakenBack(proposal.number, seat.role, side, at, known.emoji)
    yield said
    yield from by_rule(council, [said], proposal.number, at)


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
        yield _reworded(proposal, command.wording, seat, at, actor)


def _reworded(
    proposal: Proposal, wording: Wording, seat: Seat, at: Moment, actor: UserId
) -> e.ProposalAmended | e.ProposalCompleted:
    """An amendment; what only says what was left open is none, and silences nobody."""
    if not only_completed(proposal.wording, wording, owner_named=proposal.owner_named):
        return e.ProposalAmended(proposal.number, wording, seat.role, actor, at)
    named = proposal.owner_named or wording.owner_team != proposal.owner_team
    return e.ProposalCompleted(proposal.number, wording, named, seat.role, actor, at)


def _merge(council: Council, command: c.MergeProposals, at: Moment) -> Iterator[e.CouncilEvent]:
    seen = dict(command.sources)
    if len(seen) < 2:
        raise NothingToMerge
    sources = [open_proposal(council, number) for number in seen]
    for source in sources:
        can_be_merged(source)
        _can_be_worded_anew(source, command.wording)
        _was_seen(source, seen[source.number])
    first: Seat = council.seats[sources[0].by]
    words = command.wording
    proposal = c.SubmitProposal(
        words.title, words.text, words.question, words.owner_team, words.enforcement, words.review
    )
    photos = tuple(photo for source in sources for photo in source.photos)
    new = replace(submitted(council, proposal, first, at), sources=tuple(seen), photos=photos)
    yield new
    yield from (e.ProposalMerged(source.number, new.number, at) for source in sources)


def can_be_merged(proposal: Proposal) -> None:
    """Raises CharterChangeStays and PolicyChangeStays."""
    if proposal.amendment is not None:
        raise CharterChangeStays(number=proposal.number)
    if proposal.about is not None:
        raise PolicyChangeStays(number=proposal.number)


def _can_be_worded_anew(proposal: Proposal, wording: Wording) -> None:
    if proposal.amendment is not None:
        raise CharterChangeStays(number=proposal.number)
    says_what(wording.title, wording.text)


def says_what(title: str, text: str) -> None:
    """Raises EmptyProposal for a proposal of which nobody could say what it is."""
    if not title.strip() or not text.strip():
        raise EmptyProposal


def _was_seen(proposal: Proposal, version: int) -> None:
    """Nobody overwrites words that they have not read."""
    if version != proposal.version:
        raise AmendedMeanwhile(number=proposal.number, version=proposal.version)


def decide_objection(
    council: Council, proposal: Proposal, command: c.Object | c.WithdrawObjection, seat: Seat, at: Moment
) -> Iterator[e.ObjectionMade | e.ObjectionWithdrawn]:
    """What an objection to an open proposal, or its withdrawal, does. `seat` is the actor's own."""
    standing = proposal.objections.get(seat.role)
    if isinstance(command, c.WithdrawObjection):
        if standing is not None:
            yield e.ObjectionWithdrawn(proposal.number, seat.role, at)
        return
    if council.rule is None or not council.rule.objections:
        raise ObjectionsHaveNoPlace
    reason = command.reason.strip()
    if not reason:
        raise ObjectionWithoutReason
    if standing != reason:
        yield e.ObjectionMade(proposal.number, seat.role, reason, at)


def missed_sides(
    council: Council,
    proposal: Proposal,
    shown: Mapping[UserId, frozenset[Reaction[bool]]],
    partly: frozenset[bool],
    since: Iterable[e.CouncilEvent],
) -> Iterator[tuple[UserId, c.TakeSide]]:
    """Who did what under a proposal's card, as no event told: `shown` is which thumbs of whom stand there,
    with some people missing from those in `partly`; `since` is what happened since the card was posted.

    Of two thumbs of one person nobody knows which was the later, so they are left as they are. A seat that
    changed hands keeps the side of its holder before, under whom Slack shows it.
    """
    taken_over = set(_taken_over(since))
    for seat in council.voters:
        if seat.holder is None or is_paper(seat.holder):
            continue
        known = proposal.reactions.of(seat.role)
        stands = proposal.reactions.as_known(seat.role, shown.get(seat.holder, ()))
        if len({one.says for one in stands}) == 1:
            for one in stands:
                if one not in known:
                    yield seat.holder, _took(proposal, one)
        if seat.role not in taken_over:
            for one in known:
                if one not in stands and one.says not in partly:
                    yield seat.holder, _took(proposal, one, back=True)


def _took(proposal: Proposal, one: Reaction[bool], *, back: bool = False) -> c.TakeSide:
    support, was = (None, one.says) if back else (one.says, None)
    return c.TakeSide(proposal.number, support, was, proposal.round, one.emoji)


def _taken_over(since: Iterable[e.CouncilEvent]) -> Iterator[RoleNumber]:
    for event in since:
        match event:  # no other event gives a seat another holder
            case e.SeatFilled() | e.SeatHandedOver():
                yield event.seat
            case e.HolderMoved():
                yield event.to
