"""The Web API under /api/: who calls, whether they may, how often, and the answer in Slack's form."""

import asyncio
import base64
import json
import logging
from email.utils import formatdate

from starlette.requests import Request
from starlette.responses import Response

from bot.workspace.api import arguments
from bot.workspace.api.method import CLIENT, METHODS, Call, Method
from bot.workspace.api.methods import (  # noqa: F401 - importing them declares the methods
    auth,
    canvases,
    chat,
    conversations,
    files,
    pins_and_bookmarks,
    reactions,
    reading,
    usergroups,
    users,
    views,
)
from bot.workspace.state.faults import Fault
from bot.workspace.state.ids import secret
from bot.workspace.state.records import App, Json
from bot.workspace.state.refusals import ApiError
from bot.workspace.state.team import Team

_log = logging.getLogger(__name__)
_APP_LEVEL = "apps.connections.open"


class Answer(Response):
    """JSON as Slack sends it."""

    media_type = "application/json"

    def __init__(self, content: Json, status: int = 200, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        super().__init__(body, status_code=status, headers=headers)


class WebApi:
    """Answers calls of Web API methods, for all workspaces of the server; `team` is where a call is looked at
    that says nothing of any."""

    def __init__(self, team: Team) -> None:
        self._team = team

    async def __call__(self, request: Request) -> Response:
        """One HTTP request to /api/<method>."""
        name = request.path_params["method"]
        try:
            args = arguments.read(
                request.headers.get("content-type", ""), request.url.query, await request.body()
            )
        except ApiError as refused:
            return Answer({"ok": False, "error": refused.error})
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        known = METHODS.get(name)
        if known is not None and known.by_client:
            args = (_client(given) if kind == "Basic" else {}) | args
            args |= {"token": given.strip()} if kind == "Bearer" else {}
            token = ""
        else:
            token = str(args.pop("token", "") or (given.strip() if kind == "Bearer" else ""))
        team = _meant(self._team, token, args)
        began = team.clock()
        if delay := team.faults.delay(name):
            await asyncio.sleep(delay)
        return _Answering(team, name, args, began).answered(token)


def _client(given: str) -> Json:
    """The client id and secret of a Basic authorization."""
    try:
        names = base64.b64decode(given, validate=True).decode().partition(":")[::2]
    except ValueError:
        return {}
    return dict(zip(CLIENT, names, strict=True))


def _meant(team: Team, token: str, args: Json) -> Team:
    """The workspace that a call is about. Where a token works in several, what the call names tells."""
    works = [one for one in team.together if one.app_by_token(token) is not None]
    if len(works) < 2:
        return next(iter(works), team)
    if wanted := args.get("team_id"):
        return next((one for one in works if one.team_id == wanted), works[0])
    things = [value for value in args.values() if isinstance(value, str)]
    return next((one for one in works if any(map(one.knows, things))), works[0])


class _Answering:
    """One call in one workspace."""

    def __init__(self, team: Team, name: str, args: Json, began: float) -> None:
        self._team, self._name, self._args, self._began = team, name, args, began

    def answered(self, token: str) -> Response:
        """Does what is asked, and says so."""
        team, name, args = self._team, self._name, self._args
        app = team.app_by_token(token)
        app_id = app.id if app else ""
        fault = team.faults.take(name)
        if fault is not None and not fault.performed:
            return self._fail(fault, app_id)
        status, headers = 200, {"x-slack-req-id": secret(), "date": formatdate(team.clock(), usegmt=True)}
        if app is not None:
            headers["x-oauth-scopes"] = ",".join(sorted(app.scopes))
        try:
            content: Json = {"ok": True} | self._perform(token, app)
        except ApiError as refused:
            details = dict(refused.details)
            retry_after = details.pop("retry_after", None)
            if retry_after is not None:
                status, headers["Retry-After"] = 429, str(retry_after)
            content = {"ok": False, "error": refused.error} | details
        if fault is not None:
            return self._fail(fault, app_id)
        team.traffic.called(app_id, name, args, content, status, team.clock() - self._began)
        known = METHODS.get(name)
        if known is not None and known.scope:
            headers["x-accepted-oauth-scopes"] = known.scope
        return Answer(content, status, headers)

    def _fail(self, fault: Fault, app_id: str) -> Response:
        content: Json = {"ok": False, "error": fault.error}
        took = self._team.clock() - self._began
        self._team.traffic.called(app_id, self._name, self._args, content, fault.status, took)
        if fault.status >= 500:
            return Response("upstream trouble", status_code=fault.status, media_type="text/html")
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return Answer(content, fault.status, headers)

    def _perform(self, token: str, app: App | None) -> Json:
        name, args = self._name, self._args
        if name == "api.test":
            if args.get("error"):
                raise ApiError(str(args["error"]), args=args)
            return {"args": args}
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        if method.by_client:
            app = auth.developed(self._team, method.typed(args))
        else:
            app = self._authenticated(method, token, app)
        wait = self._team.limits.call(app.id, name, method.tier)
        if wait is not None:
            raise ApiError("ratelimited", retry_after=wait)
        call = Call(self._team, app, {})
        if method.scope:
            call.needs(method.scope)
        return method.handler(Call(self._team, app, method.typed(args)))

    def _authenticated(self, method: Method, token: str, app: App | None) -> App:
        if not token:
            raise ApiError("not_authed")
        if app is None:
            raise ApiError("invalid_auth")
        if not app.installed:
            raise ApiError("account_inactive")
        if app.revoked and token == app.bot_token:
            raise ApiError("token_revoked")
        if (token == app.app_token) != (method.name == _APP_LEVEL):
            raise ApiError("not_allowed_token_type")
        expires = app.expiry(token)
        if token != app.app_token and expires is not None and self._team.clock() >= expires:
            raise ApiError("token_expired")
        if app.by_enterprise:
            self._reaches(method)
        return app

    def _reaches(self, method: Method) -> None:
        """A token of a whole organization says in which of its workspaces."""
        wanted = self._args.get("team_id")
        if wanted is None and method.needs_team:
            raise ApiError("missing_argument")
        if wanted is not None and wanted != self._team.team_id:
            raise ApiError("team_access_not_granted")
