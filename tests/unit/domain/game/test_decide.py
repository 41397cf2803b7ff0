"""A game: who may do what, sign-up, seating, and who runs it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AskWhen
from bot.domain.asks.surveys import AnswerSurvey, ShowSurvey, Survey
from bot.domain.errors import Refusal
from bot.domain.errors.authority import FacilitatorsOnly, MootOnly, NoGame
from bot.domain.errors.calls import NotYourCall
from bot.domain.errors.clock import (
    GameOver,
)
from bot.domain.errors.floor import NotWaiting, NotYoursToCall, OnlySeatsSpeak
from bot.domain.errors.results import CloseTooEarly, LastWordSaid
from bot.domain.errors.seating import (
    AlreadyDealt,
    LastFacilitator,
    NothingPlanned,
    NotInThePlan,
    NotSignedUp,
    PaperCannotFacilitate,
    PlanIsStale,
    TooFewPlayers,
)
from bot.domain.feedback import Feedback
from bot.domain.floor import AskFloor, CallNext, LeaveFloor
from bot.domain.game import Stage
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.game.evolve import evolve
from bot.domain.game.telling import When, Written
from bot.domain.host import Host
from bot.domain.ids import MOOT, UserId
from bot.domain.paper import paper_id
from bot.domain.phases import PhaseKind
from bot.domain.seating import Candidate
from tests.builders import (
    FACILITATOR,
    NOON,
    OBSERVER,
    STRANGER,
    GameLog,
    a_dealt_game,
    a_game,
    a_phase,
    a_question,
    a_running_game,
    at,
    creation,
    player,
)

ANN = UserId("U0ANN")

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


def a_game_with_a_plan() -> GameLog:
    """A game in which a facilitator has planned to tell something."""
    log = a_game_in_session()
    log.do(gc.TellInject(written=Written("It rains."), when=When(at=at(60))), at=at(0, 40))
    return log


def a_game_without_moot() -> GameLog:
    """A game that stands still since noon, because Moot was away."""
    log = a_running_game()
    log.do(gc.NoteAbsence(NOON), MOOT, at(1, 30))
    return log


def a_game_without_reach() -> GameLog:
    """A game that stands still since minute one, because Slack let Moot do nothing."""
    log = a_running_game()
    log.do(gc.LoseReach(at(1)), MOOT, at(1))
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
    (gc.TellInject(written=Written("It rains.")), a_game_in_session(), FACILITATORS),
    (gc.CancelInject(1), a_game_with_a_plan(), FACILITATORS),
    (gc.HearDone(0, frozenset({1})), a_running_game(), MOOT_ALONE),
    (gc.NoteAbsence(NOON), a_running_game(), MOOT_ALONE),
    (gc.LoseReach(at(1)), a_running_game(), MOOT_ALONE),
    (gc.RegainReach(), a_game_without_reach(), MOOT_ALONE),
    (gc.CatchUp(), a_game_without_moot(), FACILITATORS),
    (gc.PlanStart(by_itself=True, starts_at=at(60)), a_game(), FACILITATORS),
    (gc.Broadcast("Well done"), a_running_game(), FACILITATORS),
    (gc.EndGame(), a_running_game(), FACILITATORS),
    (gc.CloseGame(), an_ended_game(), FACILITATORS),
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


def an_abandoned_game() -> GameLog:
    """A game whose facilitator's account is deactivated, and which is offered to a player."""
    log = a_running_game()
    log.do(gc.LoseAccount(FACILITATOR, (PLAYER,)), MOOT, at(1))
    return log


AUTHORITY += [
    (gc.LoseAccount(PLAYER), a_running_game(), MOOT_ALONE),
    (gc.ReturnAccount(PLAYER), a_running_game(), MOOT_ALONE),
    (
        gc.TakeOver(),
        an_abandoned_game(),
        {PLAYER: None, OBSERVER: FacilitatorsOnly, STRANGER: FacilitatorsOnly, FACILITATOR: FacilitatorsOnly},
    ),
    (gc.AddFacilitator(SECOND), a_game(), FACILITATORS),
    (gc.RemoveFacilitator(SECOND), a_game_of_two_facilitators(), {**FACILITATORS, SECOND: None}),
]


def a_game_with_speakers() -> GameLog:
    """A game in whose plenary a player has the floor, and another waits for it."""
    log = a_running_game()
    log.do(AskFloor(), PLAYER, at(1))
    log.do(AskFloor(), player(2), at(1))
    return log


AUTHORITY += [
    (AskFloor(), a_game_with_speakers(), {PLAYER: None, player(3): None, STRANGER: OnlySeatsSpeak}),
    (LeaveFloor(), a_game_with_speakers(), {PLAYER: None, player(2): None, STRANGER: NotWaiting}),
    (CallNext(), a_game_with_speakers(), {player(3): NotYoursToCall, PLAYER: None, FACILITATOR: None}),
]


def a_surveyed_game() -> GameLog:
    """A game in sign-up with a survey, of which somebody else's answer is in."""
    survey = Survey(a_question(seats=()), AskWhen.SIGN_UP)
    log = a_game(replace(creation(), surveys=(survey,)))
    log.do(AnswerSurvey("poll", Answer(chosen=("1",))), player(1))
    return log


def a_game_after_its_survey() -> GameLog:
    """The same when the seats are dealt."""
    log = a_surveyed_game()
    log.do(gc.PlanSeating())
    log.do(gc.DealSeats())
    return log


