"""What no topic takes: buttons, forms and shortcuts of another version, and events that nobody asked for.

Bolt would not acknowledge them, and whoever acted would read that the app did not respond.
"""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.blocks import answers, message
from bot.slack.blocks.as_json import as_json
from bot.slack.blocks.carried import NotOfThisVersion
from bot.slack.edge.guard import Answer, refusals_as_replies
from bot.slack.edge.listeners import ANY, Kind, Listeners


def register(listeners: Listeners) -> None:
    """Registers them."""
    for kind in (Kind.BUTTON, Kind.COMMAND, Kind.SHORTCUT, Kind.MESSAGE_SHORTCUT):
        listeners.take(kind, ANY, outdated)
    listeners.take(Kind.FORM, ANY, outdated_form)
    listeners.take(Kind.CLOSED_FORM, ANY, passed)
    listeners.take(Kind.EVENT, ANY, passed)


@refusals_as_replies
async def outdated(ack: AsyncAck, answer: Answer) -> None:  # noqa: ARG001 (the guard answers with it)
    """Says so to whoever pressed or typed it."""
    await ack()
    raise NotOfThisVersion


async def outdated_form(ack: AsyncAck) -> None:
    """Says so in the form's place."""
    said = message.plain(NotOfThisVersion().sentence)
    await ack(response_action="update", view=as_json(answers.told("Moot", said)))


async def passed(ack: AsyncAck) -> None:
    """Acknowledged; nothing follows from it. What stood in a form that was closed is a draft by then."""
    await ack()
