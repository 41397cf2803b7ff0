"""Submitted forms: which listener takes which."""

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.acting.submitted import Taken
from bot.slack.book import listeners as book
from bot.slack.charter import listeners as charter
from bot.slack.claims import listeners as claims
from bot.slack.clock import listeners as clock
from bot.slack.creation import listeners as creation
from bot.slack.presentations import listeners as presentations
from bot.slack.proposals import listeners as proposals
from bot.slack.proposals import revising
from bot.slack.results import listeners as results
from bot.slack.safety import listeners as safety
from bot.slack.seats import submissions as seats
from bot.slack.sessions import listeners as sessions

ANY = re.compile(r"_form$")
TOPICS = (
    *(book, charter, claims, clock, creation, presentations),
    *(proposals, results, revising, safety, seats, sessions),
)
TAKEN: tuple[Taken, ...] = tuple(taken for topic in TOPICS for taken in topic.FORMS)


def register(app: AsyncApp) -> None:
    """Registers every form's submission, and that somebody closed one."""
    app.view_closed(ANY)(closed)
    for taken in TAKEN:
        app.view(taken.form.callback)(taken.listener)


async def closed(ack: AsyncAck) -> None:
    """Acknowledged; what Slack tells of the fields is kept as a draft by then."""
    await ack()
