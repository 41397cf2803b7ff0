"""A submitted window as its handlers see it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import GameId, UserId
from bot.services import Services
from bot.slack.acting import filled
from bot.slack.blocks.message import Message


@dataclass(frozen=True, slots=True)
class Submitted:
    """A window that was sent: by whom, about what, and what was filled in."""

    services: Services
    client: AsyncWebClient
    user: UserId
    about: str  # private_metadata
    values: dict[str, Any]

    @property
    def game(self) -> GameId:
        """The game that most windows are about."""
        return GameId(self.about)


Work: TypeAlias = Callable[[Submitted], Awaitable[Message]]


def submitted(
    body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient, services: Services
) -> Submitted:
    user = UserId(body["user"]["id"])
    return Submitted(services, client, user, view["private_metadata"], filled.values(view))
