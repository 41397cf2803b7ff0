"""From an intent of care to its message; None where what it was about has passed."""

from collections.abc import Mapping
from typing import Any

from bot.domain.care.digest import Digest
from bot.domain.council import Council
from bot.domain.council.care_events import OFFERED, PROXY, Mark
from bot.domain.game import Game, Stage
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks.message import Message
from bot.slack.care import cards as care_cards

CARDS = ("digest", "reminder", "check_in", "may_vote_for", "idle_seats", "seat_offer", "seat_taken")
Subject = Mapping[str, Any]


def care_card(
    name: str,
    game: Game,
    scenario: Scenario,
    council: Council,
    subject: Subject,
    at: Moment,
    happened: Digest | None = None,
) -> Message | None:
    """The card of this name at this moment; None where what it was about has passed."""
    running = game.stage is Stage.RUNNING
    if name == "digest":
        return care_cards.digest(game, scenario, council, happened or Digest(), at) if running else None
    if name == "reminder":
        return _reminder(game, council, subject, at)
    if name == "idle_seats":
        return _idle_seats(scenario, council, subject) if running else None
    seat = council.seats[RoleNumber(subject["seat"])]
    if name == "seat_taken":
        return care_cards.seat_taken(game, scenario, council, seat)
    if not running or seat.holder != subject["holder"]:
        return None
    return _about_a_seat(name, game, scenario, council, seat)


def _reminder(game: Game, council: Council, subject: Subject, at: Moment) -> Message | None:
    seat = council.seat_of(UserId(subject["user"]))
    if seat is None or game.phase is None or game.phase.key != subject["phase"]:
        return None
    return care_cards.reminder(game, council, seat, Mark(subject["mark"]), at)


def _idle_seats(scenario: Scenario, council: Council, subject: Subject) -> Message | None:
    care = council.care
    idle = [RoleNumber(int(role)) for role in subject["idle"] if care.step(RoleNumber(int(role)))]
    shut = [RoleNumber(int(role)) for role in subject["shut"] if int(role) not in care.opened]
    return care_cards.idle_seats(scenario, council, idle, shut) if idle or shut else None


def _about_a_seat(name: str, game: Game, scenario: Scenario, council: Council, seat: Seat) -> Message | None:
    step = council.care.step(seat.role)
    match name:
        case "check_in":
            return None if seat.role in council.care.opened else care_cards.check_in(game, council)
        case "may_vote_for":
            waits = step >= PROXY and council.outcome is None
            return care_cards.may_vote_for(scenario, council, seat) if waits else None
        case _:  # seat_offer, the only name besides
            return care_cards.seat_offer(game, scenario, council, seat) if step >= OFFERED else None
