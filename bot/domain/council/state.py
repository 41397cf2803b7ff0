"""A council as its events have made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar, assert_never

from bot.domain.ballot import Ballot, Outcome, book_hash
from bot.domain.charter import Charter, Tally, Terms, voices
from bot.domain.claims import Claim, Ruling
from bot.domain.council import events as e
from bot.domain.council.activity import NOBODY_YET, Activity, noted
from bot.domain.ids import CouncilId, GameId, Moment, ProposalNumber, RoleNumber, UserId
from bot.domain.scenario import BallotRule, DecisionRuleKind, PhaseKind
from bot.domain.seating import Seat

K = TypeVar("K")
V = TypeVar("V")


class ProposalStatus(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"
    CHARTERED = "taken into the charter"  # an amendment that was adopted; never a policy


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a proposal would make of the charter; `version` and `tally` once it has."""

    terms: Terms
    version: int | None = None
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An idea on the table. `sides` holds each seat's reactions, oldest first: the latest counts.

    `heard` is when a seat last changed a reaction, as in a ballot.
    """

    number: ProposalNumber
    title: str
    text: str
    question: str | None
    owner_team: str | None
    enforcement: str
    review: str
    by: RoleNumber
    at: Moment
    status: ProposalStatus = ProposalStatus.OPEN
    sides: Mapping[RoleNumber, tuple[bool, ...]] = field(default_factory=lambda: MappingProxyType({}))
    heard: Mapping[tuple[RoleNumber, bool], Moment] = field(default_factory=lambda: MappingProxyType({}))
    objections: Mapping[RoleNumber, str] = field(default_factory=lambda: MappingProxyType({}))
    amendment: Amendment | None = None

    def side_of(self, seat: RoleNumber) -> bool | None:
        """True for support, False against, None for neither."""
        sides = self.sides.get(seat, ())
        return sides[-1] if sides else None

    def stance_of(self, seat: RoleNumber) -> bool | None:
        """Likewise, where an objection is a side against, whatever the reactions say."""
        return False if seat in self.objections else self.side_of(seat)


@dataclass(frozen=True, slots=True)
class Policy:
    """An adopted proposal, stamped with the charter's version (0: before any) and the tally."""

    number: int
    proposal: ProposalNumber
    charter: int
    tally: Tally
    by_steward: RoleNumber | None
    at: Moment


@dataclass(frozen=True, slots=True)
class Response:
    """The process with which the council answered an emergency."""

    phase: str
    text: str
    by: RoleNumber


@dataclass(frozen=True, slots=True)
class Council:
    """One table."""

    id: CouncilId
    game: GameId
    number: int
    name: str
    stewards: str
    rules: tuple[DecisionRuleKind, ...]
    ballot_rule: BallotRule
    seats: Mapping[RoleNumber, Seat]
    phase: e.PhaseEntered | None = None
    begun: bool = False  # whether the set-up is over
    charter: Charter | None = None
    proposals: Mapping[ProposalNumber, Proposal] = field(default_factory=lambda: MappingProxyType({}))
    policies: tuple[Policy, ...] = ()
    responses: tuple[Response, ...] = ()
    ideas: tuple[e.IdeaCarriedBack, ...] = ()
    ballot: Ballot | None = None
    outcome: Outcome | None = None
    facilitators: frozenset[UserId] = frozenset()
    claims: Mapping[RoleNumber, Claim] = field(default_factory=lambda: MappingProxyType({}))
    presentation: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    straw_polls: tuple[e.StrawPollAsked, ...] = ()
    straw_answers: frozenset[tuple[int, RoleNumber]] = frozenset()  # who reacted to which, and not how
    activity: Activity = NOBODY_YET

    @property
    def filled(self) -> tuple[Seat, ...]:
        """The seats that somebody holds, by role number."""
        return tuple(seat for seat in self.seats.values() if seat.holder is not None)

    def seat_of(self, holder: UserId) -> Seat | None:
        """The seat that this person holds here."""
        return next((seat for seat in self.seats.values() if seat.holder == holder), None)

    def partners_of(self, seat: Seat) -> tuple[Seat, ...]:
        """The other filled seats of the same team."""
        return tuple(one for one in self.filled if one.team == seat.team and one.role != seat.role)

    def tally(self, proposal: Proposal) -> Tally:
        """How the filled seats stand towards a proposal now."""
        rule = self.charter.rule if self.charter else None
        of_seat = proposal.stance_of if rule is DecisionRuleKind.CONSENT else proposal.side_of
        sides = [of_seat(seat.role) for seat in self.filled]
        tally = Tally(support=sides.count(True), oppose=sides.count(False), seats=len(sides))
        if rule is DecisionRuleKind.CONSENT:
            return replace(tally, objections=len(self.objections_to(proposal)))
        if rule is DecisionRuleKind.TEAMS:
            said = [*voices(zip((seat.team for seat in self.filled), sides, strict=True)).values()]
            return replace(
                tally, teams=len(said), teams_for=said.count(True), teams_against=said.count(False)
            )
        return tally

    def objections_to(self, proposal: Proposal) -> tuple[tuple[Seat, str], ...]:
        """Who objects, and why; an objection rests while its seat is vacant."""
        known = proposal.objections
        return tuple((seat, known[seat.role]) for seat in self.filled if seat.role in known)

    def book(self) -> tuple[tuple[Policy, Proposal], ...]:
        """The policy book, in order."""
        return tuple((policy, self.proposals[policy.proposal]) for policy in self.policies)

    def covered(self) -> frozenset[str]:
        """The keys of the strategy questions that the book answers."""
        return frozenset(proposal.question for _, proposal in self.book() if proposal.question)

    def book_hash(self) -> str:
        """The book's fingerprint now: policies, then recorded responses."""
        policies = [(policy.number, proposal.title, proposal.text) for policy, proposal in self.book()]
        return book_hash([*policies, *((0, one.phase, one.text) for one in self.responses)])

    @property
    def won(self) -> bool:
        """The collective win: the book has policies, and the ballot passed."""
        return bool(self.policies) and self.outcome is not None and self.outcome.passed


