"""Times in words: lengths, working time, days. Slack's markup for moments is in slack/blocks/phrases.py."""

from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from bot.domain.times.working_time import WorkingTime, at_night
from bot.domain.times.zones import zone_name

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def length(span: timedelta) -> str:
    """A duration in words, in its two largest units: `10 minutes`, `3 days 15 hours`."""
    left, parts = ceil(abs(span.total_seconds())), []
    for unit, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        number, left = divmod(left, seconds)
        parts.append((number, unit))
    first = next((place for place, (number, _) in enumerate(parts) if number), len(parts) - 1)
    told = (_count(number, unit) for number, unit in parts[first : first + 2] if number)
    return " ".join(told) or "0 seconds"


def brief(span: timedelta, *, up: bool = False) -> str:
    """`4 min 30 s`, rounded to the nearest second or up."""
    exact = max(timedelta(), span).total_seconds()
    minutes, seconds = divmod(ceil(exact) if up else round(exact), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [f"{number} {unit}" for number, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if number]
    parts += [f"{seconds} s"] if seconds or not parts else []
    return " ".join(parts)


def about(span: timedelta) -> str:
    """A duration as a person says it: `about 5 minutes`, `less than a minute`."""
    minutes = round(span.total_seconds() / 60)
    return f"about {_count(minutes, 'minute')}" if minutes else "less than a minute"


def working_span(working: WorkingTime, span: timedelta) -> str:
    """A length of working time: `2 working days 3 hours`, `4 working hours`, `30 minutes`."""
    days, rest = divmod(abs(span), working.day)
    hours, minutes = divmod(ceil(rest / timedelta(minutes=1)), 60)
    if days:
        return " ".join([_count(days, "working day"), _count(hours, "hour") if hours else ""]).strip()
    if not hours:
        return length(rest)
    half = f" {_count(minutes, 'minute')}" if minutes else ""
    return f"{_count(hours, 'working hour')}{half}"


def working_hours(working: WorkingTime) -> str:
    """`Mon–Fri, 09:00–17:00 Europe/Paris`."""
    days = sorted(set(working.weekdays))
    run = len(days) > 2 and days == list(range(days[0], days[-1] + 1))
    named = f"{_DAYS[days[0]]}–{_DAYS[days[-1]]}" if run else ", ".join(_DAYS[day] for day in days)
    return f"{named}, {working.opens:%H:%M}–{working.closes:%H:%M} {zone_name(working.zone)}"


def day(local: date) -> str:
    """`Thu 26 Nov`."""
    return f"{local:%a} {local.day} {local:%b}"


def day_in_full(local: date) -> str:
    """`Thursday 26 November`."""
    return f"{local:%A} {local.day} {local:%B}"


def day_and_time(local: datetime) -> str:
    """`Thu 26 Nov, 17:00`, in the zone that the moment is in."""
    return f"{day(local)}, {local:%H:%M}"


def free(at: datetime, zone: str, working: WorkingTime) -> str:
    """Why nobody in this zone need be at work at a moment: `night`, `day off`; else empty."""
    if at_night(at, zone):
        return "night"
    return "" if working.is_workday(at.astimezone(ZoneInfo(zone)).date()) else "day off"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
