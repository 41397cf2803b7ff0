"""Surveys of everybody who plays, in the plenary."""

from collections.abc import Iterator

from bot.domain.asks.ask import AskWhen
from bot.domain.asks.surveys import SurveyAnswered, SurveyEvent, SurveyShown
from bot.domain.game import Game, surveys
from bot.domain.game import events as e
from bot.intents.intent import Card, Delivery, Urgency, beside
from bot.intents.rooms import PLENARY


class SurveyCard(Card):
    """A survey, and how many have answered."""

    survey: str


class SurveyResultCard(Card):
    """What was answered, and how far each team has moved."""

    survey: str


def of_surveys(game: Game, event: e.GameEvent) -> Iterator[Delivery]:
    """The work that an event makes; `game` is as it is after it. No answer is in it."""
    if isinstance(event, SurveyEvent):
        yield beside(_card(event.survey), Urgency.UPDATE)
        if isinstance(event, SurveyShown):
            yield Delivery(_result(event.survey), Urgency.REPLY)
        elif isinstance(event, SurveyAnswered) and surveys.is_shown(game, surveys.survey(game, event.survey)):
            yield beside(_result(event.survey), Urgency.UPDATE)
        return
    match event:
        case e.GameCreated():
            yield from _opened(game, AskWhen.SIGN_UP)
        case e.SeatsDealt():
            yield from _closed(game, AskWhen.SIGN_UP)
        case e.GameEnded():
            yield from _opened(game, AskWhen.AFTER_RESULT)
        case e.GameClosed():
            yield from _closed(game, AskWhen.AFTER_RESULT)
        case _:  # no other opens or closes one
            return


def _opened(game: Game, when: AskWhen) -> Iterator[Delivery]:
    for one in game.surveys:
        if one.when is when:
            yield Delivery(_card(one.key), Urgency.REPLY)


def _closed(game: Game, when: AskWhen) -> Iterator[Delivery]:
    for one in game.surveys:
        if one.when is when:
            yield beside(_card(one.key), Urgency.UPDATE)
            if surveys.is_shown(game, one):
                yield Delivery(_result(one.key), Urgency.REPLY)


def _card(key: str) -> SurveyCard:
    return SurveyCard(PLENARY, f"survey:{key}", key)


def _result(key: str) -> SurveyResultCard:
    return SurveyResultCard(PLENARY, f"survey_result:{key}", key)
