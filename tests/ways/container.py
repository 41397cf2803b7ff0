"""deploy/container.md, word for word."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.ways.blocks import commands
from tests.ways.engine import CannotBeTried, Engine, say
from tests.ways.trial import (
    ROOT,
    Trial,
    a_copy_of_the_project,
    a_trial,
    tells_its_health,
    typed,
    without_moot,
)

PAGE = ROOT / "deploy" / "container.md"
OURS = (("container", "moot"), ("volume", "moot"), ("image", "moot"), ("image", "moot:previous"))
HEALTH = "http://127.0.0.1:8080"
STOPS_IN = 8.0  # seconds, with the engine's own
MEGABYTE = 1_000_000


async def tried(engine: Engine, folder: Path) -> None:
    """The whole page, with a game after the installation. Raises CannotBeTried, AssertionError."""
    if there := [f"{kind} {name}" for kind, name in OURS if engine.has(kind, "inspect", name)]:
        raise CannotBeTried(f"{engine.name} has these already, and they are left alone: {', '.join(there)}.")
    project = a_copy_of_the_project(folder / "project")
    environment = without_moot(engine.environment)
    async with a_trial(folder) as trial:
        (project / ".env").write_text(trial.settings())

        async def section(heading: str) -> None:
            say(f"{heading}:")
            for block in commands(PAGE, heading):
                await typed(block, project, environment)

        try:
            await section("Install")
            await _plays_and_stops(engine, trial)
            for heading in ("Update", "Backup", "Restore", "Rollback"):
                await section(heading)
                await trial.connected(f"after {heading}")
            await section("Uninstall")
        except AssertionError:
            say(await typed("docker logs --tail 20 moot 2>&1 || true", project, environment))
            raise
        finally:
            _left_clean(engine)


async def _plays_and_stops(engine: Engine, trial: Trial) -> None:
    size = int(engine("image", "inspect", "--format", "{{.Size}}", "moot"))
    say(f"    The image has {size / MEGABYTE:.0f} MB.")
    await trial.connected("after Install")
    await tells_its_health(HEALTH)
    async with _until_stopped(engine) as stopped:
        await trial.plays(_database(engine), stopped)
    trial.got_papers()
    said = engine("exec", "moot", "moot", "export")
    assert ".pdf" in said, said
    say("    moot export writes books and the report, as PDF, too.")
    began = time.monotonic()
    engine("restart", "moot")
    took = time.monotonic() - began
    assert took < STOPS_IN, f"the container took {took:.0f} s to stop"
    say(f"    The container stops and starts in {took:.1f} s.")
    await trial.connected("after a restart")


@asynccontextmanager
async def _until_stopped(engine: Engine) -> AsyncIterator[asyncio.subprocess.Process]:
    words = (engine.name, "wait", "moot")
    waiting = await asyncio.create_subprocess_exec(*words, env=engine.environment)
    try:
        yield waiting
    finally:
        waiting.terminate()
        await waiting.wait()


def _database(engine: Engine) -> Path:
    """Where this machine has it. Raises CannotBeTried."""
    place = Path(engine("volume", "inspect", "--format", "{{.Mountpoint}}", "moot")) / "var" / "moot.db"
    try:
        place.open("rb").close()
    except OSError:
        raise CannotBeTried(f"A game's course is read from {place}: only root can.") from None
    return place


def _left_clean(engine: Engine) -> None:
    for kind, name in OURS:
        engine(kind, "rm", "--force", name, check=False)
