"""The only reader of the machine's clock in this package; everything else takes `clock` as an argument."""

import time
from collections.abc import Callable

Clock = Callable[[], float]
"""Unix time in seconds, with a fraction."""


def system_time() -> float:
    """Unix time in seconds, UTC."""
    return time.time()  # noqa: TID251 - the one place; this package may not import bot/clock.py
