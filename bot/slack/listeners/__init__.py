"""Bolt listeners by kind. Each is short: ack, turn the payload into a command, call a service, answer."""

from slack_bolt.async_app import AsyncApp

from bot.slack.listeners import actions, commands, events, seat_views, views


def register(app: AsyncApp) -> None:
    """Registers everything, once."""
    for module in (commands, actions, views, seat_views, events):
        module.register(app)
