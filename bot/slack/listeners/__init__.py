"""Bolt listeners by kind. Each is short: ack, turn the payload into a command, call a service, answer."""

from slack_bolt.async_app import AsyncApp

from bot.slack.listeners import actions, commands, creating, events, views


def register(app: AsyncApp) -> None:
    """Registers everything, once."""
    for module in (commands, actions, creating, views, events):
        module.register(app)
