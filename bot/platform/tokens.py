"""Tokens that Slack takes no longer: the app was uninstalled, or one of them revoked or deactivated."""

UNINSTALLED = "app_uninstalled"
WITHDRAWN = "team_access_revoked"  # the organization took the app out of one of its workspaces
NOT_GRANTED = "team_access_not_granted"  # the same, or the call was about another workspace
GONE = (
    "token_revoked",
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "token_expired",
    UNINSTALLED,
    WITHDRAWN,
)
DELETED = "account_inactive"  # the bot's user or its whole workspace was deleted, as uninstalling does
REVOKED = ("token_revoked", UNINSTALLED)  # never taken back, but Slack may also do so when a token is renewed
REFUSED = "invalid_auth"  # nothing else is known: it may be the address from which we call
# Of GONE, the others say nothing about the workspace: we sent no token, or did not renew one in time.
APP_LEVEL = "apps.connections.open"  # the one method that is called with the app-level token
REINSTALL = "Reinstall the app, put its token into SLACK_BOT_TOKEN, and restart Moot."
GENERATE = "Generate another with connections:write, put it into SLACK_APP_TOKEN, and restart Moot."
MEANWHILE = "Until then, games are stopped and messages wait."


def trouble(method: str, error: str, install_at: str = "") -> str | None:
    """What an operator reads and can do; None where Slack's refusal is not about a token. Where workspaces
    install the app by themselves, they do so at `install_at`."""
    if error not in GONE:
        return None
    if install_at:
        why = "the app was uninstalled there, or its token revoked"
        if error == WITHDRAWN:
            why = "its organization took the app out of it"
        again = f"Somebody there can install it again at {install_at}."
        return (
            f"Slack no longer takes the bot's token for this workspace ({error}): {why}. {again} {MEANWHILE}"
        )
    if method == APP_LEVEL:
        return f"Slack no longer takes the app-level token ({error}). {GENERATE} {MEANWHILE}"
    why = "the app was uninstalled, or the token revoked"
    return f"Slack no longer takes the bot's token ({error}): {why}. {REINSTALL} {MEANWHILE}"
