"""What a transaction stores, for the log: which events, how much work, and with what waiting work it goes;
never their content."""

from collections import Counter
from dataclasses import dataclass, field

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.causes import COMMAND_LINE, cause

log = structlog.get_logger(__name__)
_KEY = "noted"


@dataclass(slots=True)
class Noted:
    """Filled while the transaction goes on."""

    events: list[str] = field(default_factory=list)
    work: Counter[str] = field(default_factory=Counter)  # for Slack, by kind
    part_of: list[int] = field(default_factory=list)  # rows that wait, and show this as well


def noted(session: AsyncSession) -> Noted:
    """That of a transaction."""
    found = session.info.setdefault(_KEY, Noted())
    assert isinstance(found, Noted)
    return found


def say(session: AsyncSession) -> None:
    """It is committed. What has no cause, such as a sign of life, is not worth a line; a command line tells
    its person itself."""
    stored, why = session.info.get(_KEY), cause()
    if stored is None or why is None or why.startswith(f"{COMMAND_LINE}-"):
        return
    about = {"events": stored.events, "work": dict(stored.work), "part_of": stored.part_of}
    if told := {name: what for name, what in about.items() if what}:
        log.info("stored", action="store", **told)
