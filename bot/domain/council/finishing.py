"""Done before the bell: the stewards say so for their council."""

from collections.abc import Iterator

from bot.domain import errors
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import steward_of
from bot.domain.council.state import Council
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.scenario import PhaseKind

CAN_BE_DONE = (PhaseKind.SETUP, PhaseKind.SESSION, PhaseKind.EMERGENCY, PhaseKind.SIDEBAR)


def decide_done(council: Council, command: c.SayDone, at: Moment, actor: UserId) -> Iterator[e.DoneSaid]:
    """A steward says that the council is done with the phase, or that it is not after all.

    A vote may change until its close. So it is the stewards who say that it is final, and not before
    everybody has voted.
    """
    seat, phase = steward_of(council, actor), council.phase
    if phase is None or phase.kind not in CAN_BE_DONE:
        raise errors.DoneHasNoPlace
    if command.done and phase.holds_ballot:
        _vote_is_complete(council)
    if (seat.role in council.done) != command.done:
        yield e.DoneSaid(phase.phase, seat.role, command.done, at)


def _vote_is_complete(council: Council) -> None:
    """Raises VoteFirst and VotesMissing. An empty book cannot be voted on, and holds nobody up."""
    if council.ballot is None and council.policies:
        raise errors.VoteFirst
    if council.ballot is not None and council.ballot.missing():
        raise errors.VotesMissing(count=len(council.ballot.missing()))


def who_says(council: Council) -> tuple[RoleNumber, ...]:
    """The stewards whose word it takes; nobody waits for a seat on paper."""
    return tuple(seat.role for seat in council.filled if seat.steward and not is_paper(seat.holder))


def is_done(council: Council) -> bool:
    """Whether every steward says so; where none sits in Slack, anybody. A vote has to be complete."""
    if council.phase is None or not council.done:
        return False
    if council.phase.holds_ballot and council.ballot is not None and council.ballot.missing():
        return False
    return all(role in council.done for role in who_says(council))
