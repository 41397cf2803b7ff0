"""How much work something is, counted in calls of functions: the same on a slow and on a busy machine."""

import sys
from collections.abc import Awaitable, Callable
from types import FrameType


async def calls_of(work: Callable[[], Awaitable[object]]) -> int:
    """How many functions, of Python and of C, are called until `work` is done, by this thread. What else the
    loop does meanwhile counts, too."""
    called = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        await work()
    finally:
        sys.setprofile(None)
    return called
