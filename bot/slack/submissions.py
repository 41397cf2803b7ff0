"""Submitted forms: which listener takes which."""

from bot.slack.edge.listeners import Kind, Listeners
from bot.slack.topics import TOPICS

TAKEN = tuple(taken for topic in TOPICS for taken in topic.FORMS)


def register(listeners: Listeners) -> None:
    """Registers every form's submission."""
    for taken in TAKEN:
        listeners.take(Kind.FORM, taken.form.callback, taken.listener)
