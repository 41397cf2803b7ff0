"""What care owes a council now, and when it is to look again: planned from the state at every look."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.domain.care.ladder import Visits, judgement
from bot.domain.care.reminders import Zones, reminders
from bot.domain.council import Council
from bot.domain.council import commands as c
from bot.domain.council.events import Mark
from bot.domain.game import Game, Stage
from bot.domain.ids import Moment, RoleNumber
from bot.domain.owed import owed
from bot.domain.times.working_time import WorkingTime


@dataclass(frozen=True, slots=True)
class People:
    """What is known of people besides the game: their profile's zone, and when they last did something."""

    zones: Zones = field(default_factory=lambda: MappingProxyType({}))
    visits: Visits = field(default_factory=lambda: MappingProxyType({}))


def due_now(game: Game, council: Council, people: People, at: Moment) -> Iterator[c.CouncilCommand]:
    """What is to be done for a council now; each makes an event, so that it is not due any more."""
    if game.working is None or not _in_play(game, council):
        return
    judged = judgement(game, council, people.visits, at)
    if judged is not None:
        yield judged
    yield from _reminders_due(game, council, game.working, people, at)
    opened = _opened(game.working, council, at)
    if opened is not None:
        told = council.care.changed or bool(owing(game, council, at))
        yield c.GreetMorning(opened, told)


def next_due(game: Game, council: Council, people: People, at: Moment) -> Moment | None:
    """When something is due next, or `at` if something is now; None in live play, before the first bell, in a
    pause and after the end."""
    if game.working is None or not _in_play(game, council):
        return None
    if next(due_now(game, council, people, at), None) is not None:
        return at
    moments = [when for when, _, _ in _reminders(game, council, game.working, people, at)]
    return min([*moments, _next_opening(game.working, at)])


def owing(game: Game, council: Council, at: Moment) -> tuple[RoleNumber, ...]:
    """The seats that have something to do."""
    return tuple(seat.role for seat in council.filled if any(True for _ in owed(game, council, seat, at)))


def _in_play(game: Game, council: Council) -> bool:
    """Whether the phase runs in which the council is; until it has heard the bell, nothing is due."""
    here = game.phase is not None and council.phase is not None and council.phase.phase == game.phase.key
    return game.stage is Stage.RUNNING and not game.paused and here


def _reminders(
    game: Game, council: Council, working: WorkingTime, people: People, at: Moment
) -> list[tuple[Moment, Mark, RoleNumber]]:
    assert game.clock is not None
    return [*reminders(council, working, (game.clock.starts, game.clock.ends), people.zones, at)]


def _reminders_due(
    game: Game, council: Council, working: WorkingTime, people: People, at: Moment
) -> Iterator[c.RemindSeats]:
    """Of several that are due for a seat at once, it gets the most urgent."""
    due: dict[Mark, list[RoleNumber]] = {}
    latest: dict[RoleNumber, Mark] = {}
    for when, mark, seat in _reminders(game, council, working, people, at):
        if when <= at:
            due.setdefault(mark, []).append(seat)
            latest[seat] = mark
    debtors = frozenset(owing(game, council, at)) if due else frozenset()
    for mark, seats in due.items():
        told = tuple(seat for seat in seats if seat in debtors and latest[seat] is mark)
        assert council.phase is not None
        yield c.RemindSeats(council.phase.phase, mark, tuple(seats), told)


def _opened(working: WorkingTime, council: Council, at: Moment) -> Moment | None:
    """When the working day began that is going on, unless the digest has come or play has begun since."""
    today, since = working.today(at), council.care.since
    return today[0] if today is not None and since is not None and since < today[0] else None


def _next_opening(working: WorkingTime, at: Moment) -> Moment:
    today = working.today(at)
    return working.opening(today[1] if today is not None else at)
