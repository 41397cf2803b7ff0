"""What a format and a set of missions make of pack.yaml. Each value keeps its line, and its file."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.domain.edition import Format
from bot.domain.scenario import Scenario
from bot.scenarios.expansion import BLOCK, seats_of
from bot.scenarios.faults import did_you_mean
from bot.scenarios.marked import Complain, Marked
from bot.scenarios.schema import writable

FIXED = frozenset({"key", "version", "menu"})  # what a pack is known by


def with_format(pack: Marked, form: Marked, complain: Complain) -> Marked:
    """The pack as this format has it played."""
    if not isinstance(pack.value, dict) or not isinstance(form.value, dict):
        return pack
    pack = _replaced(pack, form, complain)
    pack = _inserted(pack, form, complain)
    known = {phase.text("key"): phase for entry in pack.each("agenda") for phase in _phases(entry)}
    for key, line in _named_phases(form):
        if key not in known:
            complain(line, f"there is no phase `{key}`{did_you_mean(key, known)}")
    left_out = {part.value for part in form.each("leave_out")}
    pack = _agenda(pack, lambda phase: () if phase.text("key") in left_out else (_timed(phase, form),))
    return _seated(pack, form, complain) if form.each("seats") else pack


def with_missions(
    pack: Marked, missions: Marked, complain: Complain, left_out: frozenset[str] = frozenset()
) -> Marked:
    """The pack with the teams' missions of this set; it may name teams that the format has left out."""
    texts = missions.at("teams").parts if "teams" in missions.parts else {}
    if not pack.each("teams"):
        return pack
    known = {team.text("key") for team in pack.each("teams")}
    for key, text in texts.items():
        if key not in known | left_out:
            complain(text.line, f"there is no team `{key}`{did_you_mean(str(key), known)}")
    teams = [_with_mission(team, texts.get(team.text("key"))) for team in pack.each("teams")]
    return pack.with_parts({**pack.parts, "teams": pack.at("teams").with_parts(dict(enumerate(teams)))})


def _with_mission(team: Marked, mission: Marked | None) -> Marked:
    parts = {name: part for name, part in team.parts.items() if name != "mission"}
    return team.with_parts({**parts, "mission": mission} if mission else parts)


def _replaced(pack: Marked, form: Marked, complain: Complain) -> Marked:
    own, known = set(Format.model_fields), set(writable(Scenario)) - FIXED
    parts = dict(pack.parts)
    for name, part in form.parts.items():
        if name in own:
            continue
        if name in known:
            parts[name] = part
        elif name in FIXED:
            complain(part.line, f"a format has no `{name}`; the pack's own applies")
        else:
            complain(part.line, f"a format has no key `{name}`{did_you_mean(str(name), own | known)}")
    return pack.with_parts(parts)


def _inserted(pack: Marked, form: Marked, complain: Complain) -> Marked:
    for one in form.each("insert"):
        if one.text("after") not in {p.text("key") for e in pack.each("agenda") for p in _phases(e)}:
            complain(one.at("after").line, f"there is no phase `{one.text('after')}` to follow")

    def followed(phase: Marked) -> Iterator[Marked]:
        yield phase
        for one in form.each("insert"):
            if one.text("after") == phase.text("key"):
                yield from one.each("phases")

    return _agenda(pack, followed)


def _phases(entry: Marked) -> tuple[Marked, ...]:
    return entry.each(BLOCK) if BLOCK in entry.parts else (entry,)


def _agenda(pack: Marked, change: Callable[[Marked], Iterable[Marked]]) -> Marked:
    """With other phases in the place of each; those of a block stay in it."""
    entries: list[Marked] = []
    for entry in pack.each("agenda"):
        changed = [new for phase in _phases(entry) for new in change(phase)]
        if BLOCK not in entry.parts:
            entries += changed
        elif changed:
            block = entry.at(BLOCK).with_parts(dict(enumerate(changed)))
            entries.append(entry.with_parts({**entry.parts, BLOCK: block}))
    if not pack.each("agenda"):
        return pack
    return pack.with_parts({**pack.parts, "agenda": pack.at("agenda").with_parts(dict(enumerate(entries)))})


def _named_phases(form: Marked) -> Iterator[tuple[str, int]]:
    for name in ("lasts", "windows", "phases"):
        parts: Mapping[str | int, Marked] = form.at(name).parts if name in form.parts else {}
        yield from ((str(key), part.line) for key, part in parts.items())
    yield from ((part.value, part.line) for part in form.each("leave_out") if isinstance(part.value, str))


def _timed(phase: Marked, form: Marked) -> Marked:
    """With its new length, its new window, and whatever else is new."""
    key, changed = phase.text("key"), dict(phase.parts)
    others = form.at("phases").parts if "phases" in form.parts else {}
    changed |= others[key].parts if key in others else {}
    for name, written in (("lasts", "lasts"), ("windows", "window")):
        times = form.at(name).parts if name in form.parts else {}
        if (new := times.get(key)) is not None:
            changed[written] = new
    return phase.with_parts(changed)


def _seated(pack: Marked, form: Marked, complain: Complain) -> Marked:
    """With the roles that play, and their teams."""
    wanted = {part.value: part.line for part in form.each("seats") if isinstance(part.value, int)}
    known = {seat.number("number") for role in pack.each("roles") for seat in seats_of(role)}
    for number, line in wanted.items():
        if number not in known:
            complain(line, f"there is no role {number}")
    roles = [one for role in pack.each("roles") if (one := _fewer(role, wanted, complain))]
    named = {role.text("team") for role in roles}
    teams = [team for team in pack.each("teams") if team.text("key") in named]
    parts: dict[str | int, Marked] = {
        **pack.parts,
        **_no_more_than(pack, form, sum(len(seats_of(role)) for role in roles)),
        "roles": pack.at("roles").with_parts(dict(enumerate(roles))),
        "teams": pack.at("teams").with_parts(dict(enumerate(teams))),
    }
    return pack.with_parts(parts)


def _no_more_than(pack: Marked, form: Marked, seats: int) -> Mapping[str | int, Marked]:
    """The smallest council: as the format says, or as the pack does, as long as there are so many seats."""
    minimum = pack.number("minimum")
    if minimum is None or minimum <= seats or "minimum" in form.parts:
        return {}
    return {"minimum": Marked(seats, form.at("seats").line)}


def _fewer(role: Marked, wanted: Mapping[int, int], complain: Complain) -> Marked | None:
    """The role with those of its seats that play; None if none does. Seats that share a sheet go from the
    last on, since each has the number after that of the one before."""
    numbers = [seat.number("number") or 0 for seat in seats_of(role)]
    kept = [number for number in numbers if number in wanted]
    if kept != numbers[: len(kept)]:
        message = (
            f"role {numbers[0]} has several seats; name the first {len(kept)} of them, from {numbers[0]} on"
        )
        complain(wanted[kept[0]], message)
    if not kept or len(kept) == len(numbers):
        return role if kept else None
    return role.with_parts({**role.parts, "seats": Marked(len(kept), role.at("seats").line)})
