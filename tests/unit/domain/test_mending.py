""""""

from bot.domain.council import commands as cc
from bot.domain.game import commands as gc
from bot.domain.ids import RoleNumber, UserId
from bot.domain.mending import Move, Waking, wakings
from tests.builders import (
    EMERGENCY,
    FACILITATOR,
    OBSERVER,
    CouncilLog,
    GameLog,
    a_council,
    a_dealt_game,
    at,
)

ANN = UserId("U0ANN")


def all_but(log: CouncilLog, *quiet: int) -> None:
    """Everybody reacts on a proposal, but for these."""
    number = log.propose(by=next(seat.role for seat in log.council.filled if seat.role not in quiet))
    for seat in log.council.filled:
        if seat.role not in quiet and seat.role != log.council.proposals[number].by:
            log.react(number, True, seat.role, at(7))


def best(log: CouncilLog, game: GameLog) -> list[Waking]:
    return list(wakings(game.game, [log.council], log.council))


def test_first_comes_a_nudge_then_patience_then_somebody_who_has_no_seat() -> None:
    log, game = a_council(), a_dealt_game()
    all_but(log, 4)
    first = best(log, game)
    log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR)
    waiting = best(log, game)
    log.reach(EMERGENCY)
    seat = log.council.seats[RoleNumber(4)]

    assert first == [Waking(seat, Move.NUDGE)]
    assert waiting == [Waking(seat, Move.WAIT)]
    assert best(log, game) == [Waking(seat, Move.REPLACE, OBSERVER)]


def test_one_person_in_reserve_is_offered_for_one_seat_and_then_somebody_has_to_be_found() -> None:
    log, game = a_council(), a_dealt_game()
    all_but(log, 4, 6)
    for role in (4, 6):
        log.do(cc.NudgeSeat(RoleNumber(role)), FACILITATOR)
    log.reach(EMERGENCY)

    assert [(one.seat.role, one.move) for one in best(log, game)] == [(4, Move.REPLACE), (6, Move.INVITE)]


def test_a_silent_team_with_a_vacant_seat_gets_somebody_from_a_team_that_can_spare_them() -> None:
    log = a_council(9)
    vacant = next(seat for seat in log.council.seats.values() if seat.holder is None)
    partner = next(seat for seat in log.council.filled if seat.team == vacant.team)
    all_but(log, partner.role)
    log.do(cc.NudgeSeat(partner.role), FACILITATOR)
    log.reach(EMERGENCY)
    game = a_dealt_game(players=9)
    game.do(gc.Leave(OBSERVER), OBSERVER)

    (waking,) = best(log, game)

    assert (waking.seat.role, waking.move, waking.vacant) == (partner.role, Move.MOVE, vacant)
    mover = log.council.seat_of(waking.who or ANN)
    assert mover is not None
    assert mover.team != vacant.team
    assert not mover.steward
