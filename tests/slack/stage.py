"""The real listeners on a real database, without Slack: what is dispatched, and what the person reads."""

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import clock
from bot.config import Settings
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, ChannelId, CouncilId, GameId, Moment, UserId
from bot.domain.offer import BallotBy
from bot.metrics import Metrics
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from bot.slack import app as slack_app
from bot.slack.blocks.message import Message
from bot.slack.edge.calling import OneClient
from bot.slack.edge.guard import Answer
from bot.slack.edge.incoming import Incoming
from bot.slack.edge.manifest import REQUEST_PATH
from bot.web import receiving
from bot.workspace.delivery.request_urls import signature
from tests.asgi import asked

TEAM = "T0TEAM"
PLENARY = "C0PLENARY"
FACILITATOR, STRANGER = UserId("U0FACIL"), UserId("U0STRANGE")
NO_WAL = b"\1\1"  # the two bytes of a SQLite file that say so: in memory there can be none
NOON = datetime(2031, 3, 4, 12, 0, tzinfo=UTC)
SIGNED_WITH = "the signing secret of the stage"
GAME = GameId("stage1")
COUNCIL = CouncilId("stage1-1")


def player(number: int) -> UserId:
    """The n-th person who signs up."""
    return UserId(f"U{number:04}")


class SilentSlack:
    """Takes every call, and remembers it; `refuses` answers a method with an error, and `refuses_pictures`
    every view that holds one."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refuses: dict[str, str] = {}
        self.refuses_pictures = False
        self.people: dict[str, dict[str, Any]] = {}  # what users.info says besides, by their ids
        self.channels: dict[str, dict[str, Any]] = {}  # what conversations.info says
        self.groups: dict[str, list[str]] = {}  # who is in a user group, by its id

    async def answer(self, client: AsyncWebClient, method: str, **given: Any) -> AsyncSlackResponse:
        """In the place of every client's api_call."""
        arguments = {**(given.get("params") or {}), **(given.get("json") or {})}
        self.calls.append((method, arguments))
        data: dict[str, Any] = {"ok": True, "team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BOT"}
        if method == "users.info":
            user = str(arguments.get("user"))
            data["user"] = {"id": user, "tz": "Europe/Berlin", **self.people.get(user, {})}
        if method == "conversations.info":
            data["channel"] = self.channels.get(str(arguments.get("channel")), {})
        if method == "usergroups.list":
            data["usergroups"] = [{"id": key, "handle": f"handle-{key}".lower()} for key in self.groups]
        if method == "usergroups.users.list":
            data["users"] = self.groups.get(str(arguments.get("usergroup")), [])
        if method == "conversations.members":
            data["members"] = [player(1)]
        pictured = self.refuses_pictures and "slack_file" in str(arguments.get("view"))
        if error := "invalid_arguments" if pictured else self.refuses.get(method):
            data = {"ok": False, "error": error}
        response = AsyncSlackResponse(
            client=client,
            http_verb="POST",
            api_url=method,
            req_args={},
            data=data,
            headers={},
            status_code=200,
        )
        validated: AsyncSlackResponse = response.validate()  # type: ignore[no-untyped-call]
        return validated

    def views(self) -> list[dict[str, Any]]:
        """The modals that were opened or changed, newest last."""
        return [given["view"] for method, given in self.calls if method.startswith("views.")]


@dataclass(frozen=True)
class Kept:
    """What was stored, and when."""

    database: bytes
    at: Moment


