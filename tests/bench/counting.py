"""How much work something is, counted: the same on a slow and on a busy machine."""

import sys
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event


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


async def statements_of(work: Callable[[], Awaitable[object]]) -> int:
    """How many SQL statements are executed until `work` is done, on any database, without BEGIN."""
    executed = 0

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        nonlocal executed
        executed += not statement.startswith("BEGIN")

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await work()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return executed
