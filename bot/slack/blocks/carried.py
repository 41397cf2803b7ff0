"""What buttons and forms carry, read back. What we would not write is of another version, or forged."""

from datetime import UTC, datetime

from bot.domain.errors import Refusal
from bot.domain.ids import Moment

LARGEST = 10**9  # of the numbers that we count with


class NotOfThisVersion(Refusal):
    template = (
        "This comes from another version of me, so I do not understand it. Nothing was changed. `/moot help` "
        "shows what you can do now."
    )


def parts(value: str, count: int) -> list[str]:
    """So many parts, with colons between them; the last may hold more colons. Raises NotOfThisVersion."""
    found = value.split(":", count - 1)
    if len(found) != count:
        raise NotOfThisVersion
    return found


def number(text: str) -> int:
    """A number of something that we count. Raises NotOfThisVersion."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) < LARGEST):
        raise NotOfThisVersion
    return int(text)


def slacks_moment(ts: str | None) -> Moment | None:
    """When something was done, as Slack says it: seconds since 1970, with six places."""
    return datetime.fromtimestamp(float(ts), UTC) if ts else None


def moment(text: str) -> Moment:
    """A moment, as `isoformat` writes it. Raises NotOfThisVersion."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise NotOfThisVersion from None
    if found.tzinfo is None:
        raise NotOfThisVersion
    return found.astimezone(UTC)
