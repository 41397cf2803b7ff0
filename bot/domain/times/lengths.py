"""Lengths of time: what an author writes in a pack, strictly, and what people type, as they please.

What cannot be read is refused with an example: by a Refusal to whoever typed it, by a ValueError to an
author.
"""

import re
from datetime import timedelta
from typing import Any

from bot.domain.characters import plain
from bot.domain.errors import Refusal
from bot.domain.times.working_time import DAY, Window


class NotATime(Refusal):
    template = "I could not find a length of time there. Write it like `{command} 2m` or `{command} 30s`."


# --- in a pack


_DURATION = re.compile(r"(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m)?(?:(?P<s>\d+)s)?")
_WINDOW = re.compile(r"(?:(?P<d>\d{1,3}(?:\.\d{1,2})?)d)?(?:(?P<h>\d{1,4})h)?(?:(?P<m>\d{1,5})m)?")


def _anywhere(grammar: re.Pattern[str]) -> str:
    """The grammar as a pattern for other programs, which know no names of groups and look for it anywhere."""
    return r"^\s*(?=\d)" + re.sub(r"\?P<\w+>", "?:", grammar.pattern) + r"\s*$"


DURATION, WINDOW = _anywhere(_DURATION), _anywhere(_WINDOW)  # what the two readers below take


def _written(grammar: re.Pattern[str], text: str) -> dict[str, float] | None:
    """How many of each unit; None for what is no length, or names no unit."""
    match = grammar.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    return {unit: float(number) for unit, number in match.groupdict(default="0").items()}


def read_duration(value: Any) -> Any:
    """A pack's `"10m"` becomes a timedelta; a timedelta stays; anything else raises ValueError."""
    if isinstance(value, timedelta):
        return value
    found = _written(_DURATION, str(value).strip())
    if found is None:
        here = _as_duration(str(value).strip())
        raise ValueError(f"`{value}` is not a duration; write it like 30s, 10m or 1h30m (0s for none){here}")
    return timedelta(hours=found["h"], minutes=found["m"], seconds=found["s"])


def read_window(value: Any) -> Any:
    """A pack's `"1d"` becomes a Window; a Window stays; anything else raises ValueError."""
    if isinstance(value, Window):
        return value
    found = _written(_WINDOW, str(value).strip())
    if found is None:
        here = _as_window(str(value).strip())
        raise ValueError(f"`{value}` is not a window; write it like 1d, 0.5d or 4h (0h for none){here}")
    return Window(found["d"], timedelta(hours=found["h"], minutes=found["m"]))


_ALONE = re.compile(r"(?P<large>\d{1,3})(?::(?P<small>\d{2}))?")  # 90 or 1:30, which may mean two things
_LONGEST = timedelta(days=99)


def _as_duration(written: str) -> str:
    """`, here `90m``: how a pack writes what its author meant; empty if nobody can tell."""
    if (alone := _ALONE.fullmatch(written)) is not None:
        large, small = int(alone["large"]), int(alone["small"] or 0)
        units = ("h", "m") if alone["small"] else ("m", "s")
        either = [
            f"{large}{unit}" + (f"{small}{'m' if unit == 'h' else 's'}" if small else "") for unit in units
        ]
        return f", here `{either[0]}` or `{either[1]}`" if large or small else ", here `0s`"
    meant = span_in(written)
    return f", here `{_units(meant, 'hms')}`" if meant is not None and meant < _LONGEST else ""


def _as_window(written: str) -> str:
    """How to write what was meant as a window, in which a day is a working day; empty if that is unclear."""
    if (alone := _ALONE.fullmatch(written)) is not None:
        large, small = int(alone["large"]), int(alone["small"] or 0)
        return f", here `{large}h{small}m`" if small else f", here `{large}{'h' if alone['small'] else 'd'}`"
    meant = span_in(re.sub(r"\bworking\b", "", written))
    if meant is None or meant % timedelta(minutes=1) or meant >= _LONGEST:
        return ""
    days = "d" in written
    if days and not meant % (DAY / 2):
        return f", here `{meant / DAY:g}d`"
    return f", here `{_units(meant, 'dhm' if days else 'hm')}`"


