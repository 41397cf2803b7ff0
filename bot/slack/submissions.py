"""Submitted forms: which listener takes which."""

from slack_bolt.async_app import AsyncApp

from bot.slack.topics import TOPICS

TAKEN = tuple(taken for topic in TOPICS for taken in topic.FORMS)


def register(app: AsyncApp) -> None:
    """Registers every form's submission."""
    for taken in TAKEN:
        app.view(taken.form.callback)(taken.listener)
