"""Workspaces that have not installed Moot, or no longer have it."""

from bot.domain.errors import Refusal


class NotInstalled(Refusal):
    template = (
        "Nothing was done: Moot is not installed in this workspace. Ask somebody who may install apps to "
        "install it here, and try again."
    )
