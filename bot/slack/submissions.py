"""Submitted forms: which listener takes which."""

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.topics import TOPICS

ANY = re.compile(r"_form$")
TAKEN = tuple(taken for topic in TOPICS for taken in topic.FORMS)


def register(app: AsyncApp) -> None:
    """Registers every form's submission, and that somebody closed one."""
    app.view_closed(ANY)(closed)
    for taken in TAKEN:
        app.view(taken.form.callback)(taken.listener)


async def closed(ack: AsyncAck) -> None:
    """Acknowledged; what Slack tells of the fields is kept as a draft by then."""
    await ack()
