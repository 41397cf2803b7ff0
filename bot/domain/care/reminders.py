"""Reminders. Over days: half-way, a working day and two working hours before a phase ends; at most one a day
for each person, and none in their night or on their free days. Of a live vote: at half of its time and a
minute before its end."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from bot.domain.council import Council
from bot.domain.council.events import Mark
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.times.working_time import WorkingTime, is_free, last_good_hour, next_free_morning

MINUTE = timedelta(minutes=1)  # before the end of a live vote; two of its reminders are never closer
SHORTEST = timedelta(seconds=20)  # the time of a vote in which a reminder can still be read and followed

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


def vote_marks(
    council: Council, ends: Moment, at: Moment, *, speed: int, lead: timedelta
) -> dict[Mark, Moment]:
    """When an open vote's reminders are due in live play, as of `at`, while the clock runs. `lead`: how much
    earlier the last one begins, so that it reaches everybody in time.

    Half of the time is counted without pauses, from when the vote opened. Of two that are close, the later
    remains; and of one that is late, nothing where the next is near.
    """
    ballot = council.ballot
    if ballot is None or ballot.called_at is not None or council.outcome is not None:
        return {}
    since, minute = ballot.opened_at, MINUTE / speed
    stood = (max(timedelta(), (stop.end or at) - max(stop.start, since)) for stop in council.stops)
    ran, left = at - since - sum(stood, timedelta()), ends - at
    half, last = at + (left - ran) / 2, ends - minute - lead
    if ran + left < SHORTEST:
        return {}
    if last - half < minute:
        return {Mark.VOTE_LAST: last} if last >= half else {Mark.VOTE_HALF: half}
    late = at > half + SHORTEST and last - at < minute
    return {Mark.VOTE_LAST: last} if late else {Mark.VOTE_HALF: half, Mark.VOTE_LAST: last}


def awake(
    planned: Moment, starts: Moment, ends: Moment, zone: str, at: Moment, working: WorkingTime
) -> Moment | None:
    """When somebody in this zone is told what is planned for then: between these moments, and not before `at`
    where that is over; None if there is no such moment.

    What falls into their night or on their free days comes on their next morning, or where that is too late,
    in the last good hour before.
    """
    if is_free(planned, zone, working):
        morning = next_free_morning(planned, zone, working)
        planned = morning if morning < ends else last_good_hour(planned, zone, working)
    when = max(planned, next_free_morning(at, zone, working)) if planned < at else planned
    return when if starts < when < ends else None


def told_on(council: Council, role: RoleNumber, zone: str, working: WorkingTime) -> date | None:
    """The day, where they are, on which the seat's holder last got something that they did not ask for: it
    waits for their morning."""
    last = council.care.told.get(role)
    if last is None:
        return None
    return next_free_morning(last, zone, working).astimezone(ZoneInfo(zone)).date()


def reminders(
    council: Council, working: WorkingTime, bounds: tuple[Moment, Moment], zones: Zones, at: Moment
) -> Iterator[tuple[Moment, Mark, RoleNumber]]:
    """What has not been due for a seat yet, and when it is; what was missed is due now."""
    planned = marks(working, *bounds)
    if (opened := _opened_late(council, planned.values())) is not None:
        planned[Mark.VOTE_HALF] = working.after(opened, working.between(opened, bounds[1]) / 2)
    assert council.phase is not None
    for seat in council.filled:
        if seat.holder is None or is_paper(seat.holder):
            continue
        zone = zones.get(seat.holder, working.zone)
        for mark, moment in planned.items():
            when = awake(moment, *bounds, zone, at, working)
            if when is not None and (council.phase.phase, mark, seat.role) not in council.care.reminded:
                yield when, mark, seat.role


def _opened_late(council: Council, planned: Iterable[Moment]) -> Moment | None:
    """When the vote opened, where that was after all reminders of its phase, and it goes on."""
    ballot = council.ballot
    if ballot is None or ballot.called_at is not None or any(when > ballot.opened_at for when in planned):
        return None
    return ballot.opened_at
