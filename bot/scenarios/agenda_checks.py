"""Checks of the agenda: phases, their cues, the charter and the ballot."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.domain.cues import CueKind, CueTempo, Tempo
from bot.domain.phases import PhaseKind, Place, Traits
from bot.domain.times.working_time import Window
from bot.scenarios.decision_checks import is_given
from bot.scenarios.marked import Marked
from bot.scenarios.optional_checks import holds_vote
from bot.scenarios.schema import Found


def _phases_have_time(pack: Marked) -> Iterator[Found]:
    for phase in pack.each("agenda")[:-1]:
        if phase.duration("lasts") == timedelta():
            yield phase.at("lasts").line, "only the last phase may last 0s; give this one some time"
        window = phase.window("window")
        if window is not None and window.empty:
            message = "only the last phase may have no window; write one such as 1d, 0.5d or 4h"
            yield phase.at("window").line, message


def _shortest_fits(pack: Marked) -> Iterator[Found]:
    for phase in pack.each("agenda"):
        lasts, least = phase.duration("lasts"), phase.duration("at_least")
        if lasts is not None and least is not None and least > lasts:
            longer = f"`at_least` is {phase.at('at_least').value}"
            message = f"{longer}, but the phase lasts {phase.at('lasts').value}; lower it, or leave it out"
            yield phase.at("at_least").line, message


def _special_phases(pack: Marked) -> Iterator[Found]:
    phases = pack.each("agenda")
    for kind in _kinds(lambda traits: traits.once):
        yield from _once(phases, kind)
    for phase in phases[:-1]:
        name = phase.text("kind")
        if name in _kinds(lambda traits: traits.ends_game):
            message = f"the {name.replace('_', '-')} ends the game; move it to the end of the agenda"
            yield phase.at("kind").line, message


def _kinds(trait: Callable[[Traits], bool]) -> tuple[PhaseKind, ...]:
    return tuple(kind for kind in PhaseKind if trait(kind.traits))


def _either(kinds: tuple[PhaseKind, ...]) -> str:
    """`a session`, `an emergency or a hearing`."""
    return " or ".join(f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in kinds)


def _once(phases: tuple[Marked, ...], kind: PhaseKind) -> Iterator[Found]:
    for phase in [phase for phase in phases if phase.text("kind") == kind][1:]:
        yield phase.at("kind").line, f"there is a `{kind}` phase already; a game has one at most"


def _injects_are_answered(pack: Marked) -> Iterator[Found]:
    asking = _kinds(lambda traits: traits.asks_response)
    for phase in pack.each("agenda"):
        asks, inject = phase.text("kind") in asking, phase.text("inject").strip()
        if asks and not inject:
            message = f"{_either(asking)} needs an `inject`: the text that tells what has happened"
            yield phase.line, message
        if inject and not asks:
            message = f"only {_either(asking)} has an `inject`; move the text to `card`, or change the `kind`"
            yield phase.at("inject").line, message


def _meetings_have_a_room(pack: Marked) -> Iterator[Found]:
    meeting = _kinds(lambda traits: traits.place is Place.SIDEBARS)
    for phase in pack.each("agenda"):
        for name in ("meeting", "huddle"):
            if name in phase.parts and phase.text("kind") not in meeting:
                message = f"only {_either(meeting)} has a `{name}`; move the text to `card`"
                yield phase.at(name).line, message


def _one_charter(pack: Marked) -> Iterator[Found]:
    charters = [phase for phase in pack.each("agenda") if phase.flag("charter")]
    fit = _kinds(lambda traits: traits.takes_charter)
    for phase in charters:
        if phase.text("kind") not in fit:
            message = f"a charter is adopted in {_either(fit)}; move `charter: true` to one"
            yield phase.at("charter").line, message
    if is_given(pack):
        for phase in charters:
            message = "every council has a charter already, by `charter.given`; drop one of the two"
            yield phase.at("charter").line, message
    for phase in charters[1:]:
        yield phase.at("charter").line, "another phase adopts the charter already; keep one `charter: true`"


def _one_ballot(pack: Marked) -> Iterator[Found]:
    """In each tempo, one cue opens the final vote, where a vote may be, and not before the charter."""
    if not pack.each("agenda") or not holds_vote(pack):
        return
    complained: set[Found] = set()  # most ballot cues are for both tempos
    for tempo in Tempo:
        found = [one for one in _ballots(pack) if tempo in _tempos(one[2])]
        told = [one for one in _ballot_faults(pack, tempo, found) if one not in complained]
        complained.update(told)
        yield from told


def _ballot_faults(pack: Marked, tempo: Tempo, found: list[tuple[int, Marked, Marked]]) -> Iterator[Found]:
    if not found:
        played = {Tempo.LIVE: " when the game is played live", Tempo.ASYNC: " when it is played over days"}
        which = played[tempo] if any(_ballots(pack)) else ""
        message = f"nothing opens the final vote{which}; add a cue `kind: ballot` to the last session"
        yield pack.at("agenda").line, message
    fit = _kinds(lambda traits: traits.takes_vote)
    for _, phase, cue in found:
        if phase.text("kind") not in fit:
            yield cue.line, f"the final vote is held in {_either(fit)}; move this ballot cue to one"
    for _, _, cue in found[1:]:
        yield cue.line, "there is a ballot cue already; a council votes once"
    charters = [place for place, phase in enumerate(pack.each("agenda")) if phase.flag("charter")]
    for place, _, cue in found[:1]:
        if charters and place < charters[0]:
            yield cue.line, "this vote opens before the charter is adopted; move it to a later session"


def _tempos(cue: Marked) -> tuple[Tempo, ...]:
    """For which tempos a ballot cue is; those of other cues follow from the schema."""
    written = cue.text("tempo") or CueTempo.BOTH
    return tuple(tempo for tempo in Tempo if written in (tempo.value, CueTempo.BOTH))


def _ballots(pack: Marked) -> Iterator[tuple[int, Marked, Marked]]:
    for place, phase in enumerate(pack.each("agenda")):
        for cue in phase.each("cues"):
            if cue.text("kind") == CueKind.BALLOT:
                yield place, phase, cue


def _cues_have_a_time(pack: Marked) -> Iterator[Found]:
    for phase in pack.each("agenda"):
        for cue in phase.each("cues"):
            given = [name for name in ("after_start", "before_end", "share") if name in cue.parts]
            if len(given) != 1 and isinstance(cue.value, dict):
                yield cue.line, "a cue needs one of `after_start`, `before_end` and `share`, and no more"
            for name in given:
                yield from inside(phase, cue, name)


def _votes_have_time(pack: Marked) -> Iterator[Found]:
    for _, phase, cue in _ballots(pack):
        lasts, after, before = (
            phase.duration("lasts"),
            cue.duration("after_start"),
            cue.duration("before_end"),
        )
        if before == timedelta() or (lasts is not None and after == lasts):
            yield cue.line, "this vote opens with the bell that closes it; open it some minutes earlier"


def inside(phase: Marked, cue: Marked, name: str) -> Iterator[Found]:
    """Whether the time of a cue or inject under this name lies within the phase."""
    lasts, offset = phase.duration("lasts"), cue.duration(name)
    if cue.text("tempo") == CueTempo.ASYNC:
        window = phase.window("window") or Window(days=1)
        longest = window.of(timedelta(days=1))  # no working day is longer
        if offset is not None and offset > longest:
            said = f"`{name}` is {cue.at(name).value}"
            message = f"{said}, but the window is shorter; the cue would never ring inside it"
            yield cue.at(name).line, message
    elif lasts is not None and offset is not None and offset > lasts:
        said, have = f"`{name}` is {cue.at(name).value}", phase.at("lasts").value
        message = f"{said}, but the phase lasts {have}; the cue would never ring inside it"
        yield cue.at(name).line, message


def _quotes_have_authors(pack: Marked) -> Iterator[Found]:
    for phase in pack.each("agenda"):
        for cue in phase.each("cues"):
            if cue.text("kind") == CueKind.QUOTE and not any(map(str.isalpha, cue.text("by"))):
                yield cue.line, "a quote needs `by`: whose words it is"


def _debriefs_are_led(pack: Marked) -> Iterator[Found]:
    last = _kinds(lambda traits: traits.ends_game)
    for phase in pack.each("agenda"):
        for cue in phase.each("cues"):
            step = cue.text("kind") == CueKind.DEBRIEF
            if step and phase.text("kind") not in last:
                yield cue.at("kind").line, "the debrief comes last; move this step to the wrap-up"
            if step and phase.duration("lasts") == timedelta():
                yield phase.at("lasts").line, "a wrap-up with a debrief needs time; give it some minutes"
            if step and not cue.text("title").strip():
                yield cue.line, "a step of the debrief needs a `title`"
            for name in ("title", "questions"):
                if name in cue.parts and not step:
                    yield cue.at(name).line, f"only a cue `kind: debrief` has a `{name}`"


AGENDA_CHECKS: tuple[Callable[[Marked], Iterator[Found]], ...] = (
    _phases_have_time,
    _shortest_fits,
    _special_phases,
    _injects_are_answered,
    _meetings_have_a_room,
    _one_charter,
    _one_ballot,
    _cues_have_a_time,
    _votes_have_time,
    _quotes_have_authors,
    _debriefs_are_led,
)
