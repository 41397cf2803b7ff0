"""The agenda: a scenario's phases and cues, planned at a tempo.

Live play has the pack's own durations; a rehearsal divides them by a factor. Played over days, each phase has
a window of working time, and cues keep their place in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.asks.ask import Ask
from bot.domain.audience import Addressees
from bot.domain.cues import Cue, CueKind, CueTempo, Tempo
from bot.domain.ids import Moment
from bot.domain.injects import Inject
from bot.domain.phase import Phase
from bot.domain.phases import PhaseKind
from bot.domain.rooms import RoomPlan, rooms_in
from bot.domain.scenario import Scenario
from bot.domain.times.working_time import EVERY_SECOND, GameTime, WorkingTime
from bot.domain.turns import HOUR, MINUTE, PlannedTurns, TurnsBy, plan_turns

SHORTEST = 1 / 3  # of a phase's planned time: what a replan leaves it where the pack says nothing
VOTE_KEEPS = 1 / 2  # of the time that was promised for the final vote
LONG = timedelta(minutes=90)  # a phase whose bell may be moved by half an hour: a third of it at most


@dataclass(frozen=True, slots=True)
class PlannedCue:
    """A timed message; exactly one of the offsets is given.

    `keeps` is for the cue that opens the vote: no change of plan leaves less between it and the end. It is
    half of what was planned at first, and noted once the plan has changed. `inject` is the key of the inject
    that comes then; such a cue is none of the pack's. `to` is whom it is for, None being the rooms of the
    phase.
    """

    kind: CueKind
    after_start: timedelta | None = None
    before_end: timedelta | None = None
    place: int | None = None  # among the pack's cues of the phase; None where it is the same as here
    share: float | None = None  # of the phase's time, however long it lasts
    keeps: timedelta | None = None
    to: Addressees | None = None
    inject: str = ""

    asks: str = ""  # not said: the question of this key opens, or closes where that is so
    closes: bool = False

    @property
    def must_be_told(self) -> bool:
        """Whether it is told however late it comes, since nothing later says as much."""
        return self.to is not None or bool(self.inject)

    @property
    def is_the_packs(self) -> bool:
        """Whether it is one of the pack's own cues, and no inject or question."""
        return not self.inject and not self.asks

    def due(self, starts: Moment, ends: Moment, time: GameTime = EVERY_SECOND) -> Moment:
        """When it rings in a phase with these bounds; never before the phase starts."""
        if self.after_start is not None:
            return time.after(starts, self.after_start)
        if self.share is not None:
            return time.after(starts, time.between(starts, ends) * self.share)
        return max(starts, time.before(ends, self.before_end or timedelta()))

    def left(self, lasts: timedelta) -> timedelta:
        """How much of a phase of this length is left when it rings."""
        if self.after_start is not None:
            return max(lasts - self.after_start, timedelta())
        if self.share is not None:
            return lasts - lasts * self.share
        return min(self.before_end or timedelta(), lasts)


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """An agenda item with its planned duration. `cues` are in the pack's order; their index names them.

    `to` is whom the phase's own inject is for, None being everybody.
    """

    key: str
    kind: PhaseKind
    title: str
    lasts: timedelta
    cues: tuple[PlannedCue, ...] = ()
    charter: bool = False
    at_least: timedelta | None = None  # no change of plan makes it shorter
    window: timedelta | None = None  # what it had before its bell was moved to a whole hour
    to: Addressees | None = None
    turns: PlannedTurns | None = None
    floor: timedelta = MINUTE  # how long somebody from the speakers' list has it
    rooms: RoomPlan | None = None  # those that the pack writes

    @property
    def meets(self) -> RoomPlan | None:
        """Who has a channel of their own while it lasts."""
        return rooms_in(self.kind, self.rooms)

    @property
    def holds_ballot(self) -> bool:
        """Whether the final vote belongs to this phase."""
        return self.ballot is not None

    @property
    def ballot(self) -> int | None:
        """The cue that opens the final vote."""
        kinds = [cue.kind for cue in self.cues]
        return kinds.index(CueKind.BALLOT) if CueKind.BALLOT in kinds else None

    @property
    def vote_keeps(self) -> timedelta:
        """What is left at the least when the vote opens; nothing in a phase without it."""
        if self.ballot is None:
            return timedelta()
        cue = self.cues[self.ballot]
        return cue.left(self.lasts) * VOTE_KEEPS if cue.keeps is None else cue.keeps

    def council_turns(self, speed: int, time: GameTime) -> PlannedTurns | None:
        """The turns of the councils in the plenary, which presentations have anyway."""
        if self.turns is None and self.kind.traits.takes_turns:
            each = MINUTE / speed if time == EVERY_SECOND else HOUR
            return PlannedTurns(TurnsBy.COUNCIL, each, drawn=True)
        return self.turns if self.turns and self.turns.by is TurnsBy.COUNCIL else None

    @property
    def shortest(self) -> timedelta:
        """What a replan leaves of it at the least."""
        least = self.lasts * SHORTEST if self.at_least is None else self.at_least
        return min(max(least, self.vote_keeps), self.lasts)

    def place(self, cue: int) -> int:
        """Where the pack's phase has the cue of this index."""
        place = self.cues[cue].place
        return cue if place is None else place


