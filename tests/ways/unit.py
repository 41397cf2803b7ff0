"""deploy/systemd.md, word for word, on a Debian whose first process is systemd."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.patience import until
from tests.ways.blocks import commands
from tests.ways.engine import BASE, CannotBeTried, Engine, say
from tests.ways.trial import (
    ROOT,
    Trial,
    a_copy_of_the_project,
    a_trial,
    tells_its_health,
    typed,
    without_moot,
)

PAGE = ROOT / "deploy" / "systemd.md"
MACHINE = "moot-systemd"  # the container's name, and its image's
# A small Debian: without python3-venv and libnss-systemd, which an operator may lack, too.
MADE_OF = f"""FROM {BASE}
RUN apt-get update && apt-get install --yes --no-install-recommends systemd systemd-sysv dbus sudo \\
    && apt-get purge --yes 'python3*-venv'
CMD ["/sbin/init"]
"""
HEALTH = "127.0.0.1:18080"  # where nothing else is likely to be
LEAVES = 2.0  # exposure in the words of systemd-analyze: 0 is a unit that may do nothing
BUILDS = "rm -rf build/tools dist"  # the block that an update repeats


async def tried(engine: Engine, folder: Path) -> None:
    """The whole page, with a game after the installation. Raises CannotBeTried, AssertionError."""
    if engine.has("container", "inspect", MACHINE):
        raise CannotBeTried(f"{engine.name} has a container {MACHINE} already, and it is left alone.")
    project = a_copy_of_the_project(folder / "project")
    async with a_trial(folder) as trial, _machine(engine, folder, project):
        (project / ".env").write_text(f"{trial.settings()}MOOT_HEALTH_ADDRESS={HEALTH}\n")
        engine("cp", f"{project}/.", f"{MACHINE}:/root/moot")
        environment = without_moot(engine.environment)

        async def section(heading: str, *, after: str = "") -> None:
            """All its blocks in one shell, since they share what they set."""
            say(f"{heading}:")
            block = "\n".join([after, *commands(PAGE, heading)]).strip()
            (folder / "block").write_text(block)
            engine("cp", str(folder / "block"), f"{MACHINE}:/root/block")
            inside = f"docker exec --workdir /root/moot {MACHINE} bash -e -o pipefail /root/block"
            await typed(inside, project, environment)

        await section("Install")
        await trial.connected("after Install")
        await tells_its_health(f"http://{HEALTH}")
        await _plays(engine, trial)
        _is_locked_up(engine)
        build = next(one for one in commands(PAGE, "Install") if BUILDS in one)
        for heading in ("Update", "Backup", "Restore", "Rollback"):
            await section(heading, after=build if heading == "Update" else "")
            await trial.connected(f"after {heading}")
        await section("Uninstall")


@asynccontextmanager
async def _machine(engine: Engine, folder: Path, project: Path) -> AsyncIterator[None]:
    """With systemd at work. Raises CannotBeTried."""
    (folder / "Containerfile").write_text(MADE_OF)
    await typed(
        f"docker build -q -t {MACHINE} -f {folder}/Containerfile {folder}/bin", project, engine.environment
    )
    options = ("--privileged", "--systemd=always") if engine.name == "podman" else ("--privileged",)
    limits = ("--ulimit", "nofile=4096:4096", "--ulimit", "nproc=8192:8192")
    try:
        started = ("run", "--detach", "--name", MACHINE, "--network", "host", *options, *limits, MACHINE)
        if not engine.has(*started):
            raise CannotBeTried(
                "No container with systemd in it can be started here: it has to be privileged."
            )
        try:
            await until(lambda: engine.has("exec", MACHINE, "systemctl", "is-system-running"), "systemd runs")
        except AssertionError:
            raise CannotBeTried(f"systemd does not start in a container: {engine('logs', MACHINE)}") from None
        yield
    finally:
        say(engine("exec", MACHINE, "journalctl", "-u", "moot", "-n", "5", "--no-pager", check=False))
        engine("rm", "--force", "--time", "5", MACHINE, check=False)
        engine("image", "rm", MACHINE, check=False)


async def _plays(engine: Engine, trial: Trial) -> None:
    files = engine("inspect", "--format", "{{.GraphDriver.Data.MergedDir}}", MACHINE)
    waiting = await asyncio.create_subprocess_exec(engine.name, "wait", MACHINE, env=engine.environment)
    try:
        await trial.plays(Path(files) / "var/lib/moot/var/moot.db", waiting)
    finally:
        waiting.terminate()
        await waiting.wait()
    trial.got_papers()


def _is_locked_up(engine: Engine) -> None:
    said = engine("exec", MACHINE, "systemd-analyze", "security", "--no-pager", "moot")
    exposure = re.search(r"exposure level for moot\.service: ([0-9.]+)", said)
    assert exposure, said
    assert float(exposure[1]) < LEAVES, said
    say(f"    systemd-analyze security: {exposure[1]}")
    restarts = engine("exec", MACHINE, "systemctl", "show", "--property=NRestarts", "--value", "moot")
    assert restarts == "0", f"the unit was started {restarts} times again"
