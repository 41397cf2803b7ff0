"""The agenda at a tempo, and when cues are due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.agenda import PlannedCue, PlannedPhase, on_whole_hours, phase_end, plan_agenda
from bot.domain.cues import Cue, CueKind, CueTempo
from bot.domain.game import commands as c
from bot.domain.phase import Phase
from bot.domain.phases import PhaseKind
from bot.domain.times.working_time import Window
from bot.domain.timetable import still_to_come
from tests.builders import (
    NOON,
    PARIS,
    a_cue,
    a_dealt_game,
    a_phase,
    a_running_game,
    at,
    creation,
    rainbow_road,
)


def test_played_live_the_agenda_has_the_packs_own_durations_and_cues() -> None:
    planned = plan_agenda(rainbow_road())

    assert [phase.lasts for phase in planned] == [phase.lasts for phase in rainbow_road().agenda]
    assert [[(cue.after_start, cue.before_end) for cue in phase.cues] for phase in planned] == [
        [(cue.after_start, cue.before_end) for cue in phase.cues if cue.played is not CueTempo.ASYNC]
        for phase in rainbow_road().agenda
    ]
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


def test_over_days_rainbow_road_takes_a_working_week() -> None:
    agenda = plan_agenda(rainbow_road(), working=PARIS)
    bells = [datetime(2026, 11, 23, 8, tzinfo=UTC)]  # Monday, 09:00 in Paris

    for index in range(len(agenda)):
        bells.append(phase_end(agenda, index, bells[-1], PARIS))

    assert [f"{bell.astimezone(ZoneInfo('Europe/Paris')):%a %H:%M}" for bell in bells] == [
        "Mon 09:00",  # arrive
        "Mon 13:00",  # first session
        "Wed 09:00",  # emergency: the session was over on Tuesday evening, and nobody is woken
        "Wed 13:00",  # second session
        "Thu 11:00",  # sidebar
        "Thu 15:00",  # third session
        "Fri 13:00",  # presentations
        "Fri 15:00",  # wrap-up
        "Fri 17:00",  # the last bell waits for no morning
    ]


def test_over_days_a_cue_keeps_its_share_of_the_phase_and_hasty_notices_are_left_out() -> None:
    told = Phase(
        key="talk",
        kind=PhaseKind.SESSION,
        title="Talk",
        lasts=timedelta(minutes=10),
        window=Window(days=2),
        card="Talk.",
        cues=(
            Cue(after_start=timedelta(minutes=5), text="Half time."),
            Cue(before_end=timedelta(minutes=2), text="{left} left."),
            Cue(before_end=timedelta(minutes=2), tempo=CueTempo.BOTH, text="{left} left."),
            Cue(before_end=timedelta(hours=3), tempo=CueTempo.ASYNC, text="{left} left."),
            Cue(share=0.25, text="A quarter is over."),
            Cue(kind=CueKind.QUOTE, before_end=timedelta(seconds=30), text="Well said.", by="Ada"),
        ),
    )
    pack = rainbow_road().model_copy(update={"agenda": (told,)})
    hours = timedelta(hours=1)

    (live,), (planned,) = plan_agenda(pack), plan_agenda(pack, working=PARIS)

    assert planned.lasts == 16 * hours
    assert [(cue.place, cue.after_start, cue.before_end) for cue in planned.cues] == [
        (0, 8 * hours, None),
        (2, None, 3.2 * hours),
        (3, None, 3 * hours),
        (4, None, None),
        (5, None, 0.8 * hours),
    ]
    assert planned.cues[3].share == 0.25
    assert [cue.place for cue in live.cues] == [0, 1, 2, 4, 5]


def test_a_phase_without_a_window_takes_a_working_day_and_one_without_time_takes_none() -> None:
    *bare, last = (phase.model_copy(update={"window": None}) for phase in rainbow_road().agenda)
    bare.append(last.model_copy(update={"lasts": timedelta()}))

    planned = plan_agenda(rainbow_road().model_copy(update={"agenda": bare}), working=PARIS)

    assert [phase.lasts for phase in planned] == [timedelta(hours=8)] * 7 + [timedelta()]


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
        (PlannedCue(CueKind.NOTICE, share=0.5), 5),
        (PlannedCue(CueKind.NOTICE, share=0), 0),
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


def test_what_is_still_to_come_follows_the_clock_as_it_is_now() -> None:
    log = a_running_game(a_phase("talk", 10), a_phase("vote", 5), a_phase("end", 0))
    planned = still_to_come(a_dealt_game(creation(starts_at=at(60))).game, at(0))

    log.do(c.ChangeTime(timedelta(minutes=3)), at=at(1))
    log.do(c.PauseGame(), at=at(2))

    slots = still_to_come(log.game, at(6))
    assert planned[0].begins == at(60)
    assert [(slot.phase.key, slot.ends) for slot in slots] == [
        ("talk", at(17)),
        ("vote", at(22)),
        ("end", at(22)),
    ]
    log.do(c.EndGame(), at=at(7))
    assert still_to_come(log.game, at(8)) == ()


def test_a_cue_at_a_share_of_its_phase_stays_at_it_however_long_the_phase_lasts() -> None:
    halfway = PlannedCue(CueKind.NOTICE, share=0.5)

    assert halfway.due(at(0), at(30)) == at(15)
    assert halfway.left(timedelta(minutes=30)) == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("phase", "minutes"),
    [
        (a_phase("talk", 9), 3),
        (replace(a_phase("talk", 9), at_least=timedelta(minutes=7)), 7),
        (replace(a_phase("talk", 9), at_least=timedelta(minutes=70)), 9),
        (a_phase("vote", 9, a_cue(before=8, kind=CueKind.BALLOT)), 4),
        (a_phase("last", 0), 0),
    ],
)
def test_a_phase_keeps_a_third_of_its_time_or_what_the_pack_says_or_half_of_its_vote(
    phase: PlannedPhase, minutes: float
) -> None:
    assert phase.shortest == timedelta(minutes=minutes)


def test_a_bell_is_not_moved_for_a_phase_of_minutes_nor_where_that_leaves_less_than_it_needs() -> None:
    morning = datetime(2026, 10, 22, 7, 10, tzinfo=UTC)
    needs_all = replace(a_phase("b", 120), at_least=timedelta(minutes=120))

    agenda = on_whole_hours((a_phase("a", 75), needs_all), range(2), morning, PARIS)

    assert [phase.lasts for phase in agenda] == [timedelta(minutes=75), timedelta(minutes=120)]


@given(
    st.lists(st.integers(90, 2000), min_size=2, max_size=6),
    st.integers(0, 8 * 60 - 1),
    st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Adelaide"]),
)
@settings(max_examples=60, deadline=None)
def test_over_days_every_bell_rings_at_a_whole_hour_of_a_working_day_also_when_clocks_change(
    lengths: list[int], minute: int, zone: str
) -> None:
    working = replace(PARIS, zone=zone)
    planned = tuple(a_phase(f"p{number}", minutes) for number, minutes in enumerate(lengths))
    starts = datetime(2026, 10, 22, 9, tzinfo=ZoneInfo(zone)).astimezone(UTC) + timedelta(minutes=minute)

    agenda = on_whole_hours(planned, range(len(planned)), starts, working)

    bells = [starts]
    for index in range(len(agenda)):
        bells.append(phase_end(agenda, index, bells[-1], working))
    half = timedelta(minutes=30)
    assert all(abs(one.lasts - phase.lasts) <= half for one, phase in zip(agenda, planned, strict=True))
    local = [bell.astimezone(ZoneInfo(zone)) for bell in bells]
    assert [one.minute for one in local[1:]] == [0] * len(agenda)
    assert all(working.is_workday(one.date()) and 9 <= one.hour <= 17 for one in local)
    assert bells == sorted(set(bells))
