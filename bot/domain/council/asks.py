"""Questions that are put to the council: opened, answered privately, closed and shown, each once."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias, assert_never

from bot.domain.asks.answers import checked
from bot.domain.asks.ask import AnsweredBy, ShowWhen
from bot.domain.asks.asked import Asked, Given, Voice
from bot.domain.asks.question import Question
from bot.domain.council import ask_commands as c
from bot.domain.council import ask_events as e
from bot.domain.council.acting import about, chairs, holder_of
from bot.domain.council.state import Council
from bot.domain.errors.asks import (
    AnswersThemselves,
    NeverShown,
    NoSuchQuestion,
    NotAsked,
    NothingToAnswer,
    NothingToJudge,
    QuestionClosed,
    QuestionStillOpen,
)
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.clock import GameOver
from bot.domain.ids import MOOT, Moment, RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.seating import Seat

FEWEST = 2  # options, below which there is nothing to choose
Closing: TypeAlias = e.AskClosed | e.AskShown


def decide_ask(council: Council, command: c.AskCommand, at: Moment, actor: UserId) -> Iterator[e.AskEvent]:
    """What happens to a question; what has happened already happens no second time."""
    if isinstance(command, c.AnswerAsk):
        yield from _answered(council, command, at, actor)
        return
    if actor != MOOT and actor not in council.facilitators:
        raise FacilitatorsOnly
    match command:
        case c.OpenAsk(question):
            if question.id not in council.asks:
                yield e.AskOpened(_put(council, question), at)
        case c.CloseAsk(key):
            yield from _closed(council, asked(council, key), at, actor)
        case c.ShowAsk(key):
            yield from _shown(council, asked(council, key), at, actor)
        case c.JudgeText():
            yield from _judged(asked(council, command.ask), command, at, actor)
        case _:
            assert_never(command)


def asked(council: Council, key: str) -> Asked:
    """The question of this id. Raises NoSuchQuestion."""
    if key not in council.asks:
        raise NoSuchQuestion(name=key)
    return council.asks[key]


# --- opening


def _put(council: Council, question: Question) -> Question:
    """The question to the seats that this council has. Raises GameOver and NothingToAnswer."""
    if council.ended:
        raise GameOver
    question = replace(question, seats=tuple(role for role in question.seats if role in council.seats))
    if question.of_policies:
        question = question.offering({str(policy.number): one.title for policy, one in council.book()})
        if len(question.options) < FEWEST:
            raise NothingToAnswer
    return question


# --- answering


def _answered(council: Council, command: c.AnswerAsk, at: Moment, actor: UserId) -> Iterator[e.AskAnswered]:
    one = asked(council, command.ask)
    seat = answering(council, one, actor, command.of)
    about(one.opened_at, at)
    if not one.open:
        raise QuestionClosed
    voice = voice_of(one.question, seat)
    before = one.given.get(voice)
    if before is not None and at < before.at:
        return  # it was heard late
    used = one.used - (before.answer.sum if before else 0)
    answer = checked(one.question, command.answer, used)
    if before is not None and (before.answer, before.seat, before.holder) == (answer, seat.role, seat.holder):
        return
    assert seat.holder is not None
    proxy_by = actor if command.of is not None else None
    yield e.AskAnswered(command.ask, seat.role, answer, seat.holder, at, proxy_by, voice)


def answering(council: Council, one: Asked, actor: UserId, of: RoleNumber | None = None) -> Seat:
    """The seat that is answered for. Raises NotSeated, NotAsked, AnswersThemselves and StewardsOnly."""
    seat = holder_of(council, actor) if of is None else council.seats.get(of)
    if seat is None or seat.role not in one.question.seats or seat.holder is None:
        raise NotAsked
    if of is not None:
        if not is_paper(seat.holder):
            raise AnswersThemselves
        if actor not in council.facilitators and not chairs(council, holder_of(council, actor)):
            raise NotAsked
    return seat


def voice_of(question: Question, seat: Seat) -> Voice:
    """Whose answer it is that this seat gives."""
    match question.by:
        case AnsweredBy.SEATS:
            return str(seat.role)
        case AnsweredBy.TEAMS:
            return str(seat.team)
        case _:
            assert_never(question.by)


def voices(council: Council, question: Question) -> tuple[Voice, ...]:
    """Those that are asked and present: filled seats, or teams with one, in the order of the roles."""
    seats = (council.seats[role] for role in question.seats)
    present = (voice_of(question, seat) for seat in seats if seat.holder is not None)
    return tuple(dict.fromkeys(present))


def missing(council: Council, one: Asked) -> tuple[Voice, ...]:
    """Those of them that have not answered an open question."""
    return tuple(voice for voice in voices(council, one.question) if one.open and voice not in one.given)


def to_answer(council: Council, seat: Seat) -> tuple[Asked, ...]:
    """The open questions that this seat is asked and has no answer to, as they were opened."""
    return tuple(
        one
        for one in council.asks.values()
        if one.open and seat.role in one.question.seats and voice_of(one.question, seat) not in one.given
    )


# --- closing and showing


def _closed(council: Council, one: Asked, at: Moment, actor: UserId) -> Iterator[Closing]:
    if not one.open:
        return
    present, by = voices(council, one.question), None if actor == MOOT else actor
    closed = e.AskClosed(one.question.id, at, present, by)
    yield closed
    if one.question.show is ShowWhen.CLOSE and not one.question.judged:
        yield _revealed(council, evolved(one, closed), at, None)


def close_all(council: Council, at: Moment) -> Iterator[Closing]:
    """When the game ends, whatever is open closes."""
    for one in council.asks.values():
        yield from _closed(council, one, at, MOOT)


def _shown(council: Council, one: Asked, at: Moment, actor: UserId) -> Iterator[e.AskShown]:
    if one.open:
        raise QuestionStillOpen
    if one.question.show is ShowWhen.NEVER:
        raise NeverShown
    if not one.shown:
        yield _revealed(council, one, at, actor)


def _revealed(council: Council, one: Asked, at: Moment, by: UserId | None) -> e.AskShown:
    orders = one.question.orders_book and not council.frozen and bool(one.counting)
    order = ordered(council.order, one) if orders else council.order
    return e.AskShown(one.question.id, at, by, order if order != council.order else ())


def ordered(order: tuple[int, ...], one: Asked) -> tuple[int, ...]:
    """The book's order by the result; equal policies, and those that came later, stay as they are."""
    score = {int(row.option.key): row.score for row in one.count().rows}
    known = sorted((number for number in order if number in score), key=lambda number: -score[number])
    return (*known, *(number for number in order if number not in score))


