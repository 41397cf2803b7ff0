"""Cards of care: none is sent when what it was about has passed."""

from typing import TypeAlias, assert_never

from bot.courier.rendering.council import Table
from bot.domain.care.digest import News
from bot.domain.care.events import OFFERED, PROXY
from bot.domain.care.silence import silent
from bot.domain.game import Stage
from bot.domain.ids import Moment
from bot.intents import care
from bot.slack.blocks.message import Message
from bot.slack.care import cards as care_cards
from bot.slack.seats import people as people_cards

AboutASeat: TypeAlias = care.CheckInCard | care.MayVoteForCard | care.SeatOfferCard
ToAPlayer: TypeAlias = care.ReminderCard | care.NudgeCard | care.SeatTakenCard


def digest(it: Table, news: News, at: Moment) -> Message | None:
    """A council's morning; None where the game has ended."""
    running = it.game.stage is Stage.RUNNING
    return care_cards.digest(it.game, it.scenario, it.council, news, at) if running else None


def shown(it: Table, card: AboutASeat | ToAPlayer | care.IdleSeatsCard, at: Moment) -> Message | None:
    """The card at this moment; None where what it was about has passed."""
    if isinstance(card, care.IdleSeatsCard):
        return _idle_seats(it, card)
    if isinstance(card, AboutASeat):
        return _about_a_seat(it, card)
    return _to_a_player(it, card, at)


def _idle_seats(it: Table, card: care.IdleSeatsCard) -> Message | None:
    seen = it.council.care
    idle = [role for role in card.idle if seen.step(role)]
    shut = [role for role in card.shut if role not in seen.opened]
    if it.game.stage is not Stage.RUNNING or not (idle or shut):
        return None
    return care_cards.idle_seats(it.scenario, it.council, idle, shut)


def _about_a_seat(it: Table, card: AboutASeat) -> Message | None:
    seat, seen = it.council.seats[card.seat], it.council.care
    if it.game.stage is not Stage.RUNNING or seat.holder != card.holder:
        return None
    match card:
        case care.CheckInCard():
            return None if seat.role in seen.opened else care_cards.check_in(it.game, it.council)
        case care.MayVoteForCard():
            waits = seen.step(seat.role) >= PROXY and it.council.outcome is None
            return care_cards.may_vote_for(it.scenario, it.council, seat) if waits else None
        case care.SeatOfferCard():
            offered = seen.step(seat.role) >= OFFERED
            return care_cards.seat_offer(it.game, it.scenario, it.council, seat) if offered else None
        case _:
            assert_never(card)


def _to_a_player(it: Table, card: ToAPlayer, at: Moment) -> Message | None:
    match card:
        case care.ReminderCard():
            seat = it.council.seat_of(card.user) if card.user is not None else None
            if seat is None or it.game.phase is None or it.game.phase.key != card.phase:
                return None
            return care_cards.reminder(it.game, it.council, seat, card.mark, at)
        case care.NudgeCard():
            quiet = next((one for one in silent(it.council) if one.holder == card.holder), None)
            return people_cards.nudge(it.game, it.scenario, it.council, quiet, at) if quiet else None
        case care.SeatTakenCard():
            return care_cards.seat_taken(it.game, it.scenario, it.council, it.council.seats[card.seat])
        case _:
            assert_never(card)
