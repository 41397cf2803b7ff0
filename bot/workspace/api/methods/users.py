"""Who is here: users.*, team.info, bots.info, emoji.list, apps.connections.open."""

from bot.workspace.api import payloads
from bot.workspace.api.method import Call, method
from bot.workspace.state.ids import secret
from bot.workspace.state.records import Json, Person
from bot.workspace.state.refusals import ApiError


def _user(call: Call, person: Person) -> Json:
    shown = payloads.user(call.team, person)
    if "users:read.email" in call.app.scopes and not person.is_bot:
        shown["profile"]["email"] = person.email
    if call.get("include_locale"):
        shown["locale"] = "en-US"
    return shown


@method("users.info", tier=4, scope="users:read", required="user", optional="include_locale")
def info(call: Call) -> Json:
    """About one person or bot."""
    return {"user": _user(call, call.person())}


@method("users.list", tier=2, scope="users:read", optional="cursor include_locale limit team_id")
def list_(call: Call) -> Json:
    """Everybody, deactivated people and bots too; in pages if a limit is given."""
    people = list(call.team.people.values())
    page, metadata = call.page(people, default=min(max(len(people), 1), 1000))
    return {
        "members": [_user(call, person) for person in page],
        "cache_ts": int(call.team.clock()),
        "response_metadata": metadata,
    }


@method(
    "users.lookupByEmail",
    tier=3,
    scope="users:read.email",
    required="email",
    missing={"email": "users_not_found"},
)
def lookup_by_email(call: Call) -> Json:
    """The active person with this address."""
    email = call.get("email").casefold()
    for person in call.team.people.values():
        if person.email.casefold() == email and not person.deleted:
            return {"user": _user(call, person)}
    raise ApiError("users_not_found")


@method("users.profile.get", tier=4, scope="users.profile:read", optional="user include_labels")
def profile_get(call: Call) -> Json:
    """Somebody's profile."""
    person = call.person() if call.get("user") else call.team.people[call.bot]
    return {"profile": _user(call, person)["profile"]}


@method("team.info", tier=3, scope="team:read", optional="team domain include_slackbot_availability")
def team_info(call: Call) -> Json:
    """About the workspace."""
    if call.get("team", call.team.team_id) != call.team.team_id:
        raise ApiError("team_not_found")
    return {
        "team": {
            "id": call.team.team_id,
            "name": call.team.name,
            "domain": call.team.domain,
            "email_domain": "",
            "icon": {"image_default": True},
            "url": call.team.web_url,
        }
    }


@method("bots.info", tier=3, scope="users:read", optional="bot team_id")
def bots_info(call: Call) -> Json:
    """About a bot."""
    wanted = call.get("bot", call.app.bot_id)
    for app in call.team.apps.values():
        if app.bot_id == wanted:
            return {"bot": payloads.bot_profile(call.team, app)}
    raise ApiError("bot_not_found")


@method("emoji.list", tier=2, scope="emoji:read", optional="include_categories")
def emoji_list(call: Call) -> Json:
    """The workspace's own emoji: none."""
    return {"emoji": {}, "cache_ts": call.team.next_ts()}


@method("apps.connections.open", tier=3)
def connections_open(call: Call) -> Json:
    """A WebSocket address for Socket Mode; called with the app-level token."""
    ticket = secret()
    call.team.tickets[ticket] = call.app.id
    address = call.team.web_url.replace("http", "ws", 1)
    return {"url": f"{address}link/?ticket={ticket}&app_id={call.app.id}"}
