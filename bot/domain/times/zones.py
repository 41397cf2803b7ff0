"""Which names of time zones this machine can tell the time by."""

from typing import Any
from zoneinfo import ZoneInfo

UNSET = "Factory"  # the database's own name for a machine whose zone nobody has set


def is_zone(name: Any) -> bool:
    """Whether it is a zone that can be used. Asked anew each time: it may have been installed meanwhile."""
    if not isinstance(name, str) or not name or name == UNSET:
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; no name at all, or a broken file; the name of a folder
        return False
    return True
