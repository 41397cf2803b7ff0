"""The conformance page says what is true."""

import re
from pathlib import Path

import httpx

import bot.workspace
from bot.workspace.api import conformance, event_names
from bot.workspace.api.block_kit.blocks import IN_MESSAGES
from bot.workspace.api.block_kit.elements import IN_INPUT, IN_SECTION
from bot.workspace.state import membership
from tests.patience import PATIENCE
from tests.workspace.stage import SCOPES, Stage, a_manifest, a_stage, until

HERE = Path(bot.workspace.__file__).parent


def test_the_page_is_up_to_date() -> None:
    kept = (HERE / "CONFORMANCE.md").read_text(encoding="utf-8")

    assert kept == conformance.as_markdown(), (
        "run: python -m bot.workspace.api.conformance > bot/workspace/CONFORMANCE.md"
    )


async def test_every_event_that_is_named_does_happen() -> None:
    # Given an app that hears of everything, in a channel of each kind
    scopes = [*SCOPES, "channels:history", "groups:history", "im:history", "im:read", "app_mentions:read"]
    async with a_stage(manifest=a_manifest(scopes=scopes, events=list(event_names.SENT))) as stage:
        await stage.connect()
        workspace, people, ada = stage.workspace, stage.people, stage.ada.id
        square = workspace.add_channel("square", members=[stage.bot, ada])
        dm = await people.open_dm(ada, stage.bot)

        # When everything happens there
        for channel in (square, stage.lounge):
            ts = await people.say(ada, channel.id, f"<@{stage.bot}> hello")
            await people.react(ada, channel.id, ts, "wave")
            await people.unreact(ada, channel.id, ts, "wave")
            workspace.invite(channel.id, workspace.add_person(f"guest-of-{channel.name}").id)
            workspace.kick(channel.id, ada)
            membership.rename(workspace, channel, f"old-{channel.name}", ada)
            workspace.archive(channel.id)
            workspace.unarchive(channel.id)
            workspace.kick(channel.id, stage.bot)
        for private in (True, False):
            brief = workspace.add_channel(f"brief-{private}".lower(), private=private, members=[stage.bot])
            workspace.delete_channel(brief.id)
        await people.say(ada, dm, "Hello")
        workspace.person_changed(stage.bob)
        await workspace.uninstall(stage.installed)

        # Then the app is told of each kind
        def told() -> set[str]:
            said = [one.said["payload"] for one in workspace.traffic.exchanges if one.name == "events_api"]
            kinds = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
            events = [payload["event"] for payload in said]
            return {
                kinds.get(event.get("channel_type"), "") for event in events if event["type"] == "message"
            } | {event["type"] for event in events if event["type"] != "message"}

        await until(lambda: told() >= event_names.SENT.keys())
    assert not event_names.SENT.keys() & event_names.NEVER_SENT


def test_the_page_can_draw_every_block_and_element_that_is_taken() -> None:
    static = HERE / "page" / "static"
    drawn = (static / "blocks.js").read_text() + (static / "controls.js").read_text()

    for name in {*IN_MESSAGES, *IN_INPUT, *IN_SECTION}:
        assert re.search(rf"^  {name}[:,]|^  {name}$|\"{name}\"", drawn, re.MULTILINE), name


async def test_it_can_be_read_in_a_browser(stage: Stage) -> None:
    async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:
        page = await http.get("/conformance")

    assert "<code>chat.postMessage</code>" in page.text
    assert "<b>channel</b>" in page.text
