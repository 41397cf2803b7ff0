"""Workspaces that have not installed Moot, or no longer have it."""

from bot.domain.errors import Refusal


class NotInstalled(Refusal):
    template = (
        "Moot is not installed in this workspace, so nothing was done. Ask somebody who can install apps to "
        "install it, then try again."
    )


class TokenSealed(NotInstalled):
    template = (
        "Moot cannot decrypt its token for this workspace, so nothing was done. Tell the person who runs "
        "Moot; the log names the workspace. Installing Moot again also fixes this."
    )


class TokenRanOut(NotInstalled):
    template = (
        "Slack no longer renews Moot's token for this workspace, so nothing was done. Ask somebody who can "
        "install apps to install Moot again, then try again."
    )
