"""A game as its events have made it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.agenda import PlannedPhase
from bot.domain.asks.answers import Answer
from bot.domain.asks.surveys import Survey
from bot.domain.calls import NO_CALLS, Calls
from bot.domain.cues import Tempo
from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.feedback import Feedback
from bot.domain.floor import NOBODY, Floor, over_at
from bot.domain.game import events as e
from bot.domain.game.telling import NOTHING_TOLD, Plan, Telling
from bot.domain.game.turns import FROM_THE_START, Timing, drawn
from bot.domain.host import NO_HOST, Host
from bot.domain.ids import ChannelId, CouncilId, GameId, Moment, UserId
from bot.domain.offer import BallotBy
from bot.domain.scenario import Scenario
from bot.domain.seating import Candidate, Layout, Seating, numbers_of_councils
from bot.domain.times.working_time import EVERY_SECOND, GameTime, WorkingTime
from bot.domain.turns import Turn

REMINDER = timedelta(minutes=10)  # before the planned start
OFFERED_FIRST = timedelta(minutes=5)  # of working time in which a game is offered to its stewards alone


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
class Lost:
    """Somebody's account is deactivated: since when, and whether they ran the game. `since` is as in the
    event."""

    at: Moment
    since: Moment
    ran_it: bool


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
    turns: frozenset[int] = frozenset()  # the councils' turns that began
    counted: tuple[int, timedelta] = FROM_THE_START  # as in Timing
    resumed_at: Moment | None = None
    changed: tuple[timedelta, Moment] | None = None  # the last change that was asked for: by how much, when

    @property
    def runs_since(self) -> Moment:
        """When it last began to run: after a pause, or with this phase's bell."""
        return self.resumed_at or self.bell