def _judged(one: Asked, command: c.JudgeText, at: Moment, actor: UserId) -> Iterator[e.AskEvent]:
    texts = one.texts()
    if one.open or not one.question.judged or not 1 <= command.number <= len(texts):
        raise NothingToJudge
    if one.question.show is ShowWhen.NEVER:
        raise NeverShown
    voice, _ = texts[command.number - 1]
    if one.judged.get(voice) is not command.shown:
        yield e.AskTextJudged(one.question.id, voice, command.shown, at, actor)
    if command.shown and not one.shown:
        yield e.AskShown(one.question.id, at, actor)


# --- what happened


def asks_after(council: Council, event: e.AskEvent) -> Council:
    """The council after it."""
    if isinstance(event, e.AskOpened):
        after = Asked(event.question, event.at)
    else:
        after = evolved(council.asks[event.ask], event)
    order = event.order if isinstance(event, e.AskShown) and event.order else council.order
    asks = MappingProxyType({**council.asks, after.question.id: after})
    return replace(council, asks=asks, order=order)


def evolved(one: Asked, event: e.AskAnswered | e.AskClosed | e.AskShown | e.AskTextJudged) -> Asked:
    """A question after an event. An answer, once given, belongs to its seat or team, whoever holds it."""
    match event:
        case e.AskAnswered(_, seat, answer, holder, at, proxy_by, voice):
            given = Given(answer, at, seat, holder, proxy_by)
            return replace(one, given=MappingProxyType({**one.given, voice: given}))
        case e.AskClosed(_, at, present):
            return replace(one, closed_at=at, voices=present)
        case e.AskShown(_, at):
            return replace(one, shown_at=at)
        case e.AskTextJudged(_, voice, shown):
            return replace(one, judged=MappingProxyType({**one.judged, voice: shown}))
        case _:
            assert_never(event)
