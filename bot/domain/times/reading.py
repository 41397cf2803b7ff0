"""Days, weekdays and times of day as people write them; each grammar once. Lengths, moments and zones have
files of their own beside this one.

Each reader takes what somebody typed, with the dashes, capitals and blanks of their keyboard. What cannot be
read is refused with an example.
"""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta

from bot.domain.characters import plain, shown
from bot.domain.errors import Refusal

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_HOLIDAY = timedelta(days=366)

_DASHES = re.compile(r"\s*(?:[-‐‑‒–—−]|\bto\b|\buntil\b)\s*")
_RANGE = re.compile(r"\s*(?:\.\.|…|\bto\b|\buntil\b|\s[-–—]\s|[–—])\s*")


class UnreadableHours(Refusal):
    template = "I can't read these hours: “{hours}”. Write them like 9-17 or 09:30-18:00."


class HoursBackwards(Refusal):
    template = "These hours end before they begin: {hours}. Write the earlier one first, like 9-17."


class UnreadableWeekdays(Refusal):
    template = "I can't read these weekdays: “{weekdays}”. Write them like mon-fri, or mon, tue, thu."


class UnreadableDay(Refusal):
    template = (
        "I can't read “{day}” as a day. Write days like 2026-12-24, separated by commas, and a range like "
        "2026-12-24..2027-01-01."
    )


class StretchBackwards(Refusal):
    template = (
        "The range “{stretch}” ends before it begins, or is longer than a year. Write it like "
        "2026-12-24..2027-01-01."
    )


# --- times of day


_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\b\.?)?")
_RUN = re.compile(r"(\d{1,2})(\d{2})(?:\s*([ap])m?)?")  # `1430`, `930pm`


def clock_in(text: str, *, bare: bool = False, moment: bool = False) -> time | None:
    """A time of day; None for what is none. `9` and `9h30` are one where `bare` times are meant, and may be
    lengths elsewhere; `1430` is one where a `moment` is meant."""
    said = text.strip()
    if moment and (run := _RUN.fullmatch(said)) is not None:
        return _time(run[1], run[2], None, run[3])
    if re.fullmatch(r"24[:.h]00", said):
        return time(0)
    match = _CLOCK.fullmatch(said)
    if match is None:
        return None
    in_full = match[2] and (":" in said or "." in said or len(match[1]) == 2)
    return _time(*match.groups()) if bare or in_full or match[4] else None


def _time(hours: str, minutes: str | None, seconds: str | None, half: str | None) -> time | None:
    hour = int(hours)
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(minutes or 0), int(seconds or 0))
    except ValueError:
        return None


def read_hours(typed: str) -> tuple[time, time]:
    """`9-17`, `09:30 – 18:00`, `9am to 5pm`, `9-5`: from when to when, on the wall."""
    said = [part.strip() for part in _DASHES.split(plain(typed))]
    ends = [_hour(part) for part in said]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        raise UnreadableHours(hours=shown(typed))
    if ends[1] < ends[0] <= time(12) and re.fullmatch(r"[1-9]([:.]\d\d)?", said[1]):
        ends[1] = ends[1].replace(hour=ends[1].hour + 12)  # nobody works from 9 until 5 in the morning
    if ends[0] >= ends[1]:
        raise HoursBackwards(hours=shown(typed))
    return ends[0], ends[1]


def _hour(text: str) -> time | None:
    """The day's end as near as a clock shows it."""
    named = {"noon": time(12), "midday": time(12), "midnight": time(23, 59), "24": time(23, 59)}
    return named.get(re.sub("[:.h]00$", "", text)) or clock_in(text, bare=True)


# --- weekdays and days


def read_weekdays(typed: str) -> tuple[int, ...]:
    """`mon-fri`, `Sun–Thu`, `mon, wed, fri`: Monday is 0."""
    text, found = plain(typed), set[int]()
    for part in (one for one in re.split(r"[,;/&]|\band\b", text) if one.strip()):
        ends = [weekday_in(name) for name in _DASHES.split(part.strip())]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2:
            raise UnreadableWeekdays(weekdays=shown(typed))
        found |= {day % 7 for day in range(first, last + (7 if last < first else 0) + 1)}
    if not found:
        raise UnreadableWeekdays(weekdays=shown(typed))
    return tuple(sorted(found))


def weekday_in(name: str) -> int | None:
    """`mon`, `Tues.`, `fridays`: three letters of its name or more."""
    said = name.strip(" .").removesuffix("s")
    return next((day for day, full in enumerate(WEEKDAYS) if len(said) > 2 and full.startswith(said)), None)


def read_days(typed: str) -> tuple[date, ...]:
    """`2026-12-24, 2026-12-28..2026-12-31`: every day that is meant, in order."""
    days = {day for part in re.split(r"[,;\n]", typed) if part.strip() for day in _stretch(part.strip())}
    return tuple(sorted(days))


def _stretch(part: str) -> Iterator[date]:
    ends = [_day(one) for one in _RANGE.split(part)]
    first, last = ends[0], ends[-1]
    if len(ends) > 2:
        raise UnreadableDay(day=shown(part))
    if not first <= last <= first + LONGEST_HOLIDAY:
        raise StretchBackwards(stretch=shown(part))
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _day(text: str) -> date:
    day = iso_day(text.strip())
    if day is None:
        raise UnreadableDay(day=shown(text))
    return day


def iso_day(text: str) -> date | None:
    """`2026-12-24`; None for what is no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
