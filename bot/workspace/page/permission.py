"""The page on which somebody lets an app into a workspace, `/oauth/v2/authorize`: an installation leads here.

Source: docs.slack.dev, "Installing with OAuth".
"""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.workspace.state import installing
from bot.workspace.state.records import App, Person
from bot.workspace.state.team import Team

_SCOPES = {
    "bookmarks:read": "See the bookmarks of channels it is in",
    "bookmarks:write": "Add and change bookmarks",
    "canvases:read": "See canvases it has made or was given",
    "canvases:write": "Make and change canvases",
    "channels:history": "Read messages in public channels it is in",
    "channels:manage": "Make and change public channels",
    "channels:read": "See the public channels and who is in them",
    "chat:write": "Post messages where it is a member",
    "commands": "Add slash commands and shortcuts",
    "files:write": "Upload files",
    "groups:history": "Read messages in private channels it is in",
    "groups:read": "See the private channels it is in",
    "groups:write": "Make and change private channels",
    "im:history": "Read its direct messages",
    "im:read": "See its direct messages",
    "im:write": "Start direct messages",
    "pins:read": "See what is pinned in channels it is in",
    "pins:write": "Pin messages",
    "reactions:read": "See reactions in channels it is in",
    "reactions:write": "React to messages",
    "usergroups:read": "See user groups and who is in them",
    "users:read": "See who is in the workspace",
    "users:read.email": "See people's e-mail addresses",
}
"""What some scopes let an app do, for a reader; the others are shown by name."""


class _Wrong(Exception):
    """The app's link is wrong; what it says is one of Slack's errors."""


@dataclass(frozen=True, slots=True)
class _Request:
    """What an app asks for, in which workspace, and where the answer goes."""

    team: Team
    app: App
    scopes: frozenset[str]
    redirect_uri: str
    given_uri: str
    state: str

    def answer(self, **said: str) -> RedirectResponse:
        """Sends the browser back to the app."""
        known = {"state": self.state} if self.state else {}
        joined = "&" if urlsplit(self.redirect_uri).query else "?"
        return RedirectResponse(f"{self.redirect_uri}{joined}{urlencode(said | known)}", 302)

    @property
    def optional(self) -> frozenset[str]:
        return self.scopes & self.app.optional_scopes


class Permission:
    """Asks a person, and tells the app. `home` is the workspace at whose address it is asked."""

    def __init__(self, home: Team) -> None:
        self._home = home

    async def asked(self, request: Request) -> Response:
        """GET: what the app asks for, with Allow and Cancel."""
        try:
            return _page(_form(self._read(request), request.url.query))
        except _Wrong as wrong:
            return _refused(wrong)

    async def answered(self, request: Request) -> Response:
        """POST of that form: back to the app, with a code or an error."""
        try:
            wanted = self._read(request)
        except _Wrong as wrong:
            return _refused(wrong)
        given = parse_qsl((await request.body()).decode(errors="replace"))
        said = dict(given)
        if said.get("answer") != "allow":
            return wanted.answer(error="access_denied")
        person = next((one for one in _who_may(wanted.team) if one.id == said.get("person")), None)
        if person is None:
            return wanted.answer(error="access_denied")
        left_out = wanted.optional - {value for name, value in given if name == "scope"}
        everywhere = said.get("where") == "everywhere" and _may_be_everywhere(wanted)
        code = installing.allow(
            *(wanted.team, wanted.app, person, wanted.scopes - left_out, wanted.given_uri),
            everywhere=everywhere,
        )
        return wanted.answer(code=code)

    def _read(self, request: Request) -> _Request:
        """Raises _Wrong."""
        asked = request.query_params
        client_id = asked.get("client_id", "")
        offering = [one for one in self._home.together if one.app_by_client(client_id) is not None]
        if not offering:
            raise _Wrong("invalid_client_id")
        team = next((one for one in offering if one.team_id == asked.get("team")), None)
        team = team or (self._home if self._home in offering else offering[0])
        app = team.app_by_client(client_id)
        assert app is not None
        scopes = frozenset(one.strip() for one in asked.get("scope", "").split(",") if one.strip())
        if not scopes:
            raise _Wrong("no_scopes")
        given = asked.get("redirect_uri", "")
        redirect_uri = given or next(iter(app.redirect_urls), "")
        if not any(_leads_to(redirect_uri, known) for known in app.redirect_urls):
            raise _Wrong("bad_redirect_uri")
        return _Request(team, app, scopes, redirect_uri, given, asked.get("state", ""))


def _leads_to(url: str, known: str) -> bool:
    """Whether this is an address that the app's manifest names, or below it."""
    one, other = urlsplit(url), urlsplit(known)
    same = (one.scheme, one.netloc) == (other.scheme, other.netloc)
    return same and f"{one.path}/".startswith(f"{other.path.rstrip('/')}/")