def _units(span: timedelta, units: str) -> str:
    """`1h30m`, with none but these units."""
    left, said = round(span.total_seconds()), ""
    for unit in units:
        number, left = divmod(left, {"d": 86_400, "h": 3_600, "m": 60, "s": 1}[unit])
        said += f"{number}{unit}" if number else ""
    return said or f"0{units[-1]}"


# --- as people type it


_PLEASE = re.compile(r",?\s*\b(?:please|pls|more|extra|longer|less)\b|[.!]+$")
_ALL = re.compile(r"\b(?:(?:for|to|from|in|of)\s+)?(?:all|everything)\b(?:\s+that is left)?")
_TO_TWELVE = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_NUMBERS = {word: str(number) for number, word in enumerate(_TO_TWELVE)} | {
    "a": "1", "an": "1", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
    "sixty": "60", "ninety": "90",
}  # fmt: skip
_HALF = (
    (r"\bthree quarters of an hour\b", "45 m"),
    (r"\b(?:a )?quarter of an hour\b", "15 m"),
    (r"\b(?:a )?half (?:an? )?(hour|day|minute)\b", r"0.5 \1"),
    (r"\b(?:an?|one) (\w+) and a half\b", r"1.5 \1"),
    (r"(\d+|\b[a-z]+) and a half\b", r"\1.5"),
    (r"\b(?:an? )?couple of\b", "2"),
)
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}
_UNITS = (
    ("d", r"d|days?"),
    ("h", r"h|hrs?|hours?"),
    ("m", r"m|mins?|minutes?|['′]"),
    ("s", r"""s|secs?|seconds?|["″]|\'\'"""),
)
_SPAN = re.compile(
    "".join(rf"(?:(?P<{unit}>\d{{1,4}}(?:\.\d{{1,3}})?)\s*(?:{words})\s*,?\s*)?" for unit, words in _UNITS)
)
_SHORT = re.compile(r"(?P<large>\d{1,4})\s?(?P<unit>h|hrs?|m|min)(?P<small>[0-5]\d)")  # `1h30`, `5m30`


def read_span(text: str, command: str, day: timedelta = DAY) -> timedelta:
    """`2m`, `2 minutes please`, `1h30`, `1,5 h`, `half an hour`; a bare number is minutes, and a `day` what
    the game counts as one.

    Raises NotATime.
    """
    found = span_in(text, day)
    if not found:
        raise NotATime(command=command)
    return found


def span_in(text: str, day: timedelta = DAY) -> timedelta | None:
    """The length that somebody typed; None for what is none."""
    typed = _PLEASE.sub("", plain(text)).strip()
    said = f"{typed}m" if re.fullmatch(r"\d{1,4}", typed) else _numbered(typed)
    if (short := _SHORT.fullmatch(said)) is not None:
        large, small = int(short["large"]), int(short["small"])
        if short["unit"].startswith("h"):
            return timedelta(hours=large, minutes=small)
        return timedelta(minutes=large, seconds=small)
    match = _SPAN.fullmatch(said)
    if match is None or not any(match.groups()):
        return None
    d, h, m, s = (float(number) for number in match.groups(default="0"))
    return timedelta(seconds=round((d * day + timedelta(hours=h, minutes=m, seconds=s)).total_seconds()))


def _numbered(said: str) -> str:
    """With numbers in figures, and fractions with a point: `an hour and a half` is `1.5 hour`."""
    for sign, fraction in _FRACTIONS.items():
        said = re.sub(rf"(?<=\d)\s?{sign}", fraction, said).replace(sign, f"0{fraction}")
    for pattern, instead in _HALF:
        said = re.sub(pattern, instead, said)
    said = re.sub(r"\b[a-z]+(?=\b|\.5)", lambda word: _NUMBERS.get(word[0], word[0]), said)
    said = re.sub(r"(?<=\d),(?=\d)", ".", said)
    return re.sub(r"(?<=\w)\s+and\s+(?=\d)", " ", said).replace("-min", " min").replace("-hour", " hour")


def read_for_all(text: str) -> tuple[str, bool]:
    """`10m all`, `10 minutes to everything`: the length, and whether it is for all that is left."""
    rest, found = _ALL.subn(" ", plain(text))
    return rest.strip(), bool(found)
