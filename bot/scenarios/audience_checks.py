"""Whether the names of people in a pack mean somebody, and one alone."""

from collections.abc import Iterator

from bot.domain.audience import Everybody
from bot.scenarios.faults import did_you_mean
from bot.scenarios.marked import Marked
from bot.scenarios.schema import Found

FACILITATORS, OBSERVERS = -1, 0  # among the numbers of readers, since they have no role
NAMING = ("to", "voters", "veto", "weights")  # keys under which a pack names people, wherever they stand


def names_mean_somebody(pack: Marked) -> Iterator[Found]:
    """Faults of the names under the keys that name people, and of the groups."""
    known = _known(pack)
    yield from _groups(pack)
    for part in _naming(pack):
        for name, line in _names(part):
            if name not in known:
                near = did_you_mean(name, known)
                yield line, f"nobody here is called `{name}`{near}; name a team, a group or a role"


def _names(part: Marked) -> Iterator[tuple[str, int]]:
    """A list of names, names that have a value each, or one name alone."""
    if isinstance(part.value, str):
        yield part.value, part.line
    for key, inner in part.parts.items():
        if isinstance(part.value, dict):
            yield str(key), inner.line
        elif isinstance(inner.value, str):
            yield inner.value, inner.line


def readers_of(pack: Marked, to: Marked | None) -> frozenset[int] | None:
    """The numbers of the roles that a `to` names; None where everybody reads it, or nobody knows who."""
    names = [one.value for one in to.parts.values()] if to is not None and isinstance(to.value, list) else []
    if not names or Everybody.EVERYONE in names or not _known(pack).issuperset(names):
        return None
    groups = {group.text("key"): group for group in pack.each("groups")}
    for name in [*names]:
        if name in groups:
            names += [one.value for one in groups[name].each("members")]
    stewards = {team.text("key") for team in pack.each("teams") if team.flag("stewards")}
    readers = {FACILITATORS} if Everybody.FACILITATORS in names else set()
    readers |= {OBSERVERS} if Everybody.OBSERVERS in names else set()
    for role in pack.each("roles"):
        chairs = Everybody.STEWARDS in names and role.text("team") in stewards
        if chairs or {role.text("key"), role.text("team")} & {*names}:
            readers.add(role.number("number") or 0)
    return frozenset(readers)


def _known(pack: Marked) -> set[str]:
    kinds = (pack.each("teams"), pack.each("groups"), pack.each("roles"))
    return {*Everybody, *(one.text("key") for kind in kinds for one in kind)}


def _naming(part: Marked, around: str | int = "") -> Iterator[Marked]:
    for key, inner in part.parts.items():
        if key in NAMING or (around, key) in (("rooms", "groups"), ("turns", "of")):
            yield inner
        if key == "quorum_by":
            yield from (entry.parts["of"] for entry in inner.parts.values() if "of" in entry.parts)
        yield from _naming(inner, key)


def _groups(pack: Marked) -> Iterator[Found]:
    members = {one.text("key") for kind in ("teams", "roles") for one in pack.each(kind)}
    taken = members | set(Everybody)
    for group in pack.each("groups"):
        if (key := group.text("key")) in taken:
            yield group.at("key").line, f"the name `{key}` is taken; choose another for the group"
        taken.add(key)
        for name in group.each("members"):
            if isinstance(name.value, str) and name.value not in members:
                near = did_you_mean(name.value, members)
                yield name.line, f"there is no team or role `{name.value}`{near}"
    yield from _shared_by_team_and_role(pack)


def _shared_by_team_and_role(pack: Marked) -> Iterator[Found]:
    """One name for a team and a role of it may mean either, so nobody can be addressed by it."""
    teams, named = {one.text("key") for one in pack.each("teams")}, _used(pack)
    for role in pack.each("roles"):
        if (key := role.text("key")) in teams & named:
            message = f"`{key}` is a team and a role, and the pack names it elsewhere; rename one of them"
            yield role.at("key").line, message


def _used(pack: Marked) -> set[object]:
    parts = (*_naming(pack), *(group.at("members") for group in pack.each("groups")))
    return {name for part in parts for name, _ in _names(part)}
