"""Bolt's app as Moot uses it: what each listener is given, and when Slack hears that something was taken.

README.md beside this file says what Bolt does otherwise.
"""

import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors.installations import NotInstalled
from bot.domain.errors.store import StoreAway
from bot.domain.ids import SlackTeam
from bot.services import Services
from bot.slack.blocks import answers
from bot.slack.blocks.as_json import as_json
from bot.slack.blocks.message import Message, plain, refused
from bot.slack.edge.acks import KEPT, UNDONE, LateAck, Turns, WhenDone
from bot.slack.edge.calling import Clients
from bot.slack.edge.drafts import Drafts, KeepingAck, key_of
from bot.slack.edge.guard import Answer
from bot.slack.edge.listeners import Heard, Listeners
from bot.slack.edge.manifest import INSTALLATIONS
from bot.slack.edge.responding import Respond

_FLOW = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
log = structlog.get_logger(__name__)


def bent(
    clients: Clients,
    services: Services,
    given: Mapping[str, Any],
    listeners: Listeners,
    signing_secret: str = "",
) -> AsyncApp:
    """An app with these listeners, which get `given` besides. What comes by HTTP must bear this signature."""
    with _no_flow_of_bolts():
        bolt = AsyncApp(
            name="moot",  # to find one takes Bolt a while
            client=clients.client,
            authorize=clients.authorize,
            before_authorize=placed,
            signing_secret=signing_secret,
        )
    bolt.middleware(Provide(clients, services, given).to_a_listener)
    bolt.middleware(Heard(listeners, bolt.listener_runner))
    bolt.error(failed)
    bolt.listener_runner.listener_completion_handler = WhenDone()
    return bolt


@contextmanager
def _no_flow_of_bolts() -> Iterator[None]:
    """If these are in the environment, even empty (as in containers that are given .env), Bolt would look for
    installations in its own files and accept no delivery."""
    hidden = {name: os.environ.pop(name) for name in _FLOW if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)


async def placed(
    context: AsyncBoltContext, body: dict[str, Any], next_: Callable[[], Awaitable[None]]
) -> None:
    """If Moot is installed in an organization, the authorization may name no workspace, but the event
    does."""
    if not context.team_id and isinstance(body.get("team_id"), str):
        context["team_id"] = body["team_id"]
    await next_()


class Provide:
    """Puts what listeners are given into Bolt's context, in the place of its own."""

    def __init__(self, clients: Clients, services: Services, given: Mapping[str, Any]) -> None:
        self._clients, self._services, self._given = clients, services, given
        self._drafts, self._turns = Drafts(services.now), Turns()

    async def to_a_listener(
        self, context: AsyncBoltContext, body: dict[str, Any], next_: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        """For one delivery. One of another workspace reaches no listener: with several bots on one app, Slack
        may give it to any of them."""
        ours = self._services.team or _whose(context)
        if not ours.is_same(_theirs(context)):
            log.warning("this belongs to another workspace, and is left alone", action="listen")
            return await self._turned_away(context, body, answers.of_another_workspace())
        try:
            client = await self._clients.of(ours)
        except NotInstalled as refusal:
            if not _tells_where_moot_is(body):
                log.warning(
                    "moot is not installed in the workspace that sent this", action="listen", team=ours.id
                )
                if (kept := context.get(KEPT)) is not None:
                    await self._services.inbox.done(kept)
                return await self._turned_away(context, body, plain(refused(refusal)))
            client = self._clients.client
        services = self._services.of(ours)
        context["client"] = client  # Bolt's own copy would not be measured
        context["services"] = services
        context.update(self._given)
        late = context["ack"] = LateAck(services.inbox, body, context.get(KEPT))
        context["answer"] = self._answer(client, context, body, late)
        view = body.get("view") or {}
        key = key_of(*_who(context), view.get("callback_id", ""), view.get("private_metadata", ""))
        state = view.get("state", {}).get("values", {})
        if body.get("type") == "view_submission":
            context["ack"] = KeepingAck(self._drafts, key, state)
        elif body.get("type") == "view_closed":
            self._drafts.keep(key, state)
        await next_()
        return None

    async def _turned_away(
        self, context: AsyncBoltContext, body: dict[str, Any], said: Message
    ) -> BoltResponse:
        nobodys = self._clients.client
        if context.response_url:
            await Answer(body, Respond(context.response_url, nobodys.session), nobodys)(said)
        if body.get("type") != "view_submission":
            return BoltResponse(status=200)
        view = as_json(answers.told("Moot", said))
        return BoltResponse(status=200, body={"response_action": "update", "view": view})

    def _answer(
        self, client: AsyncWebClient, context: AsyncBoltContext, body: dict[str, Any], late: LateAck
    ) -> Answer:
        team, user = _who(context)
        return Answer(
            body,
            Respond(context.response_url, client.session),
            client,
            lambda form: self._drafts.filled(team, user, form),
            late.done,
            late.never_kept,
            self._turns.next,
        )


def _whose(context: AsyncBoltContext) -> SlackTeam:
    """The workspace whose token we have."""
    whose = context.authorize_result
    return (
        SlackTeam(whose.enterprise_id or "", whose.team_id or "") if whose is not None else _theirs(context)
    )


def _tells_where_moot_is(body: Mapping[str, Any]) -> bool:
    """Whether it is what Slack sends when an installation is over, which may be known by then, or when an
    organization takes Moot out of workspaces or adds it."""
    return (body.get("event") or {}).get("type") in INSTALLATIONS


def _theirs(context: AsyncBoltContext) -> SlackTeam:
    return SlackTeam(context.enterprise_id or "", context.team_id or "")


def _who(context: AsyncBoltContext) -> tuple[str, str]:
    return context.team_id or "", context.user_id or ""


async def failed(
    error: Exception, context: AsyncBoltContext, response: BoltResponse | None
) -> BoltResponse | None:
    """A listener raised. What the database could not take is to be done again, and is not acknowledged."""
    context[UNDONE] = isinstance(error, StoreAway)
    if not context[UNDONE]:
        log.error("listener failed", action="listen", exc_info=error)
    return BoltResponse(status=503) if response is not None else None  # it was acknowledged already
