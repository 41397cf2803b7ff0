"""A button as its handlers see it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.council import Council
from bot.domain.errors import NotSeated
from bot.domain.ids import CouncilId, UserId
from bot.services import Services
from bot.services.reading import Where
from bot.slack.guard import Answer


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, by whom, with which value, and how to answer."""

    services: Services
    answer: Answer
    client: AsyncWebClient
    team_id: str
    user: UserId
    value: str
    trigger: str
    in_message: bool

    async def council(self) -> tuple[Council, Where]:
        """The council in the value, and the person's place in it. Raises NotInACouncil."""
        council = await self.services.reader.council(CouncilId(self.value.partition(":")[0]))
        where = await self.services.reader.where_in(council.game, self.user)
        return council, where

    async def seated(self) -> tuple[Council, Where]:
        """Likewise, for somebody who holds a seat there. Raises NotSeated."""
        council, where = await self.council()
        if council.seat_of(self.user) is None:
            raise NotSeated
        return council, where

    async def open(self, view: View) -> None:
        """Opens a modal."""
        await self.client.views_open(trigger_id=self.trigger, view=view.to_dict())


Handler: TypeAlias = Callable[[Pressed], Awaitable[None]]
