"""Moments as people type them: times of day, with or without a day and a zone, and how long from now.

What cannot be read is refused with an example.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.characters import plain, shown
from bot.domain.errors import Refusal
from bot.domain.ids import Moment
from bot.domain.times.lengths import span_in
from bot.domain.times.reading import clock_in, iso_day, weekday_in
from bot.domain.times.working_time import DAY
from bot.domain.times.zones import UnknownZone, read_zone, zone_name

SOON = timedelta(hours=12)  # a bare time of day that comes later than this was meant for today, and is over
MOST_YEARS = 10


class NotAMoment(Refusal):
    template = (
        "I could not find a time there. Write it like `{command} 12:00`, `{command} tomorrow 12:00` or "
        "`{command} in 10 min`."
    )


class MomentHasPassed(Refusal):
    template = (
        "It is {now} in {zone} already, so {said} has passed. Write a later time, or a day with it, like "
        "this: `{command} tomorrow 12:00`"
    )


class TooFarAhead(Refusal):
    template = "That is too far ahead for me to plan. Give an earlier time, like `{command} 12:00`."


@dataclass(frozen=True, slots=True)
class When:
    """A moment that somebody named, and the zone whose clock they meant."""

    moment: Moment
    zone: str


def read_moment(text: str, zone: str, now: Moment, command: str) -> When:
    """`12:00`, `2.30 pm tomorrow`, `1430`, `noon`, `9am friday`, `2031-03-04 12:00`, `20:30 CET`,
    `in 10 min`, on the clock of `zone` where no other is named.

    Without a day, today if the time is still ahead, else the next time that the clock shows it. Raises
    NotAMoment, MomentHasPassed, TooFarAhead and SeveralZones.
    """
    words = _words(text)
    if words and (span := _from_now(words)):
        return When(now + span, zone)
    for count in range(min(4, len(words))):
        named, rest = words[len(words) - count :], words[: len(words) - count]
        wish = _wish(rest)
        there = zone if not named or wish is None else _zone(named)
        if wish is not None and there is not None:
            soon = SOON if there == zone else DAY + SOON  # it may be another day there
            return When(_coming(wish, there, now, soon, (command, " ".join(words))), there)
    raise NotAMoment(command=command)


# --- taking apart what was typed


_FILLERS = {"the", "o'clock", "oclock", "uhr", "this", "next", "coming", "sharp", "around", "about", "of"}
_AT = {"at", "by", "on", "@", "um"}
_PARTS = {  # of the day: the hour that is meant where none is named
    "morning": time(9), "afternoon": time(14), "evening": time(19), "night": time(20), "tonight": time(20),
}  # fmt: skip
_LATE = ("afternoon", "evening", "night", "tonight")
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_PAST = re.compile(
    r"\b(half|quarter|\d{1,2})(?: (?:min|minutes?))? (past|to|after|before) (\d{1,2}|noon|midnight)\b"
)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was said: a time of day, and what of the day it is on."""

    clock: time
    days: Sequence["_Day"]
    ends_day: bool = False  # it is the end of the day that is named, or comes after its night
    either: bool = False  # a bare hour, which may be meant for the afternoon


@dataclass(frozen=True, slots=True)
class _Day:
    """A day by how far it is, by its weekday, or by its date, perhaps without a year."""

    ahead: int | None = None
    weekday: int | None = None
    month: int = 0
    number: int = 0
    year: int | None = None

    def after(self, today: date, *, over: bool) -> date | None:
        """The day, seen from today; `over` if the time has passed for today. None where there is no such."""
        if self.ahead is not None:
            return today + DAY * self.ahead
        if self.weekday is not None:
            ahead = (self.weekday - today.weekday()) % 7
            return today + DAY * (ahead or (7 if over else 0))
        try:
            found = date(self.year or today.year, self.month, self.number)
            past = self.year is None and found < today
            return found.replace(year=found.year + 1) if past else found
        except ValueError:
            return None


def _words(text: str) -> list[str]:
    said = re.sub(r"(?<=\d)t(?=\d\d:)", " ", plain(text))
    said = re.sub(r"(\d[:.]\d\d)\s*h(?:rs?)?\b", r"\1", said)
    said = re.sub(r"(:\d\d)\s*(z|[+\-−]\d\d(?::?\d\d)?)$", r"\1 \2", said)
    said = re.sub(r",?\s*\b(?:please|pls|thanks)\b|[!?]+|(?<=:\d\d)\.$|(?<=[a-z])\.$", "", said)
    said = re.sub(r"\bday after tomorrow\b", "overmorrow", said)
    said = re.sub(r"(\d)\s*([ap])\.?\s?m\b\.?", r"\1\2m", said)
    return _PAST.sub(_past, re.sub(r",(?!\d)|[()]", " ", said)).split()


def _past(found: re.Match[str]) -> str:
    """`half past two` is `2:30`, `quarter to 3` is `2:45`."""
    minutes = {"half": 30, "quarter": 15}.get(found[1]) or int(found[1]) % 60
    hour = {"noon": 12, "midnight": 24}.get(found[3]) or int(found[3])
    total = hour * 60 + (minutes if found[2] in ("past", "after") else -minutes)
    return f"{total // 60 % 24}:{total % 60:02}"


def _from_now(words: Sequence[str]) -> timedelta | None:
    """`in 10 min`, `in a week`, `10 minutes from now`."""
    said = " ".join(words)
    span = said.removesuffix(" from now")
    if words[0] in ("in", "after", "within"):
        span = span.partition(" ")[2]
    elif span == said:
        return None
    return span_in(re.sub(r"\b(an?|one|\d{1,2}) weeks?\b", _days_of, span))


