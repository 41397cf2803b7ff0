"""Calls to Slack's Web API, measured."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.causes import cause
from bot.domain.ids import SlackTeam
from bot.metrics import Metrics
from bot.platform.refused import error_of

log = structlog.get_logger(__name__)


def team_of(answer: AsyncSlackResponse) -> SlackTeam:
    """Whose token it is, by what auth.test answers."""
    return SlackTeam(answer.get("enterprise_id") or "", answer["team_id"])


class MeasuredClient(AsyncWebClient):
    """slack_sdk's, which tells how each call ended and how long it took; and `refused`, which calls Slack
    refused."""

    def __init__(self, metrics: Metrics, **given: Any) -> None:
        super().__init__(**given)
        self._metrics = metrics
        self.refused: Callable[[str, str], None] = lambda _method, _error: None

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        """One call."""
        began, result = time.monotonic(), "unreachable"
        try:
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
