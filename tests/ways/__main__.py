"""`python -m tests.ways image|unit`: tries the pages of deploy/ for real, and says loudly where it cannot."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.ways import container, unit
from tests.ways.engine import CannotBeTried, Engine, an_engine, say

WAYS: dict[str, Callable[[Engine, Path], Awaitable[None]]] = {"image": container.tried, "unit": unit.tried}
CANNOT = 2


def main() -> int:
    """0 where everything went well, 1 where it did not, 2 where nobody can tell."""
    way = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix=f"moot-{way}-") as folder:
        try:
            with an_engine(Path(folder)) as engine:
                asyncio.run(_tried(way, engine, Path(folder)))
        except CannotBeTried as why:
            say(f"\n!!! make {way}: CANNOT BE TRIED HERE. Nothing was shown.\n!!! {why}")
            return CANNOT
        except AssertionError as fault:
            say(f"\n!!! make {way}: FAILED.\n{fault}")
            return 1
    say(f"\nmake {way}: everything went as the page says.")
    return 0


async def _tried(way: str, engine: Engine, folder: Path) -> None:
    await WAYS[way](engine, folder)


if __name__ == "__main__":
    sys.exit(main())
