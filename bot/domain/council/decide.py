"""What happens in a council when a command arrives: events, or a refusal."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from bot.domain import errors
from bot.domain.ballot import overtaken
from bot.domain.charter import Terms, adopts, terms_of
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import holder_of, steward_of
from bot.domain.council.claiming import decide_claim
from bot.domain.council.objecting import decide_objection, may_be_recorded
from bot.domain.council.polling import decide_straw
from bot.domain.council.presenting import decide_presentation
from bot.domain.council.silence import decide_nudge
from bot.domain.council.state import Council, Proposal, ProposalStatus, evolve
from bot.domain.council.voting import decide_ballot, proxy_vote
from bot.domain.ids import MOOT, Moment, ProposalNumber, RoleNumber, UserId
from bot.domain.scenario import DecisionRuleKind, PhaseKind
from bot.domain.seating import Seat

BY_ITSELF = (c.SeatCouncil, c.EnterPhase, c.VacateSeat, c.FillSeat, c.CallBallot, c.MoveBallot, c.CloseBallot)
BY_THE_GAME = (c.HandOverSeat, c.KnowFacilitators)  # the game has decided whether this person may


def decide(
    council: Council | None, command: c.CouncilCommand, *, at: Moment, actor: UserId
) -> list[e.CouncilEvent]:
    """What happens if `actor` sends this command at `at`: events, or a Refusal.

    A repeated command yields no events. For votes, `at` is when the reaction was made, not when it arrived.
    """
    if isinstance(command, (*BY_ITSELF, *BY_THE_GAME)) and actor != MOOT:
        raise errors.MootOnly
    if isinstance(command, c.SeatCouncil):
        return [] if council is not None else [_seated(command)]
    if council is None:
        raise errors.NotInACouncil
    match command:
        case c.EnterPhase():
            return list(_enter(council, command))
        case c.VacateSeat(holder):
            seat = council.seat_of(holder)
            return [] if seat is None else [e.SeatVacated(seat.role, holder)]
        case c.FillSeat(holder, open_hand):
            return _fill(council, holder, open_hand)
        case c.SubmitProposal() | c.WithdrawProposal() | c.TakeSide() | c.RecordDecision():
            return list(_propose(council, command, at, actor))
        case c.Object() | c.WithdrawObjection():
            return list(_propose(council, command, at, actor))
        case c.AdoptCharter():
            return _charter(council, command, at, actor)
        case c.RecordResponse(text):
            return _respond(council, text, actor)
        case c.CarryBack(text):
            return _carry_back(council, text, actor)
        case (
            c.OpenBallot()
            | c.CastVote()
            | c.RetractVote()
            | c.CallBallot()
            | c.MoveBallot()
            | c.CloseBallot()
        ):
            return decide_ballot(council, command, at, actor)
        case c.HandOverSeat() | c.MoveHolder():
            return _reseat(council, command, actor)
        case c.CastProxyVote(holder, choice):
            return proxy_vote(council, holder, choice, at, actor)
        case c.MakeClaim() | c.JudgeClaim() | c.RuleOnClaim():
            return list(decide_claim(council, command, council.seat_of(actor), at, actor))
        case c.PreparePresentation():
            return list(decide_presentation(council, command, steward_of(council, actor), at))
        case c.AskStraw() | c.AnswerStraw():
            return decide_straw(council, command, holder_of(council, actor), at)
        case c.KnowFacilitators(facilitators):
            return _facilitated(council, facilitators)
        case c.NudgeSeat():
            return [*decide_nudge(council, command, actor)]
        case _:
            assert_never(command)


# --- seats and phases


def _seated(command: c.SeatCouncil) -> e.CouncilSeated:
    return e.CouncilSeated(
        council=command.council,
        game=command.game,
        number=command.number,
        name=command.name,
        seats=command.seats,
        stewards=command.stewards,
        rules=command.rules,
        ballot_rule=command.ballot_rule,
        facilitators=command.facilitators,
    )


def _enter(council: Council, command: c.EnterPhase) -> Iterator[e.CouncilEvent]:
    if council.phase is not None and council.phase.phase == command.phase:
        return
    if council.phase is not None and command.at < council.phase.at:
        return  # a bell that was overtaken by a later one
    ballot = council.ballot
    if ballot is not None and ballot.called_at is None and not command.holds_ballot:
        yield e.BallotCalled(command.at)
    yield e.PhaseEntered(command.phase, command.kind, command.at, command.charter, command.holds_ballot)


def _facilitated(council: Council, now: frozenset[UserId]) -> list[e.CouncilEvent]:
    added, removed = now - council.facilitators, council.facilitators - now
    return [e.FacilitatorsChanged(tuple(sorted(added)), tuple(sorted(removed)))] if added or removed else []


def _fill(council: Council, holder: UserId, open_hand: bool) -> list[e.CouncilEvent]:
    if council.seat_of(holder) is not None:
        return []
    vacant = next((seat for seat in council.seats.values() if seat.holder is None), None)
    if vacant is None:
        raise errors.SignUpClosed
    return [e.SeatFilled(vacant.role, holder, open_hand)]


def _reseat(council: Council, command: c.HandOverSeat | c.MoveHolder, actor: UserId) -> list[e.CouncilEvent]:
    seat = council.seat_of(command.holder)
    match command:
        case c.HandOverSeat(holder, to):
            if holder == to:
                raise errors.HandsToThemselves
            if seat is None:
                raise errors.NoSeatToHandOver
            if council.seat_of(to) is not None:
                raise errors.HoldsASeatAlready
            return [e.SeatHandedOver(seat.role, holder, to)]
        case c.MoveHolder(holder, role):
            if actor not in council.facilitators:
                raise errors.FacilitatorsOnly
            if seat is None:
                raise errors.NoSeatToHandOver
            if role == seat.role:
                return []
            if role not in council.seats or council.seats[role].holder is not None:
                raise errors.SeatTaken
            return [e.HolderMoved(holder, seat.role, role)]
        case _:
            assert_never(command)


# --- charter, emergency, sidebar


def _charter(council: Council, command: c.AdoptCharter, at: Moment, actor: UserId) -> list[e.CouncilEvent]:
    decided_by_rule = council.charter is not None and council.charter.rule is not DecisionRuleKind.STEWARDS
    seat = holder_of(council, actor) if decided_by_rule else steward_of(council, actor)
    if not council.begun or council.ballot is not None:
        raise errors.CharterHasNoPlace
    if command.rule not in council.rules:
        raise errors.RuleNotOffered(offered=", ".join(council.rules))
    terms = Terms(command.rule, command.quorum, command.enactment, command.enforcement)
    now = council.charter
    if now and terms_of(now) == terms:
        return []
    if decided_by_rule:
        return _amendment(council, terms, seat, at)
    chartered = _chartered(council, terms, seat.role)
    return [chartered, *_ready(council, chartered, at)]


def _ready(council: Council, chartered: e.CharterAdopted, at: Moment) -> Iterator[e.PolicyAdopted]:
    """What already has the support that the new rule asks for, in the order in which it was proposed."""
    after = evolve(council, chartered)
    for number in sorted(after.proposals):
        one = after.proposals[number]
        waits = one.status is ProposalStatus.OPEN and one.amendment is None
        if waits and after.charter is not None and adopts(after.charter, after.tally(one)):
            adopted = _adopted(after, one, at, None)
            yield adopted
            after = evolve(after, adopted)


def _amendment(council: Council, terms: Terms, seat: Seat, at: Moment) -> list[e.CouncilEvent]:
    """The change as a proposal; sent twice, it is on the table once."""
    for one in council.proposals.values():
        known = one.by == seat.role and one.status is ProposalStatus.OPEN and one.amendment
        if known and known.terms == terms:
            return []
    rule = terms.rule.value.replace("_", " ")
    text = f"Decide by {rule}, with a quorum of {terms.quorum:.0%} of the filled seats."
    words = c.SubmitProposal("Change the charter", text)
    return [replace(_submitted(council, words, seat, at), terms=terms, owner_team=None)]


def _chartered(council: Council, terms: Terms, by: RoleNumber) -> e.CharterAdopted:
    version = council.charter.version + 1 if council.charter else 1
    return e.CharterAdopted(version, terms.rule, terms.quorum, terms.enactment, terms.enforcement, by=by)


def _respond(council: Council, text: str, actor: UserId) -> list[e.CouncilEvent]:
    seat = steward_of(council, actor)
    if council.ballot is not None:
        raise errors.BookClosed
    phase = council.phase
    if phase is None or phase.kind is not PhaseKind.EMERGENCY:
        raise errors.NoEmergency
    if any(one.phase == phase.phase and one.text == text for one in council.responses):
        return []
    return [e.ResponseRecorded(phase.phase, text, seat.role)]


def _carry_back(council: Council, text: str, actor: UserId) -> list[e.CouncilEvent]:
    seat = holder_of(council, actor)
    if council.phase is None or council.phase.kind is not PhaseKind.SIDEBAR:
        raise errors.NoSidebar
    idea = e.IdeaCarriedBack(seat.role, text)
    return [] if idea in council.ideas else [idea]


# --- proposals


def _propose(
    council: Council,
    command: (
        c.SubmitProposal | c.WithdrawProposal | c.TakeSide | c.RecordDecision | c.Object | c.WithdrawObjection
    ),
    at: Moment,
    actor: UserId,
) -> Iterator[e.CouncilEvent]:
    seat = holder_of(council, actor)
    if not council.begun:
        raise errors.SessionsNotBegun
    if council.ballot is not None:
        raise errors.BookClosed
    match command:
        case c.SubmitProposal():
            submitted = _submitted(council, command, seat, at)
            if not any(_same(one, submitted) for one in council.proposals.values()):
                yield submitted
        case c.WithdrawProposal(number):
            proposal = _open(council, number)
            if proposal.by != seat.role and not seat.steward:
                raise errors.NotYourProposal(number=number)
            yield e.ProposalWithdrawn(number)
        case c.TakeSide():
            yield from _side(council, _open(council, command.number), command, seat, at)
        case c.RecordDecision(number):
            steward = steward_of(council, actor)
            proposal = _open(council, number)
            may_be_recorded(council, proposal)
            yield _settled(council, proposal, at, steward.role)
        case c.Object() | c.WithdrawObjection():
            said = list(decide_objection(council, _open(council, command.number), command, seat, at))
            yield from said
            yield from _by_rule(council, said, command.number, at)
        case _:
            assert_never(command)


def _open(council: Council, number: ProposalNumber) -> Proposal:
    proposal = council.proposals.get(number)
    if proposal is None:
        raise errors.ProposalUnknown(number=number)
    if proposal.status is not ProposalStatus.OPEN:
        raise errors.ProposalSettled(number=number, outcome=proposal.status.value)
    return proposal


def _submitted(council: Council, command: c.SubmitProposal, seat: Seat, at: Moment) -> e.ProposalSubmitted:
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
    words = (new.title, new.text, new.question, new.owner_team, new.enforcement, new.review, new.by)
    before = known.title, known.text, known.question, known.owner_team, known.enforcement, known.review
    return (*before, known.by) == words and known.status is not ProposalStatus.WITHDRAWN


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
            yield from _by_rule(council, [back], proposal.number, at)
        return
    stands = command.support in proposal.sides.get(seat.role, ())
    known = overtaken(proposal.heard.get((seat.role, command.support)), at, repeated=stands)
    if known or proposal.side_of(seat.role) is command.support:
        return
    taken = e.SideTaken(proposal.number, seat.role, command.support, at)
    yield taken
    yield from _by_rule(council, [taken], proposal.number, at)


def _by_rule(
    council: Council, said: Sequence[e.CouncilEvent], number: ProposalNumber, at: Moment
) -> Iterator[e.CouncilEvent]:
    """The adoption, where what was said just now has met the charter's rule."""
    if not said:
        return
    after = council
    for event in said:
        after = evolve(after, event)
    now = after.proposals[number]
    if after.charter is not None and adopts(after.charter, after.tally(now)):
        settled = _settled(after, now, at, None)
        yield settled
        if isinstance(settled, e.CharterAdopted):
            yield from _ready(after, settled, at)


def _settled(
    council: Council, proposal: Proposal, at: Moment, steward: RoleNumber | None
) -> e.PolicyAdopted | e.CharterAdopted:
    """What adoption makes of a proposal: a policy, or the charter's next version."""
    if proposal.amendment is None:
        return _adopted(council, proposal, at, steward)
    charter = _chartered(council, proposal.amendment.terms, steward or proposal.by)
    return replace(charter, proposal=proposal.number, tally=council.tally(proposal))


def _adopted(council: Council, proposal: Proposal, at: Moment, steward: RoleNumber | None) -> e.PolicyAdopted:
    return e.PolicyAdopted(
        number=proposal.number,
        policy=len(council.policies) + 1,
        charter=council.charter.version if council.charter else 0,
        tally=council.tally(proposal),
        by_steward=steward,
        at=at,
    )
