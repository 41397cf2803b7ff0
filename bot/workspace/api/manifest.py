"""Reading an app manifest, as api.slack.com does when an app is made from one."""

from dataclasses import dataclass
from typing import Any

from bot.workspace.api.event_names import NEVER_SENT, SENT
from bot.workspace.state.records import Command, Json, Shortcut

_KEYS = {
    "": {"_metadata", "display_information", "features", "oauth_config", "settings"},
    "display_information": {"name", "description", "long_description", "background_color"},
    "features": {"app_home", "bot_user", "shortcuts", "slash_commands", "unfurl_domains", "rich_previews"},
    "features.app_home": {"home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"},
    "features.bot_user": {"display_name", "always_online"},
    "features.shortcuts[]": {"name", "type", "callback_id", "description"},
    "features.slash_commands[]": {"command", "description", "usage_hint", "should_escape", "url"},
    "oauth_config": {"redirect_urls", "scopes", "pkce_enabled", "token_management_enabled"},
    "oauth_config.scopes": {"bot", "user", "bot_optional", "user_optional"},
    "settings": {
        "event_subscriptions", "interactivity", "socket_mode_enabled", "org_deploy_enabled",
        "token_rotation_enabled", "allowed_ip_address_ranges", "is_hosted", "function_runtime",
        "is_mcp_enabled",
    },
    "settings.event_subscriptions": {"request_url", "bot_events", "user_events", "metadata_subscriptions"},
    "settings.interactivity": {"is_enabled", "request_url", "message_menu_options_url"},
}  # fmt: skip
_MOST_SHORTCUTS, _MOST_COMMANDS, _NAME, _DESCRIPTION = 10, 50, 35, 140


class BadManifest(ValueError):
    """The manifest says something Slack would refuse; the message names the place."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the workspace needs of an app manifest."""

    name: str
    bot_name: str
    scopes: frozenset[str]
    optional_scopes: frozenset[str]
    events: frozenset[str]
    commands: dict[str, Command]
    shortcuts: dict[str, Shortcut]
    home_tab: bool
    messages_tab: bool
    messages_tab_read_only: bool
    interactivity: bool
    request_url: str | None
    redirect_urls: tuple[str, ...]
    rotates: bool
    org_wide: bool


def _check_keys(part: Any, path: str = "") -> None:
    if not isinstance(part, dict):
        raise BadManifest(f"{path or 'the manifest'} must be an object")
    for key, value in part.items():
        here = f"{path}.{key}" if path else key
        if key not in _KEYS[path]:
            raise BadManifest(f"{here} is not a key of an app manifest")
        if here in _KEYS:
            _check_keys(value, here)
        elif f"{here}[]" in _KEYS:
            for item in value:
                _check_keys(item, f"{here}[]")


def _length(what: str, text: str, most: int) -> str:
    if not 1 <= len(text) <= most:
        raise BadManifest(f"{what} must have 1 to {most} characters, not {len(text)}")
    return text


def _commands(features: Json) -> dict[str, Command]:
    listed = features.get("slash_commands", [])
    if len(listed) > _MOST_COMMANDS:
        raise BadManifest(f"features.slash_commands: at most {_MOST_COMMANDS}")
    return {
        c["command"]: Command(
            command=c["command"] if c["command"].startswith("/") else _no_slash(c["command"]),
            description=_length(f"the description of {c['command']}", c.get("description", ""), 2000),
            usage_hint=c.get("usage_hint", ""),
            should_escape=bool(c.get("should_escape", False)),
        )
        for c in listed
    }


def _no_slash(command: str) -> str:
    raise BadManifest(f"the command {command!r} must begin with a slash")


def _shortcuts(features: Json) -> dict[str, Shortcut]:
    listed = features.get("shortcuts", [])
    if len(listed) > _MOST_SHORTCUTS:
        raise BadManifest(f"features.shortcuts: at most {_MOST_SHORTCUTS}")
    return {s["callback_id"]: Shortcut(s["callback_id"], s["name"], s["type"]) for s in listed}


def _events(subscribed: Json) -> frozenset[str]:
    events = frozenset(subscribed.get("bot_events", []))
    unknown = sorted(events - SENT.keys() - NEVER_SENT)
    if unknown:
        raise BadManifest(f"settings.event_subscriptions.bot_events: there is no event {', '.join(unknown)}")
    return events


def read_manifest(manifest: Json) -> Manifest:
    """Reads and checks a manifest; raises BadManifest for a key or length Slack would refuse."""
    _check_keys(manifest)
    about, features = manifest.get("display_information", {}), manifest.get("features", {})
    settings, scopes = manifest.get("settings", {}), manifest.get("oauth_config", {}).get("scopes", {})
    subscribed, interactivity = settings.get("event_subscriptions", {}), settings.get("interactivity", {})
    home = features.get("app_home", {})
    name = _length("display_information.name", about.get("name", ""), _NAME)
    if about.get("description"):
        _length("display_information.description", about["description"], _DESCRIPTION)
    url = interactivity.get("request_url") or subscribed.get("request_url")
    return Manifest(
        name=name,
        bot_name=features.get("bot_user", {}).get("display_name", name),
        scopes=frozenset(scopes.get("bot", [])),
        optional_scopes=frozenset(scopes.get("bot_optional", [])),
        events=_events(subscribed),
        commands=_commands(features),
        shortcuts=_shortcuts(features),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", False)),
        messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        interactivity=bool(interactivity.get("is_enabled", False)),
        request_url=None if settings.get("socket_mode_enabled") else url,
        redirect_urls=tuple(manifest.get("oauth_config", {}).get("redirect_urls", [])),
        rotates=bool(settings.get("token_rotation_enabled", False)),
        org_wide=bool(settings.get("org_deploy_enabled", False)),
    )
