"""Use cases of a council: seats, charter, proposals and the final vote."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from random import Random
from types import MappingProxyType
from typing import assert_never

from bot.domain.agenda import PlannedPhase
from bot.domain.feedback import Feedback
from bot.domain.game import events as e
from bot.domain.game.turns import turns_due
from bot.domain.ids import ChannelId, CouncilId, GameId, Moment, UserId
from bot.domain.scenario import Tempo
from bot.domain.seating import Candidate, Layout, Seating
from bot.domain.times.working_time import EVERY_SECOND, GameTime, WorkingTime

REMINDER = timedelta(minutes=10)  # before the planned start


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
    bell: Moment  # when it rang; unlike `starts` no pause moves it
    known: Moment  # the last moment at which the game is known to have run
    run: int = 0  # how many times the phase had begun before
    why: e.Bell = e.Bell.IN_TURN
    rung: frozenset[int] = frozenset()
    paused_at: Moment | None = None
    away_until: Moment | None = None  # paused because Moot was away until then
    cut_off: bool = False  # paused because Slack lets Moot do nothing
    turns: frozenset[int] = frozenset()  # the presentations that began
    resumed_at: Moment | None = None
    changed: tuple[timedelta, Moment] | None = None  # the last change that was asked for: by how much, when

    @property
    def runs_since(self) -> Moment:
        """When it last began to run: after a pause, or with this phase's bell."""
        return self.resumed_at or self.bell


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
    by_itself: bool = False  # whether the first bell rings without a facilitator
    reminded: frozenset[str] = frozenset()  # of the planned start: `near`, `came`
    first_bell: Moment | None = None
    length: timedelta = timedelta()  # of the whole agenda, as it was planned at first
    runs: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))  # times a phase began
    late: frozenset[tuple[int, int]] = frozenset()  # bells that rang late: of which phase, in which run
    interrupted: Clock | None = None  # the session that an emergency broke into; it stands still
    ahead: frozenset[int] = frozenset()  # emergencies that came before their place in the agenda
    done: frozenset[int] = frozenset()  # councils that say so of the phase that runs

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

    @property
    def coming(self) -> tuple[int, ...]:
        """The agenda items that have not begun, in order; a session that was broken into has."""
        here = self.interrupted or self.clock
        first = 0 if here is None else here.phase + 1
        return tuple(phase for phase in range(first, len(self.agenda)) if phase not in self.ahead)

    @property
    def all_done(self) -> bool:
        """Whether every council says that it is done with the phase that runs."""
        return self.deal is not None and len(self.done) == len(self.deal.councils)

    def turns_left(self) -> tuple[tuple[Moment, int], ...]:
        """When each presentation begins that has not begun, and its place in the drawn order."""
        clock, phase = self.clock, self.phase
        if clock is None or phase is None or not phase.kind.traits.takes_turns or self.deal is None:
            return ()
        due = turns_due(clock.starts, clock.ends, len(self.deal.councils), self.speed, self.time)
        return tuple((when, turn) for turn, when in enumerate(due) if turn not in clock.turns)

    def next_due(self) -> Moment | None:
        """When the next cue or bell must ring; None while nothing is due by itself."""
        if self.stage in (Stage.SIGN_UP, Stage.DEALT):
            return self.start_due()
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

    def start_due(self) -> Moment | None:
        """When something is due about the planned start: the reminder, or the first bell."""
        if self.starts_at is None or "came" in self.reminded:
            return None
        return self.starts_at if "near" in self.reminded else self.starts_at - REMINDER


def evolve(game: Game | None, event: e.GameEvent) -> Game:
    """The game after the event. Never refuses: what is stored has happened."""
    if isinstance(event, e.GameCreated):
        return _created(event)
    if game is None:
        raise ValueError("a game's first event is its creation")
    if isinstance(event, e.TickEvent):
        return replace(game, clock=_ticked(game.clock, event))
    if isinstance(event, e.SignUpEvent):
        return _signed_up(game, event)
    if isinstance(event, e.FacilitatorEvent | e.StartEvent):
        return _arranged(game, event)
    match event:
        case e.SeatingPlanned(seating):
            return replace(game, plan=seating)
        case e.SeatsDealt(seating):
            return replace(game, stage=Stage.DEALT, plan=None, deal=seating)
        case e.GameStarted():
            return replace(game, stage=Stage.RUNNING)
        case e.PhaseStarted():
            return _rung(game, event)
        case e.Replanned():
            return _replanned(game, event)
        case e.CouncilsDone(_, councils):
            return replace(game, done=councils)
        case e.Announced() | e.TurnsMissed():
            return game
        case e.GameEnded(at):
            return replace(game, stage=Stage.ENDED, ended_at=at)
        case e.FeedbackGiven(by, feedback):
            return replace(game, feedback=MappingProxyType({**game.feedback, by: feedback}))
        case _:
            assert_never(event)


