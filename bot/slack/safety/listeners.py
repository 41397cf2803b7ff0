"""`/moot` and `/propose`."""

import asyncio
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors.seating import NotSignedUp
from bot.services import Services
from bot.slack.acting.asked import Asked
from bot.slack.acting.submitted import submitted
from bot.slack.blocks import message
from bot.slack.edge.guard import refusals_as_errors
from bot.slack.safety import telling as safety
from bot.slack.seats import forms as seats_forms
from bot.slack.typed import words as typed

ANSWERED_WITHIN = 2.0  # seconds; Slack waits three


@refusals_as_errors("words")
async def stop_or_talk(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient, services: Services
) -> None:
    """Tells the facilitators. Where that takes longer than Slack waits, a direct message is the answer."""
    form = submitted(body, view, client, services)
    where = await services.reader.where_in(form.game, form.user)
    if not where.facilitates and form.user not in where.game.sign_ups:
        raise NotSignedUp
    words, title = form.values["words"] or "", view["title"]["text"]
    telling = asyncio.ensure_future(safety.tell(client, where, words, services.now()))
    if (await asyncio.wait({telling}, timeout=ANSWERED_WITHIN))[0]:
        await ack(response_action="update", view=seats_forms.told(title, telling.result()))
        return
    later = message.plain(
        "I am telling them. Our direct messages say in a moment whether I reached somebody."
    )
    await ack(response_action="update", view=seats_forms.told(title, later))
    await client.chat_postMessage(channel=form.user, **(await telling).as_kwargs())


async def x_typed(asked: Asked) -> None:
    asked.answer.never_kept()
    words = typed.as_written(asked.typed.rest)
    await asked.answer(await safety.tell(asked.client, await asked.where(), words, asked.services.now()))