def _who_may(team: Team) -> list[Person]:
    """Members who can install apps, admins first."""
    members = (
        one
        for one in team.people.values()
        if not (one.is_bot or one.is_restricted or one.is_stranger or one.deleted)
    )
    return sorted(members, key=lambda one: not one.is_admin)


def _may_be_everywhere(wanted: _Request) -> bool:
    return wanted.app.org_wide and wanted.team.enterprise is not None


# -- how it looks -------------------------------------------------------------------------------------------


def _form(wanted: _Request, query: str) -> str:
    app, team = html.escape(wanted.app.name), html.escape(wanted.team.name)
    needed = "".join(f"<li>{_meaning(one)}</li>" for one in sorted(wanted.scopes - wanted.optional))
    optional = "".join(map(_box, sorted(wanted.optional)))
    extra = f"<fieldset><legend>If you like</legend>{optional}</fieldset>" if optional else ""
    return f"""<h1>{app} asks for permission to access the {team} workspace</h1>
{_others(wanted, query)}
<form method="post">
<h2>What will {app} be able to do?</h2><ul>{needed}</ul>{extra}{_where(wanted)}
<p><label>Install as <select name="person">{_options(_who_may(wanted.team))}</select></label></p>
<p class="buttons"><button name="answer" value="cancel">Cancel</button>
<button name="answer" value="allow" class="primary">Allow</button></p></form>"""


def _box(scope: str) -> str:
    box = f'<input type="checkbox" name="scope" value="{html.escape(scope)}" checked>'
    return f"<label>{box} {_meaning(scope)}</label>"


def _meaning(scope: str) -> str:
    name = html.escape(scope)
    meaning = _SCOPES.get(scope)
    return f"{html.escape(meaning)} <code>{name}</code>" if meaning else f"<code>{name}</code>"


def _options(people: Iterable[Person]) -> str:
    return "".join(
        f'<option value="{one.id}">{html.escape(one.real_name)}{" (admin)" if one.is_admin else ""}</option>'
        for one in people
    )


def _others(wanted: _Request, query: str) -> str:
    """Links to the same for the other workspaces."""
    given = dict(parse_qsl(query))
    links = [
        f'<a href="?{html.escape(urlencode(given | {"team": one.team_id}))}">{html.escape(one.name)}</a>'
        for one in wanted.team.together
        if one is not wanted.team and one.app_by_client(wanted.app.client_id) is not None
    ]
    return f"<nav>Another workspace: {', '.join(links)}</nav>" if links else ""


def _where(wanted: _Request) -> str:
    if not _may_be_everywhere(wanted):
        return ""
    assert wanted.team.enterprise is not None
    organization, team = html.escape(wanted.team.enterprise.name), html.escape(wanted.team.name)
    return f"""<fieldset><legend>Where</legend>
<label><input type="radio" name="where" value="here" checked> Only in {team}</label>
<label><input type="radio" name="where" value="everywhere"> In all workspaces of {organization}</label>
</fieldset>"""


_STYLE = """:root { color-scheme: light dark; --line: #8885; --accent: #007a5a; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; padding: 24px 16px; }
main { max-width: 560px; margin: 0 auto; } h1 { font-size: 26px; line-height: 1.25; text-align: center; }
h2, legend { font-size: 16px; font-weight: 700; margin: 0; padding: 0; } nav { text-align: center; }
form { border: 1px solid var(--line); border-radius: 12px; margin-top: 24px; padding: 20px; }
fieldset { border: 0; margin: 16px 0; padding: 0; } label { display: block; padding: 2px 0; }
fieldset label { padding-left: 24px; text-indent: -24px; }
ul { padding-left: 20px; } code { font-size: 12px; opacity: .75; overflow-wrap: anywhere; }
select, button { font: inherit; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px;
max-width: 100%; } button { font-weight: 700; min-width: 96px; cursor: pointer; }
.buttons { display: flex; gap: 12px; justify-content: flex-end; margin-bottom: 0; }
.primary { background: var(--accent); border-color: var(--accent); color: #fff; }"""


def _page(body: str, status: int = 200) -> HTMLResponse:
    headers = {"X-Frame-Options": "DENY", "Cache-Control": "no-store"}
    return HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Permission</title>'
        '<link rel="icon" href="/page/static/icon.svg" type="image/svg+xml">'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="same-origin">'
        f"<style>{_STYLE}</style><main>{body}</main></html>",
        status,
        headers,
    )


def _refused(wrong: _Wrong) -> HTMLResponse:
    said = f"<p>The workspace says: <code>{wrong}</code></p>"
    return _page(f"<h1>Something is wrong with this link</h1>{said}", 400)
