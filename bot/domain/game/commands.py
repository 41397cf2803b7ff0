"""What can be asked of a game. The actor and the moment come beside the command."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from bot.domain.agenda import PlannedPhase
from bot.domain.asks.surveys import Survey, SurveyCommand
from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.feedback import Feedback
from bot.domain.floor import FloorCommand
from bot.domain.game.inject_commands import CancelInject as CancelInject
from bot.domain.game.inject_commands import InjectCommand as InjectCommand
from bot.domain.game.inject_commands import TellInject as TellInject
from bot.domain.host import NO_HOST, Host
from bot.domain.ids import ChannelId, GameId, Moment, UserId
from bot.domain.offer import BallotBy
from bot.domain.seating import Layout
from bot.domain.times.working_time import WorkingTime


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
    working: WorkingTime | None = None  # played over days, in working time
    by_itself: bool = False  # the first bell rings at `starts_at` without a facilitator
    host: Host = NO_HOST  # what the actor says of themselves
    ballot_by: BallotBy | None = None  # how the final vote is held; None: as the scenario says
    surveys: tuple[Survey, ...] = ()
    edition: Edition = AS_WRITTEN
    call: str = ""  # the address of the call for all


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
    """Makes a seating plan; without a seed, the game's own.

    `councils`: how many, if a facilitator chooses. What they chose stays while people can make so many.
    """

    seed: int | None = None
    councils: int | None = None


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
    """Gives this phase more time, or less where `by` is negative; or with `everything`, all that is left.

    `seen` is the end that the person saw: a second click on the same button finds another one.
    """

    by: timedelta
    seen: Moment | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class EndBy:
    """Replans what is left so that the game ends at this second."""

    ends: Moment


@dataclass(frozen=True, slots=True)
class SkipPhase:
    """Ends this phase now and rings the next phase. `seen` is the phase that the person saw."""

    seen: int | None = None


@dataclass(frozen=True, slots=True)
class StepBack:
    """Rings the bell of the phase before this one again, with its full time.

    `voting` is whether a council's vote has opened, which the game cannot see by itself.
    """

    seen: int | None = None
    voting: bool = False


@dataclass(frozen=True, slots=True)
class InjectEmergency:
    """The next emergency of the agenda breaks into this session now; `seen` and `voting` as above."""

    seen: int | None = None
    voting: bool = False


@dataclass(frozen=True, slots=True)
class HearDone:
    """Which councils, by number, are done with this phase. Sent by Moot."""

    phase: int = 0
    councils: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class NoteAbsence:
    """Moot is back; `since` is the last sign of life before. A live game waits for a facilitator's word."""

    since: Moment


@dataclass(frozen=True, slots=True)
class LoseReach:
    """Since then Slack lets Moot do nothing in the workspace: no time passes until it does again."""

    since: Moment


@dataclass(frozen=True, slots=True)
class RegainReach:
    """Slack lets Moot act again: a game that stood still because of that goes on."""


@dataclass(frozen=True, slots=True)
class CatchUp:
    """Goes on as if Moot had not been away: what was missed rings now."""


@dataclass(frozen=True, slots=True)
class PlanStart:
    """When the game starts, and whether by itself; without a moment, the one that was planned."""

    by_itself: bool
    starts_at: Moment | None = None


@dataclass(frozen=True, slots=True)
class SetCall:
    """Where a council, by number, or where everybody talks; an empty address is none.

    `stewards` are those who chair that council, which the game cannot see by itself.
    """

    link: str
    council: int | None = None
    stewards: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A facilitator's words to every council and the plenary; there is `more` where they take several
    messages. After the end they are heard until the game is closed, and once more then."""

    text: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class EndGame:
    """Ends the game before its time."""


@dataclass(frozen=True, slots=True)
class CloseGame:
    """Closes a game that has ended: no claim, judgement or ruling changes any more."""


@dataclass(frozen=True, slots=True)
class GiveFeedback:
    """What the actor says about the game, once it is over."""

    feedback: Feedback


@dataclass(frozen=True, slots=True)
class HandOver:
    """`player` gives their seat to `to`, who is signed up if need be; a facilitator may do it for somebody.

    What the game cannot see, such as who sits where, is decided in the councils of the same transaction.
    With `offered`, `to` takes the seat of somebody who has long been idle; it must be on offer.
    """

    player: UserId
    to: UserId
    offered: bool = False


@dataclass(frozen=True, slots=True)
class AddFacilitator:
    """`user` runs the game as well, with every right."""

    user: UserId


@dataclass(frozen=True, slots=True)
class RemoveFacilitator:
    """`user` no longer runs the game; a facilitator may step down so, where another one remains."""

    user: UserId


@dataclass(frozen=True, slots=True)
class LoseAccount:
    """Slack says that somebody's account is deactivated. Sent by Moot.

    `stewards` are those who chair a council, which the game cannot see by itself.
    """

    user: UserId
    stewards: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnAccount:
    """Slack says that somebody's account is active. Sent by Moot."""

    user: UserId


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The actor runs the game, which nobody does, and which was offered to them."""


AccountCommand: TypeAlias = LoseAccount | ReturnAccount | TakeOver
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
    | EndBy
    | SkipPhase
    | StepBack
    | InjectEmergency
    | HearDone
    | NoteAbsence
    | LoseReach
    | RegainReach
    | CatchUp
    | PlanStart
    | SetCall
    | Broadcast
    | EndGame
    | CloseGame
    | GiveFeedback
    | SurveyCommand
    | HandOver
    | AddFacilitator
    | RemoveFacilitator
    | AccountCommand
    | InjectCommand
    | FloorCommand
)
