"""What has happened in a game. Stored: a change of shape needs an upcaster (bot/db/codec.py)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

from bot.domain.agenda import PlannedPhase
from bot.domain.asks.surveys import Survey
from bot.domain.asks.surveys import SurveyEvent as SurveyEvent
from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.feedback import Feedback
from bot.domain.floor import FloorEvent as FloorEvent
from bot.domain.game.inject_events import InjectCancelled as InjectCancelled
from bot.domain.game.inject_events import InjectEvent as InjectEvent
from bot.domain.game.inject_events import InjectPlanned as InjectPlanned
from bot.domain.game.inject_events import InjectsMissed as InjectsMissed
from bot.domain.game.inject_events import InjectTold as InjectTold
from bot.domain.host import NO_HOST, Host
from bot.domain.ids import ChannelId, GameId, Moment, UserId
from bot.domain.offer import BallotBy
from bot.domain.seating import Layout, Seating
from bot.domain.times.working_time import WorkingTime


@dataclass(frozen=True, slots=True)
class GameCreated:
    """Sign-up opened."""

    game: GameId
    name: str
    scenario: str
    scenario_version: int
    layout: Layout
    agenda: tuple[PlannedPhase, ...]
    plenary: ChannelId
    facilitators: tuple[UserId, ...]
    starts_at: Moment | None
    timezone: str
    speed: int
    seed: int
    working: WorkingTime | None = None  # None where every second counts
    by_itself: bool = False  # whether the first bell rings without a facilitator
    host: Host = NO_HOST
    ballot_by: BallotBy | None = None  # how the final vote is held; None: as the scenario says
    surveys: tuple[Survey, ...] = ()
    edition: Edition = AS_WRITTEN
    call: str = ""  # the address of the call for all


@dataclass(frozen=True, slots=True)
class PlayerJoined:
    """Somebody signed up to play, or changed their wishes."""

    player: UserId
    chair: bool
    open_hand: bool
    by: UserId | None = None  # the facilitator who signed them up; None where they did it themselves


@dataclass(frozen=True, slots=True)
class ObserverJoined:
    """Somebody signed up to watch."""

    player: UserId


@dataclass(frozen=True, slots=True)
class PlayerLeft:
    """Somebody left the game."""

    player: UserId
    by: UserId | None = None  # the facilitator who took them off the list


@dataclass(frozen=True, slots=True)
class SeatingPlanned:
    """A plan was made or changed; nobody is told but the facilitators."""

    seating: Seating


@dataclass(frozen=True, slots=True)
class SeatsDealt:
    """The stored deal, which is the truth."""

    seating: Seating


@dataclass(frozen=True, slots=True)
class GameStarted:
    """The first bell is about to ring."""


class Bell(StrEnum):
    """Why a bell rang."""

    IN_TURN = "in_turn"
    SKIPPED = "skipped"  # a facilitator ended the phase before it
    DONE = "done"  # every council was done with the phase before it
    BACK = "back"  # a facilitator went back to it
    INJECTED = "injected"  # an emergency breaks into a session, which goes on afterwards
    GOES_ON = "goes_on"  # the session that an emergency broke into


@dataclass(frozen=True, slots=True)
class PhaseStarted:
    """A bell. `at` is the planned second; `late` if it rang well after it because Moot was away.

    A session that goes on after an emergency `starts`, as it were, so that what it had had is behind it.
    `agenda` is the new one, where phases are planned from this bell on.
    """

    phase: int
    at: Moment
    ends: Moment
    late: bool = False
    run: int = 0  # how many times this phase has begun before
    after: int | None = None  # the phase that ran before, where it is not the one before in the agenda
    why: Bell = Bell.IN_TURN
    starts: Moment | None = None  # None for `at`
    paused: bool = False  # the clock stood still, and still does
    agenda: tuple[PlannedPhase, ...] | None = None


@dataclass(frozen=True, slots=True)
class CueRung:
    """A timed message; `cue` is its place among the phase's cues."""

    phase: int
    cue: int
    at: Moment
    run: int = 0
    left: timedelta | None = None  # of the phase when it rang; None where it was as planned


@dataclass(frozen=True, slots=True)
class CueMissed:
    """A cue that came so late that a later one says more. It never rings."""

    phase: int
    cue: int
    at: Moment


@dataclass(frozen=True, slots=True)
class GamePaused:
    """The clock stands still from `at`. With `until`, because Moot was away from `at` until then; where Moot
    was `cut_off`, because Slack let it do nothing in the workspace."""

    at: Moment
    until: Moment | None = None
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class GameResumed:
    """The clock goes on from `at`; the phase started, as it were, at `starts` and ends at `ends`.

    Where it caught up with the time that Moot was away, nothing has moved. `cut_off` is since when it stood
    still because Slack let Moot do nothing.
    """

    starts: Moment
    ends: Moment
    at: Moment | None = None  # None in old logs
    caught_up: bool = False
    cut_off: Moment | None = None


