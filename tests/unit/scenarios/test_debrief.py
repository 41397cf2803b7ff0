"""The debrief of a pack that writes no steps of its own."""

from datetime import timedelta

from bot.domain.cues import CueKind
from bot.domain.scenario import Scenario
from bot.scenarios.debrief import with_debrief
from tests.builders import rainbow_road

PACK = rainbow_road()


def a_pack(minutes: int, *kept: CueKind, debrief: tuple[str, ...] = ("What did you decide?",)) -> Scenario:
    """The shipped pack with a wrap-up of this length, and of its cues only those of these kinds."""
    *before, last = PACK.agenda
    cues = tuple(cue for cue in last.cues if cue.kind in kept)
    last = last.model_copy(update={"lasts": timedelta(minutes=minutes), "cues": cues})
    return PACK.model_copy(update={"agenda": (*before, last), "debrief": debrief})


def test_the_shipped_pack_leads_through_feelings_events_learning_and_work_with_the_talks_questions() -> None:
    steps = [cue for cue in PACK.agenda[-1].cues if cue.kind is CueKind.DEBRIEF]

    assert [cue.title for cue in steps] == ["How it felt", "What happened", "What it taught", "Back to work"]
    assert [cue.share for cue in steps] == [0, 0.25, 0.5, 0.75]
    asked = [question for cue in steps[1:] for question in cue.questions]
    assert len(asked) == len(PACK.debrief) == 6
    assert with_debrief(PACK) == PACK


def test_a_wrap_up_that_lasts_gets_four_steps_which_ask_what_the_presentations_answer() -> None:
    led = with_debrief(a_pack(10, CueKind.NOTICE)).agenda[-1]

    steps = [cue for cue in led.cues if cue.kind is CueKind.DEBRIEF]
    assert led.cues[: len(led.cues) - 4] == a_pack(10, CueKind.NOTICE).agenda[-1].cues, "places stay"
    assert len(steps) == 4
    assert steps[1].questions == ("What did you decide?",)
    assert with_debrief(a_pack(10, debrief=())).agenda[-1].cues[1].questions


def test_a_last_phase_without_time_and_one_of_another_kind_get_none() -> None:
    brief = a_pack(0)
    unended = PACK.model_copy(update={"agenda": PACK.agenda[:-1]})

    assert with_debrief(brief) == brief
    assert with_debrief(unended) == unended
