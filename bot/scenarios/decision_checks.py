"""Checks of how a game decides: the charter's conditions and the rule of the final vote."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction

from bot.domain.cues import CueKind, CueTempo
from bot.domain.parts import parse_share
from bot.domain.thresholds import CountedOf
from bot.domain.times.lengths import read_duration
from bot.scenarios.marked import Marked
from bot.scenarios.schema import Found


def _each_choice_once(pack: Marked) -> Iterator[Found]:
    for key in ("proposers", "waiting", "seconds"):
        seen: set[str] = set()
        for entry in pack.at("charter").each(key):
            if str(entry.value) in seen:
                yield entry.line, f"`{entry.value}` is on offer in `{key}` already; keep one"
            seen.add(str(entry.value))


def _seconds_can_be_met(pack: Marked) -> Iterator[Found]:
    """In the smallest council somebody proposes, and only the others can second it."""
    minimum = pack.number("minimum")
    for entry in pack.at("charter").each("seconds"):
        if minimum is not None and isinstance(entry.value, int) and entry.value >= minimum:
            message = f"{entry.value} others cannot second a proposal where {minimum} sit in all"
            yield entry.line, f"{message}; offer {minimum - 1} at most"


def _waiting_can_end(pack: Marked) -> Iterator[Found]:
    """A proposal of the charter's session must be adoptable before the vote freezes the book."""
    room = _from_charter_to_vote(pack)
    for entry in pack.at("charter").each("waiting"):
        waiting = entry.read(read_duration, timedelta)
        if room is not None and waiting is not None and waiting >= room:
            message = f"a proposal that stands for {waiting} is never adopted: {room} after the charter's"
            yield entry.line, f"{message} session begins, the final vote freezes the book; offer less"


def _from_charter_to_vote(pack: Marked) -> timedelta | None:
    """From the bell of the charter's session to the ballot's cue, played live; None where nobody can tell."""
    phases = pack.each("agenda")
    first = next((place for place, phase in enumerate(phases) if phase.flag("charter")), len(phases))
    room = timedelta()
    for phase in phases[first:]:
        lasts = phase.duration("lasts")
        if lasts is None:
            return None
        if any(_opens_the_vote(cue) for cue in phase.each("cues")):
            return room + min(_offset(cue, lasts) for cue in phase.each("cues") if _opens_the_vote(cue))
        room += lasts
    return None


def _opens_the_vote(cue: Marked) -> bool:
    return cue.text("kind") == CueKind.BALLOT and cue.text("tempo") != CueTempo.ASYNC


def _offset(cue: Marked, lasts: timedelta) -> timedelta:
    """How long after its phase's start a cue rings."""
    after, before = cue.duration("after_start"), cue.duration("before_end")
    if after is None and before is None:
        return lasts * float(_share(cue, "share") or 1)
    return after if after is not None else lasts - (before or timedelta())


def _one_threshold(pack: Marked) -> Iterator[Found]:
    """Both at once would say two things; below one half, the rule that a tie fails decides instead."""
    ballot = pack.at("ballot") if "ballot" in pack.parts else None
    if ballot is None:
        return
    if {"more_than", "at_least"} <= set(ballot.parts):
        yield ballot.at("at_least").line, "the vote passes with `at_least` or with `more_than`; keep one"
    if ballot.text("of") == CountedOf.SEATED:
        return  # a small share of all seats can still outnumber those against
    more_than, at_least = _share(ballot, "more_than"), _share(ballot, "at_least")
    if (more_than is not None and more_than < Fraction(1, 2)) or (
        at_least is not None and at_least <= Fraction(1, 2)
    ):
        line = ballot.at("at_least" if at_least is not None else "more_than").line
        yield line, "no more are needed than against, and a tie fails anyway; write `more_than: 1/2` or more"


def _share(part: Marked, key: str) -> Fraction | None:
    return part.at(key).read(parse_share, Fraction) if key in part.parts else None


DECISION_CHECKS: tuple[Callable[[Marked], Iterator[Found]], ...] = (
    _each_choice_once,
    _seconds_can_be_met,
    _waiting_can_end,
    _one_threshold,
)
