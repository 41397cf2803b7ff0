"""What no topic takes: buttons, forms and shortcuts of another version, and events that nobody asked for.

Bolt would not acknowledge them, and whoever acted would read that the app did not respond.
"""

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.blocks import answers, message
from bot.slack.blocks.carried import NotOfThisVersion
from bot.slack.edge.guard import Answer, refusals_as_replies

ANY = re.compile("")


def register(app: AsyncApp) -> None:
    """Registers them; to be called last, since the first listener that fits is called."""
    for kind in (app.action, app.command, app.shortcut):
        kind(ANY)(outdated)
    app.view_submission(ANY)(outdated_form)
    app.view_closed(ANY)(passed)
    app.event(ANY)(passed)


@refusals_as_replies
async def outdated(ack: AsyncAck, answer: Answer) -> None:  # noqa: ARG001 (the guard answers with it)
    """Says so to whoever pressed or typed it."""
    await ack()
    raise NotOfThisVersion


async def outdated_form(ack: AsyncAck) -> None:
    """Says so in the form's place."""
    said = message.plain(NotOfThisVersion().sentence)
    await ack(response_action="update", view=answers.told("Moot", said).to_dict())


async def passed(ack: AsyncAck) -> None:
    """Acknowledged; nothing follows from it. What stood in a form that was closed is a draft by then."""
    await ack()
