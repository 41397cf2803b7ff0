"""Leaves out what belongs to a phase, role or team that a format leaves out."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.scenarios.audience_checks import NAMING
from bot.scenarios.expansion import seats_of, written_phases
from bot.scenarios.marked import Marked

_ROUND = re.compile(r"-\d+$")
Parts = dict[str | int, Marked]
_ADDRESSED = ("cues", "injects", "asks")  # lists whose entries are about nobody if they name nobody


@dataclass(frozen=True, slots=True)
class Gone:
    """What is in pack.yaml and not in the format: keys, numbers of roles, titles of samples."""

    people: frozenset[str]  # teams, groups and roles
    numbers: frozenset[int]
    phases: frozenset[str]
    questions: frozenset[str]
    priorities: frozenset[str]
    samples: frozenset[str]

    @classmethod
    def between(cls, before: Marked, after: Marked) -> "Gone":
        """What the first pack has and the second has not."""
        covered = _covered(before) - _covered(after)
        asked = _keys(before.each("strategy")) - _keys(after.each("strategy"))
        people = (_people(before) - _people(after)) | _emptied(after)
        numbers = _numbers(before) - _numbers(after)
        samples = _keys(before.each("samples"), "title") - _keys(after.each("samples"), "title")
        left = (one for one in after.each("samples") if _concerns(one, numbers))
        return cls(
            people=people,
            numbers=numbers,
            phases=_keys(written_phases(before)) - _keys(written_phases(after)),
            questions=asked | covered,
            priorities=_priorities(before) - _priorities(after),
            samples=samples | _keys(left, "title"),
        )


def without(pack: Marked, gone: Gone) -> Marked:
    """The pack without what names something that is gone."""
    pack = _list(pack, "groups", lambda one: _members(one, gone))
    pack = _list(pack, "strategy", lambda one: None if one.text("key") in gone.questions else one)
    for name in ("injects", "asks"):
        pack = _list(pack, name, lambda one: None if _is_of(one, gone.phases) else one)
    pack = _list(pack, "samples", lambda one: _sample(one, gone))
    return _renamed(pack, "", gone)


def lines_without(lines: Marked, gone: Gone) -> Marked:
    """A file of lines without what is said by or about something that is gone."""
    for name in ("opinions", "voices", "proofs"):
        lines = _list(lines, name, lambda one: None if one.number("role") in gone.numbers else one)
    lines = _list(lines, "proofs", lambda one: None if one.text("team") in gone.people else one)
    lines = _list(lines, "proofs", lambda one: None if one.text("priority") in gone.priorities else one)
    return _list(lines, "opinions", lambda one: _opinion(one, gone))


def lines_without_missions(lines: Marked) -> Marked:
    """A file of lines without what proves missions: another set has other ones."""
    return _list(lines, "proofs", lambda one: one if "priority" in one.parts else None)


def _keys(entries: Iterable[Marked], key: str = "key") -> frozenset[str]:
    return frozenset(name for one in entries if (name := one.text(key)))


def _is_of(one: Marked, phases: frozenset[str]) -> bool:
    """Whether it has its time in one of these phases, or in a round of one."""
    key = one.text("phase")
    return not phases.isdisjoint({key, _ROUND.sub("", key)})


def _people(pack: Marked) -> frozenset[str]:
    return frozenset().union(*(_keys(pack.each(kind)) for kind in ("teams", "groups", "roles")))


def _emptied(pack: Marked) -> frozenset[str]:
    """The groups of which nobody is left."""
    known = _people(pack)
    return _keys(
        one for one in pack.each("groups") if not known & {part.value for part in one.each("members")}
    )


def _numbers(pack: Marked) -> frozenset[int]:
    seats = (seat.number("number") for role in pack.each("roles") for seat in seats_of(role))
    return frozenset(number for number in seats if number is not None)


def _covered(pack: Marked) -> frozenset[str]:
    keys = (part.value for phase in written_phases(pack) for part in phase.each("covers"))
    return frozenset(key for key in keys if isinstance(key, str))


def _priorities(pack: Marked) -> frozenset[str]:
    return _keys(priority for team in pack.each("teams") for priority in team.each("priorities"))


def _concerns(sample: Marked, numbers: frozenset[int]) -> bool:
    return bool(numbers & {sample.number("role"), sample.number("carried_by")})


def _list(around: Marked, name: str, change: Callable[[Marked], Marked | None]) -> Marked:
    """With each entry of a list changed, or left out."""
    if not around.each(name):
        return around
    kept = [new for one in around.each(name) if (new := change(one)) is not None]
    return around.with_parts({**around.parts, name: around.at(name).with_parts(dict(enumerate(kept)))})


def _members(group: Marked, gone: Gone) -> Marked | None:
    if group.text("key") in gone.people:
        return None
    return _list(group, "members", lambda one: None if one.value in gone.people else one)


def _sample(sample: Marked, gone: Gone) -> Marked | None:
    if _concerns(sample, gone.numbers):
        return None
    lost = {"question": gone.questions, "owner": gone.people}
    kept = {n: part for n, part in sample.parts.items() if part.value not in lost.get(str(n), ())}
    return sample.with_parts(kept)


def _opinion(one: Marked, gone: Gone) -> Marked:
    for name in ("likes", "dislikes"):
        one = _list(one, name, lambda title: None if title.value in gone.samples else title)
    return _list(one, "amends", lambda other: None if other.text("of") in gone.samples else other)


def _renamed(part: Marked, around: str | int, gone: Gone) -> Marked:
    """Without the names of those who do not play, wherever the pack names people. A cue, inject or question
    that is for nobody else is left out; elsewhere, such names stay and are faults."""
    parts: Parts = {}
    for key, inner in part.parts.items():
        if key == "covers":
            parts[key] = _filtered(inner, gone.questions)
        elif key in NAMING or (around, key) in (("rooms", "groups"), ("turns", "of"), ("quorum_by", "of")):
            parts[key] = left if (left := _filtered(inner, gone.people)).parts else inner
        else:
            parts[key] = _renamed(inner, key if isinstance(key, str) else around, gone)
    if isinstance(part.value, list) and around in _ADDRESSED:
        parts = dict(enumerate(one for one in parts.values() if not _is_for(one, gone.people)))
    return part.with_parts(parts) if part.parts else part


def _is_for(one: Marked, people: frozenset[str]) -> bool:
    """Whether it is for these people alone."""
    names = {name.value for name in one.each("to")}
    return bool(names) and names <= people


def _filtered(names: Marked, gone: frozenset[str]) -> Marked:
    """A list of names, or names with a value each, without those that are gone."""
    kept: Mapping[str | int, Marked]
    if isinstance(names.value, dict):
        kept = {key: part for key, part in names.parts.items() if key not in gone}
    elif isinstance(names.value, list):
        kept = dict(enumerate(part for part in names.parts.values() if part.value not in gone))
    else:
        return names
    return names.with_parts(kept)
