"""A council as its events have made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from bot.domain.ballot import Ballot, Outcome, book_hash
from bot.domain.charter import Charter, Tally, Terms, voices
from bot.domain.claims import Claim
from bot.domain.council import events as e
from bot.domain.ids import CouncilId, GameId, Moment, ProposalNumber, RoleNumber, UserId
from bot.domain.scenario import BallotRule, DecisionRuleKind
from bot.domain.seating import Seat


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
