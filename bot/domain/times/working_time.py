"""Time as a game counts it: every second, or working hours only.

Played live, a phase of ten minutes is over after ten minutes. Played over days, only working time counts: a
window of eight hours that opens on Friday at 13:00 closes on Monday at 13:00, where people work from 9:00 to
17:00. Both kinds of time answer the same three questions, so that bells, cues, pauses and added time have one
arithmetic.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from bot.domain.ids import Moment, moment

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
HORIZON = 3 * 366  # days: whoever finds no working time for three years has none
NEVER = "no working time within three years"


class OutOfTime(ValueError):
    """No moment is far enough in the future, or in the past."""


@dataclass(frozen=True, slots=True)
class AroundTheClock:
    """Every second counts."""

    def after(self, moment: Moment, span: timedelta) -> Moment:
        """The moment at which `span` has passed since `moment`."""
        return moment + span

    def before(self, moment: Moment, span: timedelta) -> Moment:
        """The moment from which `span` passes until `moment`."""
        return moment - span

    def between(self, start: Moment, end: Moment) -> timedelta:
        """How much time passes from `start` to `end`; nothing where `end` is not later."""
        return max(end - start, timedelta())

    def opening(self, moment: Moment) -> Moment:
        """When time next counts: at once."""
        return moment


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """From `opens` to `closes` in the zone's local time, on weekdays (Monday is 0) that are not days off.

    Hours are those on the wall: a night in which the clock changes makes no working day longer or shorter,
    unless the change falls into it. `zone` is a name of the time zone database.
    """

    zone: str
    opens: time
    closes: time
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    days_off: tuple[date, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether no hour of any week is left."""
        return self.opens >= self.closes or not set(self.weekdays) & set(range(7))

    @property
    def day(self) -> timedelta:
        """How long an ordinary working day is."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day."""
        return day.weekday() in self.weekdays and day not in self.days_off

    def after(self, moment: Moment, span: timedelta) -> Moment:
        """The moment at which `span` of working time has passed since `moment`; itself for none."""
        left = span
        if left <= timedelta():
            return moment
        for opens, closes in self._windows(moment, 1):
            begin = max(opens, moment)
            if closes > begin and left <= closes - begin:
                return begin + left
            left -= max(closes - begin, timedelta())
        raise OutOfTime(NEVER)

    def before(self, moment: Moment, span: timedelta) -> Moment:
        """The latest moment from which `span` of working time passes until `moment`."""
        left = span
        if left <= timedelta():
            return moment
        for opens, closes in self._windows(moment, -1):
            end = min(closes, moment)
            if end > opens and left <= end - opens:
                return end - left
            left -= max(end - opens, timedelta())
        raise OutOfTime(NEVER)

    def between(self, start: Moment, end: Moment) -> timedelta:
        """How much working time passes from `start` to `end`; nothing where `end` is not later."""
        total = timedelta()
        for opens, closes in self._windows(start, 1):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), timedelta())
        return total

    def opening(self, moment: Moment) -> Moment:
        """The first moment from then on at which work is going on; the closing hour itself is none."""
        for opens, closes in self._windows(moment, 1):
            if closes > moment:
                return max(opens, moment)
        raise OutOfTime(NEVER)

    def whole_hour(self, moment: Moment) -> Moment:
        """The whole hour on the wall that is nearest to the moment, in the same working day; the moments
        themselves at which work begins and ends."""
        opens, closes = next(day for day in self._windows(moment, 1) if moment <= day[1])
        if moment in (opens, closes):
            return moment
        local = moment.astimezone(ZoneInfo(self.zone))
        whole = local.replace(minute=0, second=0, microsecond=0)
        whole += HOUR if local - whole >= HOUR / 2 else timedelta()
        return min(max(whole.astimezone(UTC), opens), closes)

    def today(self, moment: Moment) -> tuple[Moment, Moment] | None:
        """From when to when work goes on around `moment`; None where it does not then."""
        for opens, closes in self._windows(moment, 1):
            if opens > moment:
                return None
            if moment < closes:
                return opens, closes
        raise OutOfTime(NEVER)

    def _windows(self, moment: Moment, step: int) -> Iterator[tuple[Moment, Moment]]:
        """The working days from the one of `moment` on, or back from it; each as two moments in UTC."""
        zone = ZoneInfo(self.zone)
        first = moment.astimezone(zone).date()
        # one day in advance, as a zone's midnight may be skipped or repeated
        for offset in chain((-step,), range(0, step * HORIZON, step)):
            day = first + offset * DAY
            if self.is_workday(day):
                yield (
                    datetime.combine(day, self.opens, zone).astimezone(UTC),
                    datetime.combine(day, self.closes, zone).astimezone(UTC),
                )


GameTime = AroundTheClock | WorkingTime
EVERY_SECOND = AroundTheClock()


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


# --- nobody's night: between ten and eight o'clock where they are, nobody is written to


NIGHT = time(22)
MORNING = time(8)
LAST_CALL = timedelta(minutes=30)  # before the night: nobody's phone rings when they put out the light


def at_night(at: Moment, zone: str) -> bool:
    """Whether it is night there then."""
    here = at.astimezone(ZoneInfo(zone)).time()
    return here >= NIGHT or here < MORNING


def next_morning(at: Moment, zone: str) -> Moment:
    """When the night is over; the moment itself by day."""
    if not at_night(at, zone):
        return at
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() + (timedelta(days=1) if local.time() >= NIGHT else timedelta())
    return moment(datetime.combine(day, MORNING, ZoneInfo(zone)))


def next_free_morning(at: Moment, zone: str, working: WorkingTime) -> Moment:
    """When the night is over, and with it the days on which nobody works; the moment itself where it is."""
    when = next_morning(at, zone)
    while not working.is_workday(when.astimezone(ZoneInfo(zone)).date()):
        local = when.astimezone(ZoneInfo(zone))
        when = moment(datetime.combine(local.date() + timedelta(days=1), MORNING, ZoneInfo(zone)))
    return when


def is_free(at: Moment, zone: str, working: WorkingTime) -> bool:
    """Whether somebody there is left in peace then: in their night, and on their days without work."""
    return at_night(at, zone) or not working.is_workday(at.astimezone(ZoneInfo(zone)).date())


def last_good_hour(at: Moment, zone: str, working: WorkingTime) -> Moment:
    """The latest good moment before somebody's free time: an evening before their night, and before their
    free days the time at which work ends there. The moment itself where they are not free."""
    if not is_free(at, zone, working):
        return at
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() - (timedelta(days=1) if local.time() < MORNING else timedelta())
    last = day
    while not working.is_workday(last):
        last -= timedelta(days=1)
    hour = NIGHT if last == day else min(max(working.closes, MORNING), NIGHT)
    return moment(datetime.combine(last, hour, ZoneInfo(zone))) - LAST_CALL
