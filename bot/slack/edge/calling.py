"""Calls to Slack's Web API, each measured and made with the token of its workspace."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeAlias

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.causes import cause
from bot.domain.errors.installations import NotInstalled
from bot.domain.ids import SlackTeam
from bot.metrics import Metrics
from bot.platform.refused import error_of

log = structlog.get_logger(__name__)
IN_A_WORKSPACE = (  # with an organization's token, they need `team_id`: docs.slack.dev, reference/methods
    *("bots.info", "conversations.create", "conversations.list", "files.list", "reactions.list"),
    *("usergroups.list", "usergroups.users.list", "users.conversations", "users.list"),
)


def team_of(answer: AsyncSlackResponse) -> SlackTeam:
    """Whose token it is, by what auth.test answers."""
    return SlackTeam(answer.get("enterprise_id") or "", answer["team_id"])


class MeasuredClient(AsyncWebClient):
    """slack_sdk's client, which reports how each call ended and how long it took, and tells `refused` which
    calls Slack refused. With an organization's token, `workspace` is the one that calls are for."""

    def __init__(self, metrics: Metrics, **given: Any) -> None:
        super().__init__(**given)
        self._metrics = metrics
        self.refused: Callable[[str, str], None] = lambda _method, _error: None
        self.workspace = ""

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        """One call."""
        began, result = time.monotonic(), "unreachable"
        if self.workspace and api_method in IN_A_WORKSPACE:
            given = _within(self.workspace, given)
        try:
            with self._metrics.answering.one():
                answer = await super().api_call(api_method, **given)
            result = "ok"
        except SlackApiError as refused:
            result = error_of(refused)
            self.refused(api_method, result)
            raise
        finally:
            seconds = time.monotonic() - began
            self._metrics.called(api_method, result, seconds)
            if cause() is not None:
                log.info("slack was called", action=api_method, result=result, seconds=round(seconds, 3))
        return answer


def _within(workspace: str, given: dict[str, Any]) -> dict[str, Any]:
    where = "json" if given.get("json") is not None else "params"
    asked = given.get(where) or {}
    return {**given, where: {**asked, "team_id": asked.get("team_id") or workspace}}


Authorize: TypeAlias = Callable[..., Awaitable[AuthorizeResult]]


class Clients(Protocol):
    """The clients of the workspaces that this process serves, all on one session."""

    @property
    def client(self) -> AsyncWebClient:
        """The client from which Bolt makes its own: that of the one workspace, or one without a token."""

    @property
    def authorize(self) -> Authorize | None:
        """Tells Bolt whose bot gets a delivery; None if `client` already says so."""

    async def of(self, team: SlackTeam) -> AsyncWebClient:
        """The client of a workspace; use no other for calls there. Raises NotInstalled."""


class OneClient:
    """The client of the one workspace whose token is in the settings. `team` is set as soon as it is
    known."""

    authorize: Authorize | None = None

    def __init__(self, client: AsyncWebClient, team: SlackTeam | None = None) -> None:
        self.client, self.team = client, team

    async def of(self, team: SlackTeam) -> AsyncWebClient:
        """The client, if it is for this workspace. Raises NotInstalled."""
        if self.team is not None and not self.team.is_same(team):
            raise NotInstalled
        return self.client
