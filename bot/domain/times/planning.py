"""From what somebody wishes to working time: every field is read, and every fault is told at its field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.cues import Tempo
from bot.domain.errors import Refusal
from bot.domain.ids import Moment
from bot.domain.times import writing
from bot.domain.times.reading import read_days, read_hours, read_weekdays
from bot.domain.times.working_time import WorkingTime
from bot.domain.times.zones import read_zone

KNOWN_FOR = timedelta(days=2 * 366)  # so far ahead a game keeps its holidays; a pause may be long
SOON = timedelta(days=60)  # work begins again by then, or the days off are a mistake
YEAR = timedelta(days=366)


class WishesRefused(Refusal):
    template = "That does not make a working week yet. {said}"

    faults: Mapping[str, str] = MappingProxyType({})  # a sentence for each field that cannot be


class StartIsOver(Refusal):
    template = "That start is in the past. Choose a later time, or leave it empty and start when you like."


class StartTooFar(Refusal):
    template = "That start is more than a year ahead. Choose an earlier one, such as next Monday at nine."


class StartOnADayOff(Refusal):
    template = (
        "Nobody works in this game on {day}{why}. The next working day is {next_day}: choose that, or change "
        "the weekdays and days off."
    )


class OnlyDaysOff(Refusal):
    template = "These days off leave no working day within two months of the start. Remove some of them."


@dataclass(frozen=True, slots=True)
class WorkingWishes:
    """What somebody filled in, field by field, as they typed it."""

    zone: str
    hours: str = "9-17"
    weekdays: str = "mon-fri"
    holidays: str = ""  # countries whose public holidays are days off, such as `FR, DE-BY`
    days_off: str = ""


def working_time(wishes: WorkingWishes, starts_at: Moment | None, at: Moment) -> WorkingTime:
    """The working time of a game that is created at `at`.

    Raises WishesRefused with a sentence for each field: zone, hours, weekdays, holidays, days_off, starts_at.
    """
    from bot.domain.times.holidays import (
        public_holidays,  # only now: the library is large, and live games need none
    )

    faults: dict[str, str] = {}
    field = partial(_read, faults)
    zone: str = field("zone", read_zone, wishes.zone, "UTC")
    local = at.astimezone(ZoneInfo(zone)).date()
    last = max(local, starts_at.astimezone(ZoneInfo(zone)).date() if starts_at else local) + KNOWN_FOR
    opens, closes = field("hours", read_hours, wishes.hours, read_hours("9-17"))
    weekdays = field("weekdays", read_weekdays, wishes.weekdays, (0,))
    named: Mapping[date, str] = field(
        "holidays", lambda typed: public_holidays(typed, local, last), wishes.holidays, {}
    )
    extra: tuple[date, ...] = field("days_off", read_days, wishes.days_off, ())
    off = sorted({day for day in (*named, *extra) if day.weekday() in weekdays and local <= day <= last})
    working = WorkingTime(zone, opens, closes, weekdays, tuple(off))
    field("starts_at", lambda _: check_start(starts_at, at, working, named), "", None)
    if not faults and not _begins_soon(working, starts_at or at):
        faults["days_off"] = OnlyDaysOff().sentence
    if faults:
        raise _refused(faults)
    return working


def read_times(
    wishes: WorkingWishes, tempo: Tempo, starts_at: Moment | None, at: Moment
) -> tuple[str, WorkingTime | None]:
    """The zone, and over days the working time. Raises WishesRefused."""
    if tempo is Tempo.ASYNC:
        working = working_time(wishes, starts_at, at)
        return working.zone, working
    faults: dict[str, str] = {}
    zone: str = _read(faults, "zone", read_zone, wishes.zone, "UTC")
    _read(faults, "starts_at", lambda _: check_start(starts_at, at), "", None)
    if faults:
        raise _refused(faults)
    return zone, None


def _read(faults: dict[str, str], name: str, read: Callable[[str], Any], typed: str, otherwise: Any) -> Any:
    try:
        return read(typed)
    except Refusal as refusal:
        faults[name] = refusal.sentence
        return otherwise


def _refused(faults: Mapping[str, str]) -> WishesRefused:
    refused = WishesRefused(said=" ".join(faults.values()))
    refused.faults = faults
    return refused


def check_start(
    starts_at: Moment | None,
    at: Moment,
    working: WorkingTime | None = None,
    names: Mapping[date, str] | None = None,
) -> None:
    """Raises StartIsOver, StartTooFar or StartOnADayOff for a planned start that makes no sense."""
    if starts_at is None:
        return
    if starts_at < at - timedelta(hours=1):
        raise StartIsOver
    if starts_at > at + YEAR:
        raise StartTooFar
    if working is None or not _begins_soon(working, starts_at):
        return
    day, opening = (one.astimezone(ZoneInfo(working.zone)) for one in (starts_at, working.opening(starts_at)))
    if day.weekday() not in working.weekdays or day.date() in working.days_off:
        name = (names or {}).get(day.date())
        raise StartOnADayOff(
            day=writing.day_in_full(day),
            why=f" ({name})" if name else "",
            next_day=writing.day_in_full(opening),
        )


def _begins_soon(working: WorkingTime, at: Moment) -> bool:
    try:
        return working.opening(at) <= at + SOON
    except ValueError:
        return False
