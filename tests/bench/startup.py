"""How much `moot --help` costs, as a ratio to the help of a Typer app with two empty commands.

`python -m tests.bench.startup`. Both are started in turns, so that both see the same machine. What counts is
the least time that the processor spent in them, without the kernel's.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

TARGET = 2.5
TURNS = 10
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


def main() -> None:
    """Prints the ratio; fails if it is above the target."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "two_commands.py"
        bare.write_text(TWO_COMMANDS, encoding="utf-8")
        floor, ours = least([str(bare), "--help"], ["-m", "bot", "--help"])
    print(f"two empty commands: {floor * 1000:.0f} ms; moot: {ours * 1000:.0f} ms")
    print(f"ratio: {ours / floor:.2f} (target: {TARGET})")
    raise SystemExit(ours / floor > TARGET)


def least(*programs: list[str]) -> list[float]:
    """The least user time of each program, in seconds, after a turn that only warms up."""
    turns = [[user_time(words) for words in programs] for _ in range(TURNS + 1)]
    return [min(times) for times in zip(*turns[1:], strict=True)]


def user_time(words: list[str]) -> float:
    """Seconds of user time that Python takes for these arguments."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


if __name__ == "__main__":
    main()
