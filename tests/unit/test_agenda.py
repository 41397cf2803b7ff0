"""The agenda at a tempo, and when cues are due."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agenda import PlannedCue, plan_agenda
from bot.domain.scenario import CueKind
from tests.builders import NOON, a_cue, a_phase, at, rainbow_road


def test_played_live_the_agenda_has_the_packs_own_durations_and_cues() -> None:
    planned = plan_agenda(rainbow_road())

    assert [phase.lasts for phase in planned] == [phase.lasts for phase in rainbow_road().agenda]
    assert [len(phase.cues) for phase in planned] == [len(phase.cues) for phase in rainbow_road().agenda]
    assert [phase.key for phase in planned if phase.charter] == ["session-1"]
    assert [phase.key for phase in planned if phase.holds_ballot] == ["session-3"]


@given(st.integers(1, 600))
def test_a_rehearsal_divides_every_duration_by_its_tempo_and_keeps_the_order_of_cues(speed: int) -> None:
    live, fast = plan_agenda(rainbow_road()), plan_agenda(rainbow_road(), speed)

    for slow, quick in zip(live, fast, strict=True):
        assert quick.lasts == slow.lasts / speed
        order = [cue.due(NOON, NOON + slow.lasts) for cue in slow.cues]
        quicker = [cue.due(NOON, NOON + quick.lasts) for cue in quick.cues]
        assert sorted(range(len(order)), key=order.__getitem__) == sorted(
            range(len(quicker)), key=quicker.__getitem__
        )


@pytest.mark.parametrize("speed", [0, -1])
def test_time_neither_stands_still_nor_runs_backwards(speed: int) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        plan_agenda(rainbow_road(), speed)


@pytest.mark.parametrize(
    ("cue", "minute"),
    [
        (a_cue(after=0), 0),
        (a_cue(after=3), 3),
        (a_cue(before=2), 8),
        (a_cue(before=0), 10),
        (a_cue(before=10), 0),
        (a_cue(before=11), 0),  # never before the phase begins
        (PlannedCue(CueKind.NOTICE), 10),
    ],
)
def test_a_cue_is_due_after_the_start_or_before_the_end(cue: PlannedCue, minute: int) -> None:
    assert cue.due(at(0), at(10)) == at(minute)


def test_a_phase_holds_the_ballot_when_one_of_its_cues_opens_it() -> None:
    assert a_phase("vote", 10, a_cue(before=2), a_cue(before=4, kind=CueKind.BALLOT)).holds_ballot
    assert not a_phase("talk", 10, a_cue(before=2)).holds_ballot
    assert a_phase("talk", 10).lasts == timedelta(minutes=10)
