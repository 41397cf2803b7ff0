"""Accounts that are deactivated and come back, and a game that nobody runs any more."""

import pytest

from bot.domain.errors.authority import FacilitatorsOnly, MootOnly
from bot.domain.errors.clock import GameOver
from bot.domain.errors.seating import NotSignedUp, PlanIsStale, RunByOthers
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.game.accounts import TOGETHER
from bot.domain.game.state import OFFERED_FIRST
from bot.domain.ids import MOOT, Moment, UserId
from bot.domain.inviting import Finding, Named, would_be
from tests.builders import (
    FACILITATOR,
    OBSERVER,
    PARIS,
    STRANGER,
    GameLog,
    a_dealt_game,
    a_game,
    a_running_game,
    at,
    creation,
    player,
)

SECOND = UserId("U0SECOND")


def lose(log: GameLog, *users: UserId, when: Moment = at(2), stewards: tuple[UserId, ...] = ()) -> None:
    for user in users:
        log.do(gc.LoseAccount(user, stewards), MOOT, when)


def bring_back(log: GameLog, user: UserId, when: Moment = at(20)) -> list[ge.GameEvent]:
    return log.do(gc.ReturnAccount(user), MOOT, when)


# --- on the list


def test_whoever_has_no_account_is_dealt_no_seat_until_it_is_back() -> None:
    log = a_game()
    log.do(gc.PlanSeating())
    lose(log, player(1), OBSERVER)

    with pytest.raises(PlanIsStale):
        log.do(gc.DealSeats())
    assert (len(log.game.players), len(log.game.observers)) == (9, 0)

    bring_back(log, player(1))
    log.do(gc.DealSeats())
    assert log.game.deal is not None
    assert player(1) in log.game.deal.players()


def test_an_account_is_lost_once_and_comes_back_once() -> None:
    log = a_running_game()
    lose(log, player(1))
    events = list(log.events)
    lose(log, player(1), when=at(9))
    assert log.events == events

    assert bring_back(log, player(1)) == [ge.AccountReturned(player(1), at(2))]
    assert bring_back(log, player(1)) == []


def test_the_account_of_a_stranger_or_after_the_end_concerns_nobody() -> None:
    log = a_running_game()
    before = list(log.events)
    lose(log, STRANGER)
    assert log.events == before

    log.do(gc.EndGame())
    before = list(log.events)
    lose(log, player(1))
    assert log.events == before


def test_accounts_that_go_within_minutes_are_told_of_together() -> None:
    log = a_running_game()
    lose(log, player(1), when=at(2))
    lose(log, player(2), when=at(3))
    lose(log, player(3), when=at(3) + TOGETHER)

    since = [event.since for event in log.events if isinstance(event, ge.AccountLost)]
    assert since == [at(2), at(2), at(3) + TOGETHER]


def test_whoever_signs_up_again_has_an_account() -> None:
    """Slack's news of it may be lost; and a facilitator's list is looked up at Slack."""
    log = a_running_game()
    lose(log, player(1), player(2), OBSERVER)
    assert would_be(log.game, player(2), Named.PERSON) is Finding.ADDED

    log.do(gc.Join(player(1)), player(1), at(9))
    log.do(gc.Join(player(2)), FACILITATOR, at(9))
    log.do(gc.Observe(OBSERVER), OBSERVER, at(9))

    assert log.game.lost == {}


def test_whoever_was_taken_off_the_list_meanwhile_does_not_come_back_to_it() -> None:
    log = a_running_game()
    lose(log, player(1))
    log.do(gc.Leave(player(1)), FACILITATOR, at(3))

    bring_back(log, player(1))

    assert player(1) not in {one.player for one in log.game.players}
    with pytest.raises(NotSignedUp):
        log.do(gc.Leave(player(1)), player(1), at(21))


def test_only_moot_says_whose_account_is_gone() -> None:
    log = a_running_game()

    for command in (gc.LoseAccount(player(1)), gc.ReturnAccount(player(1))):
        with pytest.raises(MootOnly):
            log.do(command, FACILITATOR)


# --- who runs it


def test_a_facilitator_whose_account_is_back_runs_the_game_again() -> None:
    log = a_running_game()
    log.do(gc.AddFacilitator(SECOND))
    lose(log, FACILITATOR)
    assert log.game.facilitators == {SECOND}
    assert log.game.offered == ()

    bring_back(log, FACILITATOR)

    assert log.game.facilitators == {FACILITATOR, SECOND}


