"""Windows: how long a phase stays open when a game is played over days.

Written as `1d`, `0.5d`, `4h` or `1d2h`. A day is one working day of the game's own hours, so that a pack fits
a team that works from 9 to 17 as well as one that meets for two hours a day.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

_WINDOW = re.compile(
    r"(?:(?P<days>\d{1,3}(?:\.\d{1,2})?)d)?(?:(?P<hours>\d{1,4})h)?(?:(?P<minutes>\d{1,5})m)?"
)


@dataclass(frozen=True, slots=True)
class Window:
    """So many working days, and so much working time more."""

    days: float = 0
    more: timedelta = timedelta()

    def of(self, day: timedelta) -> timedelta:
        """The working time that it is where a working day is so long; whole minutes."""
        return timedelta(minutes=round((self.days * day + self.more) / timedelta(minutes=1)))

    @property
    def empty(self) -> bool:
        """Whether it is no time at all."""
        return not self.days and not self.more


def parse_window(value: Any) -> Any:
    """`"1d"` becomes a Window; a Window stays; anything else raises ValueError with an example."""
    if isinstance(value, Window):
        return value
    match = _WINDOW.fullmatch(str(value).strip()) if value != "" else None
    if match is None or not any(match.groups()):
        raise ValueError(f"{value!r} is not a window; write it like 1d, 0.5d or 4h (0h for none)")
    hours, minutes = int(match["hours"] or 0), int(match["minutes"] or 0)
    return Window(float(match["days"] or 0), timedelta(hours=hours, minutes=minutes))


WorkingWindow = Annotated[
    Window, BeforeValidator(parse_window), WithJsonSchema({"type": "string", "format": "window"})
]
