"""Ways to say no: to an app, in Slack's error codes; to a person, in a sentence; and an app's, by silence."""

from typing import Any


class ApiError(Exception):
    """A Web API call is refused: `error` is Slack's code, `details` what else stands in the answer."""

    def __init__(self, error: str, **details: Any) -> None:
        super().__init__(error)
        self.error = error
        self.details = details


def bad_arguments(*messages: str, error: str = "invalid_arguments") -> ApiError:
    """A refusal that says in `response_metadata.messages` what is wrong, as Slack does."""
    return ApiError(error, response_metadata={"messages": [f"[ERROR] {message}" for message in messages]})


class CannotDo(Exception):
    """A person could not do this in Slack either; the sentence is for a reader."""


class NotAnswered(Exception):
    """The app did not acknowledge a delivery; `reason` as in `x-slack-retry-reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
