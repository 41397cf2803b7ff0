"""A game: sign-up, seating, the clock, and who may do what."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain.errors import Refusal
from bot.domain.errors.authority import FacilitatorsOnly, MootOnly, NoGame
from bot.domain.errors.clock import (
    AlreadyPaused,
    AlreadyStarted,
    GameOver,
    NotPaused,
    NotRunning,
    TooMuchTimeTaken,
)
from bot.domain.errors.seating import (
    AlreadyDealt,
    NotDealt,
    NothingPlanned,
    NotInThePlan,
    NotSignedUp,
    PlanIsStale,
    TooFewPlayers,
)
from bot.domain.feedback import Feedback
from bot.domain.game import Stage
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.game.state import evolve
from bot.domain.ids import MOOT, Moment, UserId
from bot.domain.phases import PhaseKind
from bot.domain.scenario import CueKind
from bot.domain.seating import Candidate
from tests.builders import (
    FACILITATOR,
    NOON,
    OBSERVER,
    STRANGER,
    GameLog,
    a_cue,
    a_dealt_game,
    a_game,
    a_phase,
    a_running_game,
    at,
    creation,
    player,
)

# --- who may do what

PLAYER, SECOND = player(3), UserId("U0SECOND")
Verdict = type[Refusal] | None
ANYBODY: dict[UserId, Verdict] = dict.fromkeys((PLAYER, OBSERVER, STRANGER, FACILITATOR, MOOT))
FACILITATORS: dict[UserId, Verdict] = {
    **dict.fromkeys((PLAYER, OBSERVER, STRANGER), FacilitatorsOnly),
    FACILITATOR: None,
    MOOT: None,
}
MOOT_ALONE: dict[UserId, Verdict] = {
    **dict.fromkeys((PLAYER, OBSERVER, STRANGER, FACILITATOR), MootOnly),
    MOOT: None,
}
TWO_MINUTES = timedelta(minutes=2)


def a_game_in_session() -> GameLog:
    """A game in its second phase since half a minute, with an emergency to come."""
    emergency = a_phase("emergency", 5, kind=PhaseKind.EMERGENCY)
    log = a_running_game(a_phase("setup", 5, kind=PhaseKind.SETUP), a_phase("session", 10), emergency)
    log.do(gc.SkipPhase(), at=at(0, 30))
    return log


def a_game_without_moot() -> GameLog:
    """A game that stands still since noon, because Moot was away."""
    log = a_running_game()
    log.do(gc.NoteAbsence(NOON), MOOT, at(1, 30))
    return log


def a_paused_game() -> GameLog:
    """A game that stands still since minute one."""
    log = a_running_game()
    log.do(gc.PauseGame(), at=at(1))
    return log


def a_planned_game() -> GameLog:
    """A game with a seating plan."""
    log = a_game()
    log.do(gc.PlanSeating())
    return log


def an_ended_game() -> GameLog:
    """A game that a facilitator ended."""
    log = a_running_game()
    log.do(gc.EndGame())
    return log


AUTHORITY: list[tuple[gc.GameCommand, GameLog, dict[UserId, Verdict]]] = [
    (creation(), GameLog(), ANYBODY),
    (gc.RingBells(), a_running_game(), ANYBODY),
    (gc.Join(PLAYER, chair=True), a_game(), {**FACILITATORS, PLAYER: None}),
    (gc.Observe(PLAYER), a_game(), {**FACILITATORS, PLAYER: None}),
    (gc.Leave(PLAYER), a_game(), {**FACILITATORS, PLAYER: None}),
    (gc.PlanSeating(3), a_game(), FACILITATORS),
    (gc.SwapSeats(player(1), player(2)), a_planned_game(), FACILITATORS),
    (gc.DealSeats(), a_planned_game(), FACILITATORS),
    (gc.StartGame(), a_dealt_game(), FACILITATORS),
    (gc.PauseGame(), a_running_game(), FACILITATORS),
    (gc.ResumeGame(), a_paused_game(), FACILITATORS),
    (gc.ChangeTime(TWO_MINUTES), a_running_game(), FACILITATORS),
    (gc.EndBy(at(20)), a_running_game(), FACILITATORS),
    (gc.SkipPhase(), a_running_game(), FACILITATORS),
    (gc.StepBack(), a_game_in_session(), FACILITATORS),
    (gc.InjectEmergency(), a_game_in_session(), FACILITATORS),
    (gc.HearDone(0, frozenset({1})), a_running_game(), MOOT_ALONE),
    (gc.NoteAbsence(NOON), a_running_game(), MOOT_ALONE),
    (gc.CatchUp(), a_game_without_moot(), FACILITATORS),
    (gc.PlanStart(by_itself=True, starts_at=at(60)), a_game(), FACILITATORS),
    (gc.Broadcast("Well done"), a_running_game(), FACILITATORS),
    (gc.EndGame(), a_running_game(), FACILITATORS),
    (gc.HandOver(PLAYER, player(88)), a_dealt_game(), {**FACILITATORS, PLAYER: None}),
    (
        gc.HandOver(PLAYER, OBSERVER, offered=True),
        a_dealt_game(),
        {**FACILITATORS, PLAYER: FacilitatorsOnly, OBSERVER: None},
    ),
    (
        gc.GiveFeedback(Feedback(4, "the vote", "")),
        an_ended_game(),
        {**ANYBODY, STRANGER: NotSignedUp, MOOT: NotSignedUp},
    ),
]


def a_game_of_two_facilitators() -> GameLog:
    """A game that somebody else runs as well."""
    log = a_game()
    log.do(gc.AddFacilitator(SECOND))
    return log


AUTHORITY += [
    (gc.AddFacilitator(SECOND), a_game(), FACILITATORS),
    (gc.RemoveFacilitator(SECOND), a_game_of_two_facilitators(), {**FACILITATORS, SECOND: None}),
]


@pytest.mark.parametrize(
    ("command", "log", "actor", "verdict"),
    [
        pytest.param(command, log, actor, verdict, id=f"{type(command).__name__}-{actor}")
        for command, log, verdicts in AUTHORITY
        for actor, verdict in verdicts.items()
    ],
)
def test_each_command_is_for_those_whom_it_concerns(
    command: gc.GameCommand, log: GameLog, actor: UserId, verdict: Verdict
) -> None:
    copied = GameLog(log.state, list(log.events))

    if verdict is None:
        copied.do(command, actor, at(2))
    else:
        with pytest.raises(verdict) as refused:
            copied.do(command, actor, at(2))
        assert type(refused.value) is verdict
        assert copied.state is log.state


def test_the_table_of_authority_names_every_command() -> None:
    assert {type(command) for command, _, _ in AUTHORITY} == set(gc.GameCommand.__args__)


def test_nothing_can_be_asked_of_a_game_that_does_not_exist() -> None:
    with pytest.raises(NoGame):
        GameLog().do(gc.Join(PLAYER), PLAYER)


def test_whoever_creates_a_game_facilitates_it_with_those_they_name() -> None:
    log = GameLog()

    log.do(creation(), by=PLAYER)

    assert log.game.facilitators == {PLAYER, FACILITATOR}
    assert log.do(creation(name="Again"), by=PLAYER) == []


# --- sign-up


def test_signing_up_twice_counts_once_and_a_new_wish_replaces_the_old() -> None:
    log = a_game(players=3)

    same = log.do(gc.Join(player(1)), player(1))
    log.do(gc.Join(player(1), chair=True), player(1))

    assert same == []
    assert log.game.candidates[0] == Candidate(player(1), chair=True)
    assert len(log.game.players) == 3


def test_a_player_may_become_an_observer_and_come_back() -> None:
    log = a_game(players=3)

    log.do(gc.Observe(player(1)), player(1))
    watching = len(log.game.players), len(log.game.observers)
    again = log.do(gc.Observe(player(1)), player(1))
    log.do(gc.Join(player(1)), player(1))

    assert again == []
    assert watching == (2, 2)
    assert (len(log.game.players), len(log.game.observers)) == (3, 1)


def test_leaving_twice_says_that_nothing_changed() -> None:
    log = a_game(players=3)
    log.do(gc.Leave(player(1)), player(1))

    with pytest.raises(NotSignedUp):
        log.do(gc.Leave(player(1)), player(1))


@pytest.mark.parametrize("log", [a_dealt_game(), a_running_game()])
def test_people_may_still_join_and_leave_when_the_seats_are_dealt(log: GameLog) -> None:
    late = GameLog(log.state, [])

    assert late.do(gc.Join(STRANGER), STRANGER) == [ge.PlayerJoined(STRANGER, False, False)]
    assert late.do(gc.Leave(PLAYER), PLAYER) == [ge.PlayerLeft(PLAYER)]


def test_nothing_changes_in_a_game_that_has_ended() -> None:
    log = a_running_game()
    log.do(gc.EndGame(), at=at(3))

    for command in (gc.Join(STRANGER), gc.Leave(PLAYER), gc.PauseGame(), gc.StartGame(), gc.EndGame()):
        with pytest.raises(GameOver):
            log.do(command, at=at(4))
    assert log.ring(at(60)) == []
    assert log.game.next_due() is None


# --- seating


def test_the_plan_of_the_games_own_seed_is_made_once_and_another_seed_makes_another() -> None:
    log = a_game()

    first = log.do(gc.PlanSeating())

    assert isinstance(first[0], ge.SeatingPlanned)
    assert log.do(gc.PlanSeating()) == []
    assert log.do(gc.PlanSeating(99)) != []


def test_too_few_players_are_told_how_many_are_missing() -> None:
    with pytest.raises(TooFewPlayers, match="2 more must join"):
        a_game(players=3).do(gc.PlanSeating())


def test_a_swap_needs_a_plan_and_people_who_are_in_it() -> None:
    log = a_game()
    with pytest.raises(NothingPlanned):
        log.do(gc.SwapSeats(player(1), player(2)))
    log.do(gc.PlanSeating())

    with pytest.raises(NotInThePlan):
        log.do(gc.SwapSeats(player(1), STRANGER))

    assert log.do(gc.SwapSeats(player(1), player(1))) == []
    assert log.do(gc.SwapSeats(player(1), player(2))) != []


@pytest.mark.parametrize("change", [gc.Join(STRANGER), gc.Leave(PLAYER), gc.Observe(PLAYER)])
def test_a_plan_that_people_have_outrun_is_not_dealt(change: gc.GameCommand) -> None:
    log = a_planned_game()
    log.do(change)

    with pytest.raises(PlanIsStale):
        log.do(gc.DealSeats())
    log.do(gc.PlanSeating())
    assert log.do(gc.DealSeats())


def test_seats_are_dealt_once() -> None:
    log = a_planned_game()
    plan = log.game.plan

    log.do(gc.DealSeats())

    assert log.game.deal == plan
    assert log.game.stage is Stage.DEALT
    for command in (gc.DealSeats(), gc.PlanSeating(), gc.SwapSeats(player(1), player(2))):
        with pytest.raises(AlreadyDealt):
            log.do(command)
    with pytest.raises(NothingPlanned):
        a_game().do(gc.DealSeats())


def test_the_order_of_presentations_is_drawn_once_and_names_every_council() -> None:
    log = a_dealt_game(players=43)

    order = log.game.presentation_order

    assert sorted(order) == [1, 2, 3, 4, 5]
    assert order == log.game.presentation_order
    assert a_game().game.presentation_order == ()


# --- the first bell


def test_a_game_starts_once_and_only_when_the_seats_are_dealt() -> None:
    log = a_dealt_game()
    with pytest.raises(NotDealt):
        a_game().do(gc.StartGame())

    started = log.do(gc.StartGame(), at=at(1))

    assert started == [ge.GameStarted(), ge.PhaseStarted(0, at(1), at(6))]
    with pytest.raises(AlreadyStarted):
        log.do(gc.StartGame(), at=at(1, 1))


@pytest.mark.parametrize(
    "command",
    [
        gc.PauseGame(),
        gc.ResumeGame(),
        gc.CatchUp(),
        gc.ChangeTime(TWO_MINUTES),
        gc.EndBy(at(20)),
        gc.SkipPhase(),
        gc.StepBack(),
        gc.InjectEmergency(),
    ],
)
def test_there_is_no_clock_to_drive_before_the_first_bell(command: gc.GameCommand) -> None:
    with pytest.raises(NotRunning):
        a_dealt_game().do(command)


# --- bells and cues in time


def test_cues_ring_at_their_second_in_order_and_once() -> None:
    log = a_running_game()

    assert log.game.next_due() == at(3)
    assert log.ring(at(2, 59.999)) == []
    assert log.ring(at(3)) == [ge.CueRung(0, 0, at(3))]
    assert log.ring(at(3)) == []
    assert log.ring(at(4, 45)) == [ge.CueRung(0, 1, at(4.5))]
    assert log.game.next_due() == at(5)


def test_a_phase_begins_at_the_second_in_which_the_last_one_ends() -> None:
    log = a_running_game()

    assert log.ring(at(3)) == [ge.CueRung(0, 0, at(3))]
    assert log.ring(at(4, 59.999)) == [ge.CueRung(0, 1, at(4.5))]
    assert log.ring(at(5)) == [ge.PhaseStarted(1, at(5), at(15))]


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (30, False), (30.001, True), (300, True)])
def test_a_bell_is_late_when_it_rings_more_than_half_a_minute_after_its_second(
    seconds: float, late: bool
) -> None:
    rung = a_running_game().ring(at(5, seconds))

    assert rung[0] == ge.PhaseStarted(1, at(5), at(15), late=late)


def test_missed_bells_are_rung_once_in_order_and_marked_as_late() -> None:
    log = a_running_game(a_phase("a", 5), a_phase("b", 10, a_cue(after=1)), a_phase("c", 10, a_cue(after=2)))

    rung = log.ring(at(17, 10))

    assert rung == [
        ge.PhaseStarted(1, at(5), at(15), late=True),
        ge.PhaseStarted(2, at(15), at(25), late=True),
        ge.CueRung(2, 0, at(17)),
    ]
    assert log.ring(at(17, 10)) == []


def test_being_away_until_after_the_end_of_a_game_without_a_vote_rings_everything_and_ends_it() -> None:
    log = a_running_game(a_phase("a", 5), a_phase("b", 10), a_phase("c", 0))

    rung = log.ring(at(500))

    assert [type(event) for event in rung] == [ge.PhaseStarted, ge.PhaseStarted, ge.GameEnded]
    assert rung[-1] == ge.GameEnded(at(15))
    assert log.game.stage is Stage.ENDED


def test_the_last_phase_of_no_length_ends_the_game_at_its_bell() -> None:
    log = a_running_game(a_phase("a", 5), a_phase("z", 0))

    assert log.ring(at(5)) == [ge.PhaseStarted(1, at(5), at(5)), ge.GameEnded(at(5))]


# --- the vote that was missed


def a_game_with_a_vote() -> GameLog:
    """Ten minutes with cues at 3 and 5, the ballot at 6, a warning at 8; then an epilogue of 5."""
    session = a_phase(
        "vote", 10, a_cue(after=3), a_cue(before=5), a_cue(before=4, kind=CueKind.BALLOT), a_cue(before=2)
    )
    return a_running_game(session, a_phase("end", 5))


def test_a_vote_that_was_missed_gets_its_promised_minutes() -> None:
    log = a_game_with_a_vote()

    log.ring(at(30))

    assert log.game.clock is not None
    assert (log.game.clock.phase, log.game.clock.ends) == (0, at(34))
    assert log.ring(at(32)) == [ge.CueRung(0, 3, at(32))]
    assert log.ring(at(34)) == [ge.PhaseStarted(1, at(34), at(39))]


def test_of_the_cues_that_were_missed_with_a_vote_only_those_after_it_ring() -> None:
    log = a_game_with_a_vote()

    rung = log.ring(at(30))

    assert [event.cue for event in rung if isinstance(event, ge.CueMissed)] == [0, 1]
    assert [event.cue for event in rung if isinstance(event, ge.CueRung)] == [2]
    assert log.game.next_due() == at(32)


def test_a_vote_that_would_open_with_less_than_half_its_minutes_left_gets_all_of_them() -> None:
    log = a_game_with_a_vote()

    log.ring(at(8.5))

    assert log.game.clock is not None
    assert log.game.clock.ends == at(12.5)


def test_a_vote_that_opened_in_time_needs_no_more_minutes() -> None:
    log = a_game_with_a_vote()
    log.ring(at(6))

    assert log.ring(at(10)) == [ge.PhaseStarted(1, at(10), at(15))]


def test_coming_back_while_the_session_of_the_vote_still_runs_opens_it_late_without_more_minutes() -> None:
    log = a_game_with_a_vote()

    rung = log.ring(at(7))

    missed = [ge.CueMissed(0, 0, at(3)), ge.CueMissed(0, 1, at(5))]
    assert rung == [*missed, ge.CueRung(0, 2, at(6), left=timedelta(minutes=3))]
    assert log.game.clock is not None
    assert log.game.clock.ends == at(10)


# --- pause and resume


def test_nothing_rings_in_a_pause_and_all_of_it_comes_later_by_the_length_of_the_pause() -> None:
    log = a_running_game()
    log.do(gc.PauseGame(), at=at(1))

    silent = log.ring(at(20))
    due = log.game.next_due()
    log.do(gc.ResumeGame(), at=at(21))

    assert silent == []
    assert due is None
    assert log.game.next_due() == at(23)
    assert log.ring(at(23)) == [ge.CueRung(0, 0, at(23))]
    assert log.ring(at(24.5)) == [ge.CueRung(0, 1, at(24.5))]
    assert log.ring(at(25)) == [ge.PhaseStarted(1, at(25), at(35))]


def test_councils_can_read_since_when_the_clock_stands_still_and_since_when_it_last_ran() -> None:
    log = a_running_game()

    def clock() -> tuple[Moment | None, Moment]:
        assert log.game.clock is not None
        return log.game.stopped_at, log.game.clock.runs_since

    running = clock()
    log.do(gc.PauseGame(), at=at(1))
    paused = clock()
    log.do(gc.ResumeGame(), at=at(3))
    resumed = clock()
    log.do(gc.NoteAbsence(at(4)), MOOT, at(6))
    away = clock()
    log.do(gc.CatchUp(), at=at(6.5))
    caught_up = clock()
    log.do(gc.EndGame(), at=at(6.8))

    assert (running, paused, resumed) == ((None, at(0)), (at(1), at(0)), (None, at(3)))
    assert (away, caught_up) == ((at(4), at(3)), (None, at(4))), "as if it had never stood still"
    assert clock()[0] == at(6.8)


def test_pausing_and_resuming_twice_says_that_it_is_so_already() -> None:
    log = a_running_game()
    with pytest.raises(NotPaused):
        log.do(gc.ResumeGame(), at=at(1))
    log.do(gc.PauseGame(), at=at(1))

    with pytest.raises(AlreadyPaused):
        log.do(gc.PauseGame(), at=at(2))
    log.do(gc.ResumeGame(), at=at(3))
    with pytest.raises(NotPaused):
        log.do(gc.ResumeGame(), at=at(4))


def test_what_was_due_before_a_pause_has_rung_when_it_begins() -> None:
    log = a_running_game()

    paused = log.do(gc.PauseGame(), at=at(5, 1))

    assert paused == [ge.PhaseStarted(1, at(5), at(15)), ge.GamePaused(at(5, 1))]


def test_a_pause_that_comes_after_the_end_finds_the_game_over() -> None:
    log = a_running_game(a_phase("a", 5), a_phase("z", 0))

    events = log.do(gc.PauseGame(), at=at(6))

    assert isinstance(events[-1], ge.GameEnded)
    assert not any(isinstance(event, ge.GamePaused) for event in events)


# --- more time, less time, the next phase


def test_added_time_moves_the_end_and_the_cues_before_it_but_not_those_after_the_start() -> None:
    log = a_running_game(a_phase("a", 5, a_cue(after=1), a_cue(before=1)), a_phase("b", 5))

    log.do(gc.ChangeTime(TWO_MINUTES), at=at(0.5))

    assert log.ring(at(1)) == [ge.CueRung(0, 0, at(1), left=timedelta(minutes=6))]
    assert log.ring(at(5.5)) == []
    assert log.ring(at(6)) == [ge.CueRung(0, 1, at(6))]
    assert log.ring(at(7)) == [ge.PhaseStarted(1, at(7), at(12))]


def test_time_that_is_left_can_be_taken_and_no_second_more() -> None:
    log = a_running_game()

    with pytest.raises(TooMuchTimeTaken) as refused:
        log.do(gc.ChangeTime(-timedelta(minutes=4, seconds=1)), at=at(1))
    taken = log.do(gc.ChangeTime(-timedelta(minutes=4)), at=at(1))

    assert "Only 4 min is left" in refused.value.sentence
    assert "4 min 1 s cannot" in refused.value.sentence
    assert taken == [ge.TimeChanged(-timedelta(minutes=4), at(1), at(1))]


def test_time_can_be_added_although_the_end_has_passed_unheard() -> None:
    log = a_running_game()

    added = log.do(gc.ChangeTime(TWO_MINUTES), at=at(9))

    assert [type(event) for event in added] == [ge.TimeChanged]
    assert log.ring(at(9))[0] == ge.PhaseStarted(1, at(7), at(17), late=True)


def test_time_is_changed_in_a_pause_as_of_its_beginning() -> None:
    log = a_paused_game()

    with pytest.raises(TooMuchTimeTaken):
        log.do(gc.ChangeTime(-timedelta(minutes=4, seconds=1)), at=at(30))
    log.do(gc.ChangeTime(-timedelta(minutes=3)), at=at(30))
    log.do(gc.ResumeGame(), at=at(31))

    assert log.game.clock is not None
    assert log.game.clock.ends == at(32)


def test_no_time_at_all_changes_nothing() -> None:
    assert a_running_game().do(gc.ChangeTime(timedelta()), at=at(1)) == []


def test_skipping_rings_the_next_bell_now_and_drops_the_cues_that_were_left() -> None:
    log = a_running_game()

    skipped = log.do(gc.SkipPhase(), at=at(1))

    assert skipped == [ge.PhaseStarted(1, at(1), at(11), why=ge.Bell.SKIPPED)]
    assert log.ring(at(3.5)) == []


def test_skipping_in_a_pause_leaves_the_clock_stopped_in_the_next_phase() -> None:
    log = a_paused_game()

    log.do(gc.SkipPhase(), at=at(9))
    silent = log.game.next_due()
    log.do(gc.ResumeGame(), at=at(20))

    assert silent is None
    assert log.game.next_due() == at(23)
    assert log.ring(at(30)) != []


def test_skipping_in_a_pause_to_a_last_phase_of_no_length_ends_the_game() -> None:
    log = a_running_game(a_phase("a", 5), a_phase("z", 0))
    log.do(gc.PauseGame(), at=at(1))

    log.do(gc.SkipPhase(), at=at(2))

    assert log.game.stage is Stage.ENDED


def test_skipping_the_last_phase_ends_the_game() -> None:
    log = a_running_game(a_phase("only", 5))

    assert log.do(gc.SkipPhase(), at=at(1)) == [ge.GameEnded(at(1))]


def test_ending_early_says_so() -> None:
    assert a_running_game().do(gc.EndGame(), at=at(1)) == [ge.GameEnded(at(1), early=True)]


def test_a_whole_game_rings_every_bell_and_every_cue_once_and_in_order() -> None:
    log = a_running_game()

    second = NOON
    while log.game.stage is Stage.RUNNING:
        second += timedelta(seconds=1)
        log.ring(second)

    rung = [event for event in log.events if isinstance(event, ge.CueRung | ge.PhaseStarted)]
    assert [type(event).__name__[0] for event in rung] == list("PCCPCCPCCCP")
    assert all(one.at <= other.at for one, other in pairwise(rung))
    assert log.events[-1] == ge.GameEnded(at(25))


def test_the_first_event_of_a_game_is_its_creation_and_a_cue_follows_a_bell() -> None:
    with pytest.raises(ValueError, match="creation"):
        evolve(None, ge.GameStarted())
    with pytest.raises(ValueError, match="bell"):
        evolve(a_game().game, ge.CueRung(0, 0, at(0)))
