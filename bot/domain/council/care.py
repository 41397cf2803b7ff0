"""Care in games over days: each digest, reminder and step of the ladder happens once."""

from collections.abc import Iterator
from typing import assert_never

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import holder_of
from bot.domain.council.care_events import OFFERED, PROXY
from bot.domain.council.silence import nudged_now, silent
from bot.domain.council.state import Council
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.seating import NothingToStop, SeatNotOffered
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.seating import Seat


def decide_care(
    council: Council, command: c.CareCommand, at: Moment, actor: UserId
) -> Iterator[e.CouncilEvent]:
    """What is marked as done; nothing where it is marked already."""
    care = council.care
    match command:
        case c.GreetMorning(opened, told):
            if care.since is not None and care.since < opened <= at:
                yield e.MorningCame(opened, care.since, told, at)
        case c.RemindSeats(phase, mark, seats, owing, reads):
            new = tuple(role for role in seats if (phase, mark, role) not in care.reminded)
            if new and council.phase is not None and council.phase.phase == phase:
                owe = tuple(role for role in new if role in owing)
                yield e.SeatsReminded(phase, mark, new, owe, at, reads)
        case c.JudgeWindow(phase, idle, unopened):
            if care.unjudged is not None and care.unjudged.phase == phase:
                steps = tuple((role, care.step(role) + 1) for role in idle if role not in care.stopped)
                yield e.WindowJudged(phase, steps, () if care.checked else unopened, at)
        case c.OpenEnvelope():
            role = holder_of(council, actor).role
            if council.begun and council.ended_at is None and role not in care.opened:
                yield e.EnvelopeOpened(role, actor, at)
        case c.ComeBack():
            role = holder_of(council, actor).role
            if role in care.steps or role in care.stopped:
                yield e.HolderCameBack(role, actor, at)
        case c.StopIdleCare(role, holder):
            yield from _stopped(council, role, holder, actor)
        case _:
            assert_never(command)


def _stopped(
    council: Council, role: RoleNumber, holder: UserId, actor: UserId
) -> Iterator[e.IdleCareStopped]:
    if actor not in council.facilitators:
        raise FacilitatorsOnly
    seat = council.seats.get(role)
    if seat is None or seat.holder != holder or not (council.care.step(role) or role in council.care.stopped):
        raise NothingToStop
    if role not in council.care.stopped:
        yield e.IdleCareStopped(role, holder, actor)


def may_vote_for(council: Council, seat: Seat, actor: UserId) -> bool:
    """Whether this is somebody of the same team, and the seat has been idle for long enough."""
    partners = {one.holder for one in council.partners_of(seat)}
    return council.care.step(seat.role) >= PROXY and actor in partners


def check_offered(council: Council, seat: Seat) -> None:
    """Raises SeatNotOffered unless the seat is free for the first who wants it."""
    if council.care.step(seat.role) < OFFERED:
        raise SeatNotOffered


def decide_nudge(council: Council, command: c.NudgeSeat, at: Moment, actor: UserId) -> list[e.SeatNudged]:
    """One nudge a phase, for somebody who is silent still."""
    if actor not in council.facilitators:
        raise FacilitatorsOnly
    seat = next((one for one in silent(council) if one.role == command.role), None)
    if seat is None or seat.holder is None or council.phase is None or nudged_now(council, seat):
        return []
    return [e.SeatNudged(seat.role, seat.holder, council.phase.phase, actor, at)]
