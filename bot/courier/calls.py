"""How work calls Slack."""

from typing import Any, Protocol


class Call(Protocol):
    """Calls Slack within the budgets."""

    async def __call__(self, method: str, channel: str, /, **arguments: Any) -> Any:
        """Waits for the budget, calls, and returns Slack's answer. Raises SlackApiError."""
