"""Surveys: their cards in the plenary, and what was answered, with the shift by team."""

from collections.abc import Iterator, Mapping, Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AskKind, AskWhen, ShowWhen
from bot.domain.asks.counting import count
from bot.domain.asks.surveys import Survey
from bot.domain.council import Council
from bot.domain.game import Game, surveys
from bot.domain.ids import UserId
from bot.domain.scenario import Scenario
from bot.reports import answers_in_words as words
from bot.reports import surveys_in_words
from bot.slack.blocks import names
from bot.slack.blocks.folding import MOST_WORDS, folded, read_more, room_beside, whole, words_of
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    section,
    sections,
)


def survey(game: Game, one: Survey) -> Message:
    """In the plenary: the survey, how many have answered, and the way to answer."""
    what, there = one.question, len(game.players)
    answered = f"{len(surveys.counting(game, one.key))} of {there} players have answered."
    if not surveys.is_open(game, one):
        shown = " The result is below." if surveys.is_shown(game, one) else ""
        return Message.of(section(f"*{escaped(what.title)}* is closed. {answered}{shown}"))
    button_ = button("Answer", f"{names.ANSWER_SURVEY}:{apart(one)}", f"{game.id}:{one.key}", style="primary")
    head, small = header(what.title), context(who_sees(one))
    text = folded(escaped(what.text), room_beside(head, section(answered), small))
    said = section(text or "Press Answer to read the question.")
    return Message.of(head, said, section(answered), actions(button_), small)


def apart(one: Survey) -> str:
    """What keeps the buttons of two surveys apart."""
    return one.key.replace("-", "_")


def who_sees(one: Survey) -> str:
    """When it closes, and who sees what."""
    closes = "the seats are dealt" if one.when is AskWhen.SIGN_UP else "the game is closed"
    if one.question.show is ShowWhen.NEVER:
        sees = "Only the facilitators see the result, without names"
    else:
        sees = "The result has no names"
    shift = "; it shows how far each team has moved since sign-up" if one.pairs_with else ""
    return f"Open until {closes}. Your answer is private. {sees}{shift}."


def receipt(one: Survey, answer: Answer) -> Message:
    """To somebody who has answered, and nobody else."""
    said = escaped(words.in_words(one.question, answer))
    small = context("The latest answer counts. " + who_sees(one))
    return Message.of(section(f"*Your answer to “{escaped(one.question.title)}” is in:* {said}"), small)


def survey_result(game: Game, scenario: Scenario, councils: Sequence[Council], one: Survey) -> Message:
    """In the plenary: what was answered; what is too long stands behind "Read more"."""
    every = [*_result(game, scenario, councils, one)]
    if words_of(every) <= MOST_WORDS:
        return Message.of(*every)
    more, kept = actions(read_more(names.READ_SURVEY, f"{game.id}:{one.key}")), every[:2]
    for block in every[2:]:
        if words_of([*kept, block, more]) > MOST_WORDS:
            break
        kept.append(block)
    return Message.of(*kept, more)


def whole_survey(game: Game, scenario: Scenario, councils: Sequence[Council], one: Survey) -> View:
    """All of it, for one person."""
    return whole("The result", *_result(game, scenario, councils, one))


def seen_by_facilitators(game: Game, scenario: Scenario, councils: Sequence[Council], one: Survey) -> Message:
    """To a facilitator: what was answered so far, whatever is shown to others."""
    return Message.of(*_result(game, scenario, councils, one))


def _result(game: Game, scenario: Scenario, councils: Sequence[Council], one: Survey) -> Iterator[Block]:
    said: Mapping[UserId, Answer] = surveys.counting(game, one.key)
    yield header(one.question.title)
    yield section(f"{len(said)} of {len(game.players)} players answered.")
    if one.question.kind is AskKind.TEXT:
        yield from sections(
            bullets([escaped(text)]) for text in sorted(answer.text for answer in said.values())
        )
        return
    for line in words.table(one.question, count(one.question, said.values())) if said else ():
        yield section(f"*{escaped(line.label)}:* {escaped(line.said)}\n{line.bar}")
    if moved := surveys_in_words.moves(game, scenario, councils, one):
        yield section("*How far the teams have moved since sign-up*")
        yield from sections(bullets([escaped(line)]) for line in moved)
