"""What can be asked of a council. The actor and the moment come beside the command."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.aims import ALL_AIMS, Aims
from bot.domain.ballot import Choice
from bot.domain.charter import NO_CHOICE, Conditions, Given, Offer
from bot.domain.council.ask_commands import AskCommand
from bot.domain.council.claim_commands import ClaimCommand as ClaimCommand
from bot.domain.council.claim_commands import FollowMajority as FollowMajority
from bot.domain.council.claim_commands import JudgeClaim as JudgeClaim
from bot.domain.council.claim_commands import MakeClaim as MakeClaim
from bot.domain.council.claim_commands import RuleOnClaim as RuleOnClaim
from bot.domain.council.clock_commands import EnterPhase as EnterPhase
from bot.domain.council.clock_commands import FollowClock as FollowClock
from bot.domain.council.clock_commands import FollowTurns as FollowTurns
from bot.domain.council.clock_commands import LetTimePass as LetTimePass
from bot.domain.council.events import Mark
from bot.domain.council.proposal_commands import Aloud as Aloud
from bot.domain.council.proposal_commands import AmendProposal as AmendProposal
from bot.domain.council.proposal_commands import CompleteProposal as CompleteProposal
from bot.domain.council.proposal_commands import MergeProposals as MergeProposals
from bot.domain.council.proposal_commands import Object as Object
from bot.domain.council.proposal_commands import OrderBook as OrderBook
from bot.domain.council.proposal_commands import Park as Park
from bot.domain.council.proposal_commands import RecordDecision as RecordDecision
from bot.domain.council.proposal_commands import SubmitProposal as SubmitProposal
from bot.domain.council.proposal_commands import TakeSide as TakeSide
from bot.domain.council.proposal_commands import Unpark as Unpark
from bot.domain.council.proposal_commands import WithdrawObjection as WithdrawObjection
from bot.domain.council.proposal_commands import WithdrawProposal as WithdrawProposal
from bot.domain.electorate import EVERYBODY_ALIKE, Electorate
from bot.domain.floor import AskFloor, LeaveFloor
from bot.domain.floor import FloorCommand as FloorCommand
from bot.domain.ids import CouncilId, GameId, Moment, RoleNumber, UserId
from bot.domain.offer import BallotRule
from bot.domain.reactions import Reaction
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Reveal
from bot.domain.seating import Seat
from bot.domain.thresholds import Threshold
from bot.domain.times.working_time import WorkingTime


@dataclass(frozen=True, slots=True)
class SeatCouncil:
    """Founds the council with its seats and the pack's rules."""

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
    given: Given | None = None
    electorate: Electorate = EVERYBODY_ALIKE
    aims: Aims = ALL_AIMS


@dataclass(frozen=True, slots=True)
class VacateSeat:
    """A holder leaves; or their account is `gone`, with those of this moment."""

    holder: UserId
    gone: Moment | None = None


@dataclass(frozen=True, slots=True)
class FillSeat:
    """Somebody takes the seat that they lost with their account, or else the first vacant one in filling
    order."""

    holder: UserId
    open_hand: bool


@dataclass(frozen=True, slots=True)
class AdoptCharter:
    """The stewards write down how the council decides; later, its own rule decides on a change.

    Without `conditions`, those in force stay; before there is a charter, the first of each on offer.
    """

    rule: DecisionRuleKind
    quorum: float
    enactment: str
    enforcement: str
    conditions: Conditions | None = None
    threshold: Threshold | None = None  # of a rule by share; without one, the first on offer


@dataclass(frozen=True, slots=True)
class RecordResponse:
    """A steward records the council's process for the emergency; `said` as in RecordDecision."""

    text: str
    said: Aloud | tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class CarryBack:
    """An idea from the sidebar for one's own council."""

    text: str


PaperWork: TypeAlias = (
    SubmitProposal
    | TakeSide
    | Object
    | WithdrawObjection
    | MakeClaim
    | JudgeClaim
    | CarryBack
    | AskFloor
    | LeaveFloor
)


@dataclass(frozen=True, slots=True)
class EnterForPaper:
    """A steward or a facilitator does this for the holder of a seat on paper. A side or a judgement that is
    taken back need not say which it was."""

    seat: RoleNumber
    work: PaperWork


@dataclass(frozen=True, slots=True)
class OpenBallot:
    """Freezes the book and the electorate."""


@dataclass(frozen=True, slots=True)
class CastVote:
    """A reaction on the ballot."""

    choice: Choice
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class RetractVote:
    """A reaction on the ballot was removed."""

    choice: Choice
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class PressVote:
    """A button of a secret ballot: what the seat says from then on; None takes its vote back."""

    choice: Choice | None


@dataclass(frozen=True, slots=True)
class CallBallot:
    """Time is up for an open vote, because the game has ended."""


@dataclass(frozen=True, slots=True)
class EndCouncil:
    """The game has ended: nothing is decided at this table any more."""


@dataclass(frozen=True, slots=True)
class CloseCouncil:
    """The game is closed: rulings stay as they are."""


@dataclass(frozen=True, slots=True)
class MoveBallot:
    """The ballot's message was deleted and stands elsewhere now; the votes so far stay."""


@dataclass(frozen=True, slots=True)
class CloseBallot:
    """Counts. `standing`: what the ballot shows for each person, or None if it could not be read.

    `others` are the reactions that are no choice: by whom, and the emoji's name. `partly`: the choices of
    which Slack did not name everybody; who is not named may still have made them.
    """

    standing: Mapping[UserId, frozenset[Reaction[Choice]]] | None = None
    others: tuple[tuple[UserId, str], ...] = ()
    partly: frozenset[Choice] = frozenset()


