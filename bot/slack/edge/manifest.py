"""The app manifest: least scopes, each with its reason. Who installs may leave the optional ones out.

Source of the keys: docs.slack.dev, reference/app-manifest.
"""

from typing import Any

from bot.slack.blocks import names

SCOPES = {
    "chat:write": "posts and updates cards, in channels and direct messages",
    "commands": "/moot and /propose, and the two shortcuts",
    "groups:write": "makes the councils' private channels, invites, sets topics, archives sidebars",
    "groups:read": "hears who joins or leaves those channels, and when one is archived or deleted",
    "channels:read": "hears the same in a public plenary; reads who is in it, for /moot invite everybody",
    "reactions:read": "hears votes, and reads them back at the close",
    "reactions:write": "puts the choices under a ballot or a proposal",
    "users:read": "the time zones of those who create a game or join one over days; who can play",
    "files:write": "shares policy books and the report as files, and shows the Handbook's pictures",
    "users:read.email": "finds people by the e-mail addresses that a facilitator pastes into an invitation",
    "usergroups:read": "sees who is in a user group, if only its members may create games",
    "channels:history": "after a crash, finds its own messages in a public plenary, to repeat none",
    "groups:history": "after a crash, finds its own messages in the councils' channels, to repeat none",
    "im:history": "after a crash, finds its own direct messages, to repeat none",
    "im:write": "finds the conversation that a first direct message began",
    "pins:write": "pins each council's policy book in its channel",
    "bookmarks:read": "without pins:write, looks for the bookmark of the book, so that it makes only one",
    "bookmarks:write": "without pins:write, bookmarks the book",
    "canvases:read": "after a crash, finds the canvas that it began, so that it changes nobody else's",
    "canvases:write": "keeps each council's policy book as the canvas of its channel",
}
READ_BACK = ("channels:history", "groups:history", "im:history", "im:write")  # else a crash may double a card
AT_THE_TOP = ("pins:write", "bookmarks:read", "bookmarks:write", "canvases:read", "canvases:write")
OPTIONAL = (
    "files:write",
    "users:read.email",
    "usergroups:read",
    *READ_BACK,
    *AT_THE_TOP,
)  # without the second, only mentions
# find people
EVENTS = (
    "app_home_opened", "reaction_added", "reaction_removed", "member_joined_channel", "member_left_channel",
    "user_change", "app_uninstalled", "tokens_revoked",
    "group_archive", "group_unarchive", "group_deleted", "group_left",
    "channel_archive", "channel_unarchive", "channel_deleted", "channel_left",
)  # fmt: skip
IN_ORGANIZATIONS = ("team_access_granted", "team_access_revoked")  # by an app that organizations install
INSTALLATIONS = ("app_uninstalled", "tokens_revoked", *IN_ORGANIZATIONS)
REQUEST_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
SHORTCUTS = (
    {
        "name": "Moot: what now?",
        "type": "global",
        "callback_id": names.WHAT_NOW,
        "description": "What you can do in your game right now",
    },
    {
        "name": "Propose as a policy",
        "type": "message",
        "callback_id": names.PROPOSE_THIS,
        "description": "Put this message to your council as a policy",
    },
)
COMMANDS = (
    {
        "command": "/moot",
        "description": "Join a game, see your mission, or run one",
        "usage_hint": "help | join | status | mission | owe | policies | new",
        "should_escape": True,
    },
    {
        "command": "/propose",
        "description": "Propose a policy to your council",
        "usage_hint": "the policy in your own words, or nothing for a form",
        "should_escape": True,
    },
)


def manifest(address: str = "", *, many: bool = False) -> dict[str, Any]:
    """What Slack asks for when an app is created "from a manifest": for Socket Mode, or for HTTP with an
    `address` such as https://moot.example.org. Over HTTP, `many` workspaces and organizations can install it,
    and its tokens expire."""
    made = _by_socket_mode()
    if address:
        url = address.rstrip("/") + REQUEST_PATH
        made["settings"]["socket_mode_enabled"] = False
        made["settings"]["event_subscriptions"]["request_url"] = url
        made["settings"]["interactivity"]["request_url"] = url
        for command in made["features"]["slash_commands"]:
            command["url"] = url
    if address and many:
        made["oauth_config"]["redirect_urls"] = [address.rstrip("/") + REDIRECT_PATH]
        made["settings"]["event_subscriptions"]["bot_events"] += IN_ORGANIZATIONS
        made["settings"] |= {"org_deploy_enabled": True, "token_rotation_enabled": True}
    return made


def _by_socket_mode() -> dict[str, Any]:
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Moot",
            "description": "Runs governance role-plays with secret roles, a clock, policies and a vote.",
            "background_color": "#1f3d36",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,  # without it, our direct messages fail
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Moot", "always_online": True},
            "shortcuts": [{**one} for one in SHORTCUTS],
            "slash_commands": [{**one} for one in COMMANDS],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }
