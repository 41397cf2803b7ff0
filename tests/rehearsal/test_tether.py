"""A program on a tether ends with whoever holds the other end."""

import asyncio
import signal
import sys
from pathlib import Path

from bot.rehearsal import tether
from tests.patience import PATIENCE

POLITE = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
print(sys.argv[1:], __name__, flush=True)
while True:
    signal.pause()
"""
STUBBORN = POLITE.replace("lambda *_: sys.exit(7)", "signal.SIG_IGN")
AT_ONCE = "from bot.rehearsal import tether; tether.GRACE = 0.0; tether.main()"


async def started(folder: Path, program: str, *how: str) -> asyncio.subprocess.Process:
    """A tethered program that has begun."""
    (folder / "program.py").write_text(program)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *how, "program", "one", "two"),
        env={"PYTHONPATH": f"{folder}:{Path(tether.__file__).parents[2]}"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"['one', 'two'] __main__\n"
    return process


async def let_go(process: asyncio.subprocess.Process) -> int:
    """Closes the other end; how the program ended."""
    assert process.stdin is not None
    process.stdin.close()
    async with asyncio.timeout(PATIENCE):
        return await process.wait()


async def test_a_program_stops_in_good_order_when_nobody_holds_it_any_more(tmp_path: Path) -> None:
    process = await started(tmp_path, POLITE, "-m", "bot.rehearsal.tether")

    assert await let_go(process) == 7


async def test_a_program_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    process = await started(tmp_path, STUBBORN, "-c", AT_ONCE)

    assert await let_go(process) == -signal.SIGKILL
