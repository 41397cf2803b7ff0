"""Checks that what cards promise has its time in the agenda (a charter, claims), and that cues can come."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.cues import CueKind, CueTempo, Tempo, Unless
from bot.domain.times.working_time import Window
from bot.scenarios.decision_checks import is_given
from bot.scenarios.draft import Draft
from bot.scenarios.files import PACK
from bot.scenarios.marked import Marked
from bot.scenarios.optional_checks import holds_vote, takes_claims
from bot.scenarios.schema import Found


def check_promises(draft: Draft) -> None:
    """Notes a fault for what people would wait for in vain."""
    if not draft.pack.each("agenda"):
        return
    for look in (_a_charter_comes, _claims_have_time, _cues_can_come):
        for line, message in look(draft):
            draft.complain(draft.name(PACK), line, message)


def _a_charter_comes(draft: Draft) -> Iterator[Found]:
    """Until there is one, every card says so, and a steward records each decision."""
    if any("charter" in phase.parts for phase in draft.pack.each("agenda")) or is_given(draft.pack):
        return
    message = (
        "no session adopts the charter, so a council would never be asked for one; write `charter: true`"
    )
    yield draft.pack.at("agenda").line, f"{message} in a session, or `given` below `charter`"


def _claims_have_time(draft: Draft) -> Iterator[Found]:
    """Claims are made and judged from the end of the vote's session to the end of the game."""
    if not (holds_vote(draft.pack) and takes_claims(draft)):
        return
    phases, told = draft.pack.each("agenda"), set[int]()
    for tempo, place in _votes(draft.pack):
        if place not in told and all(_takes_no_time(phase, tempo) for phase in phases[place + 1 :]):
            told.add(place)
            over = "" if tempo is Tempo.LIVE else ", played over days,"
            message = f"the game{over} ends with this phase, and claims are made after its vote"
            yield phases[place].line, f"{message}; let a wrap-up follow that lasts, or write `claims: false`"


def _cues_can_come(draft: Draft) -> Iterator[Found]:
    """No cue is needless before the game begins."""
    settled: dict[str, str] = {}
    if is_given(draft.pack):
        settled[Unless.CHARTER] = "every council has a charter from the start"
    if not draft.pack.each("strategy"):
        settled[Unless.COVERED] = "there is no question in `strategy`"
    for phase in draft.pack.each("agenda"):
        for cue in phase.each("cues"):
            if why := settled.get(cue.text("unless")):
                yield cue.at("unless").line, f"{why}, so this cue would never come; drop it, or its `unless`"


def _votes(pack: Marked) -> Iterator[tuple[Tempo, int]]:
    """In each tempo, the place of the phase whose cue opens the final vote."""
    for tempo in Tempo:
        for place, phase in enumerate(pack.each("agenda")):
            if any(_opens_the_vote(cue, tempo) for cue in phase.each("cues")):
                yield tempo, place


def _opens_the_vote(cue: Marked, tempo: Tempo) -> bool:
    return cue.text("kind") == CueKind.BALLOT and cue.text("tempo") in ("", CueTempo.BOTH, tempo.value)


def _takes_no_time(phase: Marked, tempo: Tempo) -> bool:
    """Whether it is over at its bell; not where nobody can tell."""
    lasts = phase.duration("lasts")
    if tempo is Tempo.LIVE:
        return lasts == timedelta()
    window = phase.window("window")
    if window is None and "window" not in phase.parts:
        window = Window() if lasts == timedelta() else Window(days=1)
    return window is not None and window.empty
