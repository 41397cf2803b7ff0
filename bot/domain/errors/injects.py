"""Injects: what is told in the course of a game."""

from bot.domain.errors import Refusal


class NoSuchInject(Refusal):
    template = "This game has no inject “{key}”. /moot inject list shows what is left."


class InjectToldAlready(Refusal):
    template = "That inject has been sent there already, so nothing changed."


class InjectPlannedAlready(Refusal):
    template = (
        "That inject is planned there already, so nothing changed. To move it, cancel it first: /moot "
        "inject list"
    )


class NoSuchCouncil(Refusal):
    template = "This game has no Council {number}."


class NothingWritten(Refusal):
    template = "Write the text that people will read."


class InjectPhaseOver(Refusal):
    template = "That phase is over. Choose the current phase or a later one."


class InjectOutsideThePhase(Refusal):
    template = "That moment is outside the phase: {title} lasts only {lasts}. Choose a shorter time."


class InjectMomentHasPassed(Refusal):
    template = "That moment has passed. Choose a later one, or send the inject now."


class NotPlanned(Refusal):
    template = "That inject is no longer planned, so there is nothing to cancel."
