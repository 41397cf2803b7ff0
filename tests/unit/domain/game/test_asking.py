"""When a phase's questions open and close."""

from datetime import timedelta

from bot.domain.agenda import plan_agenda
from bot.domain.asks.ask import Ask
from bot.domain.game import commands as gc
from bot.domain.game.asking import by_hand, due, is_over
from bot.domain.phases import PhaseKind
from bot.domain.scenario import Scenario
from tests.builders import FACILITATOR, PARIS, GameLog, a_dealt_game, at, creation, rainbow_road

POLL = {"key": "poll", "title": "What first?", "text": "Choose.", "kind": "one_of", "options": ["A", "B"]}


def a_pack(**traits: object) -> Scenario:
    """The shipped pack with a question in its first session."""
    ask = Ask.model_validate({**POLL, "phase": "session-1", **traits})
    return rainbow_road().model_copy(update={"asks": (ask,)})


def started(pack: Scenario) -> GameLog:
    """A game of it that began at noon."""
    log = a_dealt_game(creation(plan_agenda(pack)))
    log.do(gc.StartGame())
    return log


def in_session_1(pack: Scenario) -> tuple[GameLog, float]:
    """The game at the bell of session 1, and the minute of that."""
    log = started(pack)
    before = sum((phase.lasts for phase in log.game.agenda[: _place(log)]), timedelta())
    minutes = before / timedelta(minutes=1)
    log.ring(at(minutes))
    return log, minutes


def _place(log: GameLog) -> int:
    return next(place for place, one in enumerate(log.game.agenda) if one.key == "session-1")


def asked(log: GameLog, pack: Scenario) -> list[str]:
    return [question.id for question in due(log.game, pack)]


def test_a_question_opens_at_its_phases_bell_and_closes_at_its_end() -> None:
    pack = a_pack()
    log, _ = in_session_1(pack)
    [question] = due(log.game, pack)
    assert not is_over(log.game, question)

    log.do(gc.SkipPhase(seen=_place(log)))

    assert asked(log, pack) == []
    assert is_over(log.game, question)


def test_offsets_open_it_later_and_close_it_earlier_and_a_pause_freezes_both() -> None:
    pack = a_pack(opens="2m", closes="1m")
    log, bell = in_session_1(pack)
    lasts = log.game.agenda[_place(log)].lasts / timedelta(minutes=1)
    assert asked(log, pack) == []

    log.do(gc.PauseGame(), FACILITATOR, at(bell + 1))
    log.ring(at(bell + 5))
    assert asked(log, pack) == []
    log.do(gc.ResumeGame(), FACILITATOR, at(bell + 6))
    log.ring(at(bell + 7))
    [question] = due(log.game, pack)

    log.ring(at(bell + 5 + lasts - 1))
    assert asked(log, pack) == []
    assert is_over(log.game, question)


def test_an_emergency_that_breaks_in_closes_no_question_of_the_session() -> None:
    pack = a_pack()
    log, bell = in_session_1(pack)
    [question] = due(log.game, pack)

    log.do(gc.InjectEmergency(seen=_place(log)), FACILITATOR, at(bell + 1))

    assert log.game.phase is not None
    assert log.game.phase.kind is PhaseKind.EMERGENCY
    assert not is_over(log.game, question)


def test_a_question_opens_although_its_moment_passed_while_moot_was_away() -> None:
    pack = a_pack(opens="1m")
    log, bell = in_session_1(pack)

    events = log.ring(at(bell + 3))

    assert asked(log, pack) == ["poll"]
    assert log.ring(at(bell + 3)) == []
    assert events


def test_over_days_a_question_keeps_its_place_in_the_window() -> None:
    pack = a_pack(opens="5m")
    [phase] = [one for one in plan_agenda(pack, working=PARIS) if one.key == "session-1"]
    live = pack.phase("session-1").lasts

    [cue] = [cue for cue in phase.cues if cue.asks]

    assert cue.after_start == phase.lasts * (timedelta(minutes=5) / live)


def test_by_hand_a_question_belongs_to_the_round_that_runs_or_comes() -> None:
    pack = a_pack()
    ask, log = pack.asks[0], started(pack)

    assert by_hand(log.game, pack, ask).phase == "session-1", "it is still to come"
    later, _ = in_session_1(pack)
    later.do(gc.SkipPhase(seen=_place(later)))
    assert by_hand(later.game, pack, ask).phase == "", "it has passed, so a facilitator closes it"


def test_each_round_of_a_phase_has_a_question_of_its_own() -> None:
    ask = Ask.model_validate({**POLL, "phase": "fishing"})

    assert (ask.in_round(2, 3).title, ask.in_round(0, 0)) == ("What first? (2 of 3)", ask)
    assert [ask.id_in(phase) for phase in ("fishing-1", "fishing-2", "fishing", "")] == [
        "poll-1",
        "poll-2",
        "poll",
        "poll",
    ]
