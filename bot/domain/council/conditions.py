"""What a charter asks for besides its rule: who proposes, how long a proposal stands, who seconds it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import chairs
from bot.domain.council.state import Council, Proposal, ProposalStatus
from bot.domain.errors.charter import (
    MustStandLonger,
    NotSeconded,
    StandsWhilePaused,
    StewardsPropose,
    StewardsProposeHere,
    TeamHasProposed,
)
from bot.domain.ids import Moment
from bot.domain.offer import Proposers
from bot.domain.paper import is_paper
from bot.domain.seating import Seat
from bot.domain.times import writing


def may_propose(council: Council, seat: Seat) -> None:
    """Refuses a policy from a seat that the charter gives no right to propose it now."""
    who = council.conditions.proposers
    match who:
        case Proposers.ANYONE:
            return
        case Proposers.STEWARDS:
            if not chairs(council, seat):
                if council.charter_is_fixed:
                    raise StewardsProposeHere(stewards=council.stewards)
                raise StewardsPropose(stewards=council.stewards)
        case Proposers.TEAMS:
            for one in council.proposals.values():
                if _on_the_table(one) and council.seats[one.by].team == seat.team:
                    raise TeamHasProposed(number=one.number)
        case _:
            assert_never(who)


def _on_the_table(one: Proposal) -> bool:
    return one.status is ProposalStatus.OPEN and one.amendment is None


def seconders(council: Council, proposal: Proposal) -> int:
    """How many seats besides the proposer's support it: each of them seconds it."""
    return sum(proposal.stance_of(seat.role) is True for seat in _others(council, proposal))


def seconders_needed(council: Council, proposal: Proposal) -> int:
    """How many must; never more than could, so that a council which has shrunk is not stuck."""
    can = sum(not is_paper(seat.holder) for seat in _others(council, proposal))
    return min(council.conditions.seconders, can)


def _others(council: Council, proposal: Proposal) -> list[Seat]:
    return [seat for seat in council.voters if seat.role != proposal.by]


def stands_until(council: Council, proposal: Proposal) -> Moment | None:
    """When its waiting time is over; None while the clock stands still before that."""
    return passed(council, proposal.since, council.conditions.waiting)


def passed(council: Council, since: Moment, left: timedelta) -> Moment | None:
    """When so much time has passed; None while the clock stands still before that.

    Time counts as the game counts it, and not while the game was paused.
    """
    for stop in council.stops:
        if stop.end is not None and stop.end <= since:
            continue
        ran = council.time.between(since, stop.start)
        if ran >= left:
            break
        if stop.end is None:
            return None
        left, since = left - ran, stop.end
    return council.time.after(since, left)


def met(council: Council, proposal: Proposal, at: Moment) -> bool:
    """Whether its waiting time is over and enough seats second it."""
    seconded = seconders(council, proposal) >= seconders_needed(council, proposal)
    return seconded and _has_waited(council, proposal, at)


def _has_waited(council: Council, proposal: Proposal, at: Moment) -> bool:
    """What is over stays over: for a reaction that was made before and came late, under another charter."""
    if not council.conditions.waiting or proposal.waited_at is not None:
        return True  # without a look at the time: Slack's clock, by which people react, may be behind ours
    due = stands_until(council, proposal)
    return due is not None and due <= at


def must_be_met(council: Council, proposal: Proposal, at: Moment) -> None:
    """Refuses a steward's record of what the charter does not let anybody adopt yet."""
    due = stands_until(council, proposal)
    if not _has_waited(council, proposal, at):
        if due is None:
            raise StandsWhilePaused(number=proposal.number)
        left = writing.brief(council.time.between(at, due), up=True)
        raise MustStandLonger(number=proposal.number, left=left)
    if (have := seconders(council, proposal)) < (needed := seconders_needed(council, proposal)):
        raise NotSeconded(number=proposal.number, needed=needed, have=have)


def next_due(council: Council) -> Moment | None:
    """When the next waiting time is over, whatever becomes of the proposal; None where nothing waits."""
    if not council.conditions.waiting or council.frozen:
        return None
    ends = (stands_until(council, one) for one in council.proposals.values() if still_waits(one))
    return min((end for end in ends if end is not None), default=None)


def still_waits(one: Proposal) -> bool:
    """Whether it is open, and the end of its waiting time was not noted yet."""
    return one.status is ProposalStatus.OPEN and one.waited_at is None


def follow_clock(council: Council, clock: c.FollowClock) -> Iterator[e.ClockStopped | e.ClockRan]:
    """What the council has missed of the game's pauses; each is noted once."""
    last = council.stops[-1] if council.stops else None
    stands_still = last is not None and last.end is None
    if last is not None and stands_still and (clock.stopped_at is None or clock.runs_since > last.start):
        yield e.ClockRan(max(clock.runs_since, last.start))
        stands_still = False
    if clock.stopped_at is not None and not stands_still:
        yield e.ClockStopped(clock.stopped_at)
