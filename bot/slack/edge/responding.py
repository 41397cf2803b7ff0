"""Answers by `response_url`, over connections that are kept open.

Bolt's own `respond` opens a new one for each answer, hundreds of them in the second in which all sheets open.
"""

from typing import Any

from aiohttp import ClientSession
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient


class Respond(AsyncRespond):
    """Bolt's, with a session that others use as well."""

    def __init__(self, response_url: str | None, session: ClientSession | None) -> None:
        super().__init__(response_url=response_url)
        self._session = session

    async def __call__(self, **message: Any) -> WebhookResponse:  # type: ignore[override]
        """Posts it. ValueError where there is no such address."""
        if self.response_url is None:
            raise ValueError("there is no response_url to answer to")
        return await AsyncWebhookClient(self.response_url, session=self._session).send(**message)
