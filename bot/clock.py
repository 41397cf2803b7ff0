"""The only reader of the clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from bot.domain.ids import Moment


def now() -> Moment:
    """This moment, in UTC."""
    return datetime.now(UTC)


Clock: TypeAlias = Callable[[], Moment]
