"""`/moot` and `/propose`."""

import asyncio

from bot.domain.errors import NotSignedUp
from bot.slack.acting.asked import Asked
from bot.slack.acting.submitted import Sent, takes
from bot.slack.blocks import message
from bot.slack.safety import telling as safety
from bot.slack.safety.forms import StopOrTalkForm
from bot.slack.typed import words as typed

ANSWERED_WITHIN = 2.0  # seconds; Slack waits three


async def _stop_or_talk(sent: Sent[StopOrTalkForm]) -> None:
    """Tells the facilitators. Where that takes longer than Slack waits, a direct message is the answer."""
    where = await sent.services.reader.where_in(sent.form.game, sent.user)
    if not where.facilitates and sent.user not in where.game.sign_ups:
        raise NotSignedUp
    told = safety.tell(sent.client, where, sent.form.words, sent.services.now())
    telling = asyncio.ensure_future(told)
    if (await asyncio.wait({telling}, timeout=ANSWERED_WITHIN))[0]:
        await sent.show(telling.result())
        return
    later = "I am telling them. Our direct messages say in a moment whether I reached somebody."
    await sent.show(message.plain(later))
    await sent.client.chat_postMessage(channel=sent.user, **(await telling).as_kwargs())


FORMS = (takes(StopOrTalkForm, _stop_or_talk),)


async def x_typed(asked: Asked) -> None:
    asked.answer.never_kept()
    words = typed.as_written(asked.typed.rest)
    await asked.answer(await safety.tell(asked.client, await asked.where(), words, asked.services.now()))
