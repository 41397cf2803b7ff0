"""A button as its handlers see it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.council import Council, decide
from bot.domain.council.commands import CouncilCommand
from bot.domain.errors.authority import NotSeated
from bot.domain.ids import CouncilId, GameId, Moment, UserId, game_of
from bot.queries.place import Where
from bot.services import Services
from bot.slack.acting.opening import open_form
from bot.slack.blocks import names
from bot.slack.edge.guard import Answer


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a choice in a menu, by whom, with which value, and how to answer."""

    services: Services
    answer: Answer
    client: AsyncWebClient
    team_id: str
    user: UserId
    value: str
    in_message: bool
    again: tuple[str, str]  # the button's name and value, as it was pressed
    at: Moment | None = None  # when, as Slack says

    async def where(self) -> Where:
        """The person's place in the game whose id, or a council's of it, begins the value; in a menu's, it
        follows what was chosen. Raises NoGame."""
        key, _, rest = self.value.partition(":")
        key = rest.partition(":")[0] if key in names.CHOSEN else key
        return await self.services.reader.where_in(game_of(CouncilId(key)) or GameId(key), self.user)

    async def council(self) -> tuple[Council, Where]:
        """The council in the value, and the person's place in it. Raises NotInACouncil."""
        council = await self.services.reader.council(CouncilId(self.value.partition(":")[0]))
        where = await self.services.reader.where_in(council.game, self.user)
        return council, where

    async def seated(self) -> tuple[Council, Where]:
        """The council in the value, if the person holds a seat there. Raises NotInACouncil and NotSeated."""
        council, where = await self.council()
        if council.seat_of(self.user) is None:
            raise NotSeated
        return council, where

    def about(self, value: str) -> "Pressed":
        """This button, as if it had carried another value."""
        return replace(self, value=value)

    def refuse_early(self, council: Council, command: CouncilCommand) -> None:
        """Raises the Refusal that a form would meet when it is sent, before anybody has typed in vain."""
        decide(council, command, at=self.services.now(), actor=self.user)

    async def open(self, view: View) -> None:
        """Opens a form."""
        await open_form(self.answer, view, self.again)


Handler: TypeAlias = Callable[[Pressed], Awaitable[None]]
