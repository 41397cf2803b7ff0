"""What is told in the course of a game, and to whom: whether it can be told so, and comes at a time."""

from collections.abc import Callable, Iterator

from bot.domain.cues import CueKind
from bot.scenarios.agenda_checks import inside
from bot.scenarios.expansion import named_phases
from bot.scenarios.faults import did_you_mean
from bot.scenarios.marked import Marked
from bot.scenarios.schema import Found

TIMES = ("after_start", "before_end", "share")
TOLD = ("to", "sender", "picture")
FOR_EVERYBODY = {
    CueKind.BALLOT: "the final vote opens for everybody; tell some of it in a cue of its own",
    CueKind.DEBRIEF: "everybody takes part in the debrief; drop `to`",
}


def _cues_for_everybody(pack: Marked) -> Iterator[Found]:
    for phase in pack.each("agenda"):
        for cue in phase.each("cues"):
            why = FOR_EVERYBODY.get(CueKind(cue.text("kind"))) if _is_kind(cue) else None
            if why is not None and "to" in cue.parts:
                yield cue.at("to").line, why


def _is_kind(cue: Marked) -> bool:
    return cue.text("kind") in [*CueKind]


def _phases_tell_something(pack: Marked) -> Iterator[Found]:
    for phase in pack.each("agenda"):
        for name in TOLD:
            if name in phase.parts and not phase.text("inject").strip():
                yield phase.at(name).line, f"`{name}` is about the phase's `inject`, which it does not have"


def _injects_have_a_time_or_none(pack: Marked) -> Iterator[Found]:
    phases = named_phases(pack)
    for inject in pack.each("injects"):
        given = [name for name in TIMES if name in inject.parts]
        key = inject.text("phase")
        if not key:
            if given:
                message = f"`{given[0]}` needs `phase`: in which phase; without a time, drop it"
                yield inject.at(given[0]).line, message
            continue
        if key not in phases and "" not in phases:
            yield inject.at("phase").line, f"there is no phase `{key}`{did_you_mean(key, phases)}"
        if len(given) != 1:
            yield (
                inject.at("phase").line,
                "an inject with a `phase` needs one of `after_start`, `before_end` and `share`, and no more; "
                "`after_start: 0s` is the phase's bell. Without `phase` it lies in the facilitator's hand",
            )
        for name in given if key in phases else ():
            yield from inside(phases[key], inject, name)


INJECT_CHECKS: tuple[Callable[[Marked], Iterator[Found]], ...] = (
    _cues_for_everybody,
    _phases_tell_something,
    _injects_have_a_time_or_none,
)