@dataclass(frozen=True, slots=True)
class Calendar:
    """What people's calendars have to know of the plan.

    `moves` counts its changes, and `told` those that are large enough for a new file: of what it said then,
    `start` and `end` are kept. `played` are the phases that are over, with their bounds.
    """

    moves: int = 0
    told: int = 0
    start: Moment | None = None
    end: Moment | None = None
    played: Mapping[int, tuple[Moment, Moment]] = field(default_factory=lambda: MappingProxyType({}))


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
    surveys: tuple[Survey, ...] = ()
    survey_answers: Mapping[str, Mapping[UserId, Answer]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    surveys_shown: frozenset[str] = frozenset()  # by a facilitator
    edition: Edition = AS_WRITTEN  # of the scenario; it never changes
    calls: Calls = NO_CALLS
    calendar: Calendar = Calendar()
    ended_at: Moment | None = None
    closed_at: Moment | None = None  # by a facilitator, after the end
    last_word: bool = False  # a facilitator has spoken since
    by_itself: bool = False  # whether the first bell rings without a facilitator
    host: Host = NO_HOST
    ballot_by: BallotBy | None = None  # where a facilitator chose how the final vote is held
    reminded: frozenset[str] = frozenset()  # of the planned start: `near`, `came`
    first_bell: Moment | None = None
    length: timedelta = timedelta()  # of the whole agenda, as it was planned at first
    new_end: Moment | None = None  # of the latest plan that somebody made for all that was left
    runs: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))  # times a phase began
    late: frozenset[tuple[int, int]] = frozenset()  # bells that rang late: of which phase, in which run
    interrupted: Clock | None = None  # the session that an emergency broke into; it stands still
    ahead: frozenset[int] = frozenset()  # emergencies that came before their place in the agenda
    done: frozenset[int] = frozenset()  # councils that say so of the phase that runs
    lost: Mapping[UserId, Lost] = field(default_factory=lambda: MappingProxyType({}))
    offered: tuple[UserId, ...] = ()  # to whom the game is offered, since nobody runs it
    offered_at: Moment | None = None
    once_offered: frozenset[UserId] = frozenset()  # whoever was ever asked
    telling: Telling = NOTHING_TOLD
    floor: Floor = NOBODY  # the speakers' list of the plenary

    @property
    def active(self) -> tuple[SignUp, ...]:
        """Everybody on the list whose account is not deactivated, in the order of sign-up."""
        return tuple(one for one in self.sign_ups.values() if one.player not in self.lost)

    @property
    def players(self) -> tuple[SignUp, ...]:
        """Of those, everybody who signed up to play."""
        lost = self.lost
        return tuple([one for user, one in self.sign_ups.items() if not one.observer and user not in lost])

    @property
    def observers(self) -> tuple[SignUp, ...]:
        """Of those, everybody who signed up to watch."""
        return tuple(one for one in self.active if one.observer)

    def plays(self, user: UserId) -> bool:
        """Whether somebody is one of the players; quicker than to look through all of them."""
        one = self.sign_ups.get(user)
        return one is not None and not one.observer and user not in self.lost

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The players as the seating sees them."""
        return tuple(Candidate(one.player, chair=one.chair) for one in self.players)

    @property
    def councils_asked(self) -> int:
        """How many councils a facilitator asked for, as long as those who play can make so many; else 0."""
        asked, players = self.plan.asked if self.plan is not None else 0, len(self.players)
        enough = players >= self.layout.minimum
        return asked if enough and asked in numbers_of_councils(players, self.layout) else 0

    @property
    def plan_stands(self) -> bool:
        """Whether the seating plan has everybody in it who would play, and nobody else."""
        return self.plan is not None and self.plan.players() == {one.player for one in self.players}

    @property
    def time(self) -> GameTime:
        """How the game counts time."""
        return self.working or EVERY_SECOND

    @property
    def tempo(self) -> Tempo:
        """Whether it is played live or over days."""
        return Tempo.ASYNC if self.working else Tempo.LIVE

    def votes_by(self, scenario: Scenario) -> BallotBy:
        """How the final vote is held: as a facilitator chose, else as the pack says."""
        return self.ballot_by or scenario.ballot.by

    @property
    def phase(self) -> PlannedPhase | None:
        """The agenda item that runs, if one does."""
        if self.clock is None or self.stage is not Stage.RUNNING:
            return None
        return self.agenda[self.clock.phase]

    @property
    def presentation_order(self) -> tuple[int, ...]:
        """The councils' numbers in the order of their turns in the phase that runs; else of the
        presentations."""
        return self.order_in(self.phase)

    def ends_work(self, index: int) -> bool:
        """Whether no phase from this one on has councils at work."""
        left = (one for number, one in enumerate(self.agenda) if number > index and number not in self.ahead)
        return not any(one.kind.traits.at_work for one in (self.agenda[index], *left))

    def order_in(self, phase: PlannedPhase | None) -> tuple[int, ...]:
        """The councils' numbers in the order of their turns, which may be drawn by the game's seed."""
        count, turns = len(self.deal.councils) if self.deal else 0, phase and phase.turns
        if turns and not turns.drawn:
            return tuple(range(1, count + 1))
        return drawn(f"{self.seed}:{phase.key if phase and turns else 'presentations'}", count)

    def turns_in(self, phase: PlannedPhase, council: int) -> tuple[Turn, ...]:
        """Who takes turns in a council, in its order."""
        if phase.turns is None:
            return ()
        return phase.turns.in_order(f"{self.seed}:{phase.key}:{council}")

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
    def expected_end(self) -> Moment | None:
        """When a game that runs will end; while the clock stands still, as of when it stopped."""
        if self.clock is None or self.phase is None:
            return None
        left = sum((self.agenda[phase].lasts for phase in self.coming), timedelta())
        if (waiting := self.interrupted) is not None:
            left += self.time.between(waiting.paused_at or waiting.bell, waiting.ends)
        return self.time.after(self.clock.ends, left)

    @property
    def all_done(self) -> bool:
        """Whether every council says that it is done with the phase that runs."""
        return self.deal is not None and len(self.done) == len(self.deal.councils)

    @property
    def speaking(self) -> int | None:
        """The number of the council whose turn began last in the phase that runs."""
        turns = self.clock.turns if self.clock else ()
        return self.presentation_order[max(turns)] if turns else None

    @property
    def timing(self) -> Timing | None:
        """The councils' turns in the phase that runs; None where they take none."""
        clock, phase = self.clock, self.phase
        turns = phase.council_turns(self.speed, self.time) if phase else None
        if clock is None or turns is None or self.deal is None:
            return None
        count = len(self.deal.councils)
        return Timing(clock.starts, clock.ends, count, turns.each, self.time, clock.counted)

    def turns_left(self) -> tuple[tuple[Moment, int], ...]:
        """When each council's turn begins that has not begun, and its place in the order."""
        timing = self.timing
        if self.clock is None or timing is None:
            return ()
        left = (turn for turn in range(timing.count) if turn not in self.clock.turns)
        return tuple((timing.due(turn), turn) for turn in left)

    def next_due(self) -> Moment | None:
        """When something is due by itself, a bell, a cue or an offer of the game; None while nothing is."""
        return min(filter(None, (self.bell_due(), self.offer_due())), default=None)

    def offer_due(self) -> Moment | None:
        """When a game that nobody runs is offered to the observers, too."""
        asked = {*self.offered, *self.lost}
        if (
            self.stage is Stage.ENDED
            or self.offered_at is None
            or {o.player for o in self.observers} <= asked
        ):
            return None
        return self.time.after(self.offered_at, OFFERED_FIRST)

    def bell_due(self) -> Moment | None:
        """When the next cue or bell must ring; None while none does by itself."""
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
        plans = (when for when, _ in self.plans_due())
        floor = over_at(self.floor, self.time.after)
        return min((*cues, *turns, *plans, *([floor] if floor else []), clock.ends))

    def plans_due(self) -> Iterator[tuple[Moment, Plan]]:
        """When each planned inject is due that has a time in the phase that runs, or on any clock."""
        clock = self.clock
        for plan in self.telling.plans if clock is not None else ():
            if clock is not None and plan.when.phase in (None, clock.phase):
                yield plan.when.due(clock.starts, clock.ends, self.time), plan

    def start_due(self) -> Moment | None:
        """When something is due about the planned start: the reminder, or the first bell."""
        if self.starts_at is None or "came" in self.reminded:
            return None
        return self.starts_at if "near" in self.reminded else self.starts_at - REMINDER


def council_ids(game: Game) -> Iterator[CouncilId]:
    """The ids of the game's councils, by number; none before the deal."""
    count = len(game.deal.councils) if game.deal else 0
    return (CouncilId(f"{game.id}-{number}") for number in range(1, count + 1))