@dataclass(frozen=True, slots=True)
class CatchUpVotes:
    """What an open ballot showed at `at`, after a time in which events may have been lost."""

    standing: Mapping[UserId, frozenset[Reaction[Choice]]]
    partly: frozenset[Choice] = frozenset()


@dataclass(frozen=True, slots=True)
class PreparePresentation:
    """Answers to debrief questions, by their place in the pack from 0; an empty one takes the answer back."""

    answers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class AskStraw:
    """A straw poll: a quick look round the table that binds nobody."""

    question: str


@dataclass(frozen=True, slots=True)
class HandOverSeat:
    """`holder` passes their seat, and all that belongs to it, to somebody who holds none.

    With `offered`, that one takes an idle seat, which is free for the first who wants it.
    """

    holder: UserId
    to: UserId
    offered: bool = False


@dataclass(frozen=True, slots=True)
class MoveHolder:
    """A facilitator moves somebody to a vacant seat of the same council."""

    holder: UserId
    to: RoleNumber


@dataclass(frozen=True, slots=True)
class CastProxyVote:
    """A steward or a facilitator enters the vote of a paper seat's holder; a partner that of an idle one."""

    holder: UserId
    choice: Choice


@dataclass(frozen=True, slots=True)
class AnswerReveal:
    """Whether the seat's mission may be shown at the end; a facilitator answers for a seat on paper."""

    seat: RoleNumber
    consents: bool


@dataclass(frozen=True, slots=True)
class SayDone:
    """A steward says that the council is done with the phase, or takes that back."""

    done: bool = True


@dataclass(frozen=True, slots=True)
class KnowFacilitators:
    """Who runs the game now, as the game has decided."""

    facilitators: frozenset[UserId]


@dataclass(frozen=True, slots=True)
class AnswerStraw:
    """A reaction on a straw poll. Nobody counts it, but it is a sign of life."""

    number: int


@dataclass(frozen=True, slots=True)
class NudgeSeat:
    """A facilitator reminds the silent holder of a seat that the others would like to hear them."""

    role: RoleNumber


@dataclass(frozen=True, slots=True)
class GreetMorning:
    """A working day began at `opened`; `told`: there is something to say."""

    opened: Moment
    told: bool


@dataclass(frozen=True, slots=True)
class RemindSeats:
    """A mark has passed for these seats, of which some still owe something; `reads` as in the event."""

    phase: str
    mark: Mark
    seats: tuple[RoleNumber, ...]
    owing: tuple[RoleNumber, ...]
    reads: bool = False


@dataclass(frozen=True, slots=True)
class JudgeWindow:
    """The window of a phase has ended, and these seats gave no sign of life in it."""

    phase: str
    idle: tuple[RoleNumber, ...]
    unopened: tuple[RoleNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenEnvelope:
    """The actor opens their envelope."""


@dataclass(frozen=True, slots=True)
class ComeBack:
    """The actor does something with Moot, whatever it is."""


@dataclass(frozen=True, slots=True)
class StopIdleCare:
    """A facilitator knows better: nothing more is done about this idle seat while this holder is away."""

    role: RoleNumber
    holder: UserId


# --- by topic: whoever handles one handles all of it, and mypy shows what is missing

SeatCommand: TypeAlias = VacateSeat | FillSeat | HandOverSeat | MoveHolder
ProposalCommand: TypeAlias = (
    SubmitProposal | WithdrawProposal | TakeSide | RecordDecision | Object | WithdrawObjection
)
AmendingCommand: TypeAlias = AmendProposal | MergeProposals
BookCommand: TypeAlias = OrderBook | Park | Unpark
BallotCommand: TypeAlias = (
    OpenBallot | CastVote | RetractVote | PressVote | CallBallot | MoveBallot | CloseBallot | CatchUpVotes
)
StrawCommand: TypeAlias = AskStraw | AnswerStraw
SessionCommand: TypeAlias = (  # what a session asks for besides proposals
    RecordResponse | CarryBack | PreparePresentation | StrawCommand | SayDone | AnswerReveal
)
CareCommand: TypeAlias = GreetMorning | RemindSeats | JudgeWindow | OpenEnvelope | ComeBack | StopIdleCare
FollowCommand: TypeAlias = (
    EnterPhase | FollowTurns | KnowFacilitators | LetTimePass | EndCouncil | CloseCouncil
)
TableCommand: TypeAlias = (  # FollowCommand: what the game around it asks of a council
    FollowCommand
    | FloorCommand
    | SeatCommand
    | AdoptCharter
    | ProposalCommand
    | AmendingCommand
    | CompleteProposal
    | BookCommand
    | BallotCommand
    | CastProxyVote
    | EnterForPaper
    | ClaimCommand
    | SessionCommand
    | CareCommand
    | AskCommand
    | NudgeSeat
)
TABLE_WORK = (  # what has no place any more when the game is over
    *(SubmitProposal, WithdrawProposal, TakeSide, RecordDecision, Object, WithdrawObjection),
    *(AmendProposal, MergeProposals, OrderBook, Park, Unpark, AdoptCharter, OpenBallot, CastProxyVote),
    *(RecordResponse, CarryBack, PreparePresentation, AskStraw, SayDone, MoveHolder, NudgeSeat, StopIdleCare),
)
CouncilCommand: TypeAlias = SeatCouncil | FollowClock | TableCommand
