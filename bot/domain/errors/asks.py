"""Questions that are answered privately."""

from bot.domain.errors import Refusal


class NoSuchQuestion(Refusal):
    template = "There is no question “{name}” in this game. `/moot asks` lists them all."


class QuestionClosed(Refusal):
    template = "This question is closed, so your answer did not count. Any earlier answer stands."


class QuestionStillOpen(Refusal):
    template = "This question is still open. Close it first; its result can be shown then."


class NotAsked(Refusal):
    template = "This question is for other seats, so you cannot answer it."


class AnswersThemselves(Refusal):
    template = (
        "They have a Slack account and answer for themselves. You can enter answers only for people on paper."
    )


class NothingToAnswer(Refusal):
    template = (
        "Your council has fewer than two policies, so there is nothing to choose from yet. The question can "
        "be opened once the book has two."
    )


class NeverShown(Refusal):
    template = "Only facilitators see the answers to this question, so its result cannot be shown."


class NothingToJudge(Refusal):
    template = "That text is gone, so it can be neither shown nor withheld. /moot asks lists what is left."


class AnswerIsEmpty(Refusal):
    template = "Your answer is empty. Choose or write something first."


class AnswerTooLong(Refusal):
    template = "Your answer has {length} characters. Shorten it to {limit} or fewer."


class NotAnOption(Refusal):
    template = "That is no longer one of the choices. Press Answer again to see them."


class RankedTwice(Refusal):
    template = "You have given “{text}” a place already, so choose another option for place {place}."


class RankEverything(Refusal):
    template = "Give each of the {count} options a place."


class TooManyPoints(Refusal):
    template = "You gave {given} points but have only {points}. Take some back."


class TooMuch(Refusal):
    template = "Your numbers add up to {given}, and the most is {most}."


class WrongSum(Refusal):
    template = "Your numbers add up to {given}, but they must add up to {total}."


class LimitExceeded(Refusal):
    template = "Your numbers add up to {given}, but your council has only {left} of its {limit} left."


class NumberOutOfRange(Refusal):
    template = "For “{text}”, give a whole number from {low} to {high}."


class DecimalOutOfRange(NumberOutOfRange):
    template = "For “{text}”, give a number from {low} to {high}, in steps of {step}."