def plan_agenda(
    scenario: Scenario, speed: int = 1, working: WorkingTime | None = None
) -> tuple[PlannedPhase, ...]:
    """The scenario's phases: in working time, else with durations divided by `speed` (1 is real time)."""
    if speed < 1:
        raise ValueError("speed is 1 or more")
    if working is not None:
        planned = (_over_days(scenario, phase, working.day) for phase in scenario.agenda)
    else:
        planned = (_planned(scenario, phase, Tempo.LIVE, phase.lasts / speed) for phase in scenario.agenda)
    return tuple(
        _asking(scenario, told, _spoken(scenario, told, phase, speed, working))
        for told, phase in zip(scenario.agenda, planned, strict=True)
    )


def _spoken(
    scenario: Scenario, told: Phase, planned: PlannedPhase, speed: int, working: WorkingTime | None
) -> PlannedPhase:
    """With its rooms, and how people take turns to speak."""
    floor = HOUR if working else (scenario.floor or MINUTE) / speed
    turns = plan_turns(scenario, told.turns, speed, working.day if working else None)
    return replace(planned, rooms=scenario.rooms_of(told), floor=floor, turns=turns)


def on_whole_hours(
    agenda: Sequence[PlannedPhase], phases: Iterable[int], starts: Moment, time: GameTime
) -> tuple[PlannedPhase, ...]:
    """The agenda with lengths that make these phases end at whole hours, if the first begins then.

    Nobody can remember a bell at 14:47, so over days a phase of `LONG` or more ends at the nearest whole
    hour, unless that leaves it less than it needs. That is decided when phases are planned: at the first
    bell, and when a phase is begun early or anew while no new plan says when the game ends. From then on
    each length is exact to the second, so that pauses, emergencies and time that somebody adds or takes move
    the bells by just as much. A new plan keeps its end and moves only bells inside it (`replanning.py`).
    """
    planned = [*agenda]
    if not isinstance(time, WorkingTime):
        return tuple(planned)
    for index in phases:
        phase = planned[index]
        phase = planned[index] = replace(phase, lasts=phase.window or phase.lasts)
        if phase.lasts >= LONG:
            whole = time.between(starts, time.whole_hour(time.after(starts, phase.lasts)))
            planned[index] = replace(phase, lasts=max(whole, phase.shortest), window=phase.lasts)
        starts = phase_end(planned, index, starts, time)
    return tuple(planned)


def phase_end(agenda: Sequence[PlannedPhase], index: int, starts: Moment, time: GameTime) -> Moment:
    """When a phase ends that starts then."""
    ends = time.after(starts, agenda[index].lasts)
    return stays_open(agenda, index, ends, time) if agenda[index].lasts else ends


def stays_open(agenda: Sequence[PlannedPhase], index: int, ends: Moment, time: GameTime) -> Moment:
    """When a phase ends that would end then.

    Over days, a phase that would end when work does stays open until it begins again, so that bells ring in
    the morning and the night is a gift to other time zones; but the game's end waits for no morning.
    """
    work_follows = any(phase.lasts for phase in agenda[index + 1 :])
    return time.opening(ends) if work_follows else ends


def _over_days(scenario: Scenario, phase: Phase, day: timedelta) -> PlannedPhase:
    return _planned(scenario, phase, Tempo.ASYNC, phase.open_for.of(day))


def _planned(scenario: Scenario, phase: Phase, tempo: Tempo, lasts: timedelta) -> PlannedPhase:
    cues = (
        replace(_planned_cue(phase, cue, lasts), place=place, to=scenario.addressees(cue.to))
        for place, cue in enumerate(phase.cues)
        if cue.rings_in(tempo)
    )
    injects = (
        replace(_planned_cue(phase, one, lasts), inject=one.key, to=scenario.addressees(one.to))
        for one in scenario.injects_in(phase)
        if one.comes_in(tempo)
    )
    return PlannedPhase(
        key=phase.key,
        kind=phase.kind,
        title=phase.title,
        lasts=lasts,
        cues=(*cues, *injects),
        charter=phase.charter,
        at_least=phase.at_least * (lasts / phase.lasts) if phase.at_least and phase.lasts else None,
        to=scenario.addressees(phase.to) if phase.inject else None,
    )


def _planned_cue(phase: Phase, told: Cue | Inject, lasts: timedelta) -> PlannedCue:
    """What is said for both tempos, or for live play, keeps its share of the phase."""
    kind = told.kind if isinstance(told, Cue) else CueKind.NOTICE
    if told.share is not None:
        return PlannedCue(kind, share=told.share)
    played = told.played if isinstance(told, Cue) else told.tempo
    as_written = played is CueTempo.ASYNC or not phase.lasts
    after, before = (
        None if offset is None else offset if as_written else offset * (lasts / phase.lasts)
        for offset in (told.after_start, told.before_end)
    )
    return PlannedCue(kind, after, before)


def _asking(scenario: Scenario, told: Phase, phase: PlannedPhase) -> PlannedPhase:
    """The phase with its questions."""
    scale = phase.lasts / told.lasts if told.lasts else 1
    asked = (cue for ask in scenario.asks_in(told) for cue in _planned_ask(ask, scale))
    return replace(phase, cues=(*phase.cues, *asked))


def _planned_ask(ask: Ask, scale: float) -> Iterator[PlannedCue]:
    """When a question opens, and when it closes if that is before the phase ends."""
    opens, closes = ask.opens or timedelta(), ask.closes or timedelta()
    yield PlannedCue(CueKind.NOTICE, after_start=opens * scale, asks=ask.key)
    if closes:
        yield PlannedCue(CueKind.NOTICE, before_end=closes * scale, asks=ask.key, closes=True)
