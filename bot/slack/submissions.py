"""Submitted forms: which listener reads which."""

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.blocks import names
from bot.slack.charter.listeners import adopt_charter
from bot.slack.claims.listeners import make_claim, reject, uphold
from bot.slack.clock import listeners as clock_listeners
from bot.slack.presentations.listeners import prepare_presentation
from bot.slack.proposals.listeners import make_objection, submit_proposal
from bot.slack.results.listeners import give_feedback
from bot.slack.sessions.listeners import carry_back, record_response

FORMS = re.compile(r"_form$")


def register(app: AsyncApp) -> None:
    """Registers every modal's submission, and that somebody closed one."""
    app.view_closed(FORMS)(closed)
    app.view(names.CHARTER_FORM)(adopt_charter)
    app.view(names.PROPOSAL_FORM)(submit_proposal)
    app.view(names.RESPONSE_FORM)(record_response)
    app.view(names.IDEA_FORM)(carry_back)
    app.view(names.CLAIM_FORM)(make_claim)
    app.view(names.UPHOLD_FORM)(uphold)
    app.view(names.REJECT_FORM)(reject)
    app.view(names.PRESENTATION_FORM)(prepare_presentation)
    app.view(names.FEEDBACK_FORM)(give_feedback)
    app.view(names.OBJECTION_FORM)(make_objection)
    app.view(names.TIME_FORM)(clock_listeners.change_time)


async def closed(ack: AsyncAck) -> None:
    """Acknowledged; what Slack tells of the fields is kept as a draft by then."""
    await ack()
