"""A workspace by itself, for any Bolt app."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.workspace.server import Server
from bot.workspace.state.keeping import keep, restore
from bot.workspace.state.records import App, Json
from bot.workspace.workspace import Workspace

PEOPLE = ("ada", "grace", "alan")


async def serve_alone(
    port: int, manifest: Json | None, kept: Path | None, tell: Callable[[str], None]
) -> None:
    """Serves until cancelled, with the app of this manifest installed. `tell` gets lines for the terminal,
    as a shell can read them. With `kept` it goes on from there, and is kept there at the end."""
    workspace = Workspace("Rehearsal")
    if kept is None or not restore(workspace, kept):
        _furnish(workspace, manifest)
    try:
        async with Server(workspace, port=port) as server:
            tell(f"# The workspace is open: {server.page_url}  Ctrl-C ends it.")
            tell(f"export SLACK_API_URL={server.api_url}")
            for app in workspace.apps.values():
                for line in _environment(app):
                    tell(line)
            await asyncio.Event().wait()
    finally:
        if kept is not None:
            keep(workspace, kept)


def _furnish(workspace: Workspace, manifest: Json | None) -> None:
    for name in PEOPLE:
        workspace.add_person(name)
    if manifest is not None:
        app = workspace.add_app(manifest)
        workspace.invite(workspace.general.id, app.bot_user_id)


def _environment(app: App) -> list[str]:
    """What the app's own process needs to know."""
    return [
        f"# {app.name}, {app.id}",
        f"export SLACK_BOT_TOKEN={app.bot_token}",
        f"export SLACK_APP_TOKEN={app.app_token}",
        f"export SLACK_SIGNING_SECRET={app.signing_secret}",
    ]