@dataclass(frozen=True, slots=True)
class TimeChanged:
    """The phase got more or (negative) less time; `at` is when somebody asked for that."""

    by: timedelta
    ends: Moment
    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class Replanned:
    """Everything that is left got more or (negative) less time, in proportion.

    `agenda` is the new one, `ends` the end of the phase that runs, `rest` that of the session that an
    emergency broke into, on the clock on which it waits.
    """

    by: timedelta
    agenda: tuple[PlannedPhase, ...]
    ends: Moment
    rest: Moment | None = None
    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class CouncilsDone:
    """These councils, by number, say that they are done with the phase."""

    phase: int
    councils: frozenset[int]


@dataclass(frozen=True, slots=True)
class Announced:
    """A facilitator spoke to everybody; there is `more` where their words take several messages."""

    text: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class GameEnded:
    """The last phase is over, or a facilitator ended the game early."""

    at: Moment
    early: bool = False


@dataclass(frozen=True, slots=True)
class GameClosed:
    """A facilitator closed a game that had ended: what was ruled is final, and one last word may follow."""

    at: Moment


@dataclass(frozen=True, slots=True)
class TurnBegan:
    """A council presents now. `turn` is its place in the drawn order, from 0; `at` is the planned second."""

    phase: int
    turn: int
    council: int  # its number
    at: Moment
    ends: Moment
    then: int | None = None  # the number of the council that is next
    late: bool = False
    gone: timedelta | None = None  # of the phase's time, where somebody called it before its time


@dataclass(frozen=True, slots=True)
class TurnsMissed:
    """The presentations were over before these councils, by number, had their turn."""

    phase: int
    councils: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FeedbackGiven:
    """Somebody's word on the game, or a new one in its place. `by` is never shown."""

    by: UserId
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class PlayerReplaced:
    """A player handed over to somebody else, who is on the list in their place; or that one took over, where
    the seat was `offered`."""

    player: UserId
    to: UserId
    offered: bool = False


@dataclass(frozen=True, slots=True)
class StartPlanned:
    """The start has another moment, or somebody else to ring the first bell."""

    starts_at: Moment
    by_itself: bool


@dataclass(frozen=True, slots=True)
class StartNear:
    """The planned start is minutes away; the facilitators are reminded."""

    at: Moment


@dataclass(frozen=True, slots=True)
class StartCame:
    """The planned start has come, and the first bell waits for a facilitator."""

    at: Moment


@dataclass(frozen=True, slots=True)
class CallChanged:
    """The call of a council, by number, or for all, has another address; an empty one is none."""

    link: str
    council: int | None = None


@dataclass(frozen=True, slots=True)
class FacilitatorAdded:
    """Somebody runs the game as well."""

    user: UserId
    by: UserId


@dataclass(frozen=True, slots=True)
class FacilitatorRemoved:
    """Somebody no longer runs the game; `by` is themselves where they stepped down."""

    user: UserId
    by: UserId


@dataclass(frozen=True, slots=True)
class AccountLost:
    """Somebody's account was deactivated, and with it what they had in the game, until it returns.

    `since` is when the first of those was that are told of together.
    """

    user: UserId
    at: Moment
    since: Moment


@dataclass(frozen=True, slots=True)
class AccountReturned:
    """The account is there again, and with it their part in the game. `since` is as above."""

    user: UserId
    since: Moment


@dataclass(frozen=True, slots=True)
class GameOffered:
    """Nobody runs the game any more, so the first of these who wants to may."""

    to: tuple[UserId, ...]
    at: Moment


# --- by topic: whoever handles one handles all of it, and mypy shows what is missing

SignUpEvent: TypeAlias = PlayerJoined | ObserverJoined | PlayerLeft | PlayerReplaced
FacilitatorEvent: TypeAlias = FacilitatorAdded | FacilitatorRemoved
AccountEvent: TypeAlias = AccountLost | AccountReturned | GameOffered
StartEvent: TypeAlias = StartPlanned | StartNear | StartCame
TickEvent: TypeAlias = CueRung | CueMissed | TurnBegan | GamePaused | GameResumed | TimeChanged
CourseEvent: TypeAlias = (  # from the seating plan to the close
    SeatingPlanned
    | SeatsDealt
    | GameStarted
    | PhaseStarted
    | Replanned
    | CouncilsDone
    | Announced
    | TurnsMissed
    | GameEnded
    | GameClosed
    | FeedbackGiven
)
ClockEvent: TypeAlias = (
    PhaseStarted
    | TickEvent
    | TurnsMissed
    | FloorEvent
    | Replanned
    | CouncilsDone
    | Announced
    | GameEnded
    | GameClosed
)
GameEvent: TypeAlias = (
    GameCreated
    | SignUpEvent
    | FacilitatorEvent
    | AccountEvent
    | SeatingPlanned
    | SeatsDealt
    | StartEvent
    | CallChanged
    | GameStarted
    | ClockEvent
    | InjectEvent
    | FeedbackGiven
    | SurveyEvent
)
