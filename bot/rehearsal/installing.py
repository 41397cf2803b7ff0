"""Several workspaces: the bot listens at an address of its own and is installed in each by OAuth, through the
same pages that everybody sees.
"""

import asyncio
import html
import os
import re
import socket
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from cryptography.fernet import Fernet

from bot.domain.errors import MootError
from bot.slack.edge.manifest import INSTALL_PATH, OPTIONAL, manifest
from bot.workspace.state.records import App
from bot.workspace.workspace import Workspace

KEY = "token.key"
PERMISSION = re.compile(r'href="([^"]*/oauth/v2/authorize[^"]*)"')
_LOOK_AGAIN = 0.05  # seconds


class NotInstalledHere(MootError):
    template = "The bot could not be installed in {workspace}: its page answered {status}. Its log is {log}."


def offered(workspaces: Sequence[Workspace]) -> tuple[App, ...]:
    """The app, on offer in each workspace or as it was kept there. A new one has an address that is free."""
    apps = [next(iter(one.apps.values()), None) for one in workspaces]
    known = next((one for one in apps if one is not None), None)
    address = known.install_url.removesuffix(INSTALL_PATH) if known else f"http://127.0.0.1:{_free_port()}"
    found: list[App] = []
    for workspace, app in zip(workspaces, apps, strict=True):
        found.append(
            app or workspace.offer_app(manifest(address, many=True), address + INSTALL_PATH, same_as=known)
        )
        known = known or found[0]
    return tuple(found)


def many(app: App, folder: Path) -> dict[str, str]:
    """How the bot is told that it serves many workspaces. The key for their tokens stays in the folder."""
    where = urlsplit(app.install_url)
    return {
        "SLACK_BOT_TOKEN": "",
        "SLACK_APP_TOKEN": "",
        "SLACK_CLIENT_ID": app.client_id,
        "SLACK_CLIENT_SECRET": app.client_secret,
        "SLACK_SIGNING_SECRET": app.signing_secret,
        "MOOT_HTTP_ADDRESS": where.netloc,
        "MOOT_PUBLIC_URL": f"{where.scheme}://{where.netloc}",
        "MOOT_TOKEN_KEYS": _key(folder / KEY),
    }


async def listens(app: App, seconds: float) -> None:
    """Returns when the bot answers at its address. Raises TimeoutError."""
    where = urlsplit(app.install_url)
    async with asyncio.timeout(seconds):
        while True:
            try:
                _, writer = await asyncio.open_connection(where.hostname, where.port)
            except OSError:
                await asyncio.sleep(_LOOK_AGAIN)
            else:
                writer.close()
                return


async def install(workspace: Workspace, app: App, person: str, log: Path) -> None:
    """What a person does in a browser: the bot's page, the workspace's, *Allow*, and the bot's page again.
    Raises NotInstalledHere."""
    cookies = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=app.install_url)  # as browsers take it
    async with aiohttp.ClientSession(cookie_jar=cookies) as browser:
        async with browser.get(app.install_url, params={"team": workspace.team_id}) as page:
            found = PERMISSION.search(await page.text())
            status = page.status
        if found is not None:
            form = [("answer", "allow"), ("person", person), *(("scope", one) for one in OPTIONAL)]
            async with browser.post(html.unescape(found[1]), data=form) as last:
                status = last.status
    if not app.installed:
        raise NotInstalledHere(workspace=workspace.name, status=status, log=log)


def _key(path: Path) -> str:
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(Fernet.generate_key())
    return path.read_text(encoding="ascii")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
