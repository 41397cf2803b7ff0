"""Answering questions, and what facilitators do with them: ask now, close, show, and look at texts first."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from slack_sdk.models.views import View

from bot.domain.asks.asked import Asked as Put
from bot.domain.asks.surveys import AnswerSurvey, ShowSurvey
from bot.domain.council import Council
from bot.domain.council import ask_commands as ac
from bot.domain.council.asks import answering, asked, voice_of
from bot.domain.errors import Refusal
from bot.domain.errors.asks import (
    NeverShown,
    NoSuchQuestion,
    NothingToAnswer,
    QuestionClosed,
    QuestionStillOpen,
)
from bot.domain.errors.clock import NotRunning
from bot.domain.errors.seating import NotSignedUp
from bot.domain.game import Stage, asking, surveys
from bot.domain.ids import CouncilId, GameId, RoleNumber, UserId
from bot.domain.owed import Task
from bot.domain.scenario import Scenario
from bot.queries.place import Where
from bot.services import Services
from bot.slack.acting.asked import IN_A_GAME, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.asks import cards, console
from bot.slack.asks import surveys as survey_cards
from bot.slack.asks.forms import AnswerForm, Asking, SurveyForm
from bot.slack.blocks import carried, message, names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message

OPEN, CLOSE, SHOW = ("open", "ask", "start"), ("close", "end", "stop"), ("show", "reveal", "result")
Does: TypeAlias = Callable[[Services, Where, UserId, str], Awaitable[Message]]


class HowToAsk(Refusal):
    template = (
        "Type /moot asks open, close or show, and the name of a question, such as one of these: {names}. "
        "Just /moot asks lists the questions."
    )


# --- answering


async def _answer(sent: Sent[AnswerForm]) -> None:
    """Takes an answer; what does not fit is said at its field."""
    form = sent.form
    council = await sent.services.reader.council(form.council)
    one = asked(council, form.ask)
    command = ac.AnswerAsk(form.ask, form.answer(), form.of)
    try:
        council = await sent.services.councils.handle(form.council, command, actor=sent.user)
    except Refusal as refusal:
        raise form.misfilled(refusal, one.question) from refusal
    one = asked(council, form.ask)
    given = one.given[voice_of(one.question, answering(council, one, sent.user, form.of))]
    game, _ = await sent.services.reader.game(council.game)
    await sent.show(cards.receipt(game, one, given))


async def _answer_survey(sent: Sent[SurveyForm]) -> None:
    """Takes somebody's answer to a survey."""
    form = sent.form
    game, _ = await sent.services.reader.game(form.game)
    one = surveys.survey(game, form.survey)
    try:
        game = await sent.services.games.handle(
            form.game, AnswerSurvey(form.survey, form.answer()), actor=sent.user
        )
    except Refusal as refusal:
        raise form.misfilled(refusal, one.question) from refusal
    await sent.show(survey_cards.receipt(one, surveys.answers(game, one.key)[sent.user]))


FORMS: tuple[Taken, ...] = (takes(AnswerForm, _answer), takes(SurveyForm, _answer_survey))


async def _open_form(pressed: Pressed) -> None:
    key, ask = carried.parts(pressed.value, 2)
    await _form(pressed, CouncilId(key), ask, None)


async def _open_for(pressed: Pressed) -> None:
    key, role, ask = carried.parts(pressed.value, 3)
    await _form(pressed, CouncilId(key), ask, names.role_number(role))


async def _form(pressed: Pressed, key: CouncilId, ask: str, of: RoleNumber | None) -> None:
    form = await answer_form(pressed.services, pressed.user, key, ask, of)
    await (pressed.answer(form) if isinstance(form, Message) else pressed.open(form))


async def answer_form(
    services: Services, user: UserId, key: CouncilId, ask: str, of: RoleNumber | None
) -> View | Message:
    """The form, or the question as it stands where it is closed. Raises what any answer would be refused
    with."""
    council = await services.reader.council(key)
    game, scenario = await services.reader.game(council.game)
    one = asked(council, ask)
    seat = answering(council, one, user, of)
    if not one.open:
        return cards.question(game, council, one)
    given = one.given.get(voice_of(one.question, seat))
    if given is not None and one.question.by == "seats" and given.holder != seat.holder:
        given = None  # the next holder of a seat is not told what it has said
    told = cards.told(game, council, one, given, scenario)
    return AnswerForm.view(Asking(council, one.question, told, of, given))


