"""Calls to Slack's Web API: with the token of the workspace that they are for, and measured."""

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
    """slack_sdk's, which tells how each call ended and how long it took; and `refused`, which calls Slack
    refused. `workspace` is for the token of an organization: calls that need to know are for this one."""

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
        """What Bolt makes its own of: that of the one workspace, or one without a token."""

    @property
    def authorize(self) -> Authorize | None:
        """Tells Bolt whose bot gets a delivery; None where that is what `client` says."""

    async def of(self, team: SlackTeam) -> AsyncWebClient:
        """The client of a workspace: no other may be called for it. Raises NotInstalled."""


class OneClient:
    """The client of the one workspace whose token is in the settings; it is for `team`, as soon as that is
    known."""

    authorize: Authorize | None = None

    def __init__(self, client: AsyncWebClient, team: SlackTeam | None = None) -> None:
        self.client, self.team = client, team

    async def of(self, team: SlackTeam) -> AsyncWebClient:
        """It, where it is for this workspace. Raises NotInstalled."""
        if self.team is not None and not self.team.is_same(team):
            raise NotInstalled
        return self.client
