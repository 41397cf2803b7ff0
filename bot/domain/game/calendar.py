"""When people's calendars are out of date.

That is not so with each added minute, but once the start or end of the game is a quarter of an hour from
where the last file had it, or when the rest is replanned.
"""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import TypeAlias

from bot.domain.game import events as e
from bot.domain.game.state import Calendar, Game, Stage
from bot.domain.ids import Moment
from bot.domain.times.working_time import OutOfTime

MATTERS = timedelta(minutes=15)  # a smaller change needs no new file; several together may
Moves: TypeAlias = e.StartPlanned | e.PhaseStarted | e.GameResumed | e.TimeChanged | e.Replanned | e.GameEnded


def kept(before: Game, after: Game, event: e.GameEvent) -> Calendar:
    """What calendars have to know after the event; `after` is the game after it, except for this."""
    known = before.calendar
    if not isinstance(event, Moves):
        return known
    moved = replace(known, moves=known.moves + 1, played=_played(before, event))
    if not _matters(before, after, event):
        first = known.end is None and after.clock is not None
        return replace(moved, end=_end(after)) if first else moved
    return replace(moved, told=known.told + 1, start=after.first_bell or after.starts_at, end=_end(after))


def _matters(before: Game, after: Game, event: Moves) -> bool:
    known = before.calendar
    start, end = after.first_bell or after.starts_at, _end(after)
    if isinstance(event, e.GameEnded):
        begun = before.stage is Stage.RUNNING
        return (
            bool(before.coming) and event.early and known.start is not None and not (begun and _live(after))
        )
    if isinstance(event, e.PhaseStarted) and before.clock is None:
        return not _live(after) and _apart(known.start, start)
    if isinstance(event, e.StartPlanned):
        return known.start is not None and _apart(known.start, start)
    if _live(after) and known.start is None:
        return False  # nobody has it in a calendar
    return isinstance(event, e.Replanned) or _apart(known.end, end)


def _end(game: Game) -> Moment | None:
    """None also if it is too far ahead to plan, or if the agenda does not have the phase: an event that has
    happened is never refused."""
    try:
        return game.expected_end
    except (OutOfTime, IndexError):
        return None


def _live(game: Game) -> bool:
    return game.working is None


def _apart(one: Moment | None, other: Moment | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) >= MATTERS


def _played(game: Game, event: Moves) -> MappingProxyType[int, tuple[Moment, Moment]]:
    """With the phase that ends by this event; a session that an emergency breaks into goes on later."""
    clock, played = game.clock, dict(game.calendar.played)
    if clock is not None and isinstance(event, e.PhaseStarted | e.GameEnded):
        played[clock.phase] = (clock.bell, max(clock.bell, event.at))
    return MappingProxyType(played)
