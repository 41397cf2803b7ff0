"""What can be asked of a game. The actor and the moment come beside the command."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from bot.domain.agenda import PlannedPhase
from bot.domain.feedback import Feedback
from bot.domain.ids import ChannelId, GameId, Moment, UserId
from bot.domain.seating import Layout


@dataclass(frozen=True, slots=True)
class CreateGame:
    """Opens sign-up in a channel that becomes the game's plenary. The actor becomes a facilitator."""

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
class Join:
    """Signs `player` up; others may be added by a facilitator."""

    player: UserId
    chair: bool = False
    open_hand: bool = False  # "no secret for me": priorities only


@dataclass(frozen=True, slots=True)
class Observe:
    """Signs `player` up to watch."""

    player: UserId


@dataclass(frozen=True, slots=True)
class Leave:
    """Takes `player` off the list, without a reason; a facilitator may do it for somebody."""

    player: UserId


@dataclass(frozen=True, slots=True)
class PlanSeating:
    """Makes a seating plan; without a seed, the game's own."""

    seed: int | None = None


@dataclass(frozen=True, slots=True)
class SwapSeats:
    """Exchanges two people in the plan."""

    one: UserId
    other: UserId


@dataclass(frozen=True, slots=True)
class DealSeats:
    """Makes the plan real."""


@dataclass(frozen=True, slots=True)
class StartGame:
    """Rings the first bell."""


@dataclass(frozen=True, slots=True)
class RingBells:
    """Rings every bell and cue that is due and has not rung. Sent by the alarm; harmless at any time."""


@dataclass(frozen=True, slots=True)
class PauseGame:
    """Freezes the clock and every cue."""


@dataclass(frozen=True, slots=True)
class ResumeGame:
    """Goes on where the pause began."""


@dataclass(frozen=True, slots=True)
class ChangeTime:
    """Gives this phase more time, or less where `by` is negative.

    `seen` is the end that the person saw: a second click on the same button finds another one.
    """

    by: timedelta
    seen: Moment | None = None


@dataclass(frozen=True, slots=True)
class SkipPhase:
    """Ends this phase now and rings the next bell. `seen` is the phase that the person saw."""

    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A facilitator's words to every council and the plenary."""

    text: str


@dataclass(frozen=True, slots=True)
class EndGame:
    """Ends the game before its time."""


@dataclass(frozen=True, slots=True)
class GiveFeedback:
    """What the actor says about the game, once it is over."""

    feedback: Feedback


@dataclass(frozen=True, slots=True)
class HandOver:
    """`player` gives their seat to `to`, who is signed up if need be; a facilitator may do it for somebody.

    What the game cannot see, such as who sits where, is decided in the councils of the same transaction.
    """

    player: UserId
    to: UserId


@dataclass(frozen=True, slots=True)
class AddFacilitator:
    """`user` runs the game as well, with every right."""

    user: UserId


@dataclass(frozen=True, slots=True)
class RemoveFacilitator:
    """`user` no longer runs the game; a facilitator may step down so, where another one remains."""

    user: UserId


GameCommand: TypeAlias = (
    CreateGame
    | Join
    | Observe
    | Leave
    | PlanSeating
    | SwapSeats
    | DealSeats
    | StartGame
    | RingBells
    | PauseGame
    | ResumeGame
    | ChangeTime
    | SkipPhase
    | Broadcast
    | EndGame
    | GiveFeedback
    | HandOver
    | AddFacilitator
    | RemoveFacilitator
)
