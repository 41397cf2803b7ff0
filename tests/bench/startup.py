"""What `moot --help` costs, and how soon `moot run` is ready: each to the least that its libraries need.

All are started in turns, so that they see the same machine. For the help, the least user time counts; for a
bot, the median of what it takes until it is connected, by the clock and of the processor.
"""

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.slack.edge.manifest import OPTIONAL, manifest
from bot.workspace.server import Server
from bot.workspace.workspace import Workspace
from tests.bench.figures import Asked, Figure, Tell

LINE = 8
HELP = 0.4  # seconds of the processor
HELP_TO_FLOOR = 2.5
READY = 2.0  # seconds, of the processor and by the clock
HELPS, STARTS = 10, 7  # turns
PATIENCE = 60.0  # seconds
ROOT = Path(__file__).resolve().parents[2]
TICK = os.sysconf("SC_CLK_TCK")
TWO_COMMANDS = """
import typer

cli = typer.Typer()


@cli.command()
def one() -> None:
    "Does nothing."


@cli.command()
def two() -> None:
    "Does nothing either."


cli()
"""


@dataclass(frozen=True)
class Took:
    """How long a start took, in seconds: by the clock, and of the processor."""

    clock: float
    processor: float


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 8."""
    tell("moot --help")
    floor, ours = await asyncio.to_thread(_helps)
    yield Figure(LINE, "moot --help: CPU", ours, goal=HELP)
    yield Figure(
        LINE, "moot --help, to a program of two commands: CPU", ours, floor=floor, goal=HELP_TO_FLOOR
    )
    tell("moot run")
    least, anew, again = await _starts()
    for what, starts in (("a new database", anew), ("a migrated database", again)):
        yield Figure(LINE, f"moot run ready on {what}", _median(starts).clock, goal=READY)
        yield Figure(LINE, f"moot run ready on {what}: CPU", _median(starts).processor, goal=READY)
    floors, ours_again = _median(least), _median(again)
    bare = "to a bare bot with SQLAlchemy"
    yield Figure(LINE, f"moot run ready, {bare}", ours_again.clock, floor=floors.clock)
    yield Figure(LINE, f"moot run ready, {bare}: CPU", ours_again.processor, floor=floors.processor)


def _helps() -> list[float]:
    """The least user time of two empty commands and of Moot, in seconds, after a turn that only warms up."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "two_commands.py"
        bare.write_text(TWO_COMMANDS, encoding="utf-8")
        programs = ([str(bare), "--help"], ["-m", "bot", "--help"])
        turns = [[_user_time(words) for words in programs] for _ in range(HELPS + 1)]
    return [min(times) for times in zip(*turns[1:], strict=True)]


def _user_time(words: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True, cwd=ROOT, env=_compiled())
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


async def _starts() -> tuple[list[Took], list[Took], list[Took]]:
    """Of the bare bot, and of Moot on a new and on a migrated database; a first turn only warms up."""
    workspace = Workspace("Bench")
    app = workspace.add_app(manifest(), optional_scopes=OPTIONAL)
    turns = list[tuple[Took, Took, Took]]()
    async with Server(workspace) as server:
        environment = _compiled() | {
            "SLACK_BOT_TOKEN": app.bot_token,
            "SLACK_APP_TOKEN": app.app_token,
            "SLACK_API_URL": server.api_url,
        }
        for _ in range(STARTS + 1):
            with tempfile.TemporaryDirectory() as folder:
                here = environment | {"DATABASE_URL": f"sqlite:///{folder}/moot.db"}
                least = await _started(here, str(ROOT / "tests/bench/least.py"))
                anew, again = [await _started(here, "-m", "bot", "run") for _ in range(2)]
                turns.append((least, anew, again))
    leasts, anews, agains = zip(*turns[1:], strict=True)
    return [*leasts], [*anews], [*agains]


async def _started(environment: dict[str, str], *words: str) -> Took:
    """From the start of the process until it says that it is connected."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *words), env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    said = b""
    try:
        async with asyncio.timeout(PATIENCE):
            while b"is connected" not in (line := await process.stdout.readline()):
                said += line
                if not line:
                    raise RuntimeError(f"it did not start: {said.decode()}")
        return Took(time.perf_counter() - began, _processor_time(process.pid))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


def _processor_time(pid: int) -> float:
    """Seconds that a process has used until now, its own and the kernel's for it; as Linux counts them, in
    hundredths."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _compiled() -> dict[str, str]:
    """The environment, but that what is compiled is kept: as wherever Moot is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _median(starts: Sequence[Took]) -> Took:
    return Took(
        statistics.median(one.clock for one in starts), statistics.median(one.processor for one in starts)
    )
