"""Whether a council has settled what a cue is about."""

from typing import assert_never

from bot.domain.council import Council
from bot.domain.cues import Cue, CueKind, Unless
from bot.domain.owed import claims_owed
from bot.domain.scenario import Scenario


def has_nothing_to_say(cue: Cue, scenario: Scenario, council: Council) -> bool:
    """Whether a cue would tell this council of something that is done, or cannot be."""
    if cue.kind is CueKind.BALLOT and (council.outcome is not None or not council.order):
        return True  # no vote is open here, whatever the cue says
    return cue.unless is not None and settled(cue.unless, scenario, council)


def settled(what: Unless, scenario: Scenario, council: Council) -> bool:
    """Whether that is so in this council."""
    match what:
        case Unless.CHARTER:
            return council.charter is not None
        case Unless.COVERED:
            return {question.key for question in scenario.strategy} <= council.covered()
        case Unless.RESPONSE:
            phase = council.phase.phase if council.phase else None
            return any(one.phase == phase for one in council.responses)
        case Unless.BALLOT:
            return council.ballot is not None
        case Unless.VOTED:
            vote = council.ballot
            return vote is None or vote.called_at is not None or not vote.missing()
        case Unless.PRESENTATION:
            return bool(council.presentation)
        case Unless.CLAIMED:
            return not any(True for seat in council.filled for _ in claims_owed(council, seat))
        case _:
            assert_never(what)
