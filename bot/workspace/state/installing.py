"""How apps come into a workspace and leave it, and the tokens that they get. Callers have checked who may."""

from collections.abc import Iterator
from typing import TypedDict

from bot.workspace.state.happenings import AppChanged, TokenRevoked
from bot.workspace.state.ids import client_id, secret
from bot.workspace.state.records import App, Grant, Person
from bot.workspace.state.team import Team

CODE_SECONDS = 600.0
TOKEN_SECONDS = 12 * 3600.0
"""How long a token lives that expires."""


class AsClient(TypedDict):
    """Who an app is to Slack, in whichever workspace: its client and its secrets."""

    app_token: str
    signing_secret: str
    verification_token: str
    client_id: str
    client_secret: str


def as_client(same_as: App | None) -> AsClient:
    """Those of the app as it is in another workspace, or new ones."""
    if same_as is not None:
        return {
            "app_token": same_as.app_token,
            "signing_secret": same_as.signing_secret,
            "verification_token": same_as.verification_token,
            "client_id": same_as.client_id,
            "client_secret": same_as.client_secret,
        }
    return {
        "app_token": secret("xapp-1-"),
        "signing_secret": secret(),
        "verification_token": secret(),
        "client_id": client_id(),
        "client_secret": secret(),
    }


# -- by OAuth -----------------------------------------------------------------------------------------------


def allow(
    team: Team,
    app: App,
    person: Person,
    scopes: frozenset[str],
    redirect_uri: str,
    *,
    everywhere: bool = False,
) -> str:
    """Notes what a person allows an app, in the whole organization if `everywhere`; gives the code for it."""
    code = secret(f"{app.client_id}.")
    expires = team.clock() + CODE_SECONDS
    team.grants[code] = Grant(app.client_id, person.id, scopes, redirect_uri, everywhere, expires)
    return code


def grant_of(team: Team, code: str) -> tuple[Team, Grant] | None:
    """What a code stands for, in whichever workspace of the server."""
    return next(((one, one.grants[code]) for one in team.together if code in one.grants), None)


def exchange(team: Team, grant: Grant) -> App:
    """Installs the app that a code was given for, once."""
    grant.used = True
    app = team.app_by_client(grant.client_id)
    assert app is not None
    install(team, app, grant.scopes, everywhere=grant.everywhere)
    return app


# -- coming and going ---------------------------------------------------------------------------------------


def install(team: Team, app: App, scopes: frozenset[str], *, everywhere: bool = False) -> None:
    """Installs an app, or once more: then it keeps what it was granted, and a token that does not expire."""
    kept = app.scopes if app.installed else frozenset()
    if app.rotates or app.revoked or not app.installed:
        renew(team, app)
    app.scopes, app.by_enterprise = kept | scopes, everywhere
    _same_everywhere(team, app)
    for one, there in covered(team, app):
        _is_there(one, there)


def uninstall(team: Team, app: App) -> None:
    """Ends an installation: the app's tokens stop working."""
    for one, there in list(covered(team, app)):
        there.installed = False
        there.refresh_token, there.earlier = "", {}
        one.people[there.bot_user_id].deleted = True
        one.happened(AppChanged(there))
        one.happened(TokenRevoked(there, (there.bot_user_id,), uninstalled=True))
        there.by_enterprise = False


def revoke(team: Team, app: App) -> None:
    """Ends the bot token of an app that stays."""
    app.revoked = True
    team.happened(TokenRevoked(app, (app.bot_user_id,)))


def revoke_of(team: Team, app: App, person: Person) -> None:
    """Ends what an app may do for one person. Apps have no such tokens here, but hear of it."""
    team.happened(TokenRevoked(app, (person.id,)))


def reinstall(team: Team, app: App, *, same_token: bool = False) -> None:
    """The app is there again, with another bot token; or the old one works again, as where an admin had
    suspended it."""
    if not same_token:
        renew(team, app)
    _is_there(team, app)


def renew(team: Team, app: App) -> None:
    """Gives an app another bot token. One that expires comes with another refresh token, and the one before
    it works until it expires itself."""
    before, expires = app.bot_token, app.expires
    works = app.installed and not app.revoked
    app.earlier = {before: expires} if works and app.rotates and expires is not None else {}
    app.bot_token = secret("xoxe.xoxb-1-" if app.rotates else "xoxb-")
    app.refresh_token = secret("xoxe-1-") if app.rotates else ""
    app.expires = team.clock() + TOKEN_SECONDS if app.rotates else None
    _same_everywhere(team, app)


def covered(team: Team, app: App) -> Iterator[tuple[Team, App]]:
    """Where the app's installation is one: here, or in every workspace of the organization."""
    yield team, app
    if app.by_enterprise:
        for one in team.together:
            there = one.app_by_client(app.client_id)
            if one is not team and one.enterprise == team.enterprise and there is not None:
                yield one, there


def _same_everywhere(team: Team, app: App) -> None:
    for _, there in covered(team, app):
        there.bot_token, there.refresh_token, there.expires = app.bot_token, app.refresh_token, app.expires
        there.earlier, there.scopes, there.by_enterprise = app.earlier, app.scopes, app.by_enterprise


def _is_there(team: Team, app: App) -> None:
    app.installed, app.revoked = True, False
    team.people[app.bot_user_id].deleted = False
    team.happened(AppChanged(app))
