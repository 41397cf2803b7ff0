"""Stand-ins answer every kind of question in a way that it takes."""

from fractions import Fraction
from random import Random

import pytest

from bot.domain.amounts import typed
from bot.domain.asks.answers import Answer, checked
from bot.domain.asks.ask import AskKind
from bot.domain.asks.question import Option, Question
from bot.domain.council.ask_commands import OpenAsk
from bot.domain.ids import MOOT
from bot.rehearsal.stand_ins.answering import answers
from bot.slack.asks import cards
from bot.slack.asks.forms import AnswerForm, Asking
from tests.builders import a_council, a_question, a_running_game, at, rainbow_road

TUNA = Option("tuna", "Tuna", "t", Fraction(1, 2), Fraction(25, 2), 1)
COD, EEL = Option("cod", "Cod", "t", 0, 60), Option("eel", "Eel", "t", 5, 40)
QUESTIONS = {
    "a poll": a_question(),
    "a ranking": a_question(AskKind.RANKING),
    "points": a_question(AskKind.POINTS, Option("1", "A", high=4), Option("2", "B", high=4), at_most=6),
    "numbers with a sum": a_question(AskKind.NUMBERS, COD, EEL, total=50),
    "numbers with a most": a_question(AskKind.NUMBERS, COD, EEL, at_most=70),
    "numbers with a limit": a_question(AskKind.NUMBERS, COD, EEL, limit=30),
    "numbers": a_question(AskKind.NUMBERS, COD, EEL),
    "decimals with a sum": a_question(AskKind.NUMBERS, TUNA, COD, total=Fraction(23, 2)),
    "decimals with a limit": a_question(AskKind.NUMBERS, TUNA, COD, limit=Fraction(7, 10)),
    "a text": a_question(AskKind.TEXT, signed=True),
}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_whatever_is_asked_a_stand_in_gives_an_answer_that_counts(question: Question, seed: int) -> None:
    log = a_council()
    log.do(OpenAsk(question), MOOT, at(6))
    told = cards.told(a_running_game().game, log.council, log.council.asks["poll"], None, rainbow_road())
    view = AnswerForm.view(Asking(log.council, question, told)).to_dict()

    said = answers(view, Random(seed), "")

    assert checked(question, _answer(dict(said)))


def _answer(said: dict[str, object]) -> Answer:
    if "choice" in said:
        return Answer(chosen=(str(said["choice"]),))
    if "text" in said:
        return Answer(text=str(said["text"]))
    keyed = {block.partition(":")[2]: value for block, value in said.items()}
    if any(block.startswith("rank:") for block in said):
        return Answer(chosen=tuple(str(keyed[place]) for place in sorted(keyed, key=int)))
    return Answer(numbers=tuple((key, typed(str(value))) for key, value in keyed.items()))