def test_a_facilitator_can_be_taken_off_the_game_while_their_account_is_gone() -> None:
    log = a_running_game()
    log.do(gc.AddFacilitator(SECOND))
    lose(log, FACILITATOR)
    log.do(gc.RemoveFacilitator(FACILITATOR), SECOND)

    bring_back(log, FACILITATOR)

    assert log.game.facilitators == {SECOND}


def test_a_game_whose_last_facilitator_is_gone_is_offered_to_its_stewards() -> None:
    log = a_running_game()

    lose(log, FACILITATOR, stewards=(player(1), player(2)))

    assert log.events[-1] == ge.GameOffered((player(1), player(2)), at(2))


def test_before_the_deal_it_is_offered_to_those_who_would_chair_or_else_to_all_who_play() -> None:
    log = a_game(players=3)
    lose(log, FACILITATOR)
    assert log.game.offered == (player(1), player(2), player(3))

    log = a_game(players=3)
    log.do(gc.Join(player(2), chair=True), player(2))
    lose(log, FACILITATOR)
    assert log.game.offered == (player(2),)


def test_after_a_while_it_is_offered_to_the_observers_as_well() -> None:
    log = a_running_game()
    log.do(gc.PauseGame(), at=at(1))
    lose(log, FACILITATOR, stewards=(player(1),))
    assert log.game.next_due() == at(2) + OFFERED_FIRST
    assert log.ring(at(3)) == []

    assert log.ring(at(2) + OFFERED_FIRST) == [ge.GameOffered((OBSERVER,), at(2) + OFFERED_FIRST)]
    assert log.game.next_due() is None
    assert log.ring(at(30)) == []


def test_over_days_the_observers_wait_in_working_time() -> None:
    log = a_dealt_game(creation(working=PARIS))
    log.do(gc.StartGame())
    friday_evening = PARIS.after(at(), PARIS.day)
    lose(log, FACILITATOR, when=friday_evening, stewards=(player(1),))

    assert log.game.offer_due() == PARIS.after(friday_evening, OFFERED_FIRST)


def test_where_nobody_chairs_it_is_offered_to_the_observers_at_once() -> None:
    log = GameLog()
    log.do(creation())
    log.do(gc.Observe(OBSERVER), OBSERVER)

    lose(log, FACILITATOR)

    assert log.game.offered == (OBSERVER,)


def test_where_nobody_was_there_it_is_offered_to_the_first_who_comes() -> None:
    log = GameLog()
    log.do(creation())
    lose(log, FACILITATOR)
    assert not log.game.offered

    log.do(gc.Join(player(1)), player(1))

    assert log.game.offered == (player(1),)


def test_the_first_who_takes_it_over_runs_it_and_the_others_come_too_late() -> None:
    log = a_running_game()
    lose(log, FACILITATOR, stewards=(player(1), player(2)))

    assert log.do(gc.TakeOver(), player(2)) == [ge.FacilitatorAdded(player(2), player(2))]
    assert log.do(gc.TakeOver(), player(2)) == []
    with pytest.raises(RunByOthers):
        log.do(gc.TakeOver(), player(1))
    assert log.game.next_due() == a_running_game().game.next_due()

    bring_back(log, FACILITATOR)
    assert log.game.facilitators == {FACILITATOR, player(2)}


def test_nobody_takes_over_a_game_that_was_not_offered_to_them_or_is_over() -> None:
    log = a_running_game()
    with pytest.raises(RunByOthers):
        log.do(gc.TakeOver(), player(1))
    lose(log, FACILITATOR, stewards=(player(1),))
    for stranger in (STRANGER, OBSERVER, player(3)):
        with pytest.raises(FacilitatorsOnly):
            log.do(gc.TakeOver(), stranger)

    log.do(gc.EndGame(), MOOT)
    with pytest.raises(GameOver):
        log.do(gc.TakeOver(), player(1))


def test_where_all_who_were_asked_are_gone_too_others_are_asked() -> None:
    log = a_running_game()
    lose(log, FACILITATOR, stewards=(player(1),))

    lose(log, player(1), when=at(3), stewards=(player(2),))

    assert log.game.offered == (player(1), player(2))


def test_an_operator_gives_the_game_to_anybody() -> None:
    log = a_running_game()
    lose(log, FACILITATOR, stewards=(player(1),))

    log.do(gc.AddFacilitator(SECOND), MOOT)

    assert log.game.facilitators == {SECOND}
    assert log.game.offered == ()


def test_naming_somebody_as_facilitator_whose_account_was_gone_means_that_it_is_back() -> None:
    log = a_running_game()
    lose(log, player(1))

    log.do(gc.AddFacilitator(player(1)))

    assert not log.game.lost
    assert log.game.facilitators == {FACILITATOR, player(1)}
