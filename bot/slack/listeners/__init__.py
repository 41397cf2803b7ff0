"""Bolt listeners by kind. Each is short: ack, turn the payload into a command, call a service, answer."""

from slack_bolt.async_app import AsyncApp

from bot.slack.listeners import (
    actions,
    bookkeeping,
    commands,
    creating,
    events,
    revising,
    seat_views,
    shortcuts,
    views,
)


def register(app: AsyncApp) -> None:
    """Registers everything, once."""
    for module in (commands, shortcuts, actions, creating, views, seat_views, revising, bookkeeping, events):
        module.register(app)
