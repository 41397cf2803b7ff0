"""Says hello to the person who installed Moot."""

import asyncio

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.db.installations import Installation
from bot.domain.ids import UserId
from bot.platform.refused import error_of
from bot.slack.installation.cards import welcome

ENDS_IN = 3.0  # seconds, for which their browser waits
log = structlog.get_logger(__name__)


async def say_hello(client: AsyncWebClient, new: Installation) -> None:
    """By direct message, if Slack accepts it; the last page says the same."""
    said, token = welcome(UserId(new.bot_user)).as_kwargs(), new.token.get_secret_value()
    try:
        async with asyncio.timeout(ENDS_IN):
            await client.chat_postMessage(token=token, channel=new.installed_by, **said)
    except SlackApiError as refused:
        log.info("nobody was welcomed", action="install", error=error_of(refused))
    except (aiohttp.ClientError, OSError, TimeoutError) as fault:
        log.info("nobody was welcomed", action="install", fault=type(fault).__name__)
