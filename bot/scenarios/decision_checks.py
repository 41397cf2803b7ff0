"""Checks of how a game decides: the charter's conditions and the rule of the final vote."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction

from bot.domain.cues import CueKind, CueTempo
from bot.domain.parts import parse_share
from bot.domain.phases import PhaseKind
from bot.domain.thresholds import CountedOf
from bot.domain.times.lengths import read_duration
from bot.scenarios.faults import did_you_mean
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
    for entry in _asked(pack, "seconds"):
        if minimum is not None and isinstance(entry.value, int) and entry.value >= minimum:
            message = f"{entry.value} others cannot second a proposal where {minimum} sit in all"
            yield entry.line, f"{message}; offer {minimum - 1} at most"


def _asked(pack: Marked, key: str) -> tuple[Marked, ...]:
    """What the charter may ask for: the entries on offer, and what the given one says."""
    charter = pack.at("charter")
    given = charter.at("given") if is_given(pack) else Marked(None, 1)
    return *charter.each(key), *((given.at(key),) if key in given.parts else ())


def is_given(pack: Marked) -> bool:
    """Whether the pack writes the charter."""
    return isinstance(pack.at("charter", "given").value, dict) and "given" in pack.at("charter").parts


def _given_is_on_offer(pack: Marked) -> Iterator[Found]:
    """The rule has a name in the pack's list; only a given charter can be fixed."""
    charter = pack.at("charter")
    rules = {rule.text(key) for rule in charter.each("rules") for key in ("kind", "name")}
    if is_given(pack) and (named := charter.at("given").text("rule")) and rules and named not in rules:
        message = f"the given charter decides by `{named}`{did_you_mean(named, rules)}; add that to `rules`"
        yield charter.at("given", "rule").line, message
    if "charter" in pack.parts and charter.flag("fixed") and not is_given(pack):
        yield charter.at("fixed").line, "only a charter that is `given` can be fixed; write it, or drop this"


def _waiting_can_end(pack: Marked) -> Iterator[Found]:
    """A proposal of that session must be adoptable before the vote freezes the book."""
    room = _from_charter_to_vote(pack)
    session = "the first session" if is_given(pack) else "the charter's session"
    for entry in _asked(pack, "waiting"):
        waiting = entry.read(read_duration, timedelta)
        if room is not None and waiting is not None and waiting >= room:
            message = f"a proposal that stands for {waiting} is never adopted: {room} after {session} begins"
            yield entry.line, f"{message}, the final vote freezes the book; offer less"


def _from_charter_to_vote(pack: Marked) -> timedelta | None:
    """From the bell of the charter's session, or of the first where the charter is given, to the ballot's
    cue, played live; None where nobody can tell."""
    phases = pack.each("agenda")
    starts = _makes_policies if is_given(pack) else lambda phase: phase.flag("charter")
    first = next((place for place, phase in enumerate(phases) if starts(phase)), len(phases))
    room = timedelta()
    for phase in phases[first:]:
        lasts = phase.duration("lasts")
        if lasts is None:
            return None
        if any(_opens_the_vote(cue) for cue in phase.each("cues")):
            return room + min(_offset(cue, lasts) for cue in phase.each("cues") if _opens_the_vote(cue))
        room += lasts
    return None


def _makes_policies(phase: Marked) -> bool:
    return phase.text("kind") in {kind for kind in PhaseKind if kind.traits.makes_policies}


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
    _given_is_on_offer,
    _waiting_can_end,
    _one_threshold,
)