def evolve(council: Council | None, event: e.CouncilEvent) -> Council:
    """The council after the event. Never refuses: what is stored has happened."""
    if isinstance(event, e.CouncilSeated):
        return _seated(event)
    if council is None:
        raise ValueError("a council's first event is its founding")
    after = _evolved(council, event)
    activity = noted(after.activity, event, after.phase.phase if after.phase else "")
    return after if activity is after.activity else replace(after, activity=activity)


def _evolved(council: Council, event: e.CouncilEvent) -> Council:
    match event:
        case e.CouncilSeated():
            return _seated(event)
        case e.PhaseEntered():
            begun = council.begun or event.kind is not PhaseKind.SETUP
            return replace(council, phase=event, begun=begun)
        case e.SeatVacated() | e.SeatFilled():
            seats = _with(council.seats, event.seat, _held(council, event))
            return replace(council, seats=seats, ballot=_handed_over(council.ballot, event))
        case e.SeatHandedOver(role, _, to):
            held = replace(council.seats[role], holder=to)
            seats = _with(council.seats, role, held)
            return replace(council, seats=seats, ballot=_inherited(council.ballot, role))
        case e.HolderMoved(holder, role, to_role):
            old, new = council.seats[role], council.seats[to_role]
            seats = _with(council.seats, role, replace(old, holder=None, open_hand=False))
            seats = _with(seats, to_role, replace(new, holder=holder, open_hand=old.open_hand))
            return replace(council, seats=seats, ballot=_inherited(council.ballot, to_role))
        case e.CharterAdopted(version, rule, quorum, enactment, enforcement):
            charter = Charter(version, rule, quorum, enactment, enforcement)
            return replace(council, charter=charter, proposals=_chartered(council, event))
        case e.ResponseRecorded(phase, text, by):
            others = tuple(one for one in council.responses if one.phase != phase)
            return replace(council, responses=(*others, Response(phase, text, by)))
        case e.IdeaCarriedBack():
            return replace(council, ideas=(*council.ideas, event))
        case e.BallotCounted(outcome):
            return replace(council, outcome=outcome)
        case e.PresentationPrepared(answers):
            said = {**council.presentation, **dict(answers)}
            kept = {question: said[question] for question in sorted(said) if said[question]}
            return replace(council, presentation=MappingProxyType(kept))
        case e.StrawPollAsked():
            return replace(council, straw_polls=(*council.straw_polls, event))
        case e.StrawAnswered(number, seat):
            return replace(council, straw_answers=council.straw_answers | {(number, seat)})
        case e.FacilitatorsChanged(added, removed):
            return replace(council, facilitators=council.facilitators.union(added).difference(removed))
        case e.SeatNudged():
            return council
        case e.ClaimMade(seat):
            return replace(council, claims=_with(council.claims, seat, _claimed(event)))
        case e.ClaimJudged(claimant) | e.JudgementTakenBack(claimant) | e.ClaimRuled(claimant):
            claim = _judged(council.claims[claimant], event)
            return replace(council, claims=_with(council.claims, claimant, claim))
        case (
            e.ProposalSubmitted()
            | e.ProposalWithdrawn()
            | e.SideTaken()
            | e.SideTakenBack()
            | e.PolicyAdopted()
            | e.ObjectionMade()
            | e.ObjectionWithdrawn()
        ):
            return _on_the_table(council, event)
        case (
            e.BallotOpened()
            | e.VoteCast()
            | e.VoteRetracted()
            | e.VoteCameLate()
            | e.RemovalCameLate()
            | e.BallotMoved()
            | e.BallotCalled()
        ):
            return replace(council, ballot=_balloted(council.ballot, event))
        case _:
            assert_never(event)


