"""The form in which somebody answers a question: one, with the fields that its kind needs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.amounts import Amount, figure
from bot.domain.asks.answers import TEXT_LENGTH, Answer
from bot.domain.asks.ask import MOST, AskKind
from bot.domain.asks.asked import Given
from bot.domain.asks.question import Option, Question
from bot.domain.asks.surveys import Survey
from bot.domain.council import Council
from bot.domain.errors import Refusal
from bot.domain.errors.asks import AnswerIsEmpty, NumberOutOfRange, RankedTwice
from bot.domain.game import Game
from bot.domain.ids import CouncilId, GameId, RoleNumber
from bot.slack.blocks.fields import OPTION_LENGTH, Each, Misfilled, OptionalChoice, Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import bullets, context, escaped, section, sections, shortened
from bot.slack.blocks.names import role_number
from bot.slack.blocks.numbers import Figure


@dataclass(frozen=True, slots=True)
class Asking:
    """What the form is about: the question, for which seat, and what is said to it so far."""

    council: Council
    question: Question
    told: str  # how it is answered, and who sees the answer
    of: RoleNumber | None = None  # a seat on paper
    before: Given | None = None

    @property
    def answer(self) -> Answer:
        """With which the form begins."""
        return self.before.answer if self.before is not None else Answer()


class AnswerFields(Form):
    """The fields of an answer, of which a form shows those that the question's kind needs."""

    choice = OptionalChoice("Your choice", str, sometimes=True)
    ranks = Each(OptionalChoice("", str, block="rank"))
    numbers = Each(Figure("", -MOST, MOST, block="number"))
    text = Words("Your answer", TEXT_LENGTH, sometimes=True)

    @classmethod
    def asking(cls, about: Iterable[object], question: Question, answer: Answer, told: str) -> View:
        """The view, with the answer so far; `told` says how it is answered, and who sees it."""
        return cls.modal(
            about,
            section(f"*{escaped(question.title)}*"),
            section(escaped(question.text)),
            *_whole_options(question),
            *cls._fields(question, answer),
            context(told),
        )

    @classmethod
    def _fields(cls, question: Question, answer: Answer) -> Iterator[Block]:
        if question.kind is AskKind.ONE_OF:
            yield cls.choice.input(next(iter(answer.chosen), None), _menu(question))
        elif question.kind is AskKind.RANKING:
            for place in range(1, len(question.options) + 1):
                chosen = answer.chosen[place - 1] if answer.chosen else None
                yield cls.ranks[place].input(chosen, _menu(question), label=f"Place {place}")
        elif question.kind is AskKind.TEXT:
            yield cls.text.input(answer.text)
        else:
            given = dict(answer.numbers)
            for option in question.options:
                yield cls._number(question, option, given.get(option.key))

    @classmethod
    def _number(cls, question: Question, option: Option, given: Amount | None) -> Block:
        field = cls.numbers[option.key]
        assert isinstance(field, Figure)
        field.low, field.high, field.decimals = option.low, option.high, option.decimals
        optional = question.kind is AskKind.POINTS
        label = f"{option.text} ({option.unit})" if option.unit else option.text
        hint = None if optional else " ".join(_bounds(option)) or None
        return field.input(given, label=label, hint=hint, optional=optional)

    def answer(self) -> Answer:
        """What stands in the form."""
        if self.choice is not None:
            return Answer(chosen=(self.choice,))
        if self.ranks:
            return Answer(chosen=tuple(chosen for chosen in self.ranks.values() if chosen))
        if self.numbers:
            return Answer(numbers=tuple(self.numbers.items()))
        return Answer(text=self.text)

    def misfilled(self, refusal: Refusal, question: Question) -> Misfilled:
        """The refusal at the field that caused it: a place, a number, or for a sum the last one."""
        place = next(iter(self.numbers), "")
        match refusal:
            case RankedTwice():
                block = f"rank:{refusal.facts['place']}"
            case NumberOutOfRange():
                texts = {option.text: option.key for option in question.options}
                block = f"number:{texts[refusal.facts['text']]}"
            case AnswerIsEmpty() if self.numbers:
                block = f"number:{place}"
            case _ if self.numbers:
                block = f"number:{[*self.numbers][-1]}"
            case _ if self.ranks:
                block = f"rank:{len(self.ranks)}"
            case _:  # one field alone
                block = "choice" if self.shows(type(self).choice) else "text"
        return Misfilled({block: refusal.sentence})


class AnswerForm(AnswerFields, callback="answer_form", title="Your answer", submit="Answer"):
    """An answer to a question that is put to a council."""

    council = About(CouncilId)
    of = About(lambda role: role_number(role) if role else None)
    ask = About(str, rest=True)

    @classmethod
    def view(cls, asking: Asking) -> View:
        """With the answer so far."""
        about = asking.council.id, asking.of or "", asking.question.id
        return cls.asking(about, asking.question, asking.answer, asking.told)


class SurveyForm(AnswerFields, callback="survey_form", title="Your answer", submit="Answer"):
    """An answer to a survey."""

    game = About(GameId)
    survey = About(str, rest=True)

    @classmethod
    def view(cls, game: Game, survey: Survey, said: Answer | None, told: str) -> View:
        """With the answer so far."""
        return cls.asking((game.id, survey.key), survey.question, said or Answer(), told)


def _bounds(option: Option) -> Iterator[str]:
    if option.high < MOST:
        yield f"From {figure(option.low)} to {figure(option.high)}."
    if option.decimals:
        yield f"In steps of {figure(option.step)}."


def _menu(question: Question) -> Mapping[str, str]:
    return {option.key: option.text for option in question.options}


def _whole_options(question: Question) -> Iterator[Block]:
    """The options, where a menu would cut them."""
    if question.kind in (AskKind.ONE_OF, AskKind.RANKING):
        texts = [option.text for option in question.options]
        if any(shortened(text, OPTION_LENGTH) != text for text in texts):
            yield from sections(bullets([escaped(text)]) for text in texts)
