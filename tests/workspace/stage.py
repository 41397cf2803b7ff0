"""A workspace with a plain Bolt app connected over real HTTP and a real WebSocket, for the tests here."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.delivery.changes import Subscription
from bot.workspace.page.people import People
from bot.workspace.server import Server
from bot.workspace.state.records import App, Channel, Json, Person
from bot.workspace.workspace import Workspace
from tests.patience import PATIENCE, a_workspace
from tests.patience import until as become_so

SCOPES = [
    "chat:write",
    "commands",
    "groups:read",
    "groups:write",
    "channels:read",
    "channels:manage",
    "reactions:read",
    "reactions:write",
    "files:write",
    "users:read",
    "im:write",
]
WIDE = [
    *SCOPES,
    "files:read",
    "pins:read",
    "pins:write",
    "bookmarks:read",
    "bookmarks:write",
    "canvases:read",
    "canvases:write",
    "users:read.email",
    "users.profile:read",
    "team:read",
    "emoji:read",
]
EVENTS = [
    "app_home_opened",
    "reaction_added",
    "reaction_removed",
    "member_joined_channel",
    "member_left_channel",
    "user_change",
    "team_join",
    "group_archive",
    "group_deleted",
    "group_rename",
    "group_left",
    "app_uninstalled",
    "tokens_revoked",
]


class HandClock:
    """A clock that stands until it is moved: one workspace's, while freezegun's would be its server's too."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


def a_manifest(
    *,
    scopes: list[str] | None = None,
    events: list[str] | None = None,
    should_escape: bool = False,
    messages_tab: bool = True,
    name: str = "Parrot",
) -> Json:
    """The manifest of an app with one command, one shortcut of each kind, Home and Messages."""
    return {
        "_metadata": {"major_version": 1},
        "display_information": {"name": name},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": messages_tab},
            "bot_user": {"display_name": name.lower()},
            "shortcuts": [
                {"name": "Repeat", "type": "global", "callback_id": "repeat", "description": "Says it again"},
                {"name": "Quote", "type": "message", "callback_id": "quote", "description": "Quotes it"},
            ],
            "slash_commands": [
                {
                    "command": "/parrot",
                    "description": "Says it again",
                    "usage_hint": "[words]",
                    "should_escape": should_escape,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": SCOPES if scopes is None else scopes}},
        "settings": {
            "event_subscriptions": {"bot_events": EVENTS if events is None else events},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }


class Stage:
    """A running server, two people (Ada and Bob), an app, and a private channel of all three."""

    def __init__(self, workspace: Workspace, server: Server, manifest: Json) -> None:
        self.workspace, self.server = workspace, server
        self.people = People(workspace)
        self.ada: Person = workspace.add_person("ada")
        self.bob: Person = workspace.add_person("bob")
        self.installed: App = workspace.add_app(manifest)
        self.bot = self.installed.bot_user_id
        members = [self.ada.id, self.bob.id]
        self.lounge: Channel = workspace.add_channel(
            "lounge", private=True, members=members, creator=self.bot
        )
        self.lounge.members[self.bot] = None  # so that no event is under way when a test begins
        self.client = AsyncWebClient(base_url=server.api_url, token=self.installed.bot_token)
        self.app = AsyncApp(name="parrot", client=self.client)
        self.handlers: list[AsyncSocketModeHandler] = []

    async def connect(self) -> AsyncSocketModeHandler:
        """Connects the Bolt app; returns when the workspace can send to it."""
        handler = AsyncSocketModeHandler(self.app, self.installed.app_token, ping_interval=1)
        self.handlers.append(handler)
        before = len(self.workspace.delivery.sockets.links(self.installed))
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await until(lambda: len(self.workspace.delivery.sockets.links(self.installed)) > before)
        return handler

    def watch(self, person: Person) -> Subscription:
        """What this person sees from now on."""
        return self.people.changes(person.id)

    async def error_of(self, method: str, **arguments: Any) -> str:
        """The error code a Web API call is answered with; "" if it is taken."""
        try:
            await self.client.api_call(method, json=arguments)
        except SlackApiError as refused:
            return str(refused.response["error"])
        return ""

    async def post(self, **arguments: Any) -> str:
        """Posts to the lounge as the bot; gives the ts."""
        arguments = {"channel": self.lounge.id, "text": "Hello"} | arguments
        answer = await self.client.chat_postMessage(**arguments)
        return str(answer["ts"])

    async def close(self) -> None:
        for handler in self.handlers:
            if not handler.client.closed:
                await handler.close_async()  # type: ignore[no-untyped-call]


@contextlib.asynccontextmanager
async def a_stage(*, manifest: Json | None = None, **workspace: Any) -> AsyncIterator[Stage]:
    """Sets the stage. `workspace` goes to `a_workspace`."""
    built = a_workspace("Rehearsal", **({"record": True} | workspace))
    async with Server(built) as server:
        stage = Stage(built, server, manifest or a_manifest())
        try:
            yield stage
        finally:
            await stage.close()


async def until(holds: Callable[[], object]) -> None:
    """Returns as soon as something holds."""
    await become_so(holds, "what is waited for holds")


async def next_change(
    watching: Subscription, kind: str, such_that: Callable[[Json], bool] = lambda _: True
) -> Json:
    """The next change of this kind, whatever comes before it."""
    async with asyncio.timeout(PATIENCE):
        async for change in watching:
            if change.kind == kind and such_that(change.data):
                return change.data
    raise AssertionError("the stream has ended")


def record(stage: Stage, *kinds: str) -> list[Json]:
    """The events of these kinds that reach the app, as they come."""
    seen: list[Json] = []

    async def note(event: Json) -> None:
        seen.append(event)

    for kind in kinds:
        stage.app.event(kind)(note)
    return seen


async def open_modal(stage: Stage, view: Json) -> str:
    """Opens a modal for Ada as an app would; gives its id."""
    trigger = stage.workspace.modals.new_trigger(stage.ada.id, stage.installed)
    answer = await stage.client.views_open(trigger_id=trigger, view=view)
    return str(answer["view"]["id"])


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def a_button(action_id: str = "go", **extra: Any) -> Json:
    return {"type": "button", "text": plain("Go"), "action_id": action_id, **extra}


def actions(*elements: Json, block_id: str = "row") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def an_input(block_id: str = "title", element: Json | None = None, **extra: Any) -> Json:
    element = element or {"type": "plain_text_input", "action_id": "text"}
    return {"type": "input", "block_id": block_id, "label": plain("Title"), "element": element, **extra}


def a_modal(*blocks: Json, callback_id: str = "form", **extra: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("A form"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [an_input()],
        **extra,
    }
