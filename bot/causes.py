"""What caused something: one id, from Slack's delivery, a bell or a command line to the calls to Slack that
came of it.

The id stands in each line of the log. Work in the outbox and the inbox keeps it, so that another replica, or
this one after a restart, logs the same. It says nothing of who did something, or of what they wrote.
"""

import hashlib
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

COMMAND_LINE = "cli"  # what comes of it is logged by the bot that sends it
LONGEST = 80  # characters, as in the tables
_PLAIN = re.compile(r"[A-Za-z0-9-]{1,64}")


def cause() -> str | None:
    """Of what is done now, where it is known."""
    return get_contextvars().get("cause")


@contextmanager
def because_of(known: str | None, **about: Any) -> Iterator[None]:
    """What is done within, and the tasks that it starts, has this cause and no other. Lines of the log say
    so, and what it is `about`."""
    before = get_contextvars()
    _replace(**about, **({"cause": known} if known else {}))
    try:
        yield
    finally:
        _replace(**before)


def of_delivery(named: str) -> str:
    """The cause of what Slack delivered: Slack's own id where it has one, else something made of what tells
    this delivery from others, such as its signature."""
    return named if _PLAIN.fullmatch(named) else hashlib.sha256(named.encode()).hexdigest()[:16]


def drawn(kind: str) -> str:
    """A new cause of this kind, such as a bell of a game."""
    return f"{kind[: LONGEST - 9]}-{secrets.token_hex(4)}"


def _replace(**bound: Any) -> None:
    clear_contextvars()
    bind_contextvars(**bound)
