"""What has happened in a council. Stored: a change of shape needs an upcaster (bot/db/codec.py)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from bot.domain.aims import ALL_AIMS, Aims
from bot.domain.ballot import Choice, Outcome, Uncounted
from bot.domain.charter import NO_CHOICE, UNCONDITIONAL, Conditions, Given, Offer
from bot.domain.council.ask_events import AskAnswered as AskAnswered
from bot.domain.council.ask_events import AskEvent as AskEvent
from bot.domain.council.care_events import CareEvent as CareEvent
from bot.domain.council.care_events import EnvelopeOpened as EnvelopeOpened
from bot.domain.council.care_events import HolderCameBack as HolderCameBack
from bot.domain.council.care_events import IdleCareStopped as IdleCareStopped
from bot.domain.council.care_events import Mark as Mark
from bot.domain.council.care_events import MorningCame as MorningCame
from bot.domain.council.care_events import SeatsReminded as SeatsReminded
from bot.domain.council.care_events import WindowJudged as WindowJudged
from bot.domain.council.claim_events import ClaimEvent as ClaimEvent
from bot.domain.council.claim_events import ClaimJudged as ClaimJudged
from bot.domain.council.claim_events import ClaimMade as ClaimMade
from bot.domain.council.claim_events import ClaimRuled as ClaimRuled
from bot.domain.council.claim_events import JudgementTakenBack as JudgementTakenBack
from bot.domain.council.clock_events import ClockRan as ClockRan
from bot.domain.council.clock_events import ClockStopped as ClockStopped
from bot.domain.council.proposal_events import BookOrdered as BookOrdered
from bot.domain.council.proposal_events import ItemParked as ItemParked
from bot.domain.council.proposal_events import ItemUnparked as ItemUnparked
from bot.domain.council.proposal_events import ObjectionMade as ObjectionMade
from bot.domain.council.proposal_events import ObjectionWithdrawn as ObjectionWithdrawn
from bot.domain.council.proposal_events import PolicyAdopted as PolicyAdopted
from bot.domain.council.proposal_events import PolicyRescinded as PolicyRescinded
from bot.domain.council.proposal_events import ProposalAmended as ProposalAmended
from bot.domain.council.proposal_events import ProposalCompleted as ProposalCompleted
from bot.domain.council.proposal_events import ProposalMerged as ProposalMerged
from bot.domain.council.proposal_events import ProposalSubmitted as ProposalSubmitted
from bot.domain.council.proposal_events import ProposalWithdrawn as ProposalWithdrawn
from bot.domain.council.proposal_events import SideTaken as SideTaken
from bot.domain.council.proposal_events import SideTakenBack as SideTakenBack
from bot.domain.council.proposal_events import WaitingEnded as WaitingEnded
from bot.domain.council.session_events import IdeaCarriedBack as IdeaCarriedBack
from bot.domain.council.session_events import PresentationPrepared as PresentationPrepared
from bot.domain.council.session_events import ResponseRecorded as ResponseRecorded
from bot.domain.council.session_events import StrawAnswered as StrawAnswered
from bot.domain.council.session_events import StrawPollAsked as StrawPollAsked
from bot.domain.council.turn_events import TurnEvent as TurnEvent
from bot.domain.electorate import EVERYBODY_ALIKE, Electorate
from bot.domain.floor import FloorAsked as FloorAsked
from bot.domain.floor import FloorEvent as FloorEvent
from bot.domain.floor import FloorLeft as FloorLeft
from bot.domain.ids import CouncilId, GameId, Moment, ProposalNumber, RoleNumber, UserId
from bot.domain.offer import BallotRule
from bot.domain.phases import PhaseKind, Place
from bot.domain.rooms import RoomPlan, rooms_in
from bot.domain.rules import DecisionRuleKind, Tally, Voices
from bot.domain.scenario import Reveal
from bot.domain.seating import Seat
from bot.domain.thresholds import Threshold
from bot.domain.times.working_time import WorkingTime
from bot.domain.turns import MINUTE


@dataclass(frozen=True, slots=True)
class CouncilSeated:
    """The council was founded."""

    council: CouncilId
    game: GameId
    number: int
    name: str
    seats: tuple[Seat, ...]
    stewards: str
    rules: tuple[DecisionRuleKind, ...]
    ballot_rule: BallotRule
    facilitators: tuple[UserId, ...] = ()
    offer: Offer = NO_CHOICE
    reveal: Reveal = Reveal.ALL
    working: WorkingTime | None = None  # None where every second counts
    given: Given | None = None  # the charter, where the pack writes it
    electorate: Electorate = EVERYBODY_ALIKE
    aims: Aims = ALL_AIMS


@dataclass(frozen=True, slots=True)
class PhaseEntered:
    """A bell rang for the council."""

    phase: str
    kind: PhaseKind
    at: Moment
    charter: bool
    holds_ballot: bool
    rooms: RoomPlan | None = None  # those that the pack writes
    floor: timedelta = MINUTE  # for each on the speakers' list
    ends_work: bool = False  # no phase comes any more in which councils are at work

    @property
    def meets(self) -> RoomPlan | None:
        """Who has a channel of their own while it lasts."""
        return rooms_in(self.kind, self.rooms)

    @property
    def goes_back(self) -> bool:
        """Whether people carry ideas back from its rooms: they met others there."""
        return self.kind.traits.place is Place.SIDEBARS or (self.meets is not None and self.meets.across)


@dataclass(frozen=True, slots=True)
class SeatVacated:
    """A holder left; the seat keeps its vote and its proposals.

    Where their account was deactivated, `gone` is the moment that names this and what was deactivated with
    it; the seat leaves an open vote, and returns with the account.
    """

    seat: RoleNumber
    holder: UserId
    gone: Moment | None = None


@dataclass(frozen=True, slots=True)
class SeatFilled:
    """Somebody took a vacant seat and what belongs to it; `back` where it returned with its account."""

    seat: RoleNumber
    holder: UserId
    open_hand: bool
    back: bool = False


@dataclass(frozen=True, slots=True)
class CharterAdopted:
    """The council's way to decide, from now on.

    Where it was amended by its own rule, `proposal` and `tally` say how; `version` - 1 decided it.
    """

    version: int
    rule: DecisionRuleKind
    quorum: float
    enactment: str
    enforcement: str
    by: RoleNumber
    proposal: ProposalNumber | None = None
    tally: Tally | None = None
    conditions: Conditions = UNCONDITIONAL
    aloud: Voices | None = None  # what the council had said aloud, where a steward recorded it
    threshold: Threshold | None = None  # of a rule by share


@dataclass(frozen=True, slots=True)
class BallotOpened:
    """The book and the electorate are frozen."""

    book_hash: str
    electorate: tuple[RoleNumber, ...]
    at: Moment
    secret: bool = False  # by buttons, and not by reactions


@dataclass(frozen=True, slots=True)
class VoteCast:
    """A seat's latest reaction, or button. `reconciled`: learnt from reactions.get, not from an event."""

    seat: RoleNumber
    choice: Choice
    at: Moment
    reconciled: bool = False
    proxy_by: UserId | None = None  # who entered it for a paper seat, or an idle one
    emoji: str = ""  # as in SideTaken


