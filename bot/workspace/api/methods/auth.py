"""Tokens: auth.*, apps.uninstall, and oauth.v2.*, by which apps get them.

Sources: docs.slack.dev, the methods' pages, "Installing with OAuth" and "Using token rotation".
"""

from bot.workspace.api import payloads
from bot.workspace.api.method import Call, method
from bot.workspace.state import installing
from bot.workspace.state.records import App, Grant, Json
from bot.workspace.state.refusals import ApiError
from bot.workspace.state.team import Team

_REFRESH = "refresh_token"
_GRANTS = ("authorization_code", _REFRESH)


@method("auth.test", tier="hundreds")
def test(call: Call) -> Json:
    """Whose token this is: one workspace's, or a whole organization's."""
    within, everywhere = call.team.enterprise, call.app.by_enterprise
    about: Json = {"team": call.team.name, "team_id": call.team.team_id}
    if within is not None:
        about |= {"enterprise_id": within.id} | (
            {"team": within.name, "team_id": within.id} if everywhere else {}
        )
    return about | {
        "url": call.team.web_url,
        "user": call.team.people[call.bot].name,
        "user_id": call.bot,
        "bot_id": call.app.bot_id,
        "app_id": call.app.id,
        "is_enterprise_install": everywhere,
    }


@method("auth.revoke", tier=3, optional="test")
def revoke(call: Call) -> Json:
    """Ends the bot token, and with it the installation."""
    if call.get("test"):
        return {"revoked": False}
    installing.uninstall(call.team, call.app)
    return {"revoked": True}


@method("auth.teams.list", tier=2, optional="cursor include_icon limit")
def teams_list(call: Call) -> Json:
    """The workspaces in which this token works."""
    teams = [team for team, _ in installing.covered(call.team, call.app)]
    page, metadata = call.page(sorted(teams, key=lambda team: team.team_id))
    return {
        "teams": [{"id": team.team_id, "name": team.name} for team in page],
        "response_metadata": metadata,
    }


@method("apps.uninstall", tier=1, required="client_id client_secret")
def uninstall(call: Call) -> Json:
    """Ends the installation whose token it is."""
    developed(call.team, call.args)
    if call.get("client_id") != call.app.client_id:
        raise ApiError("client_id_token_mismatch")
    installing.uninstall(call.team, call.app)
    return {}


def developed(team: Team, args: Json) -> App:
    """The app whose client this is, as it is in some workspace; its secret has to fit."""
    known = (one.app_by_client(str(args.get("client_id", ""))) for one in team.together)
    app = next((one for one in known if one is not None), None)
    if app is None:
        raise ApiError("invalid_client_id")
    if args.get("client_secret") != app.client_secret:
        raise ApiError("bad_client_secret")
    return app


@method(
    "oauth.v2.access",
    tier=4,
    optional="code redirect_uri grant_type refresh_token",
    by_client=True,
)
def access(call: Call) -> Json:
    """A token for a code that a person's permission gave, or for a refresh token."""
    kind = call.get("grant_type", _GRANTS[0])
    if kind not in _GRANTS:
        raise ApiError("invalid_grant_type")
    if kind == _REFRESH:
        return _refreshed(call)
    team, grant = _granted(call)
    app = installing.exchange(team, grant)
    return _installation(team, app) | {"authed_user": {"id": grant.person}}


def _granted(call: Call) -> tuple[Team, Grant]:
    found = installing.grant_of(call.team, call.get("code", ""))
    if found is None or found[1].client_id != call.app.client_id:
        raise ApiError("invalid_code")
    team, grant = found
    if grant.used:
        raise ApiError("code_already_used")
    if team.clock() >= grant.expires:
        raise ApiError("invalid_code")
    if call.get("redirect_uri", "") != grant.redirect_uri:
        raise ApiError("bad_redirect_uri")
    return found


def _refreshed(call: Call) -> Json:
    wanted = call.get("refresh_token", "")
    for team in call.team.together:
        app = team.app_by_client(call.app.client_id)
        if app is not None and app.installed and wanted and app.refresh_token == wanted:
            installing.renew(team, app)
            return _installation(team, app)
    raise ApiError("invalid_refresh_token")


@method("oauth.v2.exchange", tier=4, required="token", by_client=True)
def exchange(call: Call) -> Json:
    """A token that expires, with a refresh token, for one that does not."""
    if not call.app.rotates:
        raise ApiError("token_rotation_not_enabled")
    for team in call.team.together:
        app = team.app_by_client(call.app.client_id)
        if app is not None and app.installed and app.bot_token == call.get("token"):
            if app.refresh_token:
                raise ApiError("token_already_exchanged")
            installing.renew(team, app)
            return _installation(team, app)
    raise ApiError("invalid_token")


def _installation(team: Team, app: App) -> Json:
    """What an app gets to know with a token."""
    answer: Json = {
        "app_id": app.id,
        "access_token": app.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(app.scopes)),
        "bot_user_id": app.bot_user_id,
        "team": None if app.by_enterprise else {"id": team.team_id, "name": team.name},
        "enterprise": payloads.enterprise(team),
        "is_enterprise_install": app.by_enterprise,
    }
    if app.refresh_token:
        answer |= {"refresh_token": app.refresh_token, "expires_in": int(installing.TOKEN_SECONDS)}
    return answer
