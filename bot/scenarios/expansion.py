"""What an author writes once and a game has several times: seats on one sheet, and phases that repeat.

Everything after this sees each seat and each round as if it had been written out, on the original's lines.
"""

from collections.abc import Iterator, Mapping

from bot.domain.cues import CueKind
from bot.domain.phase import MOST_ROUNDS
from bot.domain.phases import PhaseKind
from bot.domain.roles import HIGHEST_NUMBER, MOST_SEATS
from bot.scenarios.marked import Marked

ROUND, ROUNDS, SEAT = "{round}", "{rounds}", "{seat}"
BLOCK = "agenda"  # the key of an entry of the agenda that repeats several phases in turn


def expanded(pack: Marked) -> Marked:
    """The pack with each seat and each round."""
    parts = dict(pack.parts)
    if pack.each("roles"):
        seats = (seat for role in pack.each("roles") for seat in seats_of(role))
        parts["roles"] = pack.at("roles").with_parts(dict(enumerate(seats)))
    if pack.each("agenda"):
        rounds = (phase for entry in pack.each("agenda") for phase in _rounds(entry))
        parts["agenda"] = pack.at("agenda").with_parts(dict(enumerate(rounds)))
    return pack.with_parts(parts) if isinstance(pack.value, dict) else pack


def written_phases(pack: Marked) -> Iterator[Marked]:
    """The phases of a pack as its author wrote them, each once; those of a block in their place."""
    for entry in pack.each("agenda"):
        yield from entry.each(BLOCK) if BLOCK in entry.parts else (entry,)


def named_phases(pack: Marked) -> Mapping[str, Marked]:
    """The phases of an expanded pack by every key that means them: a round's own, and that of all rounds."""
    phases = {phase.text("key"): phase for phase in pack.each("agenda")}
    several = [phase for phase in phases.values() if (phase.number("repeat") or 1) > 1]
    return {**{phase.text("key").rpartition("-")[0]: phase for phase in several}, **phases}


# --- seats


def numbers_of(pack: Marked) -> tuple[int | None, ...]:
    """The numbers of the roles as they were written; None for each that cannot be read."""
    return tuple(role.number("number") for role in pack.each("roles"))


def known_numbers(pack: Marked) -> set[int | None]:
    """The numbers of the roles of an expanded pack; with None among them where some cannot be read, or stand
    twice, so that nobody knows which are missing."""
    numbers = numbers_of(pack)
    return {*numbers, None} if len(set(numbers)) < len(numbers) else set(numbers)


def seats_of(role: Marked) -> tuple[Marked, ...]:
    """The role once for each of its seats, as far as there are numbers for them."""
    number, seats = role.number("number"), role.number("seats")
    if number is None or seats is None or not 1 < seats <= MOST_SEATS:
        return (role,)
    numbers = range(number, min(number + seats, HIGHEST_NUMBER + 1)) or (number,)
    return tuple(
        _with_texts(role, {"number": now, "name": _named(role, place), "public": _public(role, place)})
        for place, now in enumerate(numbers, start=1)
    )


def _named(role: Marked, seat: int) -> object:
    name = role.at("name").value
    if not isinstance(name, str) or not name:
        return name
    return name.replace(SEAT, str(seat)) if SEAT in name else f"{name} {seat}"


def _public(role: Marked, seat: int) -> object:
    public = role.at("public").value
    return public.replace(SEAT, str(seat)) if isinstance(public, str) else public


# --- rounds


def is_single(phase: Marked) -> bool:
    """Whether a game has a phase of its kind once at most."""
    return phase.text("kind") in {kind for kind in PhaseKind if kind.traits.once}


def _rounds(entry: Marked) -> Iterator[Marked]:
    rounds = entry.number("repeat") or 1
    phases = entry.each(BLOCK) if BLOCK in entry.parts else (entry,)
    for now in range(1, rounds + 1) if 1 < rounds <= MOST_ROUNDS else (1,):
        for phase in phases:
            if BLOCK not in phase.parts and (now == 1 or not is_single(phase)):
                yield _round(phase, entry, now, rounds)


def _round(phase: Marked, entry: Marked, now: int, rounds: int) -> Marked:
    """One of the rounds. Its block says how many there are; the charter belongs to the first, and the final
    vote to the last."""
    if "repeat" not in entry.parts:
        return phase
    parts = {**phase.parts, "repeat": entry.at("repeat")}
    if now > 1:
        parts.pop("charter", None)
    if now < rounds and phase.each("cues"):
        cues = (cue for cue in phase.each("cues") if cue.text("kind") != CueKind.BALLOT)
        parts["cues"] = phase.at("cues").with_parts(dict(enumerate(cues)))
    if rounds == 1 or is_single(phase):
        return _counted(phase.with_parts(parts), now, rounds)
    title = phase.text("title")
    named = title if ROUND in title or not title else f"{title} ({now} of {rounds})"
    key = phase.text("key")
    repeated = _with_texts(phase.with_parts(parts), {"key": key and f"{key}-{now}", "title": named})
    return _counted(repeated, now, rounds)


def _counted(part: Marked, now: int, rounds: int) -> Marked:
    """With the numbers in every text."""
    if isinstance(part.value, str):
        return Marked(part.value.replace(ROUND, str(now)).replace(ROUNDS, str(rounds)), part.line)
    counted = {name: _counted(inner, now, rounds) for name, inner in part.parts.items()}
    return part.with_parts(counted) if part.parts else part


def _with_texts(part: Marked, values: Mapping[str | int, object]) -> Marked:
    """With other values where there are some, on their lines."""
    changed = {
        name: Marked(value, part.parts[name].line) for name, value in values.items() if name in part.parts
    }
    return part.with_parts({**part.parts, **changed})