async def _open_survey(pressed: Pressed) -> None:
    """Raises NoSuchQuestion, NotSignedUp and QuestionClosed, whatever the answer would be."""
    key, name = carried.parts(pressed.value, 2)
    game, _ = await pressed.services.reader.game(GameId(key))
    one, said = surveys.survey(game, name), surveys.answers(game, name).get(pressed.user)
    if pressed.user not in {player.player for player in game.players}:
        raise NotSignedUp
    if not surveys.is_open(game, one):
        raise QuestionClosed
    told = " ".join([*cards.how(one.question), survey_cards.who_sees(one)])
    await pressed.open(SurveyForm.view(game, one, said, told))


async def _read_survey(pressed: Pressed) -> None:
    key, name = carried.parts(pressed.value, 2)
    game, scenario = await pressed.services.reader.game(GameId(key))
    one = surveys.survey(game, name)
    if not surveys.is_shown(game, one):
        raise carried.NotOfThisVersion
    councils = await pressed.services.reader.councils(game)
    await pressed.open(survey_cards.whole_survey(game, scenario, councils, one))


async def _read(pressed: Pressed) -> None:
    key, ask = carried.parts(pressed.value, 2)
    council = await pressed.services.reader.council(CouncilId(key))
    _, scenario = await pressed.services.reader.game(council.game)
    one = asked(council, ask)
    if not one.shown:
        raise carried.NotOfThisVersion
    await pressed.open(cards.whole_result(scenario, council, one))


# --- all of them


async def _overview(services: Services, where: Where) -> Message:
    councils = await services.reader.councils(where.game) if where.facilitates else ()
    return console.questions(where, councils)


async def _show_asks(pressed: Pressed) -> None:
    await pressed.answer(await _overview(pressed.services, await pressed.where()))


# --- what facilitators do, in every council


async def _ask_now(services: Services, where: Where, user: UserId, name: str) -> Message:
    """Opens a question where it is not open yet. Raises NoSuchQuestion and NotRunning."""
    game, scenario = where.as_facilitator().game, where.scenario
    if game.stage is not Stage.RUNNING:
        raise NotRunning
    ask = next((one for one in scenario.asks if one.key == name and one.when is None), None)
    if ask is None:
        raise NoSuchQuestion(name=name)
    question, opened, empty = asking.by_hand(game, scenario, ask), 0, 0
    for council in await services.reader.councils(game):
        try:
            if question.id not in council.asks:
                await services.councils.handle(council.id, ac.OpenAsk(question), actor=user)
                opened += 1
        except NothingToAnswer:
            empty += 1
    if not opened and not empty:
        return message.plain("This question has been asked already, and a council answers it only once.")
    too_few = (
        f" {p.count_of(empty, 'council')} with fewer than two policies cannot answer it." if empty else ""
    )
    return message.plain(f"Asked in {p.count_of(opened, 'council')}.{too_few}")


async def _close(services: Services, where: Where, user: UserId, name: str) -> Message:
    """Closes it wherever it is open."""
    closed = 0
    for council, one in await _named(services, where, name):
        if one.open:
            await services.councils.handle(council.id, ac.CloseAsk(one.question.id), actor=user)
            closed += 1
    if not closed:
        return message.plain("This question is not open in any council.")
    return message.plain(f"Closed in {p.count_of(closed, 'council')}.")


async def _show(services: Services, where: Where, user: UserId, name: str) -> Message:
    """Shows its result wherever it is closed. Raises QuestionStillOpen and NeverShown."""
    if name in {one.key for one in where.game.surveys}:
        await services.games.handle(where.game.id, ShowSurvey(name), actor=user)
        return message.plain("The result is in the plenary.")
    found = await _named(services, where, name)
    closed = [(council, one) for council, one in found if not one.open]
    if not closed:
        raise QuestionStillOpen
    if closed[0][1].question.show == "never":
        raise NeverShown
    if closed[0][1].question.judged:
        councils = await services.reader.councils(where.game)
        return console.looked(councils, closed[0][1].question.id)
    for council, one in closed:
        await services.councils.handle(council.id, ac.ShowAsk(one.question.id), actor=user)
    return message.plain(f"Shown in {p.count_of(len(closed), 'council')}.")


