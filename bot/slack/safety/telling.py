"""`/moot x`: somebody wants to stop or talk, and the facilitators hear of it in private.

The one message that neither goes through the outbox nor is an event. A row or an event would keep who asked,
and perhaps their words, in the database, in its backups and in what is exported. So the message is sent at
once from here, to each facilitator's direct messages, and nothing of it is stored or logged. The price is
that nobody sends it again after a crash; but the person learns at once whether somebody was reached, and if
nobody was, whom to turn to.
"""

import asyncio
from datetime import datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import UserId
from bot.queries.reader import Where
from bot.slack.blocks.message import Message
from bot.slack.safety import cards as safety_cards

TRIES = 3
WAIT = 0.5  # seconds between them, where Slack asks for none
LONGEST_WAIT = 5.0  # seconds that a refused message waits, whatever Slack asks for


async def tell(client: AsyncWebClient, where: Where, words: str, at: datetime) -> Message:
    """Tells every facilitator, each by direct message; returns what the sender reads."""
    facilitators = [UserId(user) for user in sorted(where.game.facilitators)]
    message = safety_cards.wants_to_talk(where.game, where.user, where.council, at, words)
    reached = await asyncio.gather(*(_reaches(client, user, message) for user in facilitators))
    told = [user for user, heard in zip(facilitators, reached, strict=True) if heard]
    return safety_cards.heard(told) if told else safety_cards.not_heard(facilitators)


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
