"""Reminders: half-way, a working day and two working hours before a phase ends, and in nobody's night."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from operator import itemgetter

from bot.domain.council import Council
from bot.domain.council.events import Mark
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.times.working_time import WorkingTime, at_night, evening_before, next_morning

Zones = Mapping[UserId, str]

LAST = timedelta(hours=2)  # of working time before the end; two reminders are never closer than that


def marks(working: WorkingTime, starts: Moment, ends: Moment) -> dict[Mark, Moment]:
    """When a phase's reminders are due for whoever is awake. Of two that are close, the later remains."""
    half = working.between(starts, ends) / 2
    planned = {
        Mark.HALF: working.after(starts, half),
        Mark.DAY: working.before(ends, working.day),
        Mark.HOURS: working.before(ends, LAST),
    }
    inside = [(mark, when) for mark, when in planned.items() if starts < when < ends]
    inside.sort(key=itemgetter(1))
    nexts = [*(when for _, when in inside[1:]), None]
    return {
        mark: when
        for (mark, when), then in zip(inside, nexts, strict=True)
        if then is None or working.between(when, then) >= LAST
    }


def awake(planned: Moment, starts: Moment, ends: Moment, zone: str, at: Moment) -> Moment | None:
    """When somebody in this zone is told what is planned for then: by day, between these moments, and not
    before `at` where that is over; None if there is no such moment.

    What falls into their night comes the next morning, or where that is too late, the evening before.
    """
    if at_night(planned, zone):
        morning = next_morning(planned, zone)
        planned = morning if morning < ends else evening_before(planned, zone)
    when = max(planned, next_morning(at, zone)) if planned < at else planned
    return when if starts < when < ends else None


def reminders(
    council: Council, working: WorkingTime, bounds: tuple[Moment, Moment], zones: Zones, at: Moment
) -> Iterator[tuple[Moment, Mark, RoleNumber]]:
    """What has not been due for a seat yet, and when it is; what was missed is due now."""
    planned = marks(working, *bounds)
    assert council.phase is not None
    for seat in council.filled:
        if seat.holder is None or is_paper(seat.holder):
            continue
        zone = zones.get(seat.holder, working.zone)
        for mark, moment in planned.items():
            when = awake(moment, *bounds, zone, at)
            if when is not None and (council.phase.phase, mark, seat.role) not in council.care.reminded:
                yield when, mark, seat.role
