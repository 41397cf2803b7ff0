"""The only reader of the clock."""

from datetime import UTC, datetime

from bot.domain.ids import Moment


def now() -> Moment:
    """This moment, in UTC."""
    return datetime.now(UTC)
