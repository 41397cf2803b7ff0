"""A new plan for what is left: everything in proportion, and nothing below what it needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.domain.agenda import LONG, PlannedCue, PlannedPhase
from bot.domain.errors.clock import TooLittleTime
from bot.domain.game import events as e
from bot.domain.game.ringing import ends_after
from bot.domain.game.state import Clock, Game
from bot.domain.ids import Moment
from bot.domain.times import writing

NONE = timedelta()
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Part:
    """What is left of a phase: of one that has begun its rest, else all of it. `length` is the whole."""

    phase: int
    left: timedelta
    least: timedelta
    length: timedelta
    rung: frozenset[int] = frozenset()


def parts_left(game: Game, at: Moment) -> tuple[Part, ...]:
    """The phase that runs, a session that waits until an emergency is over, and all that comes."""
    clocks = [clock for clock in (game.clock, game.interrupted) if clock is not None]
    begun = (_begun(game, clock, at) for clock in clocks)
    phases = ((phase, game.agenda[phase]) for phase in game.coming)
    return (*begun, *(Part(number, one.lasts, one.shortest, one.lasts) for number, one in phases))


def _begun(game: Game, clock: Clock, at: Moment) -> Part:
    phase, now = game.agenda[clock.phase], clock.paused_at or at
    left = game.time.between(now, clock.ends)
    least = max(phase.shortest - game.time.between(clock.starts, now), phase.vote_keeps, NONE)
    length = game.time.between(clock.starts, clock.ends)
    return Part(clock.phase, left, min(least, left), length, clock.rung)


def replan(game: Game, total: timedelta, at: Moment) -> Iterator[e.Replanned]:
    """Gives what is left this much time in all. Raises TooLittleTime."""
    parts = parts_left(game, at)
    before, least = sum((part.left for part in parts), NONE), sum((part.least for part in parts), NONE)
    if total < least:
        raise TooLittleTime(
            least=writing.brief(least, up=True),
            earliest=_local(game, game.time.after(at, least)),
            most=writing.brief(before - least),
        )
    shares = _on_whole_hours(game, parts, spread(parts, total, SECOND / game.speed), at)
    if shares != [part.left for part in parts]:
        yield _replanned(game, parts, shares, at)


def _replanned(game: Game, parts: Sequence[Part], shares: Sequence[timedelta], at: Moment) -> e.Replanned:
    clock, waiting = game.clock, game.interrupted
    assert clock is not None
    agenda = list(game.agenda)
    for part, share in zip(parts, shares, strict=True):
        agenda[part.phase] = _with(game.agenda[part.phase], part, share, begun=part.phase not in game.coming)
    return e.Replanned(
        by=sum((share - part.left for part, share in zip(parts, shares, strict=True)), NONE),
        agenda=tuple(agenda),
        ends=ends_after(game, clock.phase, clock.paused_at or at, shares[0]),
        rest=None if waiting is None else game.time.after(waiting.paused_at or waiting.bell, shares[1]),
        at=at,
    )


def spread(parts: Sequence[Part], total: timedelta, tick: timedelta) -> list[timedelta]:
    """The total in proportion to what is left of each part, none below its least.

    All but the first are whole ticks where they can be; the first takes what remains, to the microsecond.
    """
    held: set[int] = set()
    while True:
        free = [number for number in range(len(parts)) if number not in held]
        room = total - sum((parts[number].least for number in held), NONE)
        whole = sum((parts[number].left for number in free), NONE)
        factor = room / whole if whole else 0.0
        short = {number for number in free if parts[number].left * factor < parts[number].least}
        if not short:
            break
        held |= short
    shares = [part.least if number in held else part.left * factor for number, part in enumerate(parts)]
    whole_ticks = [max(part.least, share - share % tick) for part, share in zip(parts, shares, strict=True)]
    shares[1:] = whole_ticks[1:]
    shares[0] = total - sum(shares[1:], NONE)
    if shares[0] < NONE:  # microseconds that were rounded up
        longest = shares.index(max(shares))
        shares[longest], shares[0] = shares[longest] + shares[0], NONE
    return shares


def _on_whole_hours(
    game: Game, parts: Sequence[Part], shares: Sequence[timedelta], at: Moment
) -> list[timedelta]:
    """Spans of the same total length, with bells at whole hours where the phases before and after a bell
    are long enough (`LONG`) and keep what they need. A clock that stands still does not know its hours."""
    working = game.working
    if working is None or game.paused:
        return [*shares]
    found, begins, planned = list[timedelta](), NONE, NONE  # as spans from now on
    for (part, share), (then, follows) in pairwise(zip(parts, shares, strict=True)):
        planned += share
        whole = working.between(at, working.whole_hour(working.after(at, planned)))
        fits = whole - begins >= part.least and planned + follows - whole >= then.least
        ends = whole if fits and min(share, follows) >= LONG else planned
        found.append(ends - begins)
        begins = ends
    return [*found, sum(shares, NONE) - begins]


def _with(phase: PlannedPhase, part: Part, share: timedelta, *, begun: bool) -> PlannedPhase:
    """The phase with so much time left; cues that have not rung come closer together with it.

    One that has begun keeps its planned length, which is what it gets if it is begun again.
    """
    cues = phase.cues
    if share < part.left:
        cues = tuple(
            cue if index in part.rung else _closer(phase, index, part, share)
            for index, cue in enumerate(phase.cues)
        )
    return replace(phase, lasts=phase.lasts if begun else share, at_least=phase.shortest, cues=cues)


def _closer(phase: PlannedPhase, index: int, part: Part, share: timedelta) -> PlannedCue:
    """A cue with less time left after it, in proportion: between now and the vote, and after the vote."""
    cue, opens, kept = phase.cues[index], NONE, NONE
    left = min(cue.left(part.length), part.left)
    if phase.ballot is not None and phase.ballot not in part.rung:
        opens = min(phase.cues[phase.ballot].left(part.length), part.left)
        kept = min(max(opens * (share / part.left), min(phase.vote_keeps, opens)), share)
    if left <= opens:
        later = kept * (left / opens) if opens else NONE
    else:
        later = kept + (share - kept) * ((left - opens) / (part.left - opens))
    keeps = phase.vote_keeps if index == phase.ballot else cue.keeps
    return replace(cue, after_start=None, share=None, before_end=later, keeps=keeps)


def _local(game: Game, moment: Moment) -> str:
    """The time on the game's own clock, rounded up to the second; with the day, where games last days."""
    local = (moment + SECOND - timedelta(microseconds=1)).astimezone(ZoneInfo(game.timezone))
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return clock if game.working is None else f"{local:%Y-%m-%d} {clock}"
