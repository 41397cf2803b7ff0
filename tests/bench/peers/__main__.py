"""`python -m tests.bench.peers`: prints the table."""

import asyncio

from rich.console import Console

from tests.bench.figures import Asked, table
from tests.bench.peers import measured


async def main() -> None:
    """Measures."""
    console = Console()
    console.print(table([figure async for figure in measured(Asked(), console.print)]))


if __name__ == "__main__":
    asyncio.run(main())
