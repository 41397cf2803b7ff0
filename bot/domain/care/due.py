"""What care owes a council now, and when it is to look again: planned from the state at every look."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.care.ladder import Visits, judgement
from bot.domain.care.reminders import Zones, reminders, told_on, vote_marks
from bot.domain.council import Council
from bot.domain.council import commands as c
from bot.domain.council.events import Mark
from bot.domain.game import Game, Stage
from bot.domain.ids import Moment, RoleNumber
from bot.domain.owed import Task, owed
from bot.domain.paper import is_paper
from bot.domain.seating import Seat
from bot.domain.times.working_time import WorkingTime

READ_AGAIN = 25  # councils at most whose ballots are read before the close: Slack allows fifty reads a minute


@dataclass(frozen=True, slots=True)
class People:
    """What is known of people besides the game: their profile's zone, and when they last did something."""

    zones: Zones = field(default_factory=lambda: MappingProxyType({}))
    visits: Visits = field(default_factory=lambda: MappingProxyType({}))
    lead: timedelta = timedelta()  # how long the last reminders of live votes take to reach everybody


def due_now(game: Game, council: Council, people: People, at: Moment) -> Iterator[c.CouncilCommand]:
    """What is to be done for a council now; each makes an event, so that it is not due any more."""
    if not _in_play(game, council):
        return
    if game.working is None:
        yield from _reminders_due(game, council, people, at)
        return
    judged = judgement(game, council, people.visits, at)
    if judged is not None:
        yield judged
        return  # it may write to people, so their reminders are looked at afresh
    yield from _reminders_due(game, council, people, at)
    opened = _opened(game.working, council, at)
    if opened is not None:
        told = council.care.changed or any(_waits(game, council, seat, at) for seat in council.filled)
        yield c.GreetMorning(opened, told)


def next_due(game: Game, council: Council, people: People, at: Moment) -> Moment | None:
    """When something is due next, or `at` if something is now; None before the first bell, in a pause, after
    the end, and in live play where no vote is open."""
    if not _in_play(game, council):
        return None
    if next(due_now(game, council, people, at), None) is not None:
        return at
    moments = [when for when, _, _ in _reminders(game, council, people, at)]
    if game.working is not None:
        moments.append(_next_opening(game.working, at))
    return min(moments, default=None)


def owing(game: Game, council: Council, at: Moment) -> tuple[RoleNumber, ...]:
    """The seats that have something to do."""
    return tuple(seat.role for seat in council.filled if any(True for _ in owed(game, council, seat, at)))


def _waits(game: Game, council: Council, seat: Seat, at: Moment) -> bool:
    """Whether a seat has something to do that the council may hear of; who has not read a sheet is nobody
    else's business."""
    return any(one.key is not Task.SHEET for one in owed(game, council, seat, at))


def _in_play(game: Game, council: Council) -> bool:
    """Whether the phase runs in which the council is; until it has heard the bell, nothing is due."""
    here = game.phase is not None and council.phase is not None and council.phase.phase == game.phase.key
    return game.stage is Stage.RUNNING and not game.paused and here


def _reminders(
    game: Game, council: Council, people: People, at: Moment
) -> list[tuple[Moment, Mark, RoleNumber]]:
    """What has not been due for a seat yet, and when it is; of each seat, the most urgent last."""
    assert game.clock is not None
    assert council.phase is not None
    if game.working is not None:
        bounds = game.clock.starts, game.clock.ends
        return [*reminders(council, game.working, bounds, people.zones, at)]
    known, phase = council.care.reminded, council.phase.phase
    marks = vote_marks(council, game.clock.ends, at, speed=game.speed, lead=people.lead)
    in_slack = [seat.role for seat in council.filled if not is_paper(seat.holder)]
    return sorted(
        (when, mark, role)
        for mark, when in marks.items()
        for role in in_slack
        if (phase, mark, role) not in known
    )


def _reminders_due(game: Game, council: Council, people: People, at: Moment) -> Iterator[c.RemindSeats]:
    """Of several that are due for a seat at once, it gets the most urgent."""
    due: dict[Mark, list[RoleNumber]] = {}
    latest: dict[RoleNumber, Mark] = {}
    for when, mark, seat in _reminders(game, council, people, at):
        if when <= at:
            due.setdefault(mark, []).append(seat)
            latest[seat] = mark
    reads = _is_public(council) and (game.working is not None or _can_read(game))
    for mark, seats in due.items():
        of_vote = mark.of_vote and game.working is None
        debtors = frozenset(_voters(council) if of_vote else owing(game, council, at))
        told = tuple(
            seat
            for seat in seats
            if seat in debtors and latest[seat] is mark and not _told_today(game, council, seat, people, at)
        )
        assert council.phase is not None
        yield c.RemindSeats(council.phase.phase, mark, tuple(seats), told, reads)


def _told_today(game: Game, council: Council, role: RoleNumber, people: People, at: Moment) -> bool:
    """Whether the holder has had their message of this day, where they are; live play counts none."""
    holder = council.seats[role].holder
    if game.working is None or holder is None:
        return False
    zone = people.zones.get(holder, game.working.zone)
    last = told_on(council, role, zone, game.working)
    return last is not None and last >= at.astimezone(ZoneInfo(zone)).date()


def _is_public(council: Council) -> bool:
    """Whether an open vote has reactions that can be read."""
    ballot = council.ballot
    return ballot is not None and ballot.called_at is None and not ballot.secret


def _can_read(game: Game) -> bool:
    return game.deal is not None and len(game.deal.councils) <= READ_AGAIN


def _voters(council: Council) -> Iterator[RoleNumber]:
    """Who is asked for a vote: seats that have not voted; and for people on paper, the first time, those who
    can enter theirs."""
    assert council.ballot is not None
    assert council.phase is not None
    missing = {role for role in council.ballot.missing() if council.seats[role].holder is not None}
    on_paper = [council.seats[role] for role in missing if is_paper(council.seats[role].holder)]
    yield from missing
    first = not any(phase == council.phase.phase and mark.of_vote for phase, mark, _ in council.care.reminded)
    if on_paper and first:
        stewards = [seat for seat in council.filled if seat.steward and not is_paper(seat.holder)]
        partners = (partner for seat in on_paper for partner in council.partners_of(seat))
        yield from (seat.role for seat in (stewards or partners))


def _opened(working: WorkingTime, council: Council, at: Moment) -> Moment | None:
    """When the working day began that is going on, unless the digest has come or play has begun since."""
    today, since = working.today(at), council.care.since
    return today[0] if today is not None and since is not None and since < today[0] else None


def _next_opening(working: WorkingTime, at: Moment) -> Moment:
    today = working.today(at)
    return working.opening(today[1] if today is not None else at)