def _seated(event: e.CouncilSeated) -> Council:
    return Council(
        id=event.council,
        game=event.game,
        number=event.number,
        name=event.name,
        stewards=event.stewards,
        rules=event.rules,
        ballot_rule=event.ballot_rule,
        facilitators=frozenset(event.facilitators),
        seats=MappingProxyType({seat.role: seat for seat in event.seats}),
    )


def _held(council: Council, event: e.SeatVacated | e.SeatFilled) -> Seat:
    seat = council.seats[event.seat]
    match event:
        case e.SeatVacated():
            return replace(seat, holder=None, open_hand=False)
        case e.SeatFilled(_, holder, open_hand):
            return replace(seat, holder=holder, open_hand=open_hand)
        case _:
            assert_never(event)


def _handed_over(ballot: Ballot | None, event: e.SeatVacated | e.SeatFilled) -> Ballot | None:
    """A seat's vote stays when its holder goes, although Slack shows no reaction of the next one."""
    return ballot if isinstance(event, e.SeatVacated) else _inherited(ballot, event.seat)


def _inherited(ballot: Ballot | None, seat: RoleNumber) -> Ballot | None:
    """What the seat has said so far stands for its next holder."""
    if ballot is None:
        return ballot
    said = frozenset((seat, choice) for choice in ballot.standing.get(seat, ()))
    return replace(ballot, inherited=ballot.inherited | said)


def _on_the_table(
    council: Council,
    event: (
        e.ProposalSubmitted
        | e.ProposalWithdrawn
        | e.SideTaken
        | e.SideTakenBack
        | e.PolicyAdopted
        | e.ObjectionMade
        | e.ObjectionWithdrawn
    ),
) -> Council:
    if isinstance(event, e.ProposalSubmitted):
        proposal = Proposal(
            event.number,
            event.title,
            event.text,
            event.question,
            event.owner_team,
            event.enforcement,
            event.review,
            event.by,
            event.at,
            amendment=Amendment(event.terms) if event.terms else None,
        )
        return replace(council, proposals=_with(council.proposals, event.number, proposal))
    proposal = council.proposals[event.number]
    match event:
        case e.ProposalWithdrawn():
            proposal = replace(proposal, status=ProposalStatus.WITHDRAWN)
        case e.SideTaken(_, seat, support, at):
            heard = _with(proposal.heard, (seat, support), at) if at else proposal.heard
            proposal = replace(proposal, sides=_latest(proposal.sides, seat, support, heard), heard=heard)
        case e.SideTakenBack(_, seat, support, at):
            heard = _with(proposal.heard, (seat, support), at) if at else proposal.heard
            proposal = replace(proposal, sides=_without(proposal.sides, seat, support), heard=heard)
        case e.PolicyAdopted(number, policy, charter, tally, by_steward, at):
            proposal = replace(proposal, status=ProposalStatus.ADOPTED)
            adopted = Policy(policy, number, charter, tally, by_steward, at)
            council = replace(council, policies=(*council.policies, adopted))
        case e.ObjectionMade(_, seat, reason):
            proposal = replace(proposal, objections=_with(proposal.objections, seat, reason))
        case e.ObjectionWithdrawn(_, seat):
            standing = {role: why for role, why in proposal.objections.items() if role != seat}
            proposal = replace(proposal, objections=MappingProxyType(standing))
        case _:
            assert_never(event)
    return replace(council, proposals=_with(council.proposals, event.number, proposal))


