"""What a transaction stores, for the log: which events, how much work, and with what waiting work it goes;
never their content. Several things may be done in one transaction, each for a cause of its own."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import get_contextvars

from bot.causes import COMMAND_LINE, because_of

log = structlog.get_logger(__name__)
_KEY = "noted"


@dataclass(slots=True)
class Noted:
    """Filled while the transaction goes on."""

    about: dict[str, Any]  # what a line of the log says besides: the cause above all
    events: list[str] = field(default_factory=list)
    work: Counter[str] = field(default_factory=Counter)  # for Slack, by kind
    part_of: list[int] = field(default_factory=list)  # rows that wait, and show this as well


def noted(session: AsyncSession) -> Noted:
    """That of a transaction, as far as it is done for the present cause."""
    about = get_contextvars()
    found: dict[tuple[Any, Any], Noted] = session.info.setdefault(_KEY, {})
    return found.setdefault((about.get("cause"), about.get("row")), Noted(about))


def say(session: AsyncSession) -> None:
    """It is committed."""
    for stored in session.info.get(_KEY, {}).values():
        with because_of(None, **stored.about):
            _say(stored)


def _say(stored: Noted) -> None:
    """What has no cause, such as a sign of life, is not worth a line; a command line tells its person
    itself."""
    why = stored.about.get("cause")
    if why is None or why.startswith(f"{COMMAND_LINE}-"):
        return
    about = {"events": stored.events, "work": dict(stored.work), "part_of": stored.part_of}
    if told := {name: what for name, what in about.items() if what}:
        log.info("stored", action="store", **told)
