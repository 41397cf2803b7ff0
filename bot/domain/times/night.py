"""Nobody's night: between ten and eight o'clock where they are, nobody is written to."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import Moment, moment
from bot.domain.times.working_time import WorkingTime

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


def evening_before(at: Moment, zone: str) -> Moment:
    """A moment of the evening before the night; the moment itself by day."""
    if not at_night(at, zone):
        return at
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() - (timedelta() if local.time() >= NIGHT else timedelta(days=1))
    return moment(datetime.combine(day, NIGHT, ZoneInfo(zone))) - LAST_CALL