@dataclass
class Stage:
    """Listeners, their database and their silent Slack."""

    store: Store
    bolt: AsyncApp
    slack: SilentSlack
    incoming: Incoming
    now: Moment = NOON
    team: str = TEAM  # whose game it is
    acts_in: str = TEAM  # where people act
    said: list[str] = field(default_factory=list)
    by_http: bool = False  # signed requests to the request URL, instead of Socket Mode

    # --- the game

    async def create(
        self, players: int = 10, ballot_by: BallotBy | None = None, scenario: str = "rainbow-road"
    ) -> None:
        """A game in sign-up."""
        team, plenary = ("", self.team), ChannelId(PLENARY)
        new = NewGame(GAME, team, "The game", scenario, plenary, (), None, "UTC", 1, 7, ballot_by=ballot_by)
        await self.store.services.games.create(new, actor=FACILITATOR)
        for number in range(1, players + 1):
            await self.do(gc.Join(player(number)), player(number))

    async def do(self, command: gc.GameCommand, actor: UserId = FACILITATOR) -> Game:
        """Something happens in the game."""
        return await self.store.services.games.handle(GAME, command, actor=actor)

    async def council(self) -> Council:
        """The council."""
        return await self.store.services.councils.load(COUNCIL)

    async def at_table(self, command: cc.CouncilCommand, actor: UserId = MOOT) -> Council:
        """Something happens in the council."""
        return await self.store.services.councils.handle(COUNCIL, command, actor=actor)

    async def holder(self, *, steward: bool) -> UserId:
        """Somebody who sits there."""
        return next(
            one.holder for one in (await self.council()).filled if one.steward is steward and one.holder
        )

    async def next_phase(self) -> Game:
        """The bell rings."""
        self.now += timedelta(seconds=30)
        return await self.do(gc.SkipPhase())

    # --- the same again

    def kept(self) -> "Kept":
        """All that is stored now, and the time."""
        with closing(sqlite3.connect(self._file)) as here, closing(sqlite3.connect(":memory:")) as copy:
            here.backup(copy)
            stored = copy.serialize()
        return Kept(stored[:18] + NO_WAL + stored[20:], self.now)

    def go_on_from(self, kept: "Kept") -> None:
        """Nothing is stored but this."""
        with closing(sqlite3.connect(self._file)) as here, closing(sqlite3.connect(":memory:")) as copy:
            copy.deserialize(kept.database)
            copy.backup(here)
        self.now = kept.at

    @property
    def _file(self) -> str:
        return self.store.engine.url.database or ""

    # --- acting

    async def press(self, user: str, action_id: str, value: str = "", **more: Any) -> str:
        """Presses a button of a message; returns what the person reads, or the title of the form."""
        action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
        body = {"type": "block_actions", "actions": [action], "response_url": "https://stage/", **more}
        where = {"trigger_id": "1.2.3", "channel": {"id": PLENARY}}
        return await self._heard({**self._who(user), **where, **body})

    async def shortcut(self, user: str, callback: str, channel: str = "", text: str = "") -> str:
        """Uses a shortcut."""
        body: dict[str, Any] = {"type": "shortcut", "callback_id": callback, "trigger_id": "1.2.3"}
        if channel:
            message = {"ts": "1.1", "text": text}
            body |= {"type": "message_action", "channel": {"id": channel}, "message": message}
            body |= {"message_ts": "1.1", "response_url": "https://stage/"}
        return await self._heard({**self._who(user), **body})

    async def command(self, user: str, command: str, text: str = "", channel: str = PLENARY) -> str:
        """Types a slash command."""
        body = {"command": command, "text": text, "channel_id": channel, "trigger_id": "1.2.3"}
        body |= {"user_id": user, "team_id": self.acts_in, "response_url": "https://stage/"}
        return await self._heard(body)

    async def submit(self, user: str, view: dict[str, Any], **values: Any) -> BoltResponse:
        """Submits a form; a plain string is the value of a text field."""
        fields = {
            block: {"value": {"type": "plain_text_input", "value": one} if isinstance(one, str) else one}
            for block, one in values.items()
        }
        blocks = view["blocks"]
        for block in blocks:
            if block["type"] == "input":
                fields.setdefault(block["block_id"], {"value": _untouched(block["element"])})
        return await self.sent(user, {**view, "state": {"values": fields}})

    async def sent(self, user: str, view: dict[str, Any]) -> BoltResponse:
        """Submits a form that is filled in already."""
        return await self.dispatch({**self._who(user), "type": "view_submission", "view": view})

    async def close(self, user: str, view: dict[str, Any], **values: str) -> BoltResponse:
        """Closes a form."""
        fields = {b: {"value": {"type": "plain_text_input", "value": one}} for b, one in values.items()}
        body = {"type": "view_closed", "view": {**view, "state": {"values": fields}}}
        return await self.dispatch({**self._who(user), **body})

    async def event(self, **event: Any) -> BoltResponse:
        """Something happened in Slack."""
        return await self.dispatch(
            {
                "type": "event_callback",
                "team_id": self.acts_in,
                "event_id": uuid4().hex,
                "event": {"event_ts": "1.1", **event},
            }
        )

    async def dispatch(self, body: dict[str, Any]) -> BoltResponse:
        """Any payload; returns when its listener has done everything."""
        before = asyncio.all_tasks()

        async def work() -> BoltResponse:
            return await self.bolt.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))

        if self.by_http:
            response = await self._knocked(body)
        else:
            async with self.incoming.answered(body, uuid4().hex, work) as response:
                pass
        while going := asyncio.all_tasks() - before:
            await asyncio.wait(going)
        return response

    async def _knocked(self, body: dict[str, Any]) -> BoltResponse:
        """As Slack posts it, signed."""
        app = receiving.create_app(self.bolt, self.incoming, SIGNED_WITH)
        answer = await asked(app, REQUEST_PATH, "POST", *as_slack_posts(body))
        return BoltResponse(status=answer.status, body=answer.text)

    def _who(self, user: str) -> dict[str, Any]:
        return {"user": {"id": user, "team_id": self.acts_in}, "team": {"id": self.acts_in}}

    async def _heard(self, body: dict[str, Any]) -> str:
        heard, opened = len(self.said), len(self.slack.views())
        response = await self.dispatch(body)
        assert response.status == 200, body
        shown = [f"[{view['title']['text']}] {_told(view)}" for view in self.slack.views()[opened:]]
        return "\n".join([*self.said[heard:], *shown])


