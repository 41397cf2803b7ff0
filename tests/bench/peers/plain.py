"""A game as a competent developer scripts it in an afternoon, with Bolt: `plain.py FOLDER MINUTE`.

Loops call one after the other, and again after a 429 as soon as Slack allows it. What was done is kept in a
file of JSON, so that a restart goes on. The schedule is a loop with asyncio.sleep, and votes are counted as
their events come. FOLDER holds `plan.json`: who sits in which council, and the phases. MINUTE is how many
seconds one of Slack's lasts.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

MANIFEST = {
    "display_information": {"name": "Plain"},
    "features": {
        "app_home": {"messages_tab_enabled": True},
        "bot_user": {"display_name": "Plain"},
        "slash_commands": [{"command": "/plain", "description": "Opens or starts the game"}],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "channels:history",
                "channels:manage",
                "chat:write",
                "commands",
                "groups:history",
                "groups:write",
                "im:write",
                "reactions:read",
            ]
        }
    },
    "settings": {
        "socket_mode_enabled": True,
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {"bot_events": ["reaction_added", "reaction_removed"]},
    },
}
CHOICES = {"white_check_mark": "yes", "x": "no"}


class Script:
    """The game, and what is known of it."""

    def __init__(self, client: AsyncWebClient, folder: Path, minute: float) -> None:
        self.client, self.file, self.minute = client, folder / "state.json", minute
        self.plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
        self.state: dict[str, Any] = {"channels": {}, "written": [], "phase": 0, "ballots": {}, "votes": {}}
        if self.file.exists():
            self.state = json.loads(self.file.read_text(encoding="utf-8"))

    def save(self) -> None:
        """Keeps what was done."""
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(self.state), encoding="utf-8")
        new.replace(self.file)

    async def call(self, method: str, **arguments: Any) -> Any:
        """A call, again and again until Slack takes it."""
        while True:
            try:
                return await self.client.api_call(method, json=arguments)
            except SlackApiError as refused:
                if refused.response.status_code != 429:
                    raise
                await asyncio.sleep(int(refused.response.headers["Retry-After"]) * self.minute / 60)

    async def post(self, where: str, text: str) -> str:
        """Posts, and gives the message's ts."""
        return str((await self.call("chat.postMessage", channel=where, text=text))["ts"])

    # --- what the director asks for

    async def open(self) -> None:
        """A channel for each council with its people in it and a welcome, and a message to each of them."""
        for name, members in self.plan["councils"].items():
            if name not in self.state["channels"]:
                made = await self.call("conversations.create", name=name, is_private=True)
                self.state["channels"][name] = channel = made["channel"]["id"]
                self.save()
                await self.call("conversations.invite", channel=channel, users=",".join(members))
                await self.post(channel, "Welcome to your council!")
            for user in members:
                if user not in self.state["written"]:
                    await self.post(user, "You have a seat. Here is your role: keep it to yourself.")
                    self.state["written"].append(user)
                    self.save()

    async def run(self) -> None:
        """The phases, from where the file says."""
        self.state.setdefault("started", time.time())  # noqa: TID251 - a script has no clock of its own
        self.save()
        while self.state["phase"] < len(self.plan["phases"]):
            phase = self.plan["phases"][self.state["phase"]]
            due = self.state["started"] + phase["at"]
            await asyncio.sleep(max(0.0, due - time.time()))  # noqa: TID251
            for channel in self.state["channels"].values():
                await self._enter(phase, channel)
            self.state["phase"] += 1
            self.save()

    async def _enter(self, phase: dict[str, Any], channel: str) -> None:
        if phase.get("after_vote"):
            await self.post(channel, self._result(channel))
        await self.post(channel, f"{phase['title']}. {phase['card']}")
        if phase.get("votes"):
            ballot = await self.post(channel, "The final vote. React with yes or no.")
            self.state["ballots"][ballot] = channel
            self.state["votes"].setdefault(channel, {})
            self.save()

    def _result(self, channel: str) -> str:
        said = list(self.state["votes"].get(channel, {}).values())
        return f"The final vote is closed: {said.count('yes')} yes, {said.count('no')} no."

    # --- what people do

    def reacted(self, event: dict[str, Any]) -> None:
        """The latest that somebody reacted with counts."""
        channel, choice = self.state["ballots"].get(event["item"]["ts"]), CHOICES.get(event["reaction"])
        if channel is None or choice is None:
            return
        votes = self.state["votes"][channel]
        if event["type"] == "reaction_added":
            votes[event["user"]] = choice
        elif votes.get(event["user"]) == choice:
            del votes[event["user"]]
        self.save()


async def main(folder: Path, minute: float) -> None:
    """Until it is ended."""
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"])
    app, script, tasks = AsyncApp(name="plain", client=client), Script(client, folder, minute), []

    def begin(work: Coroutine[Any, Any, None]) -> None:
        tasks.append(asyncio.create_task(work))
        tasks[-1].add_done_callback(lambda task: task.result())  # a fault is logged

    @app.command("/plain")
    async def asked(ack: AsyncAck, command: dict[str, str]) -> None:
        await ack()
        begin(script.open() if command["text"] == "open" else script.run())

    @app.event("reaction_added")
    @app.event("reaction_removed")
    async def reacted(event: dict[str, Any]) -> None:
        script.reacted(event)

    if "started" in script.state:
        begin(script.run())
    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), float(sys.argv[2])))
