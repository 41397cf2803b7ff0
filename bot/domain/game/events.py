"""What has happened in a game. Stored: a change of shape needs an upcaster (bot/db/codec.py)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from bot.domain.agenda import PlannedPhase
from bot.domain.feedback import Feedback
from bot.domain.ids import ChannelId, GameId, Moment, UserId
from bot.domain.seating import Layout, Seating


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


@dataclass(frozen=True, slots=True)
class PhaseStarted:
    """A bell. `at` is the planned second; `late` if it rang well after it because Moot was away."""

    phase: int
    at: Moment
    ends: Moment
    late: bool = False


@dataclass(frozen=True, slots=True)
class CueRung:
    """A timed message; `cue` is its place among the phase's cues."""

    phase: int
    cue: int
    at: Moment


@dataclass(frozen=True, slots=True)
class GamePaused:
    """The clock stands still from `at`."""

    at: Moment


@dataclass(frozen=True, slots=True)
class GameResumed:
    """The clock goes on; the phase started, as it were, at `starts` and ends at `ends`."""

    starts: Moment
    ends: Moment


@dataclass(frozen=True, slots=True)
class TimeChanged:
    """The phase got more or (negative) less time."""

    by: timedelta
    ends: Moment


@dataclass(frozen=True, slots=True)
class Announced:
    """A facilitator spoke to everybody."""

    text: str


@dataclass(frozen=True, slots=True)
class GameEnded:
    """The last phase is over, or a facilitator ended the game early."""

    at: Moment
    early: bool = False


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
    """A player handed over to somebody else, who is on the list in their place."""

    player: UserId
    to: UserId


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


GameEvent: TypeAlias = (
    GameCreated
    | PlayerJoined
    | ObserverJoined
    | PlayerLeft
    | SeatingPlanned
    | SeatsDealt
    | GameStarted
    | PhaseStarted
    | CueRung
    | GamePaused
    | GameResumed
    | TimeChanged
    | Announced
    | GameEnded
    | TurnBegan
    | TurnsMissed
    | FeedbackGiven
    | PlayerReplaced
    | FacilitatorAdded
    | FacilitatorRemoved
)
