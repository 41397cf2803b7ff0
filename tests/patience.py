"""How long tests wait: for facts, and patiently, so that a busy machine fails nothing.

Whoever waits goes on as soon as it is so. Only tests about a deadline set one of their own.
"""

import asyncio
import inspect
import os
from collections.abc import Callable
from typing import Any

from bot.workspace.workspace import Workspace

PATIENCE = float(os.environ.get("TEST_PATIENCE", "120"))
"""Seconds after which something does not come any more."""
SHORTEST_LOOK, LONGEST_LOOK = 0.002, 0.05
"""Seconds between two looks, at least and at most."""
GROWS = 1.5
"""How much longer each pause is than the one before: a look often asks the database, which is not free."""


async def until(fact: Callable[[], object], what: str) -> None:
    """Waits until `fact`, a function or a coroutine function, says yes; AssertionError naming `what` if it
    does not in all that time."""
    pause = 0.0
    try:
        async with asyncio.timeout(PATIENCE):
            while not await _so(fact):
                await asyncio.sleep(pause)
                pause = min(LONGEST_LOOK, pause * GROWS + SHORTEST_LOOK)
    except TimeoutError:
        raise AssertionError(f"in {PATIENCE:.0f} s it did not become so that {what}") from None


async def _so(fact: Callable[[], object]) -> bool:
    found = fact()
    return bool(await found if inspect.isawaitable(found) else found)


def a_workspace(name: str = "Test", **given: Any) -> Workspace:
    """A workspace without rates, which gives an app as much time to answer as tests have. Tests about Slack's
    three seconds say so."""
    patient = {"limits_factor": None, "ack_seconds": PATIENCE, "trigger_seconds": PATIENCE}
    return Workspace(name, **(patient | given))
