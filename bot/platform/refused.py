"""What Slack's refusal says, whatever form it has."""

from collections.abc import Iterator
from contextlib import contextmanager

from slack_sdk.errors import SlackApiError

RATE_LIMITED = ("ratelimited", "rate_limited")
DEACTIVATED = ("user_disabled",)  # the account of the one person whom the call was about
NO_WORD = "internal_error"  # where it gives no reason of its own: a gateway's page, or nothing


def error_of(refused: SlackApiError) -> str:
    """Its error code. A gateway's page is no JSON, and neither need a 429 be."""
    answer = refused.response
    if answer.status_code == 429:
        return RATE_LIMITED[0]
    return (str(answer.get("error") or "") if isinstance(answer.data, dict) else "") or NO_WORD


@contextmanager
def needless_if(*errors: str) -> Iterator[None]:
    """A call within that Slack refuses with one of these words need not be made: it is so already."""
    try:
        yield
    except SlackApiError as refused:
        if error_of(refused) not in errors:
            raise
