"""A game as its events have made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random
from types import MappingProxyType
from typing import assert_never

from bot.domain.agenda import PlannedPhase
from bot.domain.feedback import Feedback
from bot.domain.game import events as e
from bot.domain.game.turns import turns_due
from bot.domain.ids import ChannelId, GameId, Moment, UserId
from bot.domain.scenario import PhaseKind, Tempo
from bot.domain.seating import Candidate, Layout, Seating
from bot.domain.working_time import EVERY_SECOND, GameTime, WorkingTime


class Stage(StrEnum):
    """How far a game has come."""

    SIGN_UP = "sign_up"
    DEALT = "dealt"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SignUp:
    """Somebody on the list, and what they asked for."""

    player: UserId
    chair: bool = False
    open_hand: bool = False
    observer: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """The phase that runs. While paused its bounds stand still and nothing is due."""

    phase: int
    starts: Moment
    ends: Moment
    rung: frozenset[int] = frozenset()
    paused_at: Moment | None = None
    turns: frozenset[int] = frozenset()  # the presentations that began
    resumed_at: Moment | None = None

    @property
    def runs_since(self) -> Moment:
        """When it last began to run: after a pause, or with this phase's bell."""
        return self.resumed_at or self.starts


@dataclass(frozen=True, slots=True)
class Game:
    """One run of a scenario."""

    id: GameId
    name: str
    scenario: str
    scenario_version: int
    layout: Layout
    agenda: tuple[PlannedPhase, ...]
    plenary: ChannelId
    facilitators: frozenset[UserId]
    starts_at: Moment | None
    timezone: str
    speed: int
    seed: int
    working: WorkingTime | None = None
    stage: Stage = Stage.SIGN_UP
    sign_ups: Mapping[UserId, SignUp] = field(default_factory=lambda: MappingProxyType({}))
    plan: Seating | None = None
    deal: Seating | None = None
    clock: Clock | None = None
    feedback: Mapping[UserId, Feedback] = field(default_factory=lambda: MappingProxyType({}))
    ended_at: Moment | None = None

    @property
    def players(self) -> tuple[SignUp, ...]:
        """Everybody who signed up to play, in the order of sign-up."""
        return tuple(one for one in self.sign_ups.values() if not one.observer)

    @property
    def observers(self) -> tuple[SignUp, ...]:
        """Everybody who signed up to watch."""
        return tuple(one for one in self.sign_ups.values() if one.observer)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The players as the seating sees them."""
        return tuple(Candidate(one.player, chair=one.chair) for one in self.players)

    @property
    def time(self) -> GameTime:
        """How the game counts time."""
        return self.working or EVERY_SECOND

    @property
    def tempo(self) -> Tempo:
        """Whether it is played live or over days."""
        return Tempo.ASYNC if self.working else Tempo.LIVE

    @property
    def phase(self) -> PlannedPhase | None:
        """The agenda item that runs, if one does."""
        if self.clock is None or self.stage is not Stage.RUNNING:
            return None
        return self.agenda[self.clock.phase]

    @property
    def presentation_order(self) -> tuple[int, ...]:
        """The councils' numbers in the order in which they present, drawn by the game's seed."""
        numbers = list(range(1, len(self.deal.councils) + 1)) if self.deal else []
        Random(f"{self.seed}:presentations").shuffle(numbers)  # noqa: S311 - no secret hangs on it
        return tuple(numbers)

    @property
    def paused(self) -> bool:
        """Whether the clock stands still."""
        return self.clock is not None and self.clock.paused_at is not None

    @property
    def stopped_at(self) -> Moment | None:
        """Since when the clock stands still: in a pause, and after the end."""
        paused_at = self.clock.paused_at if self.clock is not None else None
        return paused_at or self.ended_at

    def turns_left(self) -> tuple[tuple[Moment, int], ...]:
        """When each presentation begins that has not begun, and its place in the drawn order."""
        clock, phase = self.clock, self.phase
        if clock is None or phase is None or phase.kind is not PhaseKind.PRESENTATIONS or self.deal is None:
            return ()
        due = turns_due(clock.starts, clock.ends, len(self.deal.councils), self.speed, self.time)
        return tuple((when, turn) for turn, when in enumerate(due) if turn not in clock.turns)

    def next_due(self) -> Moment | None:
        """When the next cue or bell must ring; None while nothing is due by itself."""
        if self.clock is None or self.phase is None or self.paused:
            return None
        clock = self.clock
        cues = (
            cue.due(clock.starts, clock.ends, self.time)
            for index, cue in enumerate(self.phase.cues)
            if index not in clock.rung
        )
        turns = (when for when, _ in self.turns_left())
        return min((*cues, *turns, clock.ends))


def evolve(game: Game | None, event: e.GameEvent) -> Game:
    """The game after the event. Never refuses: what is stored has happened."""
    if isinstance(event, e.GameCreated):
        return _created(event)
    if game is None:
        raise ValueError("a game's first event is its creation")
    match event:
        case e.PlayerJoined(player, chair, open_hand):
            return _listed(game, SignUp(player, chair=chair, open_hand=open_hand))
        case e.ObserverJoined(player):
            return _listed(game, SignUp(player, observer=True))
        case e.PlayerLeft(player):
            left = {key: one for key, one in game.sign_ups.items() if key != player}
            return replace(game, sign_ups=MappingProxyType(left))
        case e.PlayerReplaced(player, to):
            others = {key: one for key, one in game.sign_ups.items() if key not in (player, to)}
            return _listed(replace(game, sign_ups=others), SignUp(to))
        case e.SeatingPlanned(seating):
            return replace(game, plan=seating)
        case e.SeatsDealt(seating):
            return replace(game, stage=Stage.DEALT, plan=None, deal=seating)
        case e.GameStarted():
            return replace(game, stage=Stage.RUNNING)
        case e.PhaseStarted(phase, at, ends):
            return replace(game, clock=Clock(phase, at, ends))
        case e.GameEnded(at):
            return replace(game, stage=Stage.ENDED, ended_at=at)
        case e.Announced() | e.TurnsMissed():
            return game
        case e.FeedbackGiven(by, feedback):
            return replace(game, feedback=MappingProxyType({**game.feedback, by: feedback}))
        case e.TurnBegan() | e.CueRung() | e.GamePaused() | e.GameResumed() | e.TimeChanged():
            return replace(game, clock=_ticked(game.clock, event))
        case _:
            assert_never(event)


def _created(event: e.GameCreated) -> Game:
    return Game(
        id=event.game,
        name=event.name,
        scenario=event.scenario,
        scenario_version=event.scenario_version,
        layout=event.layout,
        agenda=event.agenda,
        plenary=event.plenary,
        facilitators=frozenset(event.facilitators),
        starts_at=event.starts_at,
        timezone=event.timezone,
        speed=event.speed,
        seed=event.seed,
        working=event.working,
    )


def _listed(game: Game, sign_up: SignUp) -> Game:
    return replace(game, sign_ups=MappingProxyType({**game.sign_ups, sign_up.player: sign_up}))


def _ticked(
    clock: Clock | None,
    event: e.TurnBegan | e.CueRung | e.GamePaused | e.GameResumed | e.TimeChanged,
) -> Clock:
    if clock is None:
        raise ValueError("a clock is changed after the first bell")
    match event:
        case e.CueRung(cue=cue):
            return replace(clock, rung=clock.rung | {cue})
        case e.TurnBegan(turn=turn):
            return replace(clock, turns=clock.turns | {turn})
        case e.GamePaused(at):
            return replace(clock, paused_at=at)
        case e.GameResumed(starts, ends, at):
            resumed_at = at or (clock.paused_at and clock.paused_at + (starts - clock.starts))
            return replace(clock, starts=starts, ends=ends, paused_at=None, resumed_at=resumed_at)
        case e.TimeChanged(ends=ends):
            return replace(clock, ends=ends)
        case _:
            assert_never(event)
