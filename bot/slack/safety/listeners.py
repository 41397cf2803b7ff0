"""Somebody wants to stop or talk, and the facilitators hear of it in private.

The one message that neither goes through the outbox nor is an event. A row or an event would keep who asked,
and perhaps their words, in the database, in its backups and in what is exported. So the message is sent at
once from here, to each facilitator's direct messages, and nothing of it is stored or logged. The price is
that nobody sends it again after a crash; but the person learns at once whether somebody was reached, and if
nobody was, whom to turn to.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors.authority import NobodyToTell, NoGame, WhichGame
from bot.domain.errors.seating import NotSignedUp
from bot.domain.ids import UserId
from bot.queries.place import Company
from bot.slack.acting.asked import IN_A_GAME, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, in_time, takes
from bot.slack.blocks import message, names
from bot.slack.blocks.message import Message
from bot.slack.safety import cards as safety_cards
from bot.slack.safety.forms import StopOrTalkForm

TRIES = 3
WAIT = 0.5  # seconds between them, where Slack asks for none
LONGEST_WAIT = 5.0  # seconds that a refused message waits, whatever Slack asks for


async def _tell_facilitators(sent: Sent[StopOrTalkForm]) -> None:
    """Tells the facilitators. Where that takes longer than Slack waits, a direct message is the answer."""
    where = await sent.services.reader.where_in(sent.form.game, sent.user)
    if not where.facilitates and sent.user not in where.game.sign_ups:
        raise NotSignedUp
    telling = asyncio.ensure_future(
        _tell(sent.client, sent.user, [Company.of(where)], sent.form.words, sent.services.now())
    )
    if await in_time(telling):
        await sent.show(safety_cards.heard(telling.result()))
        return
    later = "I am telling them. Our direct messages will show in a moment whether I reached somebody."
    await sent.show(message.plain(later))
    for part in safety_cards.heard(await telling).parts():
        await sent.client.chat_postMessage(channel=sent.user, **part.as_kwargs())


FORMS: tuple[Taken, ...] = (takes(StopOrTalkForm, _tell_facilitators),)


async def _open_window(pressed: Pressed) -> None:
    where = await pressed.where()
    if not where.facilitates and where.user not in where.game.sign_ups:
        raise NotSignedUp
    await pressed.open(StopOrTalkForm.view(where.game))


BUTTONS: dict[str, Handler] = {names.STOP_OR_TALK: _open_window}


async def _tell_at_once(asked: Asked) -> None:
    """Tells the facilitators of every game under way that they have a part in. Without any, those of the game
    that they mean: in whose channel they are, or which they were in last. Never asks which: nothing of it may
    be kept until they answer."""
    asked.answer.never_kept()
    words = await asked.said()
    companies = await asked.services.reader.companies(asked.team_id, asked.user)
    if not companies:
        try:
            companies = (Company.of(await asked.where()),)
        except (NoGame, WhichGame):
            raise NobodyToTell from None
    reached = await _tell(asked.client, asked.user, companies, words, asked.services.now())
    answer = asked.answer if any(one.told for one in reached) else asked.answer.refused
    await answer(safety_cards.heard(reached))


WORDS: tuple[Word, ...] = (
    Word("x", _tell_at_once,
         "tell the facilitators, in private, that you want to stop or talk; you may add words", IN_A_GAME,
         ForWhom.EVERYBODY, after="straw"),
)  # fmt: skip


# --- telling


async def _tell(
    client: AsyncWebClient, user: UserId, companies: Sequence[Company], words: str, at: datetime
) -> list[safety_cards.Reached]:
    """Tells every facilitator once, by direct message, of the games that they run; who was reached."""
    facilitators = sorted({one for company in companies for one in company.facilitators} - {user})

    async def reaches(facilitator: UserId) -> bool:
        theirs = [one for one in companies if facilitator in one.facilitators]
        parts = safety_cards.wants_to_talk(user, theirs, at, words).parts()
        return all([await _reaches(client, facilitator, part) for part in parts])

    reached = dict(zip(facilitators, await asyncio.gather(*map(reaches, facilitators)), strict=True))
    return [_reached(one, reached) for one in companies]


def _reached(company: Company, reached: Mapping[UserId, bool]) -> safety_cards.Reached:
    theirs = [user for user in reached if user in company.facilitators]
    told = [user for user in theirs if reached[user]]
    return safety_cards.Reached(company.name, told, [user for user in theirs if not reached[user]])


async def _reaches(client: AsyncWebClient, user: UserId, message: Message) -> bool:
    """Whether Slack took it; twice is better than never. Faults are not logged, as they may name people."""
    for attempt in range(TRIES):
        try:
            await client.chat_postMessage(channel=user, **message.as_kwargs())
        except SlackApiError as refused:
            wait = float(refused.response.headers.get("Retry-After", WAIT))
        except (TimeoutError, aiohttp.ClientError, ConnectionError):
            wait = WAIT
        else:
            return True
        if attempt + 1 < TRIES:
            await asyncio.sleep(min(LONGEST_WAIT, wait))
    return False
