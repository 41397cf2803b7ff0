"""Who plays in the gallery, when, and how much people write there."""

from datetime import UTC, datetime

from bot.domain.ids import UserId

NOON = datetime(2031, 3, 4, 12, 0, tzinfo=UTC)
FACILITATOR, OBSERVER, STRANGER = UserId("U0FACIL"), UserId("U0WATCH"), UserId("U0STRANGE")
TITLE, TEXT, LINE, SHORT = 120, 2000, 300, 60  # characters that the forms take


def player(number: int) -> UserId:
    """The holder of a role, or the n-th person who signs up."""
    return UserId(f"U{number:04}")


def written(words: str, length: int) -> str:
    """Somebody's words over and over, so long at most."""
    return (words * (length // max(1, len(words)) + 1))[:length].strip() or "x"
