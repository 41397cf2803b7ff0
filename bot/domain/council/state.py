"""A council as its events have made it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from bot.domain.aims import ALL_AIMS, Aims
from bot.domain.asks.asked import Asked
from bot.domain.ballot import Ballot, Outcome, book_hash
from bot.domain.charter import NO_CHOICE, UNCONDITIONAL, Charter, Conditions, Given, Offer, Terms
from bot.domain.claims import Claim
from bot.domain.council import events as e
from bot.domain.council.activity import NOBODY_YET, Activity
from bot.domain.council.deeds import Deeds
from bot.domain.council.entries import ParkedItem, Policy, Response
from bot.domain.council.told import UNTOLD, Care
from bot.domain.counting import Sides, counted
from bot.domain.electorate import EVERYBODY_ALIKE, Electorate
from bot.domain.evidence import BOOK, CHARTER, Evidence, EvidenceKind
from bot.domain.floor import NOBODY, Floor
from bot.domain.ids import CouncilId, GameId, Moment, ProposalNumber, RoleNumber, UserId
from bot.domain.offer import BallotRule
from bot.domain.participation import Participation
from bot.domain.participation import counted as counts_of
from bot.domain.photo import Photo
from bot.domain.reactions import NOBODY_REACTED, Reactions
from bot.domain.rules import DecisionRuleKind, Rule, Tally, Voices
from bot.domain.scenario import Reveal
from bot.domain.seating import Seat
from bot.domain.times.working_time import EVERY_SECOND, GameTime, WorkingTime
from bot.domain.turns import TurnsInPlay
from bot.domain.wording import About, Change, Detail, Version, Wording


class ProposalStatus(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"
    CHARTERED = "taken into the charter"  # an amendment that was adopted; never a policy
    MERGED = "merged into another proposal"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a proposal would make of the charter; `version`, `tally` and `aloud` once it has."""

    terms: Terms
    version: int | None = None
    tally: Tally | None = None
    aloud: Voices | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An idea on the table, and the reactions under its card.

    People support a text: when it is amended,
    or taken up again after it was parked, a new `round` begins, with a card of its own, and nothing that was
    said before counts; `unsaid` are the seats that had said something. `since` is when the round began.
    """

    number: ProposalNumber
    by: RoleNumber
    at: Moment
    versions: tuple[Version, ...]  # the latest is what it says
    since: Moment
    status: ProposalStatus = ProposalStatus.OPEN
    reactions: Reactions[bool] = NOBODY_REACTED
    objections: Mapping[RoleNumber, str] = field(default_factory=lambda: MappingProxyType({}))
    amendment: Amendment | None = None
    round: int = 1
    unsaid: frozenset[RoleNumber] = frozenset()
    sources: tuple[ProposalNumber, ...] = ()  # what was merged into it
    into: ProposalNumber | None = None  # what it was merged into
    photos: tuple[Photo, ...] = ()  # of the paper from which it was taken
    waited_at: Moment | None = None  # when its waiting time was over, once and for all in this round
    owner_named: bool = True  # else its proposer's team owns it for now
    about: About | None = None  # the policy that it would change

    @property
    def version(self) -> int:
        """The number of its latest version, from 1."""
        return len(self.versions)

    @property
    def wording(self) -> Wording:
        """What it says now."""
        return self.versions[-1].wording

    @property
    def amended(self) -> bool:
        """Whether it says something else than at first, and not only more of what it left open."""
        return any(not version.completes for version in self.versions[1:])

    @property
    def left_open(self) -> tuple[Detail, ...]:
        """What it does not say of itself; nothing where it would change the charter."""
        said = {
            Detail.OWNER: self.owner_named and self.owner_team,
            Detail.ENFORCEMENT: self.enforcement,
            Detail.REVIEW: self.review,
        }
        nothing = self.amendment or (self.about and self.about.change is Change.RESCIND)
        return () if nothing else tuple(detail for detail, words in said.items() if not words)

    @property
    def title(self) -> str:
        """Its title now."""
        return self.wording.title

    @property
    def text(self) -> str:
        """Its text now."""
        return self.wording.text

    @property
    def question(self) -> str | None:
        """The key of the strategy question that it answers."""
        return self.wording.question

    @property
    def owner_team(self) -> str | None:
        """The key of the team that would own the policy."""
        return self.wording.owner_team

    @property
    def enforcement(self) -> str:
        """How it would be enforced."""
        return self.wording.enforcement

    @property
    def review(self) -> str:
        """When it would be looked at again."""
        return self.wording.review

    def side_of(self, seat: RoleNumber) -> bool | None:
        """True for support, False against, None for neither."""
        return self.reactions.latest(seat)

    @property
    def sides(self) -> Mapping[RoleNumber, tuple[bool, ...]]:
        """What each seat's reactions say, the latest last."""
        return self.reactions.by_seat()

    def stance_of(self, seat: RoleNumber) -> bool | None:
        """The side, where an objection is one against, whatever the reactions say."""
        return False if seat in self.objections else self.side_of(seat)

    def spoken(self) -> frozenset[RoleNumber]:
        """The seats that take a side, or object."""
        return frozenset({*(seat for seat, sides in self.sides.items() if sides), *self.objections})


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the game's clock stood still; without an end it still does."""

    start: Moment
    end: Moment | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """The seat of somebody whose account is deactivated, as they left it; `since` is as in SeatVacated."""

    role: RoleNumber
    since: Moment
    open_hand: bool
    reveals: bool | None  # what they said about their mission


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
    policies: tuple[Policy, ...] = ()  # as they were adopted; a policy keeps its number
    order: tuple[int, ...] = ()  # their numbers as the book has them
    items: tuple[ParkedItem, ...] = ()  # parked, or once parked
    responses: tuple[Response, ...] = ()
    ideas: tuple[e.IdeaCarriedBack, ...] = ()
    ballot: Ballot | None = None
    outcome: Outcome | None = None
    facilitators: frozenset[UserId] = frozenset()
    claims: Mapping[RoleNumber, Claim] = field(default_factory=lambda: MappingProxyType({}))
    presentation: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    straw_polls: tuple[e.StrawPollAsked, ...] = ()
    activity: Activity = NOBODY_YET
    deeds: Deeds = field(default_factory=lambda: MappingProxyType({}))  # what each seat took part in
    care: Care = UNTOLD  # in a game over days
    offer: Offer = NO_CHOICE
    given: Given | None = None  # the charter with which it was founded
    electorate: Electorate = EVERYBODY_ALIKE
    stops: tuple[Stop, ...] = ()  # when the game's clock stood still, in order
    reveal: Reveal = Reveal.ALL
    aims: Aims = ALL_AIMS
    working: WorkingTime | None = None
    revealed: Mapping[RoleNumber, bool] = field(default_factory=lambda: MappingProxyType({}))
    straw_answers: frozenset[tuple[int, RoleNumber]] = frozenset()  # who reacted to which, and not how
    done: frozenset[RoleNumber] = frozenset()  # the stewards who say that this phase is done
    ended_at: Moment | None = None  # with the game
    closed: bool = False  # with the game
    asks: Mapping[str, Asked] = field(default_factory=lambda: MappingProxyType({}))  # as they were opened
    absent: Mapping[UserId, Absent] = field(default_factory=lambda: MappingProxyType({}))

    floor: Floor = NOBODY  # the speakers' list of its channel
    turns: TurnsInPlay | None = None  # of the latest phase that had some

    @property
    def turns_now(self) -> TurnsInPlay | None:
        """The turns to speak of the phase that it is in."""
        turns = self.turns
        return turns if turns and self.phase and turns.bell == self.phase.at else None

    @property
    def ended(self) -> bool:
        """Whether the game is over for it: what was claimed is judged, and nothing is decided any more."""
        return self.ended_at is not None

    @property
    def time(self) -> GameTime:
        """How the game counts time, and so every waiting time."""
        return self.working or EVERY_SECOND

    @property
    def charter_is_fixed(self) -> bool:
        """Whether the game's own charter stays as it is."""
        return self.given is not None and self.given.fixed

    @property
    def conditions(self) -> Conditions:
        """What the charter asks for besides its rule; nothing before there is one."""
        return self.charter.conditions if self.charter else UNCONDITIONAL

    @property
    def rule(self) -> Rule | None:
        """The charter's rule; None before there is one."""
        return self.charter.row if self.charter else None

    @property
    def participation(self) -> Mapping[RoleNumber, Participation]:
        """How much each of its seats has taken part, by role number."""
        return {role: counts_of(self.deeds.get(role, ())) for role in sorted(self.seats)}

    @property
    def filled(self) -> tuple[Seat, ...]:
        """The seats that somebody holds, by role number."""
        return tuple(seat for seat in self.seats.values() if seat.holder is not None)

    @property
    def voters(self) -> tuple[Seat, ...]:
        """The filled seats that decide."""
        return self.electorate.voters(self.filled)

    def seat_of(self, holder: UserId) -> Seat | None:
        """The seat that this person holds here."""
        return next((seat for seat in self.seats.values() if seat.holder == holder), None)

    def seat_kept_for(self, user: UserId) -> Seat | None:
        """The seat that somebody lost with their account, as long as nobody else holds it."""
        absent = self.absent.get(user)
        seat = self.seats[absent.role] if absent else None
        return seat if seat is not None and seat.holder is None else None

    def claim_of(self, role: RoleNumber) -> Claim:
        """The claim of a seat, as filled seats judge it: what a vacant one has said rests."""
        return self.claims[role].as_judged_by([seat.role for seat in self.filled])

    def standing_claims(self) -> tuple[Claim, ...]:
        """The claims of filled seats, by role number: a vacant one wins nothing, and needs no ruling."""
        filled = {seat.role for seat in self.filled}
        return tuple(self.claims[role].as_judged_by(filled) for role in sorted(self.claims) if role in filled)

    def team(self, key: str) -> tuple[Seat, ...]:
        """The filled seats of a team, by role number."""
        return tuple(seat for seat in self.filled if seat.team == key)

    def partners_of(self, seat: Seat) -> tuple[Seat, ...]:
        """The other filled seats of the same team."""
        return tuple(one for one in self.filled if one.team == seat.team and one.role != seat.role)

    def tally(self, proposal: Proposal | None) -> Tally:
        """How the filled seats that vote stand towards a proposal; without one, none has said anything."""
        tally = self.tally_of(self.sides_of(proposal))
        if proposal is None or self.rule is None or not self.rule.objections:
            return tally
        return replace(tally, objections=len(self.objections_to(proposal)))

    def tally_of(self, sides: Sides) -> Tally:
        """The count of these sides by the charter's rule."""
        return counted(self.electorate, self.filled, sides, self.rule)

    def sides_of(self, proposal: Proposal | None) -> Sides:
        """The sides of the filled seats that vote."""
        if proposal is None:
            return {}
        of_seat = proposal.stance_of if self.rule and self.rule.objections else proposal.side_of
        sides = ((seat.role, of_seat(seat.role)) for seat in self.voters)
        return {role: side for role, side in sides if side is not None}

    def objections_to(self, proposal: Proposal) -> tuple[tuple[Seat, str], ...]:
        """Who objects, and why; an objection rests while its seat is vacant."""
        known = proposal.objections
        return tuple((seat, known[seat.role]) for seat in self.voters if seat.role in known)

    def book(self) -> tuple[tuple[Policy, Proposal], ...]:
        """The policy book, in its order."""
        policies = (self.policies[number - 1] for number in self.order)
        return tuple((policy, self.proposals[policy.proposal]) for policy in policies)

    def former(self) -> tuple[Policy, ...]:
        """The policies that were replaced or rescinded."""
        return tuple(policy for policy in self.policies if policy.ended is not None)

    def policy_of(self, proposal: ProposalNumber) -> Policy | None:
        """The policy that rests on a proposal, did once, or was ended by it."""
        for one in reversed(self.policies):
            if proposal in (one.proposal, *(before.proposal for before in one.before)):
                return one
        return next((one for one in self.policies if one.ended and one.ended.proposal == proposal), None)

    def parked(self) -> tuple[ParkedItem, ...]:
        """What is parked now."""
        return tuple(item for item in self.items if item.settled_by is None)

    def evidence(self) -> tuple[Evidence, ...]:
        """Whatever a claim may rest on: each part of the book in its order, then the book as a whole."""
        return (
            *(Evidence(EvidenceKind.POLICY, number) for number in self.order),
            *([CHARTER] if self.charter else []),
            *(Evidence(EvidenceKind.PROCESS, place) for place in range(1, len(self.responses) + 1)),
            *(Evidence(EvidenceKind.PARKED, item.number) for item in self.parked()),
            BOOK,
        )

    def covered(self) -> frozenset[str]:
        """The keys of the strategy questions that the book answers."""
        return frozenset(proposal.question for _, proposal in self.book() if proposal.question)

    def whole_book(self) -> Iterator[tuple[str | float, ...]]:
        """All that people vote on: charter, policies in their order, recorded responses, what is parked."""
        if (now := self.charter) is not None:
            asked = now.conditions
            asks = asked.proposers.value, asked.waiting.total_seconds(), asked.seconders
            yield "charter", now.version, now.rule.value, now.quorum, now.enactment, now.enforcement, *asks
        for policy, one in self.book():
            owner, how = one.owner_team or "", (one.enforcement, one.review)
            yield "policy", policy.number, one.title, one.text, one.question or "", owner, *how
        for response in self.responses:
            yield "process", response.phase, response.text
        for item in self.parked():
            text = self.proposals[item.proposal].text if item.proposal else ""
            owner = item.owner_team or ""
            yield "parked", item.number, item.text, text, item.until, owner, item.owner_seat or 0

    def book_hash(self) -> str:
        """The fingerprint of the whole book, as it is now."""
        return book_hash(self.whole_book())

    @property
    def won(self) -> bool:
        """The collective win: the book has policies, and the ballot passed."""
        return bool(self.order) and self.outcome is not None and self.outcome.passed

    @property
    def frozen(self) -> bool:
        """Whether the book can no longer change: it is put to the vote or, without one, the work is over."""
        if self.ballot_rule.held:
            return self.ballot is not None
        return self.ended or (self.phase is not None and self.phase.ends_work)

    @property
    def decided(self) -> bool:
        """Whether it is known what holds of the book: the vote is counted, or without a vote it is closed."""
        return self.outcome is not None if self.ballot_rule.held else self.frozen

    @property
    def holds(self) -> bool:
        """Whether the book has policies that hold: it was approved or, without a vote, is closed."""
        return self.won if self.ballot_rule.held else self.decided and bool(self.order)
