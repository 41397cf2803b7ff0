"""Straw polls: a quick look round the table, which binds nobody and which nobody counts."""

from typing import assert_never

from bot.domain import errors
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.state import Council
from bot.domain.ids import Moment
from bot.domain.seating import Seat

STRAW_LENGTH = 3000  # characters of a straw poll's question


def decide_straw(council: Council, command: c.StrawCommand, seat: Seat, at: Moment) -> list[e.CouncilEvent]:
    """What a question, or a reaction to one, does. `seat` is the actor's own."""
    if not council.begun:
        raise errors.StrawTooEarly
    match command:
        case c.AskStraw(question):
            return _asked(council, question.strip(), seat, at)
        case c.AnswerStraw(number):
            known = (number, seat.role) in council.straw_answers or number > len(council.straw_polls)
            return [] if known else [e.StrawAnswered(number, seat.role, at)]
        case _:
            assert_never(command)


def _asked(council: Council, question: str, seat: Seat, at: Moment) -> list[e.CouncilEvent]:
    if not question:
        raise errors.EmptyQuestion
    if len(question) > STRAW_LENGTH:
        raise errors.QuestionTooLong(length=len(question), limit=STRAW_LENGTH)
    latest = council.straw_polls[-1] if council.straw_polls else None
    if latest is not None and (latest.question, latest.by) == (question, seat.role):
        return []
    return [e.StrawPollAsked(len(council.straw_polls) + 1, question, seat.role, at)]
