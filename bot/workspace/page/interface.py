"""The page's own HTTP interface: what a person sees and does, as JSON and server-sent events."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.workspace.api.web_api import Answer
from bot.workspace.delivery import shown
from bot.workspace.delivery.changes import Subscription
from bot.workspace.page.asked import BadRequest, asked_for
from bot.workspace.page.people import People
from bot.workspace.state.pictures import picture_type, sees_in_blocks
from bot.workspace.state.records import Json
from bot.workspace.workspace import Workspace

_KEEP_ALIVE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class _Act:
    """One of the calls of `people.py`: the names of its fields, and what its result is called."""

    do: Callable[..., Awaitable[Any]]
    required: str
    optional: str = ""
    answers: str = ""

    async def done(self, people: People, who: str, given: Json) -> Json:
        """Acts as `who`. Raises KeyError for a field that is missing."""
        needed = [given[name] for name in self.required.split()]
        more = {name: given[name] for name in self.optional.split() if given.get(name) is not None}
        result = await self.do(people, who, *needed, **more)
        return {self.answers: result} if self.answers else {}


async def _invite(people: People, who: str, channel: str, users: list[str]) -> None:
    await people.invite(who, channel, *users)


_ACTS = {
    "say": _Act(People.say, "channel text", "thread_ts", answers="ts"),
    "edit": _Act(People.edit, "channel ts text"),
    "delete": _Act(People.delete, "channel ts"),
    "dismiss": _Act(People.dismiss, "channel ts"),
    "command": _Act(People.command, "channel command", "text"),
    "click": _Act(People.click, "channel ts action_id", "block_id"),
    "choose": _Act(People.choose, "channel ts action_id value", "block_id"),
    "enter": _Act(People.enter, "channel ts action_id value", "block_id"),
    "press_attached": _Act(People.press_attached, "channel ts attachment action", "value"),
    "click_in_view": _Act(People.click_in_view, "view_id action_id", "value block_id"),
    "enter_in_view": _Act(People.enter_in_view, "view_id action_id value", "block_id"),
    "submit": _Act(People.submit, "view_id", "values", answers="errors"),
    "close_view": _Act(People.close_view, "view_id"),
    "react": _Act(People.react, "channel ts name"),
    "unreact": _Act(People.unreact, "channel ts name"),
    "open_dm": _Act(People.open_dm, "user", answers="channel"),
    "shortcut": _Act(People.shortcut, "callback_id", "channel ts"),
    "join": _Act(People.join, "channel"),
    "leave": _Act(People.leave, "channel"),
    "invite": _Act(_invite, "channel users"),
}


class Page:
    """Answers the page's calls."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._people = People(workspace)

    async def state(self, request: Request) -> Response:
        """GET /page/state"""
        who = request.query_params.get("as", "")
        return Answer(
            {
                "workspace": {"id": self._workspace.team_id, "name": self._workspace.name},
                "workspaces": shown.workspaces(self._workspace),
                "me": self._people.me(who),
                "people": self._people.people(who),
                "channels": self._people.channels(who),
                **self._people.apps(who),
                "guide": shown.guide(self._workspace.guide),
                "notice": shown.notice(self._workspace),
            }
        )

    async def people(self, _: Request) -> Response:
        """GET /page/people: everybody one can act as, before one is anybody."""
        active = [p for p in self._workspace.people.values() if not (p.is_bot or p.deleted)]
        return Answer({"people": [self._people.me(person.id) for person in active]})

    async def history(self, request: Request) -> Response:
        """GET /page/history: the newest messages of a channel, or those before `before`"""
        asked = request.query_params
        who, channel, before = asked.get("as", ""), asked.get("channel", ""), asked.get("before")
        messages, more = self._people.timeline(who, channel, before=before)
        return Answer({"messages": messages, "more": more})

    async def thread(self, request: Request) -> Response:
        """GET /page/thread: a message and the answers under it"""
        asked = request.query_params
        who, channel, ts = asked.get("as", ""), asked.get("channel", ""), asked.get("ts", "")
        return Answer({"messages": self._people.thread(who, channel, ts)})

    async def canvas(self, request: Request) -> Response:
        """GET /page/canvas: the canvas of a channel"""
        asked = request.query_params
        return Answer({"canvas": self._people.canvas(asked.get("as", ""), asked.get("channel", ""))})

    async def home(self, request: Request) -> Response:
        """GET /page/home: the app hears that it was opened; a `home` change follows when it publishes."""
        who, app_id = request.query_params.get("as", ""), request.query_params.get("app", "")
        await self._people.open_home(who, app_id)
        return Answer({"view": self._people.home(who, app_id)})

    async def modals(self, request: Request) -> Response:
        """GET /page/modals"""
        return Answer({"views": self._people.modals(request.query_params.get("as", ""))})

    async def file(self, request: Request) -> Response:
        """GET /page/file/<id>: an uploaded file, to those who see a channel it was shared in, or blocks that
        show it."""
        file = self._workspace.files.get(request.path_params["file"])
        if file is None or file.content is None:
            raise BadRequest("This file is gone.", 404)
        who = request.query_params.get("as", "")
        channels = [self._workspace.channels[c] for c in file.shared]
        shared = any(self._workspace.can_read(who, channel) for channel in channels)
        if not shared and not sees_in_blocks(self._workspace, who, file.id):
            raise BadRequest("You cannot see this file.", 403)
        picture = picture_type(file.content)
        headers = {"X-Content-Type-Options": "nosniff"} | ({} if picture else _download(file.name))
        return Response(file.content, media_type=picture or "application/octet-stream", headers=headers)

    async def upload(self, request: Request) -> Response:
        """POST /page/upload: the body is a file's content, its name and place stand in the query"""
        asked = request.query_params
        who, channel, name = asked.get("as", ""), asked.get("channel", ""), asked.get("name") or "file"
        self._workspace.acts_in_person(who)
        content = await request.body()
        ts = await self._people.share(who, channel, name, content, thread_ts=asked.get("thread_ts"))
        return Answer({"ok": True, "ts": ts})

    async def act(self, request: Request) -> Response:
        """POST /page/act"""
        given = await asked_for(request)
        act = _ACTS.get(given.get("do", ""))
        if act is None:
            raise BadRequest("There is no such thing to do.")
        who = str(given.get("as", ""))
        self._workspace.acts_in_person(who)
        try:
            done = await act.done(self._people, who, given)
        except KeyError as missing:
            raise BadRequest(f"The field {missing} is missing.") from None
        return Answer({"ok": True} | done)

    async def stream(self, request: Request) -> Response:
        """GET /page/stream: everything this person sees, until they go away."""
        who = request.query_params.get("as", "")
        subscription = self._people.changes(who)
        for hear in self._workspace.arrivals:
            hear(who)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_sent(subscription), media_type="text/event-stream", headers=headers)


async def _sent(subscription: Subscription) -> AsyncIterator[bytes]:
    yield b"retry: 1000\n\n"
    try:
        while True:
            try:
                async with asyncio.timeout(_KEEP_ALIVE_SECONDS):
                    change = await anext(subscription)
            except TimeoutError:
                yield b": still here\n\n"
            except StopAsyncIteration:
                return
            else:
                yield change.encoded()
    finally:
        subscription.close()


def _download(name: str) -> dict[str, str]:
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    return {"Content-Disposition": f'attachment; filename="{safe}"'}