def _chartered(council: Council, event: e.CharterAdopted) -> Mapping[ProposalNumber, Proposal]:
    """The proposals after a change of the charter, which one of them may have been."""
    if event.proposal is None:
        return council.proposals
    proposal = council.proposals[event.proposal]
    assert proposal.amendment is not None
    amendment = replace(proposal.amendment, version=event.version, tally=event.tally)
    proposal = replace(proposal, status=ProposalStatus.CHARTERED, amendment=amendment)
    return _with(council.proposals, event.proposal, proposal)


def _balloted(
    ballot: Ballot | None,
    event: (
        e.BallotOpened
        | e.VoteCast
        | e.VoteRetracted
        | e.VoteCameLate
        | e.RemovalCameLate
        | e.BallotMoved
        | e.BallotCalled
    ),
) -> Ballot:
    if isinstance(event, e.BallotOpened):
        return Ballot(event.at, event.book_hash, frozenset(event.electorate))
    if ballot is None:
        raise ValueError("a vote follows the ballot's opening")
    match event:
        case e.VoteCast(seat, choice, at, _, proxy_by) if proxy_by is not None:
            heard = _with(ballot.heard, (seat, choice), at)
            standing = _with(ballot.standing, seat, (choice,))
            return replace(ballot, standing=standing, heard=heard, proxies=ballot.proxies | {seat})
        case e.VoteCast(seat, choice, at):
            ballot = replace(ballot, proxies=ballot.proxies - {seat})
            heard = _with(ballot.heard, (seat, choice), at)
            return replace(ballot, standing=_latest(ballot.standing, seat, choice, heard), heard=heard)
        case e.VoteRetracted(seat, choice, at):
            heard = _with(ballot.heard, (seat, choice), at)
            return replace(ballot, standing=_without(ballot.standing, seat, choice), heard=heard)
        case e.VoteCameLate(seat, choice):
            return replace(ballot, late=ballot.late | {(seat, choice)})
        case e.RemovalCameLate(seat, choice):
            return replace(ballot, kept=ballot.kept | {(seat, choice)})
        case e.BallotMoved():
            said = frozenset((seat, one) for seat, choices in ballot.standing.items() for one in choices)
            return replace(ballot, inherited=ballot.inherited | said)
        case e.BallotCalled(at):
            return replace(ballot, called_at=at)
        case _:
            assert_never(event)


def _claimed(event: e.ClaimMade) -> Claim:
    """A new case is judged anew."""
    priorities = MappingProxyType(dict(event.priorities))
    return Claim(event.seat, event.team_mission, event.role_mission, priorities)


def _judged(claim: Claim, event: e.ClaimJudged | e.JudgementTakenBack | e.ClaimRuled) -> Claim:
    if isinstance(event, e.ClaimRuled):
        return replace(claim, ruling=Ruling(event.upheld, event.reason, event.by))
    heard = _with(claim.heard, (event.seat, event.confirms), event.at)
    if isinstance(event, e.ClaimJudged):
        said = _latest(claim.judged, event.seat, event.confirms, heard)
    else:
        said = _without(claim.judged, event.seat, event.confirms)
    return replace(claim, judged=said, heard=heard)


def _with(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return MappingProxyType({**mapping, key: value})


def _latest(
    mapping: Mapping[RoleNumber, tuple[V, ...]],
    seat: RoleNumber,
    one: V,
    heard: Mapping[tuple[RoleNumber, V], Moment],
) -> Mapping[RoleNumber, tuple[V, ...]]:
    """With one more reaction, in the order in which they were made; unknown moments are the oldest."""
    standing = (*_without(mapping, seat, one)[seat], one)
    if all((seat, each) in heard for each in standing):
        standing = tuple(sorted(standing, key=lambda each: heard[seat, each]))
    return _with(mapping, seat, standing)


def _without(
    mapping: Mapping[RoleNumber, tuple[V, ...]], seat: RoleNumber, one: V
) -> Mapping[RoleNumber, tuple[V, ...]]:
    return _with(mapping, seat, tuple(other for other in mapping.get(seat, ()) if other != one))