@dataclass(frozen=True, slots=True)
class VoteRetracted:
    """A seat's reaction was removed, or its vote taken back by button."""

    seat: RoleNumber
    choice: Choice
    at: Moment
    reconciled: bool = False
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class VoteCameLate:
    """A reaction was made after the close; it does not count, whatever Slack shows later."""

    seat: RoleNumber
    choice: Choice
    at: Moment
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class RemovalCameLate:
    """A reaction was removed after the close; what it said stands, whatever Slack shows later."""

    seat: RoleNumber
    choice: Choice
    at: Moment
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class TwoChoicesSeen:
    """Slack showed two choices of these seats while the vote was open, and does not say which came last."""

    seats: tuple[RoleNumber, ...]
    at: Moment


@dataclass(frozen=True, slots=True)
class BallotMoved:
    """The ballot's message is a new one; what stood on the old one stands."""

    at: Moment


@dataclass(frozen=True, slots=True)
class BallotCalled:
    """Time is up; what was cast by `at` still counts."""

    at: Moment


@dataclass(frozen=True, slots=True)
class BallotCounted:
    """The result, for good."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class SeatHandedOver:
    """A holder passed the seat and what belongs to it to somebody else."""

    seat: RoleNumber
    holder: UserId
    to: UserId


@dataclass(frozen=True, slots=True)
class HolderMoved:
    """A holder left one seat of the council for another, which was vacant."""

    holder: UserId
    seat: RoleNumber
    to: RoleNumber


@dataclass(frozen=True, slots=True)
class UncountedNoted:
    """What the ballot showed at the close besides votes; for receipts."""

    uncounted: tuple[Uncounted, ...]


@dataclass(frozen=True, slots=True)
class RevealAnswered:
    """Whether the mission of a seat's present holder may be shown at the end."""

    seat: RoleNumber
    consents: bool


