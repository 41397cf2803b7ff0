"""Questions that are answered privately."""

from bot.domain.errors import Refusal


class NoSuchQuestion(Refusal):
    template = "There is no question “{name}” in this game. `/moot asks` lists those that there are."


class QuestionClosed(Refusal):
    template = "This question is closed, so this answer did not count. What you answered before stands."


class QuestionStillOpen(Refusal):
    template = "This question is still open. Close it first; its result can be shown then."


class NotAsked(Refusal):
    template = "This question is not put to your seat, so you cannot answer it."


class AnswersThemselves(Refusal):
    template = "They have a Slack account and answer themselves. You can answer only for people on paper."


class NothingToAnswer(Refusal):
    template = (
        "Your council has fewer than two policies, so there is nothing to choose from yet. The question can "
        "be opened when the book has two."
    )


class NeverShown(Refusal):
    template = "The answers to this question are shown to nobody but the facilitators."


class NothingToJudge(Refusal):
    template = "There is no such text to show or to withhold."


class AnswerIsEmpty(Refusal):
    template = "There is no answer yet. Choose or write something first."


class AnswerTooLong(Refusal):
    template = "Your answer has {length} characters. Shorten it to {limit} or fewer."


class NotAnOption(Refusal):
    template = "That is not one of the choices any more. Open the question again to see them."


class RankedTwice(Refusal):
    template = "You have placed “{text}” already, so place {place} needs another option."


class RankEverything(Refusal):
    template = "Give each of the {count} options a place."


class TooManyPoints(Refusal):
    template = "You gave {given} points, and you have {points}. Take some back."


class TooMuch(Refusal):
    template = "Your numbers add up to {given}, and {most} is the most."


class WrongSum(Refusal):
    template = "Your numbers add up to {given}, and they have to add up to {total}."


class LimitExceeded(Refusal):
    template = "Your numbers add up to {given}, but only {left} of the {limit} are left for this council."


class NumberOutOfRange(Refusal):
    template = "For “{text}”, give a whole number from {low} to {high}."


class DecimalOutOfRange(NumberOutOfRange):
    template = "For “{text}”, give a number from {low} to {high}, in steps of {step}."