NOT_LISTED = dict.fromkeys((OBSERVER, STRANGER, FACILITATOR, MOOT), NotSignedUp)
AUTHORITY += [
    (AnswerSurvey("poll", Answer(chosen=("2",))), a_surveyed_game(), {PLAYER: None, **NOT_LISTED}),
    (ShowSurvey("poll"), a_game_after_its_survey(), FACILITATORS),
]
CALL = "https://meet.example.org/a"
NOT_THEIR_CALL = dict.fromkeys((PLAYER, OBSERVER, STRANGER, MOOT), NotYourCall)
AUTHORITY += [
    (gc.SetCall(CALL), a_running_game(), {FACILITATOR: None, **NOT_THEIR_CALL}),
    (gc.SetCall(CALL, 1, stewards=(PLAYER,)), a_running_game(), {PLAYER: None, STRANGER: NotYourCall}),
]


@pytest.mark.parametrize(
    ("command", "log", "verdicts"),
    [pytest.param(*row, id=type(row[0]).__name__) for row in AUTHORITY],
)
def test_each_command_is_for_those_whom_it_concerns(
    command: gc.GameCommand, log: GameLog, verdicts: dict[UserId, Verdict]
) -> None:
    found: dict[UserId, Verdict] = {}
    for actor in verdicts:
        copied, found[actor] = GameLog(log.state, list(log.events)), None
        try:
            copied.do(command, actor, at(2))
        except Refusal as refused:
            found[actor] = type(refused)
            assert copied.state is log.state, actor

    assert found == verdicts


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


# --- the log


def test_the_first_event_of_a_game_is_its_creation_and_a_cue_follows_a_bell() -> None:
    with pytest.raises(ValueError, match="creation"):
        evolve(None, ge.GameStarted())
    with pytest.raises(ValueError, match="bell"):
        evolve(a_game().game, ge.CueRung(0, 0, at(0)))


# --- the close


def test_a_game_is_closed_once_and_only_after_its_end() -> None:
    log = a_running_game()
    with pytest.raises(CloseTooEarly):
        log.do(gc.CloseGame())
    log.do(gc.EndGame(), at=at(2))

    assert log.do(gc.CloseGame(), at=at(3)) == [ge.GameClosed(at(3))]
    assert log.do(gc.CloseGame(), at=at(4)) == [], "a second click"
    assert log.game.closed_at == at(3)


def test_facilitators_are_heard_after_the_end_until_they_close_the_game_and_once_more_then() -> None:
    log = a_running_game()
    log.do(gc.EndGame())
    assert log.do(gc.Broadcast("Thank you")) == [ge.Announced("Thank you")]
    assert log.do(gc.Broadcast("And see you")) == [ge.Announced("And see you")]
    log.do(gc.CloseGame())

    log.do(gc.Broadcast("The photos", more=True))  # one word in two messages
    log.do(gc.Broadcast("are here"))

    with pytest.raises(LastWordSaid):
        log.do(gc.Broadcast("And another thing"))


# --- who runs the game


def test_somebody_who_was_named_runs_the_game_with_every_right() -> None:
    log = a_running_game()

    added = log.do(gc.AddFacilitator(ANN))

    assert added == [ge.FacilitatorAdded(ANN, FACILITATOR)]
    assert log.do(gc.AddFacilitator(ANN)) == []
    assert log.do(gc.PauseGame(), ANN, at(1))


def test_whoever_alone_would_run_the_game_again_stays_on_the_list_of_facilitators() -> None:
    log = a_game()
    log.do(gc.LoseAccount(FACILITATOR), MOOT)

    with pytest.raises(LastFacilitator):
        log.do(gc.RemoveFacilitator(FACILITATOR), FACILITATOR)

    log.do(gc.ReturnAccount(FACILITATOR), MOOT)
    assert log.do(gc.AddFacilitator(ANN), FACILITATOR)


def test_the_last_facilitator_stays_and_any_other_may_go() -> None:
    log = a_game()
    with pytest.raises(LastFacilitator):
        log.do(gc.RemoveFacilitator(FACILITATOR))
    log.do(gc.AddFacilitator(ANN))

    gone = log.do(gc.RemoveFacilitator(FACILITATOR))

    assert gone == [ge.FacilitatorRemoved(FACILITATOR, FACILITATOR)]
    assert log.do(gc.RemoveFacilitator(FACILITATOR), FACILITATOR) == [], "a second click"
    with pytest.raises(FacilitatorsOnly):
        log.do(gc.PlanSeating(), FACILITATOR)
    with pytest.raises(LastFacilitator):
        log.do(gc.RemoveFacilitator(ANN), ANN)


def test_facilitators_change_also_when_the_game_is_over_since_claims_are_ruled_on_then() -> None:
    log = a_running_game()
    log.do(gc.EndGame())

    assert log.do(gc.AddFacilitator(ANN))


def test_somebody_on_paper_cannot_run_the_game() -> None:
    with pytest.raises(PaperCannotFacilitate):
        a_game().do(gc.AddFacilitator(paper_id("Zoe")))


def test_whoever_creates_a_game_is_its_host_with_what_they_say_of_themselves() -> None:
    said = replace(creation(), host=Host(line="I have run this ten times."))

    assert a_game(said, players=0).game.host == Host(FACILITATOR, "I have run this ten times.")
    assert not a_game(players=0).game.host
