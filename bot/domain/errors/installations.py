"""Workspaces that have not installed Moot, or no longer have it."""

from bot.domain.errors import Refusal


class NotInstalled(Refusal):
    template = (
        "Nothing was done: Moot is not installed in this workspace. Ask somebody who may install apps to "
        "install it here, and try again."
    )


class TokenSealed(NotInstalled):
    template = (
        "Nothing was done: Moot cannot open its own token for this workspace. Tell its operator: Moot's "
        "log names the workspace. Installing Moot again helps, too."
    )


class TokenRanOut(NotInstalled):
    template = (
        "Nothing was done: Slack no longer renews Moot's token for this workspace. Ask somebody who may "
        "install apps here to install Moot again, and try again."
    )
