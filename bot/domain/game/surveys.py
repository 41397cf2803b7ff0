"""Surveys of a game: who may answer when, and whose result is shown."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import assert_never

from bot.domain.asks.answers import Answer, checked
from bot.domain.asks.ask import AskWhen, ShowWhen
from bot.domain.asks.surveys import (
    AnswerSurvey,
    ShowSurvey,
    Survey,
    SurveyAnswered,
    SurveyCommand,
    SurveyEvent,
    SurveyShown,
)
from bot.domain.errors.asks import NeverShown, NoSuchQuestion, QuestionClosed, QuestionStillOpen
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.seating import NotSignedUp
from bot.domain.game.state import Game, Stage
from bot.domain.ids import MOOT, Moment, UserId


def decide_survey(game: Game, command: SurveyCommand, at: Moment, actor: UserId) -> Iterator[SurveyEvent]:
    """What an answer, or a facilitator's word, makes happen."""
    one = survey(game, command.survey)
    match command:
        case AnswerSurvey(key, answer):
            if not game.plays(actor):
                raise NotSignedUp
            if not is_open(game, one):
                raise QuestionClosed
            kept = checked(one.question, answer)
            if answers(game, key).get(actor) != kept:
                yield SurveyAnswered(key, actor, kept, at)
        case ShowSurvey(key):
            if actor not in game.facilitators and actor != MOOT:
                raise FacilitatorsOnly
            if one.question.show is ShowWhen.NEVER:
                raise NeverShown
            if (one.when is AskWhen.SIGN_UP and is_open(game, one)) or not has_begun(game, one):
                raise QuestionStillOpen
            if key not in game.surveys_shown:
                yield SurveyShown(key, actor, at)
        case _:
            assert_never(command)


def survey(game: Game, key: str) -> Survey:
    """The survey of this name. Raises NoSuchQuestion."""
    for one in game.surveys:
        if one.key == key:
            return one
    raise NoSuchQuestion(name=key)


def answers(game: Game, key: str) -> Mapping[UserId, Answer]:
    """What people have answered, by person."""
    return game.survey_answers.get(key, MappingProxyType({}))


def counting(game: Game, key: str) -> Mapping[UserId, Answer]:
    """The answers of those who are on the list."""
    listed = {player.player for player in game.players}
    return {user: answer for user, answer in answers(game, key).items() if user in listed}


def has_begun(game: Game, one: Survey) -> bool:
    """Whether it has been put to people by now."""
    return one.when is AskWhen.SIGN_UP or game.stage is Stage.ENDED


def is_open(game: Game, one: Survey) -> bool:
    """Whether it takes answers: before the seats are dealt, or from the end until the game is closed."""
    match one.when:
        case AskWhen.SIGN_UP:
            return game.stage is Stage.SIGN_UP
        case AskWhen.AFTER_RESULT:
            return game.stage is Stage.ENDED and game.closed_at is None
        case _:
            assert_never(one.when)


def is_shown(game: Game, one: Survey) -> bool:
    """Whether everybody may see its result."""
    closed = has_begun(game, one) and not is_open(game, one)
    return one.key in game.surveys_shown or (closed and one.question.show is ShowWhen.CLOSE)


def open_to(game: Game, user: UserId) -> tuple[Survey, ...]:
    """The open surveys to which somebody has not answered."""
    plays = game.plays(user)
    return tuple(
        one for one in game.surveys if plays and is_open(game, one) and user not in answers(game, one.key)
    )
