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
from bot.domain.scenario import PhaseKind
from bot.domain.seating import Candidate, Layout, Seating


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
    stage: Stage = Stage.SIGN_UP
    sign_ups: Mapping[UserId, SignUp] = field(default_factory=lambda: MappingProxyType({}))
    plan: Seating | None = None
    deal: Seating | None = None
    clock: Clock | None = None
    feedback: Mapping[UserId, Feedback] = field(default_factory=lambda: MappingProxyType({}))

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

    def turns_left(self) -> tuple[tuple[Moment, int], ...]:
        """When each presentation begins that has not begun, and its place in the drawn order."""
        clock, phase = self.clock, self.phase
        if clock is None or phase is None or phase.kind is not PhaseKind.PRESENTATIONS or self.deal is None:
            return ()
        due = turns_due(clock.starts, clock.ends, len(self.deal.councils), self.speed)
        return tuple((when, turn) for turn, when in enumerate(due) if turn not in clock.turns)

    def next_due(self) -> Moment | None:
        """When the next cue or bell must ring; None while nothing is due by itself."""
        if self.clock is None or self.phase is None or self.paused:
            return None
        clock = self.clock
        cues = (
            cue.due(clock.starts, clock.ends)
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
        case e.FacilitatorAdded(user):
            return replace(game, facilitators=game.facilitators | {user})
        case e.FacilitatorRemoved(user):
            return replace(game, facilitators=game.facilitators - {user})
        case e.SeatingPlanned(seating):
            return replace(game, plan=seating)
        case e.SeatsDealt(seating):
            return replace(game, stage=Stage.DEALT, plan=None, deal=seating)
        case e.GameStarted():
            return replace(game, stage=Stage.RUNNING)
        case e.PhaseStarted(phase, at, ends):
            return replace(game, clock=Clock(phase, at, ends))
        case e.GameEnded():
            return replace(game, stage=Stage.ENDED)
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
        case e.GameResumed(starts, ends):
            return replace(clock, starts=starts, ends=ends, paused_at=None)
        case e.TimeChanged(ends=ends):
            return replace(clock, ends=ends)
        case _:
            assert_never(event)
