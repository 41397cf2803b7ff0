"""Checks of what a pack has several times: seats on one sheet, and phases that repeat. They look at what the
author wrote, before it is written out."""

from collections.abc import Callable, Iterator

from bot.domain.roles import HIGHEST_NUMBER, MOST_SEATS
from bot.scenarios.expansion import BLOCK, ROUND, ROUNDS, SEAT, is_single, seats_of, written_phases
from bot.scenarios.marked import Marked
from bot.scenarios.schema import Found


def _numbers_are_free(written: Marked) -> Iterator[Found]:
    roles = [role for role in written.each("roles") if role.number("number") is not None]
    taken: dict[int, Marked] = {}
    for role in roles:
        line, numbers = role.at("number").line, [_number(seat) for seat in seats_of(role)]
        clash = next((number for number in numbers if number in taken), None)
        if clash is not None:
            first = taken[clash]
            whose = f"`{first.text('key')}` (line {first.at('number').line})"
            message = f"the role number `{clash}` is taken by {whose}"
            free = max(_number(seat) for one in roles for seat in seats_of(one)) + 1
            yield line, f"{message}; the next free number is {free}"
        for number in numbers:
            taken.setdefault(number, role)


def _number(role: Marked) -> int:
    return role.number("number") or 0


def _numbers_suffice(written: Marked) -> Iterator[Found]:
    for role in written.each("roles"):
        number, seats = role.number("number"), role.number("seats")
        if number is None or seats is None or not 1 < seats <= MOST_SEATS or number > HIGHEST_NUMBER:
            continue
        if (last := number + seats - 1) > HIGHEST_NUMBER:
            message = f"its last seat would have the number {last}, and {HIGHEST_NUMBER} is the highest"
            yield role.at("number").line, f"{message}; begin with {HIGHEST_NUMBER - seats + 1} or less"


def _seats_are_several(written: Marked) -> Iterator[Found]:
    for role in written.each("roles"):
        for text in role.texts() if (role.number("seats") or 1) == 1 else ():
            if SEAT in text.value:
                yield text.line, f"`{SEAT}` is for a role with several `seats`; say how many, or drop it"


def _blocks_are_whole(written: Marked) -> Iterator[Found]:
    """A block has `repeat` and phases, and nothing else; blocks do not nest."""
    for entry in written.each("agenda"):
        if BLOCK not in entry.parts:
            continue
        for name, part in entry.parts.items():
            if name not in (BLOCK, "repeat"):
                yield part.line, f"an entry that repeats an `{BLOCK}` has no `{name}`; write it in its phases"
        if "repeat" not in entry.parts:
            yield entry.line, f"this entry has an `{BLOCK}`; say how often it is played: `repeat: 3`"
        if not entry.each(BLOCK):
            yield entry.at(BLOCK).line, f"this `{BLOCK}` has no phases; list some, or drop the entry"
        for phase in entry.each(BLOCK):
            for name in (BLOCK, "repeat"):
                if name in phase.parts:
                    message = "this stands inside something that repeats already; write it out, or drop it"
                    yield phase.at(name).line, message


def _repeats_make_sense(written: Marked) -> Iterator[Found]:
    repeated = [
        phase
        for entry in written.each("agenda")
        for phase in (entry.each(BLOCK) if BLOCK in entry.parts else (entry,))
        if (entry.number("repeat") or 1) > 1
    ]
    for phase in repeated:
        if is_single(phase):
            kind = phase.text("kind")
            yield phase.at("kind").line, f"a game has one `{kind}` phase at most, so it cannot repeat"
    lines = {phase.line for phase in repeated}
    for phase in written_phases(written):
        for text in phase.texts() if phase.line not in lines else ():
            if ROUND in text.value or ROUNDS in text.value:
                yield text.line, f"`{ROUND}` and `{ROUNDS}` are for phases that repeat; write `repeat:` here"


EXPANSION_CHECKS: tuple[Callable[[Marked], Iterator[Found]], ...] = (
    _numbers_are_free,
    _numbers_suffice,
    _seats_are_several,
    _blocks_are_whole,
    _repeats_make_sense,
)
