"""What Slack's profile of somebody says about playing."""

from collections.abc import Mapping
from typing import Any

from bot.domain.inviting import Finding

NOBODY = ("user_not_found", "user_not_visible", "users_not_found")  # users.info, users.lookupByEmail
REASONS = {
    Finding.NOT_FOUND: "unknown in this workspace",
    Finding.BOT: "a bot",
    Finding.DEACTIVATED: "the account is deactivated",
    Finding.STRANGER: "from another organisation, whom I may not add to a channel",
    Finding.GUEST: "a guest, whom I may not add to a council's channel",
}


def unfit(user: Mapping[str, Any]) -> Finding | None:
    """Why somebody cannot play; None if they can."""
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        return Finding.BOT
    if user.get("deleted"):
        return Finding.DEACTIVATED
    if user.get("is_stranger"):
        return Finding.STRANGER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Finding.GUEST
    return None
