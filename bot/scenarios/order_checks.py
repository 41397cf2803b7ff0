"""Checks that a game plays forwards: phases in an order in which each has something to do, and cues that come
at a time of their own."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.cues import CueKind, CueTempo
from bot.scenarios.draft import Draft
from bot.scenarios.files import PACK
from bot.scenarios.marked import Marked
from bot.scenarios.optional_checks import holds_vote, takes_claims
from bot.scenarios.phase_traits import traits_of
from bot.scenarios.schema import Found

SPOKEN = ("", CueKind.NOTICE.value, CueKind.QUOTE.value, CueKind.MEME.value)


def check_order(draft: Draft) -> None:
    """Notes a fault for what comes too early, too late, or at the same second as a card."""
    for look in (_settling_in_comes_first, _after_the_vote, _cues_have_a_second):
        for line, message in look(draft.pack):
            draft.complain(draft.name(PACK), line, message)
    for line, message in () if draft.edition.language else _between_vote_and_end(draft):
        draft.advise(draft.name(PACK), line, message)


def _settling_in_comes_first(pack: Marked) -> Iterator[Found]:
    begun = False
    for phase in pack.each("agenda"):
        if (traits := traits_of(phase)) is None:
            continue
        if begun and not traits.begun:
            message = (
                f"a {phase.text('kind')} belongs before the first session, but the game has begun by now"
            )
            yield phase.at("kind").line, f"{message}; move it to the beginning, or make it a session"
        begun = begun or traits.begun


def _after_the_vote(pack: Marked) -> Iterator[Found]:
    """From the vote on the book is frozen; before it, there is no result to present."""
    agenda = pack.each("agenda")
    votes = [
        place for place, phase in enumerate(agenda) if any(_opens_vote(cue) for cue in phase.each("cues"))
    ]
    if not votes or not holds_vote(pack):
        return
    for place, phase in enumerate(agenda):
        traits = traits_of(phase)
        if traits is None:
            continue
        if place > votes[-1] and (traits.asks_response or phase.each("covers")):
            message = "the final vote has closed the book by then, so it can hold no answer to this"
            yield phase.at("kind").line, f"{message}; move this phase before the vote, or the vote into it"
        if place < votes[0] and traits.takes_turns:
            message = "councils would present before their final vote"
            yield (
                phase.at("kind").line,
                f"{message}; move the {phase.text('kind')} after the session with the vote",
            )


def _opens_vote(cue: Marked) -> bool:
    return cue.text("kind") == CueKind.BALLOT


def _looks_back_at_once(wrap_up: Marked) -> bool:
    """Whether the debrief begins at its bell, as it does where the pack does not lead it."""
    steps = [cue for cue in wrap_up.each("cues") if cue.text("kind") == CueKind.DEBRIEF]
    at_once = (one.duration("after_start") == timedelta() or one.amount("share") == 0 for one in steps)
    return not steps or any(at_once)


def _between_vote_and_end(draft: Draft) -> Iterator[Found]:
    """The debrief begins as the last phase does, and missions are shown; claims are made from the vote on."""
    agenda = draft.pack.each("agenda")
    if len(agenda) < 2 or not takes_claims(draft) or not holds_vote(draft.pack):
        return
    vote, last = agenda[-2], agenda[-1]
    ends = traits_of(last)
    opened = any(_opens_vote(cue) for cue in vote.each("cues"))
    if ends is not None and ends.ends_game and opened and _looks_back_at_once(last):
        message = (
            "nothing comes between the final vote and the wrap-up, so people look back on the game before "
            "they can claim to have won; put a phase between the two, such as presentations, or let the "
            "wrap-up have `debrief` cues that begin later"
        )
        yield last.line, message


def _cues_have_a_second(pack: Marked) -> Iterator[Found]:
    for phase in pack.each("agenda"):
        lasts = phase.duration("lasts")
        for cue in phase.each("cues"):
            if cue.text("kind") not in SPOKEN or "to" in cue.parts or cue.text("tempo") == CueTempo.ASYNC:
                continue
            after, before = cue.duration("after_start"), cue.duration("before_end")
            if after == timedelta() or (before is not None and before == lasts) or cue.amount("share") == 0:
                message = "this comes in the same second as the phase's card"
                yield cue.line, f"{message}; say it on the card, or leave people 10s or more to read"
            elif before == timedelta() or (after is not None and after == lasts):
                message = "this comes in the same second as the next bell"
                yield cue.line, f"{message}; set it 10s or more before the end"
