"""How new a Moot is, so that of two on one database each knows which can read what the other writes."""

from collections.abc import Collection
from dataclasses import fields

from bot.db import schema
from bot.db.codec import EVENTS


def stamp(work: Collection[type] = ()) -> str:
    """This version, by what it knows: its newest schema, the kinds of events and of `work` for the outbox,
    and their fields. None of these ever gets fewer, and nobody has to count by hand."""
    return "/".join(map(str, (int(schema.head()), _size(EVENTS.values()), _size(work))))


def is_newer(stamped: str | None, than: str) -> bool:
    """Whether a Moot with this stamp is newer. One from before there were stamps is not."""
    return stamped is not None and _read(stamped) > _read(than)


def _size(kinds: Collection[type]) -> int:
    return sum(1 + len(fields(kind)) for kind in kinds)


def _read(stamped: str) -> tuple[int, ...]:
    return tuple(int(part) for part in stamped.split("/") if part.isdecimal())