@dataclass(frozen=True, slots=True)
class DoneSaid:
    """A steward said that the council is done with the phase, or took that back."""

    phase: str
    seat: RoleNumber
    done: bool
    at: Moment


@dataclass(frozen=True, slots=True)
class CouncilEnded:
    """The game is over for this council."""

    at: Moment


@dataclass(frozen=True, slots=True)
class CouncilClosed:
    """The game was closed: who has won is final."""

    at: Moment


@dataclass(frozen=True, slots=True)
class FacilitatorsChanged:
    """Others run the game."""

    added: tuple[UserId, ...]
    removed: tuple[UserId, ...]


@dataclass(frozen=True, slots=True)
class SeatNudged:
    """A facilitator nudged a silent holder; at most once in a phase."""

    seat: RoleNumber
    holder: UserId
    phase: str
    by: UserId
    at: Moment | None = None  # unknown of what was stored before this was


# --- by topic: whoever handles one handles all of it, and mypy shows what is missing

SeatEvent: TypeAlias = SeatVacated | SeatFilled | SeatHandedOver | HolderMoved
PhaseEvent: TypeAlias = PhaseEntered | DoneSaid | ClockStopped | ClockRan | CouncilEnded | CouncilClosed
ProposalEvent: TypeAlias = (
    ProposalSubmitted | ProposalWithdrawn | PolicyAdopted | PolicyRescinded | WaitingEnded
)
OpinionEvent: TypeAlias = SideTaken | SideTakenBack | ObjectionMade | ObjectionWithdrawn
RevisionEvent: TypeAlias = (
    ProposalAmended | ProposalCompleted | ProposalMerged | BookOrdered | ItemParked | ItemUnparked
)
VoteEvent: TypeAlias = VoteCast | VoteRetracted | VoteCameLate | RemovalCameLate
BallotEvent: TypeAlias = (
    VoteEvent | BallotOpened | BallotMoved | BallotCalled | UncountedNoted | TwoChoicesSeen
)
SessionEvent: TypeAlias = (  # what a session asks for besides proposals
    ResponseRecorded
    | IdeaCarriedBack
    | PresentationPrepared
    | StrawPollAsked
    | StrawAnswered
    | RevealAnswered
)
CouncilEvent: TypeAlias = (
    CouncilSeated
    | SeatEvent
    | PhaseEvent
    | CharterAdopted
    | ProposalEvent
    | OpinionEvent
    | RevisionEvent
    | BallotEvent
    | BallotCounted
    | ClaimEvent
    | SessionEvent
    | TurnEvent
    | FloorEvent
    | FacilitatorsChanged
    | SeatNudged
    | CareEvent
    | AskEvent
)
