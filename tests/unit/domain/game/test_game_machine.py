"""The clock under any sequence of bells and controls at ever later moments, in both kinds of time."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.db.codec import decode, encode
from bot.domain.agenda import LONG, PlannedCue, PlannedPhase
from bot.domain.audience import Addressees
from bot.domain.cues import CueKind
from bot.domain.errors import Refusal
from bot.domain.floor import AskFloor, CallNext, FloorCommand, LeaveFloor
from bot.domain.game import Game, Stage, decide, evolve
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.game.delay import delay_of
from bot.domain.game.telling import When, Written
from bot.domain.ids import MOOT, Moment, RoleNumber, UserId
from bot.domain.phases import PhaseKind
from bot.domain.times.working_time import WorkingTime
from bot.domain.timetable import still_to_come
from tests.builders import FACILITATOR, GameLog, a_cue, a_dealt_game, a_phase, creation, player

SECONDS = st.one_of(
    st.floats(0.001, 30), st.floats(30, 90), st.sampled_from([120, 600]), st.floats(90, 3000)
).map(lambda value: timedelta(seconds=value))
SLOWLY = 20  # times longer, where a game is played over days
BY = st.one_of(st.integers(-300, 300), st.integers(-2400, 2400)).map(lambda value: timedelta(seconds=value))
NONE = timedelta()
SOME = Addressees(frozenset({RoleNumber(1)}))
TOLD = st.sampled_from(["flood", "storm", "by hand", Written("It rains."), Written("It pours.")])
WHOLE = (0, 30)  # minutes of UTC, of which Adelaide is nine and a half hours ahead
MORNING = datetime(2026, 10, 23, 9, tzinfo=UTC)  # a Friday; clocks in Adelaide and Paris change about then
TIMES = st.sampled_from(
    [
        None,
        WorkingTime("Europe/Paris", time(9), time(17)),
        WorkingTime("Australia/Adelaide", time(9), time(12, 30), (0, 1, 2, 3, 4), (date(2026, 10, 27),)),
    ]
)


@st.composite
def agendas(draw: st.DrawFn) -> tuple[PlannedPhase, ...]:
    phases = []
    for number in range(draw(st.integers(1, 6))):
        minutes = draw(st.sampled_from([2, 5, 10, 40]))
        offsets = st.sampled_from([offset for offset in (0, 0.5, 1, 2, 4) if offset <= minutes])
        cues = [_a_cue(draw, offsets) for _ in range(draw(st.integers(0, 3)))]
        emergency = number > 0 and draw(st.booleans())
        kind = PhaseKind.EMERGENCY if emergency else PhaseKind.SESSION
        least = draw(st.sampled_from([None, timedelta(seconds=45)]))
        phases.append(replace(a_phase(f"phase-{number}", minutes, *cues, kind=kind), at_least=least))
    if draw(st.booleans()):
        voting = draw(st.integers(0, len(phases) - 1))
        ballot = a_cue(before=draw(st.sampled_from([0.5, 1])), kind=CueKind.BALLOT)
        phases[voting] = replace(phases[voting], cues=(*phases[voting].cues, ballot))
    last = [a_phase("last", 0)] if draw(st.booleans()) else []
    return (*phases, *last)


def _a_cue(draw: st.DrawFn, offsets: st.SearchStrategy[float]) -> PlannedCue:
    to, inject = draw(st.sampled_from([(None, ""), (None, ""), (SOME, ""), (SOME, "flood"), (None, "storm")]))
    match draw(st.integers(0, 2)):
        case 0:
            cue = a_cue(before=draw(offsets))
        case 1:
            cue = a_cue(after=draw(offsets))
        case _:
            cue = replace(a_cue(), share=draw(st.sampled_from([0, 0.25, 0.5, 0.9])))
    return replace(cue, to=to, inject=inject)


def slower(phase: PlannedPhase, times: int) -> PlannedPhase:
    """A phase that lasts so many times as long."""

    def long(span: timedelta | None) -> timedelta | None:
        return None if span is None else span * times

    cues = [
        replace(cue, after_start=long(cue.after_start), before_end=long(cue.before_end)) for cue in phase.cues
    ]
    return replace(phase, lasts=phase.lasts * times, at_least=long(phase.at_least), cues=tuple(cues))


class AClock(RuleBasedStateMachine):
    """One game from its first bell on."""

    @initialize(agenda=agendas(), working=TIMES)
    def start(self, agenda: tuple[PlannedPhase, ...], working: WorkingTime | None) -> None:
        self.slowness = 1 if working is None else SLOWLY
        planned = tuple(slower(phase, self.slowness) for phase in agenda)
        self.log: GameLog = a_dealt_game(replace(creation(planned), working=working))
        self.now: Moment = MORNING
        self.log.do(gc.StartGame(), at=MORNING)
        self.before = self.log.game
        self.rings: list[tuple[int, Moment, list[ge.GameEvent]]] = []
        self.bells_are_planned(self.log.events)

    def send(self, command: gc.GameCommand, after: timedelta, by: UserId = FACILITATOR) -> list[ge.GameEvent]:
        """A command so long after the last one."""
        self.now += after * self.slowness
        self.before = self.log.game
        count = len(self.log.events)
        try:
            events = self.log.do(command, by, self.now)
        except Refusal:
            assert self.log.state is self.before
            return []
        if isinstance(command, gc.RingBells):
            self.rings.append((count, self.now, events))
            again = decide(self.log.game, command, at=self.now, actor=MOOT)
            assert again == [], "an alarm that rings twice rings nothing twice"
        return events

    def plays(self, game: Game) -> timedelta:
        """How much of the game's time lies between its first bell and its expected end."""
        found = delay_of(game)
        assert found is not None
        return game.time.between(MORNING, found.expected)

    def grew(self, events: list[ge.GameEvent]) -> timedelta:
        """By how much the game became longer with these events."""
        assert self.log.game.stage is Stage.RUNNING
        late_votes = sum((one.by for one in events if isinstance(one, ge.TimeChanged)), NONE)
        return self.plays(self.log.game) - self.plays(self.before) - late_votes

    def bells_are_planned(self, events: list[ge.GameEvent]) -> None:
        """Over days, what is planned from a bell on ends at whole hours, but for phases of minutes."""
        game, bells = self.log.game, [event for event in events if isinstance(event, ge.PhaseStarted)]
        moved = any(isinstance(event, ge.TimeChanged) for event in events)
        if not bells or bells[0].starts or moved or game.paused or game.new_end or game.working is None:
            return
        for slot in still_to_come(game, self.now):
            window = slot.phase.window or slot.phase.lasts
            least = replace(slot.phase, lasts=window).shortest
            assert window < LONG or slot.ends.minute in WHOLE or slot.phase.lasts == least
            assert abs(slot.phase.lasts - window) <= timedelta(minutes=30)

    @property
    def runs(self) -> bool:
        return self.log.game.stage is Stage.RUNNING

    # --- what happens

    @rule(after=SECONDS)
    def ring(self, after: timedelta) -> None:
        paused = self.log.game.paused
        events = self.send(gc.RingBells(), after)
        assert not (paused and events), "nothing rings in a pause"
        assert not self.runs or self.grew(events) == NONE

    @rule()
    def ring_in_time(self) -> None:
        due = self.log.game.next_due()
        if due is not None and due >= self.now:
            self.now = due
            events = self.send(gc.RingBells(), NONE)
            assert events, "what is due rings at its second"
            assert not any(isinstance(event, ge.PhaseStarted) and event.late for event in events)
            assert not self.runs or self.grew(events) == NONE

    @rule(after=SECONDS, who=st.integers(1, 3), act=st.sampled_from([AskFloor(), LeaveFloor(), CallNext()]))
    def speak(self, after: timedelta, who: int, act: FloorCommand) -> None:
        self.send(act, after, player(who) if who < 3 else FACILITATOR)
        floor = self.log.game.floor
        assert len(set(floor.line)) == len(floor.line)
        assert floor.speaker not in floor.line

    @rule(after=SECONDS)
    def pause(self, after: timedelta) -> None:
        running = not self.log.game.paused
        events = self.send(gc.PauseGame(), after)
        assert running or not events
        assert not self.log.game.paused or self.log.game.next_due() is None

    @rule(after=SECONDS)
    def resume(self, after: timedelta) -> None:
        clock = self.log.game.clock
        events = self.send(gc.ResumeGame(), after)
        if events:
            assert clock is not None
            assert clock.paused_at is not None
            assert self.grew(events) == self.log.game.time.between(clock.paused_at, self.now)

    @rule(after=SECONDS, gone=SECONDS)
    def be_away(self, after: timedelta, gone: timedelta) -> None:
        self.send(gc.NoteAbsence(self.now + after * self.slowness), after + gone, MOOT)

    @rule(after=SECONDS)
    def catch_up(self, after: timedelta) -> None:
        events = self.send(gc.CatchUp(), after)
        if events and self.runs:
            assert self.grew(events) == NONE

    @rule(after=SECONDS, by=BY, everything=st.booleans())
    def change_time(self, after: timedelta, by: timedelta, everything: bool) -> None:
        by *= self.slowness
        events = self.send(gc.ChangeTime(by, everything=everything), after)
        if any(isinstance(event, ge.Replanned) for event in events):
            assert self.grew(events) == by
        elif events and not everything:
            assert self.plays(self.log.game) - self.plays(self.before) == self.took(by)

    def took(self, by: timedelta) -> timedelta:
        """What a change of this phase alone makes of an end that has passed unheard."""
        clock = self.before.clock
        assert clock is not None
        now = clock.paused_at or self.now
        return by if by > NONE or clock.ends >= now else self.log.game.time.between(clock.ends, now)

    @rule(after=SECONDS, by=BY)
    def end_by(self, after: timedelta, by: timedelta) -> None:
        found = delay_of(self.log.game) if self.runs else None
        if found is None:
            return
        target = found.expected + by * self.slowness
        events = self.send(gc.EndBy(target), after)
        if any(isinstance(event, ge.Replanned) for event in events):
            assert self.plays(self.log.game) == self.log.game.time.between(MORNING, target)

    @rule(after=SECONDS)
    def skip(self, after: timedelta) -> None:
        self.bells_are_planned(self.send(gc.SkipPhase(), after))

    @rule(after=SECONDS)
    def step_back(self, after: timedelta) -> None:
        self.bells_are_planned(self.send(gc.StepBack(), after))

    @rule(after=SECONDS)
    def inject(self, after: timedelta) -> None:
        before = self.log.game.clock
        events = self.send(gc.InjectEmergency(), after)
        if events and before is not None and before.ends >= self.now and len(events) == 1:
            stood = self.log.game.time.between(before.paused_at or self.now, self.now)
            assert self.grew(events) == stood, "what waits is played afterwards"

    @rule(after=SECONDS, what=TOLD, then=st.one_of(st.none(), SECONDS), before=st.booleans())
    def tell(self, after: timedelta, what: str | Written, then: timedelta | None, before: bool) -> None:
        inject, written = (what, None) if isinstance(what, str) else ("", what)
        when = None if then is None else When(at=self.now + (after + then) * self.slowness)
        if then is not None and before and (coming := self.log.game.coming):
            when = When(phase=coming[0], before_end=then * self.slowness)
        self.send(gc.TellInject(inject, written, when=when), after)

    @rule(after=SECONDS, number=st.integers(1, 4))
    def cancel(self, after: timedelta, number: int) -> None:
        self.send(gc.CancelInject(number), after)

    # --- what must hold

    @precondition(lambda self: hasattr(self, "log"))
    @invariant()
    def an_inject_is_told_once_in_each_council_and_what_is_planned_at_most_once(self) -> None:
        told = [event for event in self.log.events if isinstance(event, ge.InjectTold)]
        heard = Counter(
            (event.inject, council) for event in told if event.inject for council in event.councils
        )
        assert set(heard.values()) <= {1}
        assert max(Counter(event.number for event in told).values(), default=1) == 1
        planned = [event.number for event in self.log.events if isinstance(event, ge.InjectPlanned)]
        over = {event.number for event in self.log.events if isinstance(event, ge.InjectCancelled)}
        missed = {
            one for event in self.log.events if isinstance(event, ge.InjectsMissed) for one in event.planned
        }
        waiting = {plan.number for plan in self.log.game.telling.plans}
        came = {event.number for event in told}
        for number in planned:
            fates = [number in fate for fate in (over, missed, waiting, came)]
            assert sum(fates) == 1, "a plan comes, is cancelled, is lost with its phase, or waits"

    @precondition(lambda self: hasattr(self, "log"))
    @invariant()
    def phases_follow_one_another_without_a_gap_and_without_overlap(self) -> None:
        bells = [event for event in self.log.events if isinstance(event, ge.PhaseStarted)]
        assert all(one.at <= other.at for one, other in pairwise(bells))
        assert all(bell.at <= self.now for bell in bells)
        ends: Moment | None = None
        for event in self.log.events:
            match event:
                case ge.PhaseStarted(at=at, why=ge.Bell.IN_TURN | ge.Bell.GOES_ON):
                    assert ends in (None, at), "a phase begins in the second in which the last one ends"
                    ends = event.ends
                case ge.GameEnded(at=at, early=False):
                    assert at >= bells[-1].at
                case ge.PhaseStarted() | ge.GameResumed() | ge.TimeChanged() | ge.Replanned():
                    ends = event.ends
                case _:
                    continue
        ended = [event for event in self.log.events if isinstance(event, ge.GameEnded)]
        assert len(ended) == (self.log.game.stage is Stage.ENDED)

    @precondition(lambda self: hasattr(self, "log"))
    @invariant()
    def phases_come_in_the_order_of_the_agenda_unless_a_facilitator_says_otherwise(self) -> None:
        bells = [event for event in self.log.events if isinstance(event, ge.PhaseStarted)]
        for one, other in pairwise(bells):
            match other.why:
                case ge.Bell.BACK:
                    assert other.phase < one.phase
                case ge.Bell.GOES_ON:
                    assert other.starts is not None
                case ge.Bell.SKIPPED if other.starts is not None:
                    assert one.why is ge.Bell.INJECTED
                case _:
                    assert other.phase > one.phase

    @precondition(lambda self: hasattr(self, "log"))
    @invariant()
    def a_cue_rings_at_most_once_each_time_its_phase_runs_and_inside_it(self) -> None:
        phase, starts, ends = -1, MORNING, MORNING
        begun: Counter[int] = Counter()
        rung: Counter[tuple[int, int, int]] = Counter()
        for event in self.log.events:
            match event:
                case ge.PhaseStarted():
                    phase, starts, ends = event.phase, event.starts or event.at, event.ends
                    begun[phase] += event.starts is None
                case ge.GameResumed():
                    starts, ends = event.starts, event.ends
                case ge.TimeChanged() | ge.Replanned():
                    ends = event.ends
                case ge.CueRung():
                    ballot = self.log.game.agenda[phase].cues[event.cue].kind is CueKind.BALLOT
                    rung[phase, event.cue, begun[phase]] += 1
                    assert event.phase == phase
                    assert starts <= event.at
                    assert event.at <= ends or ballot
                case _:
                    continue
        assert set(rung.values()) <= {1}

    @precondition(lambda self: hasattr(self, "log"))
    @invariant()
    def nothing_rings_while_the_clock_stands_still(self) -> None:
        stands = False
        for event in self.log.events:
            match event:
                case ge.GamePaused():
                    stands = True
                case ge.GameResumed():
                    stands = False
                case ge.PhaseStarted(paused=paused, why=why):
                    assert not stands or why not in (ge.Bell.IN_TURN, ge.Bell.GOES_ON)
                    assert paused == stands or not self.log.game.agenda[event.phase].lasts
                    stands = paused
                case ge.CueRung() | ge.InjectTold(cue=int()):
                    assert not stands
                case _:
                    continue

    @precondition(lambda self: hasattr(self, "log"))
    @invariant()
    def no_phase_is_planned_below_what_it_needs(self) -> None:
        for phase in self.log.game.coming:
            planned = self.log.game.agenda[phase]
            assert planned.lasts >= planned.shortest
            assert all(NONE <= cue.left(planned.lasts) <= planned.lasts for cue in planned.cues)

    @precondition(lambda self: hasattr(self, "log"))
    @invariant()
    def an_ended_game_stays_as_it_is(self) -> None:
        if self.before.stage is Stage.ENDED:
            assert self.log.game == self.before

    def teardown(self) -> None:
        """After a crash at any point, what was stored folds to the same game and rings the same bells."""
        if not hasattr(self, "log"):
            return
        stored = [encode(event) for event in self.log.events]
        read = [decode(kind, json.loads(json.dumps(data))) for kind, data in stored]
        assert fold(read) == self.log.game
        for count, at, rung in self.rings[-5:]:
            cuts = range(len(rung)) if not any(isinstance(one, ge.TimeChanged) for one in rung) else [0]
            for cut in cuts:
                again = decide(fold(read[: count + cut]), gc.RingBells(), at=at, actor=MOOT)
                assert again == rung[cut:]


def fold(events: list[ge.GameEvent]) -> Game:
    """The game that these events make."""
    return reduce(evolve, events[1:], evolve(None, events[0]))


TestAClock = AClock.TestCase
TestAClock.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
