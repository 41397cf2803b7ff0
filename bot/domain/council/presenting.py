"""The presentation: what the stewards answer to the debrief questions, for the plenary's slide."""

from collections.abc import Iterator

from bot.domain import errors
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.state import Council
from bot.domain.ids import Moment
from bot.domain.scenario import PhaseKind
from bot.domain.seating import Seat

AFTER_THE_VOTE = (PhaseKind.PRESENTATIONS, PhaseKind.WRAP_UP)


def decide_presentation(
    council: Council, command: c.PreparePresentation, steward: Seat, at: Moment
) -> Iterator[e.CouncilEvent]:
    """What new answers do. A question that the command does not name keeps its answer."""
    if council.outcome is None and (council.phase is None or council.phase.kind not in AFTER_THE_VOTE):
        raise errors.PresentationTooEarly
    new = {question: answer.strip() for question, answer in command.answers}
    if not council.presentation and not any(new.values()):
        raise errors.NothingPrepared
    known = council.presentation
    changed = tuple(one for one in sorted(new.items()) if known.get(one[0], "") != one[1])
    if changed:
        yield e.PresentationPrepared(changed, steward.role, at)
