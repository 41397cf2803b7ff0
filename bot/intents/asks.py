"""Questions that are answered privately: that they are open, and what was answered."""

from collections.abc import Iterator
from typing import assert_never

from bot.domain.asks.ask import ShowWhen
from bot.domain.asks.asked import Asked
from bot.domain.council import Council
from bot.domain.council import ask_events as ae
from bot.domain.council import events as e
from bot.domain.ids import UserId
from bot.intents.intent import Card, CouncilCard, Delivery, Urgency, beside
from bot.intents.rooms import PLENARY, council_room


class AskCard(CouncilCard):
    """A question to everybody in a council, in its channel."""

    ask: str


class AskedYouCard(CouncilCard):
    """A question to somebody who is among the few that are asked."""

    ask: str
    holder: UserId


class AskResultCard(CouncilCard):
    """What was answered."""

    ask: str


class AskWaitsCard(Card):
    """To a facilitator: a question is closed, and its answers wait for them to be shown."""

    ask: str


class AskAcrossCard(Card):
    """What the councils answered, side by side."""

    ask: str


def of_asks(council: Council, event: e.AskEvent) -> Iterator[Delivery]:
    """The work that an event of a question makes; `council` is as it is after it. No answer is in it."""
    one = council.asks[event.question.id if isinstance(event, ae.AskOpened) else event.ask]
    match event:
        case ae.AskOpened():
            yield from (Delivery(card, Urgency.BELL) for card in _questions(council, one))
        case ae.AskAnswered():
            yield from (beside(card, Urgency.UPDATE) for card in _questions(council, one))
        case ae.AskClosed():
            yield from (beside(card, Urgency.REPLY) for card in _questions(council, one))
            if one.question.show is ShowWhen.FACILITATOR:
                yield from (Delivery(card, Urgency.REPLY) for card in _waits(council, one))
        case ae.AskShown():
            yield Delivery(_result(council, one), Urgency.REPLY)
            yield from (beside(card, Urgency.UPDATE) for card in _waits(council, one))
            if one.question.across:
                key = f"ask_across:{one.question.id}"
                yield Delivery(AskAcrossCard(PLENARY, key, one.question.id), Urgency.REPLY)
        case ae.AskTextJudged():
            yield beside(_result(council, one), Urgency.UPDATE)
            yield from (beside(card, Urgency.UPDATE) for card in _waits(council, one))
        case _:
            assert_never(event)


def of_newcomers(council: Council, event: e.CouncilEvent) -> Iterator[Delivery]:
    """Somebody who takes a seat that is asked is asked as well, where that is not said in the channel."""
    if not isinstance(event, e.SeatEvent):
        return
    seat = council.seats[event.to if isinstance(event, e.HolderMoved) else event.seat]
    for one in council.asks.values():
        asked = one.open and seat.role in one.question.seats and not to_all(council, one)
        if asked and seat.holder is not None:
            yield Delivery(_asked_you(council, one, seat.holder), Urgency.REPLY)


def to_all(council: Council, one: Asked) -> bool:
    """Whether the whole council is asked, so that the question stands in its channel."""
    return set(council.seats) <= set(one.question.seats)


def question_key(council: Council, ask: str) -> str:
    """The key of a question's card in its council's channel."""
    return f"ask:{council.id}:{ask}"


def _questions(council: Council, one: Asked) -> Iterator[Card]:
    if to_all(council, one):
        key = question_key(council, one.question.id)
        yield AskCard(council_room(council), key, council.id, one.question.id)
        return
    for role in one.question.seats:
        if (holder := council.seats[role].holder) is not None:
            yield _asked_you(council, one, holder)


def _asked_you(council: Council, one: Asked, holder: UserId) -> AskedYouCard:
    key = f"{question_key(council, one.question.id)}:{holder}"
    return AskedYouCard(f"dm:{holder}", key, council.id, one.question.id, holder)


def _result(council: Council, one: Asked) -> AskResultCard:
    key = f"ask_result:{council.id}:{one.question.id}"
    return AskResultCard(council_room(council), key, council.id, one.question.id)


def _waits(council: Council, one: Asked) -> Iterator[AskWaitsCard]:
    if one.question.show is ShowWhen.FACILITATOR:
        for user in sorted(council.facilitators):
            yield AskWaitsCard(f"dm:{user}", f"ask_waits:{one.question.id}:{user}", one.question.id)
