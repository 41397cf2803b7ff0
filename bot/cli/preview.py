"""`moot content preview`: serves the page until somebody stops it."""

import asyncio
import os
import sys
import webbrowser
from pathlib import Path

from rich.console import Console

from bot.cli.rehearse import has_browser
from bot.cli.running import until_stopped
from bot.domain.edition import Edition
from bot.gallery.preview.server import previewed
from bot.gallery.preview.watched import Watched

out = Console()


def preview(folder: Path, edition: Edition, port: int, *, browser: bool) -> None:
    """Shows the pack in the browser until Ctrl-C."""
    until_stopped(_served(folder, edition, port, browser=browser))


async def _served(folder: Path, edition: Edition, port: int, *, browser: bool) -> None:
    async with previewed(Watched(folder, edition), port) as address:
        out.print(f"The preview is open: [bold]{address}[/]", soft_wrap=True)
        out.print("It follows your changes; Ctrl-C ends it.")
        if browser and has_browser(os.environ, sys.platform, terminal=sys.stdout.isatty()):
            webbrowser.open(address)
        await asyncio.Event().wait()
