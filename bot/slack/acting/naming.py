"""Words in which Slack names people and rooms by their ids, with the names that people know."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.typed import words as typed

WITHIN = 1.0  # seconds; a form has to be open within three
NOBODY, A_CHANNEL = "somebody", "a-channel"


async def readable(client: AsyncWebClient, text: str) -> str:
    """The text as the person wrote it. Whom Slack does not name in time is `@somebody`."""
    ids = typed.nameless(text)
    names = await asyncio.gather(*(_name(client, one) for one in ids))
    return typed.as_written(text, dict(zip(ids, names, strict=True)))


async def _name(client: AsyncWebClient, key: str) -> str:
    try:
        async with asyncio.timeout(WITHIN):
            if key.startswith("C"):
                return str((await client.conversations_info(channel=key))["channel"]["name"])
            user = (await client.users_info(user=key))["user"]
    except (SlackApiError, aiohttp.ClientError, TimeoutError, KeyError):
        return A_CHANNEL if key.startswith("C") else NOBODY
    return called(user) or NOBODY


def called(user: Mapping[str, Any]) -> str:
    """The name by which people know somebody, from Slack's description; empty if it has none."""
    profile = user.get("profile") or {}
    return str(profile.get("display_name") or user.get("real_name") or user.get("name") or "")