def _signed_up(game: Game, event: e.SignUpEvent) -> Game:
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
        case _:
            assert_never(event)


def _arranged(game: Game, event: e.FacilitatorEvent | e.StartEvent) -> Game:
    """Who runs the game, and its planned start."""
    match event:
        case e.FacilitatorAdded(user):
            return replace(game, facilitators=game.facilitators | {user})
        case e.FacilitatorRemoved(user):
            return replace(game, facilitators=game.facilitators - {user})
        case e.StartPlanned(starts_at, by_itself):
            return replace(game, starts_at=starts_at, by_itself=by_itself, reminded=frozenset())
        case e.StartNear():
            return replace(game, reminded=game.reminded | {"near"})
        case e.StartCame():
            return replace(game, reminded=game.reminded | {"near", "came"}, by_itself=False)
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
        by_itself=event.by_itself,
        length=sum((phase.lasts for phase in event.agenda), timedelta()),
    )


def _listed(game: Game, sign_up: SignUp) -> Game:
    return replace(game, sign_ups=MappingProxyType({**game.sign_ups, sign_up.player: sign_up}))


def _rung(game: Game, event: e.PhaseStarted) -> Game:
    before, ahead = game.interrupted, game.ahead
    clock = Clock(
        event.phase,
        event.starts or event.at,
        event.ends,
        bell=event.at,
        known=event.at,
        run=event.run,
        why=event.why,
        rung=before.rung if before is not None and event.starts is not None else frozenset(),
        paused_at=event.at if event.paused else None,
    )
    if event.why is e.Bell.INJECTED:
        assert game.clock is not None
        stopped = game.clock.paused_at or event.at
        before = replace(game.clock, paused_at=stopped, away_until=None, cut_off=False)
        ahead = ahead | {event.phase}
    elif event.why is e.Bell.BACK and before is not None and game.clock is not None:
        before, ahead = None, ahead - {game.clock.phase}  # it comes in its place after all
    else:
        before = None
    return replace(
        game,
        clock=clock,
        interrupted=before,
        ahead=ahead,
        first_bell=game.first_bell or event.at,
        runs=MappingProxyType({**game.runs, event.phase: event.run + 1}),
        late=game.late | {(event.phase, event.run)} if event.late else game.late,
        done=frozenset(),
    )


def _replanned(game: Game, event: e.Replanned) -> Game:
    if game.clock is None:
        raise ValueError("a clock is changed after the first bell")
    waiting = game.interrupted
    if waiting is not None and event.rest is not None:
        waiting = replace(waiting, ends=event.rest)
    changed = game.clock.changed if event.at is None else (event.by, event.at)
    clock = replace(game.clock, ends=event.ends, changed=changed)
    return replace(game, agenda=event.agenda, clock=clock, interrupted=waiting)


def _ticked(clock: Clock | None, event: e.TickEvent) -> Clock:
    if clock is None:
        raise ValueError("a clock is changed after the first bell")
    match event:
        case e.CueRung(cue=cue, at=at):
            return replace(clock, rung=clock.rung | {cue}, known=max(clock.known, at))
        case e.CueMissed(cue=cue):
            return replace(clock, rung=clock.rung | {cue})
        case e.TurnBegan(turn=turn):
            return replace(clock, turns=clock.turns | {turn})
        case e.GamePaused(at, until, cut_off):
            return replace(clock, paused_at=at, away_until=until, cut_off=cut_off)
        case e.GameResumed(starts, ends, at, caught_up):
            resumed_at = at or (clock.paused_at and clock.paused_at + (starts - clock.starts))
            if caught_up:
                resumed_at = clock.paused_at  # as if it had never stood still
            clock = replace(clock, known=max(clock.known, at or clock.known), resumed_at=resumed_at)
            return replace(clock, starts=starts, ends=ends, paused_at=None, away_until=None, cut_off=False)
        case e.TimeChanged(by, ends, at):
            return replace(clock, ends=ends, changed=clock.changed if at is None else (by, at))
        case _:
            assert_never(event)


def council_ids(game: Game) -> Iterator[CouncilId]:
    """The ids of the game's councils, by number; none before the deal."""
    count = len(game.deal.councils) if game.deal else 0
    return (CouncilId(f"{game.id}-{number}") for number in range(1, count + 1))