async def _look(services: Services, where: Where, _: UserId, name: str) -> Message:
    where.as_facilitator()
    if (one := next((one for one in where.game.surveys if one.key == name), None)) is not None:
        councils = await services.reader.councils(where.game)
        return survey_cards.seen_by_facilitators(where.game, where.scenario, councils, one)
    found = await _named(services, where, name)
    councils = await services.reader.councils(where.game)
    return console.looked(councils, found[0][1].question.id)


async def _named(services: Services, where: Where, name: str) -> Sequence[tuple[Council, Put]]:
    """The question of this id, or of this key the latest that was asked, in each council that has it.

    Raises FacilitatorsOnly and NoSuchQuestion.
    """
    councils = await services.reader.councils(where.as_facilitator().game)
    asks = [one for council in councils for one in council.asks.values()]
    ids = [one.question.id for one in asks if name in (one.question.id, one.question.ask)]
    if not ids:
        raise NoSuchQuestion(name=name)
    key = name if name in ids else ids[-1]
    return [(council, council.asks[key]) for council in councils if key in council.asks]


def _pressed(does: Does) -> Handler:
    async def handler(pressed: Pressed) -> None:
        _, name = carried.parts(pressed.value, 2)
        where = await pressed.where()
        await pressed.answer(await does(pressed.services, where, pressed.user, name))

    return handler


def _judges(*, shown: bool) -> Handler:
    async def handler(pressed: Pressed) -> None:
        key, ask, number = carried.parts(pressed.value, 3)
        command = ac.JudgeText(ask, carried.number(number), shown)
        council = await pressed.services.councils.handle(CouncilId(key), command, actor=pressed.user)
        game, _ = await pressed.services.reader.game(council.game)
        councils = await pressed.services.reader.councils(game)
        await pressed.answer.turn(console.looked(councils, ask))

    return handler


BUTTONS: dict[str, Handler] = {
    names.ANSWER: _open_form,
    names.ANSWER_FOR: _open_for,
    names.READ_ANSWERS: _read,
    names.ANSWER_SURVEY: _open_survey,
    names.READ_SURVEY: _read_survey,
    names.SHOW_ASKS: _show_asks,
    names.ASK_NOW: _pressed(_ask_now),
    names.CLOSE_ASK: _pressed(_close),
    names.SHOW_ANSWERS: _pressed(_show),
    names.LOOK_AT_TEXTS: _pressed(_look),
    names.SHOW_TEXT: _judges(shown=True),
    names.WITHHOLD_TEXT: _judges(shown=False),
}


async def _asks(asked: Asked) -> None:
    """`/moot asks`: lists them; a facilitator may open, close and show one by its name."""
    where = await asked.where()
    said = asked.typed.rest.split()
    if not said:
        await asked.answer(await _overview(asked.services, where))
        return
    does = {**dict.fromkeys(OPEN, _ask_now), **dict.fromkeys(CLOSE, _close), **dict.fromkeys(SHOW, _show)}
    where.as_facilitator()
    if len(said) != 2 or said[0].lower() not in does:
        raise HowToAsk(names=_keys(where.scenario))
    does_it = does[said[0].lower()]
    await asked.answer(await does_it(asked.services, where, asked.user, said[1].lower()))


def _keys(scenario: Scenario) -> str:
    return ", ".join(ask.key for ask in scenario.asks) or "none in this game"


def _has_asks(where: Where | None) -> bool:
    return where is not None and bool(where.scenario.asks)


WORDS: tuple[Word, ...] = (
    Word("asks", _asks, "your questions, and the results shown so far", IN_A_GAME,
         ForWhom.EVERYBODY, only_if=_has_asks, only_shows=True, aliases=("ask", "questions", "answer"),
         after="straw", press=Press("Answer a question", "/moot asks", 1, does=Task.ANSWER)),
    Word("asks open …", _asks,
         "ask a question now; `asks close …` closes it, and `asks show …` shows its result",
         IN_A_GAME, ForWhom.FACILITATORS, only_if=_has_asks, after="vote"),
)  # fmt: skip
