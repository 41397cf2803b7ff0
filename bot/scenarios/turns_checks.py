"""Checks of the turns in a phase: whether those named have a seat, where they are heard, and whether there is
time for all."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.domain.audience import Everybody
from bot.domain.phases import PhaseKind, Place
from bot.domain.times.working_time import Window
from bot.domain.turns import MINUTE, TurnsBy
from bot.scenarios.marked import Marked
from bot.scenarios.schema import Found

LONGEST_DAY = timedelta(days=1)  # no working day is longer


def _with_turns(pack: Marked) -> Iterator[tuple[Marked, Marked]]:
    for phase in pack.each("agenda"):
        if "turns" in phase.parts and isinstance(phase.at("turns").value, dict):
            yield phase, phase.at("turns")


def _turns_have_a_place(pack: Marked) -> Iterator[Found]:
    for phase, turns in _with_turns(pack):
        kind = phase.text("kind")
        place = PhaseKind(kind).traits.place if kind in set(PhaseKind) else Place.COUNCILS
        council = turns.text("by") == TurnsBy.COUNCIL
        if place is Place.SIDEBARS:
            message = f"people are in other channels in a {kind}; give the turns to a session"
            yield turns.line, message
        elif "rooms" in phase.parts and not council:
            message = "people are in their `rooms` then; give the turns to a phase without any"
            yield turns.line, message
        elif place is Place.PLENARY and not council:
            message = (
                f"everybody is in the plenary in a `{kind}` phase; write `by: council`, or move the turns"
            )
            yield turns.at("by").line, message


def _turns_have_speakers(pack: Marked) -> Iterator[Found]:
    for _, turns in _with_turns(pack):
        by, of = turns.text("by"), turns.each("of")
        if by == TurnsBy.COUNCIL and of:
            yield turns.at("of").line, "every council has a turn; leave out `of`, or write `by: team`"
        if by == TurnsBy.GROUP and not of and not pack.each("groups"):
            yield turns.at("by").line, "this pack has no `groups`; name those who speak in `of`"
        for name in of:
            if name.value in (Everybody.FACILITATORS, Everybody.OBSERVERS):
                yield name.line, f"{name.value} hold no seat, so they have no turn; leave them out"


def _turns_have_time(pack: Marked) -> Iterator[Found]:
    for phase, turns in _with_turns(pack):
        each, lasts = turns.duration("each"), phase.duration("lasts")
        if each == timedelta():
            yield turns.at("each").line, "a turn needs some time; write it like 1m"
        if each or "each" not in turns.parts:
            yield from _fit(pack, turns, "each", each or MINUTE, lasts, phase.text("lasts"))
        if (over_days := turns.window("each_async")) is not None:
            window = (phase.window("window") or Window(days=1)).of(LONGEST_DAY)
            have = phase.text("window") or "1d"
            yield from _fit(pack, turns, "each_async", over_days.of(LONGEST_DAY), window, have)


def _fit(
    pack: Marked, turns: Marked, key: str, each: timedelta, lasts: timedelta | None, have: str
) -> Iterator[Found]:
    count = _count(pack, turns)
    if lasts is None or count * each <= lasts:
        return
    line = turns.at(key).line if key in turns.parts else turns.line
    turn = f"{count} turns" if count > 1 else "a turn"
    message = f"{turn} of {turns.text(key) or '1m'} cannot fit into {have}"
    yield line, f"{message}; give the phase more time, or each turn less"


def _count(pack: Marked, turns: Marked) -> int:
    """How many turns there are in a full council; one where councils have them, of which nobody knows how
    many will play."""
    names = set(_names(pack, turns))
    if turns.text("by") == TurnsBy.COUNCIL:
        return 1
    if turns.text("by") == TurnsBy.GROUP:
        return len(turns.each("of") or pack.each("groups"))
    chairing = {team.text("key") for team in pack.each("teams") if team.flag("stewards")}
    roles = [
        role
        for role in pack.each("roles")
        if not names
        or names & {Everybody.EVERYONE, role.text("key"), role.text("team")}
        or (Everybody.STEWARDS in names and role.text("team") in chairing)
    ]
    if turns.text("by") == TurnsBy.TEAM:
        return len({role.text("team") for role in roles})
    return sum(role.number("seats") or 1 for role in roles)


def _names(pack: Marked, turns: Marked) -> Iterator[object]:
    members = {one.text("key"): one.each("members") for one in pack.each("groups")}
    for name in turns.each("of"):
        yield name.value
        yield from (member.value for member in members.get(str(name.value), ()))


TURNS_CHECKS: tuple[Callable[[Marked], Iterator[Found]], ...] = (
    _turns_have_a_place,
    _turns_have_speakers,
    _turns_have_time,
)
