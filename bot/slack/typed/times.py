"""Lengths of time and moments, as people type them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Refusal
from bot.domain.ids import Moment
from bot.slack.typed.words import visible

DAY = timedelta(days=1)
SOON = timedelta(hours=12)  # a bare time of day that comes later than this was meant for today, and is over

_UNITS = {"d": "d|days?", "h": "h|hrs?|hours?", "m": "m|mins?|minutes?", "s": "s|secs?|seconds?"}
_SPAN = re.compile("".join(rf"(?:(?P<{unit}>\d{{1,4}})\s*(?:{words})\s*)?" for unit, words in _UNITS.items()))
_PLEASE = re.compile(r",?\s*\b(?:please|pls)\b|[.!]+$")
_ALL = re.compile(r"\b(?:(?:for|to|from|in|of)\s+)?(?:all|everything)\b(?:\s+that is left)?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\b\.?)?")
_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_FILLERS = {"at", "on", "by", "the", "today", "o'clock", "uhr"}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class NotATime(Refusal):
    template = "I could not read a length of time there. Write it like `{command} 2m` or `{command} 30s`."


class NotAMoment(Refusal):
    template = (
        "I could not read a time there. Write it like `{command} 12:00`, or `{command} tomorrow 12:00`."
    )


class MomentHasPassed(Refusal):
    template = (
        "It is {now} in {zone} already, so {said} has passed. Write a later time, or a day with it, like "
        "this: `{command} tomorrow 12:00`"
    )


def span(text: str, command: str, day: timedelta = DAY) -> timedelta:
    """`2m`, `2 minutes please`, `1h30m`; a bare number is minutes, and a `day` what the game counts as one.

    Raises NotATime.
    """
    plain = _PLEASE.sub("", visible(text).strip().lower()).strip()
    match = _SPAN.fullmatch(f"{plain}m" if re.fullmatch(r"\d{1,4}", plain) else plain)
    found = {unit: int(number) for unit, number in match.groupdict(default="0").items()} if match else {}
    if not any(found.values()):
        raise NotATime(command=command)
    return found["d"] * day + timedelta(hours=found["h"], minutes=found["m"], seconds=found["s"])


def for_all(text: str) -> tuple[str, bool]:
    """`10m all`, `10 minutes to everything`: the length, and whether it is for all that is left."""
    rest, found = _ALL.subn(" ", visible(text).lower())
    return rest.strip(), bool(found)


def moment(text: str, zone: str, now: Moment, command: str) -> Moment:
    """`12:00`, `12.30 tomorrow`, `noon`, `9am friday`, `2031-03-04 12:00`, on the clock of `zone`.

    Without a day, the next time that the clock shows it. Raises NotAMoment and MomentHasPassed.
    """
    local = now.astimezone(ZoneInfo(zone))
    words = _PLEASE.sub("", visible(text).strip().lower()).replace(",", " ").split()
    days = [found for word in words if (found := _day(word, local.date())) is not None]
    rest = " ".join(_WORDS.get(word, word) for word in words if _day(word, local.date()) is None)
    clock = _clock(" ".join(word for word in rest.split() if word not in _FILLERS))
    if clock is None or len(days) > 1:
        raise NotAMoment(command=command)
    tried = days or [local.date(), local.date() + DAY]
    coming = [one for day in tried for one in _moments(day, clock, zone) if one > now]
    if not coming or (not days and coming[0] - now > SOON):
        raise MomentHasPassed(now=f"{local:%H:%M}", zone=zone, said=" ".join(words), command=command)
    return coming[0]


def _day(word: str, today: date) -> date | None:
    if word == "tomorrow":
        return today + DAY
    for number, name in enumerate(_WEEKDAYS):
        if word in (name, name[:3]):
            return today + DAY * ((number - today.weekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    """A time of day; a bare number is none, since nobody knows whether it means minutes."""
    match = _CLOCK.fullmatch(text)
    if match is None or (match[2] is None and match[4] is None):
        return None
    hour, minute, second = (int(number or 0) for number in match.groups()[:3])
    if match[4] is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[4] == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _moments(day: date, clock: time, zone: str) -> Iterator[Moment]:
    """When the clock shows this time on that day: twice in the hour that is repeated in autumn. In the hour
    that is skipped in spring it never does; then what it would show if it went on, an hour later."""
    for fold in (0, 1):
        yield datetime.combine(day, clock, ZoneInfo(zone)).replace(fold=fold).astimezone(UTC)
