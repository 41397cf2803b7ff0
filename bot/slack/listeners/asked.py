"""A slash command as its handlers see it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import UserId
from bot.services import Services
from bot.services.reading import Where
from bot.slack.guard import Answer
from bot.slack.listeners import typed


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, by whom, where, and how to answer."""

    services: Services
    answer: Answer
    client: AsyncWebClient
    team: tuple[str, str]  # (enterprise id or "", team id)
    channel: str
    user: UserId
    trigger: str
    typed: typed.Typed

    async def where(self) -> Where:
        """The asker's place. Raises NoGame."""
        return await self.services.reader.where(self.team[1], self.channel, self.user)

    async def open(self, view: View) -> None:
        """Opens a modal."""
        await self.client.views_open(trigger_id=self.trigger, view=view.to_dict())


Handler: TypeAlias = Callable[[Asked], Awaitable[None]]
