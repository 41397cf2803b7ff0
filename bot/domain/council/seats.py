"""Who holds which seat: seated, filled, handed over, moved."""

from typing import assert_never

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.care import check_offered
from bot.domain.council.state import Council
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.seating import (
    HandsToThemselves,
    HoldsASeatAlready,
    NoSeatToHandOver,
    SeatTaken,
    SignUpClosed,
)
from bot.domain.ids import UserId
from bot.domain.seating import Seat

# --- seats and phases


def seated(command: c.SeatCouncil) -> e.CouncilSeated:
    return e.CouncilSeated(
        council=command.council,
        game=command.game,
        number=command.number,
        name=command.name,
        seats=command.seats,
        stewards=command.stewards,
        rules=command.rules,
        ballot_rule=command.ballot_rule,
        facilitators=command.facilitators,
        offer=command.offer,
        reveal=command.reveal,
        aims=command.aims,
        working=command.working,
        given=command.given,
        electorate=command.electorate,
    )


def decide_seats(council: Council, command: c.SeatCommand, actor: UserId) -> list[e.CouncilEvent]:
    seat = council.seat_of(command.holder)
    match command:
        case c.VacateSeat(holder, gone):
            return [] if seat is None else [e.SeatVacated(seat.role, holder, gone)]
        case c.FillSeat(holder, open_hand):
            return [] if seat is not None else [_filled(council, holder, open_hand)]
        case c.HandOverSeat():
            return [_handed_over(council, command, seat)]
        case c.MoveHolder():
            return _moved(council, command, seat, actor)
        case _:
            assert_never(command)


def _filled(council: Council, holder: UserId, open_hand: bool) -> e.SeatFilled:
    kept = council.seat_kept_for(holder)
    if kept is not None:
        return e.SeatFilled(kept.role, holder, council.absent[holder].open_hand, back=True)
    vacant = next((seat for seat in council.seats.values() if seat.holder is None), None)
    if vacant is None:
        raise SignUpClosed
    return e.SeatFilled(vacant.role, holder, open_hand)


def _handed_over(council: Council, command: c.HandOverSeat, seat: Seat | None) -> e.SeatHandedOver:
    if command.holder == command.to:
        raise HandsToThemselves
    seat = seat or council.seat_kept_for(command.holder)
    if seat is None:
        raise NoSeatToHandOver
    if council.seat_of(command.to) is not None:
        raise HoldsASeatAlready
    if command.offered:
        check_offered(council, seat)
    return e.SeatHandedOver(seat.role, command.holder, command.to)


def _moved(council: Council, command: c.MoveHolder, seat: Seat | None, actor: UserId) -> list[e.CouncilEvent]:
    if actor not in council.facilitators:
        raise FacilitatorsOnly
    if seat is None:
        raise NoSeatToHandOver
    if command.to == seat.role:
        return []
    if command.to not in council.seats or council.seats[command.to].holder is not None:
        raise SeatTaken
    return [e.HolderMoved(command.holder, seat.role, command.to)]