def as_slack_posts(body: dict[str, Any], secret: str = SIGNED_WITH) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and content: JSON for an event, a form for a command, and JSON in a form for the rest."""
    kind, content = "application/x-www-form-urlencoded", urlencode({"payload": json.dumps(body)})
    if "command" in body:
        content = urlencode(body)
    elif body.get("type") in ("event_callback", "url_verification"):
        kind, content = "application/json", json.dumps(body)
    stamp = f"{clock.now().timestamp():.0f}"
    headers = {
        "content-type": kind,
        "content-length": str(len(content)),
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature(secret, stamp, content.encode()),
    }
    return [*headers.items()], content.encode()


def _told(view: dict[str, Any]) -> str:
    return " ".join(re.findall(r'"text": ?"([^"]*)"', str(view["blocks"]).replace("'", '"')))


def _untouched(element: dict[str, Any]) -> dict[str, Any]:
    match element["type"]:
        case "static_select":
            return {"type": "static_select", "selected_option": element.get("initial_option")}
        case "multi_static_select" | "checkboxes":
            return {"type": element["type"], "selected_options": element.get("initial_options") or []}
        case "multi_users_select":
            return {"type": element["type"], "selected_users": element.get("initial_users") or []}
        case "multi_conversations_select":
            return {
                "type": element["type"],
                "selected_conversations": element.get("initial_conversations") or [],
            }
        case "datetimepicker":
            return {"type": element["type"], "selected_date_time": element.get("initial_date_time")}
        case kind:
            return {"type": kind, "value": element.get("initial_value")}


@asynccontextmanager
async def a_stage(
    folder: Path, monkeypatch: Any, packs: Path | None = None, url: str = ""
) -> AsyncIterator[Stage]:
    """Everything but Slack; with more `packs` than those that come with Moot, or on the database at `url`."""
    settings = Settings(database_url=url or f"sqlite:///{folder / 'moot.db'}", moot_content=packs)
    held = list[Stage]()
    async with open_store(settings, lambda: held[0].now if held else NOON) as store:
        slack = SilentSlack()

        async def call(client: AsyncWebClient, method: str, **given: Any) -> AsyncSlackResponse:
            return await slack.answer(client, method, **given)

        monkeypatch.setattr(AsyncWebClient, "api_call", call)
        client = OneClient(AsyncWebClient(token="xoxb-1"))
        bolt = slack_app.make_bolt(client, store.services, SIGNED_WITH)
        stage = Stage(store, bolt, slack, Incoming(bolt, Metrics()))
        held.append(stage)

        async def answered(self: Answer, message: Message) -> None:
            self.answered = True
            stage.said.append(message.text)

        for name in ("__call__", "in_place", "turn"):
            monkeypatch.setattr(Answer, name, answered)
        yield stage
