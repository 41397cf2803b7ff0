"""A slash command as its handlers see it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import UserId
from bot.queries.reader import Where
from bot.services import Services
from bot.slack.acting.opening import open_form
from bot.slack.edge.guard import Answer
from bot.slack.typed import words as typed


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

    async def open(self, view: View, action: str = "", value: str = "") -> None:
        """Opens a form; the button of this name and value opens it, too, if there is one."""
        again = (action, value) if action else None
        await open_form(self.client, self.answer, self.trigger, view, again)

    async def where(self) -> Where:
        """The asker's place. Raises NoGame."""
        return await self.services.reader.where(self.team[1], self.channel, self.user)


Handler: TypeAlias = Callable[[Asked], Awaitable[None]]
