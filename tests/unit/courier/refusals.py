"""Refusals of Slack's, as its SDK raises them."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse


def refusal(error: str, **more: Any) -> SlackApiError:
    """Slack's answer with this error, and what else it says."""
    data = {"ok": False, "error": error, **more}
    answer = SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=data, headers={}, status_code=200
    )
    return SlackApiError("refused", answer)  # type: ignore[no-untyped-call]
