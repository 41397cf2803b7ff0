"""The clock under any sequence of bells, pauses, changes and skips at ever later moments."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.agenda import PlannedPhase
from bot.domain.errors import Refusal
from bot.domain.game import Game, Stage, decide, evolve
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.ids import MOOT, Moment
from bot.domain.scenario import CueKind
from tests.builders import FACILITATOR, NOON, GameLog, a_cue, a_phase, a_running_game

SECONDS = st.one_of(st.floats(0.001, 90), st.floats(90, 3000)).map(lambda value: timedelta(seconds=value))
NONE = timedelta()


@st.composite
def agendas(draw: st.DrawFn) -> tuple[PlannedPhase, ...]:
    phases = []
    for number in range(draw(st.integers(1, 4))):
        minutes = draw(st.sampled_from([1, 2, 5, 10]))
        offsets = st.sampled_from([offset for offset in (0, 0.5, 1, 2, 4) if offset <= minutes])
        cues = [
            a_cue(before=draw(offsets)) if draw(st.booleans()) else a_cue(after=draw(offsets))
            for _ in range(draw(st.integers(0, 3)))
        ]
        phases.append(a_phase(f"phase-{number}", minutes, *cues))
    if draw(st.booleans()):
        voting = draw(st.integers(0, len(phases) - 1))
        ballot = a_cue(before=draw(st.sampled_from([0.5, 1])), kind=CueKind.BALLOT)
        before = phases[voting]
        phases[voting] = a_phase(before.key, before.lasts.total_seconds() / 60, *before.cues, ballot)
    last = [a_phase("last", 0)] if draw(st.booleans()) else []
    return (*phases, *last)


class AClock(RuleBasedStateMachine):
    """One game from its first bell on."""

    @initialize(agenda=agendas())
    def start(self, agenda: tuple[PlannedPhase, ...]) -> None:
        self.log: GameLog = a_running_game(*agenda)
        self.now: Moment = NOON
        self.changes = NONE
        self.pauses = NONE
        self.skipped = False
        self.before = self.log.game

    def send(self, command: gc.GameCommand, after: timedelta) -> list[ge.GameEvent]:
        """A command so long after the last one; then the same alarm again."""
        self.now += after
        self.before = self.log.game
        try:
            events = self.log.do(command, FACILITATOR, self.now)
        except Refusal:
            assert self.log.state is self.before
            events = []
        self.changes += sum((event.by for event in events if isinstance(event, ge.TimeChanged)), NONE)
        if isinstance(command, gc.RingBells):
            again = decide(self.log.game, command, at=self.now, actor=MOOT)
            assert again == [] or self.overdue(), "an alarm that rings twice rings nothing twice"
        return events

    def overdue(self) -> bool:
        """A change of time made a cue due that was not; it rings once more and then no more."""
        due = self.log.game.next_due()
        return due is not None and due <= self.now

    @rule(after=SECONDS)
    def ring(self, after: timedelta) -> None:
        paused = self.log.game.paused
        events = self.send(gc.RingBells(), after)
        assert not (paused and events), "nothing rings in a pause"

    @rule()
    def ring_in_time(self) -> None:
        due = self.log.game.next_due()
        if due is not None and due >= self.now:
            events = self.send(gc.RingBells(), due - self.now)
            assert events, "what is due rings at its second"
            assert not any(isinstance(event, ge.PhaseStarted) and event.late for event in events)

    @rule(after=SECONDS)
    def pause(self, after: timedelta) -> None:
        running = not self.log.game.paused
        events = self.send(gc.PauseGame(), after)
        assert running or not events
        assert not self.log.game.paused or self.log.game.next_due() is None

    @rule(after=SECONDS)
    def resume(self, after: timedelta) -> None:
        clock = self.log.game.clock
        if any(isinstance(event, ge.GameResumed) for event in self.send(gc.ResumeGame(), after)):
            assert clock is not None
            assert clock.paused_at is not None
            self.pauses += self.now - clock.paused_at

    @rule(after=SECONDS, by=st.integers(-300, 300))
    def change_time(self, after: timedelta, by: int) -> None:
        left = self.left(self.now + after)
        events = self.send(gc.ChangeTime(timedelta(seconds=by)), after)
        if events:
            assert self.left(self.now) == left + timedelta(seconds=by)
            assert by > 0 or self.left(self.now) >= NONE

    def left(self, now: Moment) -> timedelta:
        clock = self.log.game.clock
        assert clock is not None
        return clock.ends - (clock.paused_at or now)

    @rule(after=SECONDS)
    def skip(self, after: timedelta) -> None:
        self.skipped |= bool(self.send(gc.SkipPhase(), after))

    # --- what must always hold

    def bells(self) -> list[ge.PhaseStarted]:
        return [event for event in self.log.events if isinstance(event, ge.PhaseStarted)]

    @invariant()
    def replaying_the_log_equals_the_state(self) -> None:
        if hasattr(self, "log"):
            state: Game | None = None
            for event in self.log.events:
                state = evolve(state, event)
            assert state == self.log.state

    @invariant()
    def phases_come_once_in_order_and_never_overlap(self) -> None:
        if not hasattr(self, "log"):
            return
        bells = self.bells()
        assert [bell.phase for bell in bells] == list(range(len(bells)))
        assert all(one.at <= other.at for one, other in pairwise(bells))
        assert all(bell.at <= self.now for bell in bells)
        ended = [event for event in self.log.events if isinstance(event, ge.GameEnded)]
        assert len(ended) == (self.log.game.stage is Stage.ENDED)
        assert all(event.at >= bells[-1].at for event in ended)

    @invariant()
    def a_cue_rings_at_most_once_and_inside_its_phase(self) -> None:
        if not hasattr(self, "log"):
            return
        rung = Counter((one.phase, one.cue) for one in self.log.events if isinstance(one, ge.CueRung))
        assert set(rung.values()) <= {1}
        phase, starts, ends = -1, NOON, NOON
        for event in self.log.events:
            match event:
                case ge.PhaseStarted():
                    phase, starts, ends = event.phase, event.at, event.ends
                case ge.GameResumed():
                    starts, ends = event.starts, event.ends
                case ge.TimeChanged():
                    ends = event.ends
                case ge.CueRung():
                    ballot = self.log.game.agenda[phase].cues[event.cue].kind is CueKind.BALLOT
                    assert event.phase == phase
                    assert starts <= event.at
                    assert event.at <= ends or ballot
                case _:
                    continue

    @invariant()
    def the_clock_stands_still_in_a_pause(self) -> None:
        if not hasattr(self, "log"):
            return
        paused: Moment | None = None
        for event in self.log.events:
            match event:
                case ge.GamePaused(at):
                    paused = at
                case ge.GameResumed() | ge.PhaseStarted():
                    paused = None  # a skip rings the next bell and ends the pause
                case ge.CueRung() | ge.GameEnded():
                    assert paused is None or self.skipped
                case _:
                    continue

    @invariant()
    def time_is_conserved_when_nothing_is_skipped(self) -> None:
        """The present end is the planned one and all that was added, taken and paused."""
        if not hasattr(self, "log") or self.skipped:
            return
        game = self.log.game
        clock = game.clock
        assert clock is not None
        planned = sum((phase.lasts for phase in game.agenda[: clock.phase + 1]), NONE)
        assert clock.ends == NOON + planned + self.changes + self.pauses

    @invariant()
    def an_ended_game_stays_as_it_is(self) -> None:
        if hasattr(self, "log") and self.before.stage is Stage.ENDED:
            assert self.log.game == self.before


TestAClock = AClock.TestCase
TestAClock.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
