"""The `moot` command as an operator types it."""

import asyncio

from typer.testing import CliRunner

from bot.cli.main import cli


async def moot(url: str, *words: str, refused: bool = False) -> str:
    """What the command prints on this database, or with what it is refused."""
    environment = {"DATABASE_URL": url, "COLUMNS": "140"}
    done = await asyncio.to_thread(CliRunner().invoke, cli, list(words), env=environment)
    assert bool(done.exception) == refused, done.exception
    return str(done.exception) if refused else done.output
