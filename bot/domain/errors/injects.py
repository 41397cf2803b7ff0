"""Injects: what is told in the course of a game."""

from bot.domain.errors import Refusal


class NoSuchInject(Refusal):
    template = "This game has no inject “{key}”. /moot inject list shows what is left."


class InjectToldAlready(Refusal):
    template = "That inject has been sent there already, so nothing changed."


class InjectPlannedAlready(Refusal):
    template = (
        "That inject is planned there already, so nothing changed. To move it, cancel the plan first: /moot "
        "inject list"
    )


class NoSuchCouncil(Refusal):
    template = "This game has no Council {number}."


class NothingWritten(Refusal):
    template = "Write what people are to read."


class InjectPhaseOver(Refusal):
    template = "That phase is over, so an inject cannot come in it. Choose one that runs or is to come."


class InjectOutsideThePhase(Refusal):
    template = "That moment lies outside the phase: {title} lasts {lasts}. Choose a shorter time."


class InjectMomentHasPassed(Refusal):
    template = "That moment has passed. Choose a later one, or send the inject now."


class NotPlanned(Refusal):
    template = "That is not planned any more, so there is nothing to cancel."
