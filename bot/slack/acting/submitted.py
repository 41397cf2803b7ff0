"""A form that was sent, as its handlers see it, and the way from Slack to them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import UserId
from bot.services import Services
from bot.slack.blocks.answers import told
from bot.slack.blocks.as_json import as_json
from bot.slack.blocks.forms import Form
from bot.slack.blocks.message import Message
from bot.slack.edge.guard import refusals_as_errors

F = TypeVar("F", bound=Form)
ANSWERED_WITHIN = 2.0  # seconds; Slack waits three


async def in_time(work: asyncio.Future[Any]) -> bool:
    """Whether this is done while Slack waits for what the form answers; if not, it goes on."""
    return bool((await asyncio.wait({work}, timeout=ANSWERED_WITHIN))[0])


@dataclass(frozen=True, slots=True)
class Sent(Generic[F]):
    """What somebody sent, and how to answer. Where nothing is shown, the form closes."""

    services: Services
    client: AsyncWebClient
    team: tuple[str, str]  # (enterprise id or "", team id)
    user: UserId
    form: F
    title: str  # of the form
    ack: AsyncAck

    async def show(self, said: Message | View) -> None:
        """Puts this in the form's place."""
        view = told(self.title, said) if isinstance(said, Message) else said
        await self.ack(response_action="update", view=as_json(view))


Handler: TypeAlias = Callable[[Sent[F]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Taken:
    """A form, and the listener that takes it when it is sent."""

    form: type[Form]
    handler: Callable[..., Awaitable[None]]
    listener: Callable[..., Awaitable[None]]


def takes(form: type[F], handler: Handler[F]) -> Taken:
    """Has `handler` called with every such form that is complete. A refusal is shown at the field that caused
    it, else where the form says."""

    async def listener(
        ack: AsyncAck,
        body: dict[str, Any],
        view: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
        services: Services,
    ) -> None:
        team, user = (context.enterprise_id or "", context.team_id or ""), UserId(body["user"]["id"])
        title = view["title"]["text"]
        await handler(Sent(services, client, team, user, form.read(view), title, ack))
        if ack.response is None:
            await ack()

    listener.__name__ = form.callback  # for the log
    return Taken(form, handler, refusals_as_errors(form.refused_at)(listener))