def _days_of(weeks: re.Match[str]) -> str:
    return f"{7 * int(weeks[1]) if weeks[1].isdigit() else 7} days"


def _zone(named: Sequence[str]) -> str | None:
    try:
        return read_zone(" ".join(named[1:] if named[0] == "in" and len(named) > 1 else named))
    except UnknownZone:
        return None


def _wish(words: Sequence[str]) -> _Wish | None:
    """What the words say without a zone; None where they say something else, or too much."""
    days, parts, rest, hinted = [], [], [], False
    left = list(words)
    while left:
        taken, day = _day(left)
        if day is not None:
            days.append(day)
            left = left[taken:]
            continue
        word = left.pop(0)
        if word in _PARTS:
            parts.append(word)
        elif word in _AT:
            hinted = True
        elif word == "in" and left and left[0] in ("the", *_PARTS):
            continue
        elif word not in _FILLERS:
            rest.append(word)
        hinted = hinted or word in ("o'clock", "oclock", "uhr")
    if len(days) > 1 or len(parts) > 1 or not (rest or parts):
        return None
    return _timed(" ".join(rest), days, parts, hinted=hinted)


def _timed(said: str, days: list[_Day], parts: Sequence[str], *, hinted: bool) -> _Wish | None:
    part = parts[0] if parts else ""
    bare = hinted or bool(days or parts)
    clock = _NAMED.get(said) or (
        _PARTS[part] if part and not said else clock_in(said, bare=bare, moment=True)
    )
    if clock is None:
        return None
    if part == "tonight" or (part and not said):
        days = days or [_Day(ahead=0)]
    plainly = re.search(r"\d[ap]m?$|[a-z]{4}", said) is not None  # it says which half of the day
    nightly = part in ("night", "tonight")
    if not plainly and part in _LATE and 1 <= clock.hour <= 11 and not (nightly and clock.hour < 5):
        clock = clock.replace(hour=clock.hour + 12)
    elif not plainly and nightly and clock.hour == 12:
        clock = clock.replace(hour=0)
    midnight = clock == time(0) and (not days or days[0].ahead == 0)
    ends_day = midnight or said.startswith("24") or (nightly and clock.hour < 5)
    either = re.fullmatch(r"\d{1,2}", said) is not None and 1 <= clock.hour <= 11 and not (days or parts)
    return _Wish(clock, days, ends_day=ends_day, either=either)


def _day(words: Sequence[str]) -> tuple[int, _Day | None]:
    """The day with which the words begin, and how many of them it takes."""
    word = words[0].rstrip(".") if not re.fullmatch(r"\d{1,2}\.\d{1,2}\.", words[0]) else words[0]
    near = {"today": 0, "tomorrow": 1, "tmrw": 1, "tomorow": 1, "overmorrow": 2}.get(word)
    if near is not None:
        return 1, _Day(ahead=near)
    if (weekday := weekday_in(word)) is not None:
        return 1, _Day(weekday=weekday)
    if (one := iso_day(word)) is not None and "-" in word:
        return 1, _Day(month=one.month, number=one.day, year=one.year)
    if (found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?", word)) is not None:
        return 1, _Day(month=int(found[2]), number=int(found[1]), year=int(found[3]) if found[3] else None)
    return _with_a_month([one.rstrip(".") for one in words[:3]])


def _with_a_month(words: list[str]) -> tuple[int, _Day | None]:
    """`24 dec`, `December 24th 2031`."""
    months = [_month(word) for word in words[:2]]
    others = [word for word, month in zip(words, months, strict=False) if month is None]
    number = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", others[0]) if len(others) == 1 else None
    month = next((month for month in months if month is not None), None)
    if month is None or number is None or len(months) < 2:
        return 0, None
    year = int(words[2]) if re.fullmatch(r"20\d\d", words[2] if len(words) > 2 else "") else None
    return 2 if year is None else 3, _Day(month=month, number=int(number[1]), year=year)


def _month(word: str) -> int | None:
    return next((at for at, full in enumerate(_MONTHS, 1) if len(word) > 2 and full.startswith(word)), None)


# --- on the clock


def _coming(wish: _Wish, zone: str, now: Moment, soon: timedelta, typed: tuple[str, str]) -> Moment:
    """The next such moment; `typed` is the command and the words behind it."""
    (command, said), local = typed, now.astimezone(ZoneInfo(zone))
    today, clock = local.date(), wish.clock
    if wish.either and local.time() >= clock:
        clock = clock.replace(hour=clock.hour + 12)
    over = local.time() >= clock and not wish.ends_day
    named = [day.after(today, over=over) for day in wish.days]
    if None in named:
        raise NotAMoment(command=command)
    days = [day for day in named if day is not None] or ([today] if wish.ends_day else [today, today + DAY])
    if days[-1].year > local.year + MOST_YEARS:
        raise TooFarAhead(command=command)
    tried = [day + DAY if wish.ends_day else day for day in days]
    coming = [one for day in tried for one in _moments(day, clock, zone) if one > now]
    tomorrow = not named and not wish.ends_day and coming and _day_of(coming[0], zone) > today
    if not coming or (tomorrow and coming[0] - now > soon):
        raise MomentHasPassed(now=f"{local:%H:%M}", zone=zone_name(zone), said=shown(said), command=command)
    return coming[0]


def _day_of(moment: Moment, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _moments(day: date, clock: time, zone: str) -> Iterator[Moment]:
    """When the clock shows this time on that day: twice in the hour that is repeated in autumn. In the hour
    that is skipped in spring it never does; then what it would show if it went on, an hour later."""
    for fold in (0, 1):
        yield datetime.combine(day, clock, ZoneInfo(zone)).replace(fold=fold).astimezone(UTC)
