"""The Web API under /api/: who calls, whether they may, how often, and the answer in Slack's form."""

import asyncio
import json
import logging
from email.utils import formatdate

from starlette.requests import Request
from starlette.responses import Response

from bot.workspace.api import arguments
from bot.workspace.api.method import METHODS, Call, Method
from bot.workspace.api.methods import (  # noqa: F401 - importing them declares the methods
    canvases,
    chat,
    conversations,
    files,
    pins_and_bookmarks,
    reactions,
    reading,
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
    """Answers calls of Web API methods."""

    def __init__(self, team: Team) -> None:
        self._team = team

    async def __call__(self, request: Request) -> Response:
        """One HTTP request to /api/<method>."""
        name, began = request.path_params["method"], self._team.clock()
        try:
            args = arguments.read(
                request.headers.get("content-type", ""), request.url.query, await request.body()
            )
        except ApiError as refused:
            return Answer({"ok": False, "error": refused.error})
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        token = str(args.pop("token", "") or token)
        if delay := self._team.faults.delay(name):
            await asyncio.sleep(delay)
        return self._answer(name, token, args, began)

    def _answer(self, name: str, token: str, args: Json, began: float) -> Response:
        app = self._team.app_by_token(token)
        app_id = app.id if app else ""
        fault = self._team.faults.take(name)
        if fault is not None and not fault.performed:
            return self._fail(fault, app_id, name, args, began)
        date = formatdate(self._team.clock(), usegmt=True)
        status, headers = 200, {"x-slack-req-id": secret(), "date": date}
        if app is not None:
            headers["x-oauth-scopes"] = ",".join(sorted(app.scopes))
        try:
            content: Json = {"ok": True} | self._perform(name, token, app, args)
        except ApiError as refused:
            details = dict(refused.details)
            retry_after = details.pop("retry_after", None)
            if retry_after is not None:
                status, headers["Retry-After"] = 429, str(retry_after)
            content = {"ok": False, "error": refused.error} | details
        if fault is not None:
            return self._fail(fault, app_id, name, args, began)
        took = self._team.clock() - began
        self._team.traffic.called(app_id, name, args, content, status, took)
        known = METHODS.get(name)
        if known is not None and known.scope:
            headers["x-accepted-oauth-scopes"] = known.scope
        return Answer(content, status, headers)

    def _fail(self, fault: Fault, app_id: str, name: str, args: Json, began: float) -> Response:
        content: Json = {"ok": False, "error": fault.error}
        took = self._team.clock() - began
        self._team.traffic.called(app_id, name, args, content, fault.status, took)
        if fault.status >= 500:
            return Response("upstream trouble", status_code=fault.status, media_type="text/html")
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return Answer(content, fault.status, headers)

    def _perform(self, name: str, token: str, app: App | None, args: Json) -> Json:
        if name == "api.test":
            if args.get("error"):
                raise ApiError(str(args["error"]), args=args)
            return {"args": args}
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
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
        return app
