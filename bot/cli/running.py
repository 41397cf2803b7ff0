"""Commands that run until somebody stops them."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

import typer


def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Runs until done, Ctrl-C or SIGTERM; both signals end it cleanly."""

    async def supervised() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            typer.echo("Stopped.", err=True)

    asyncio.run(supervised())
