"""What happens in a council when a command arrives: events, or a refusal."""

from collections.abc import Iterator
from typing import assert_never

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.adopting import after_seats_changed, overdue
from bot.domain.council.ask_commands import AskCommand
from bot.domain.council.asks import close_all, decide_ask
from bot.domain.council.ballot import decide_ballot, proxy_vote
from bot.domain.council.book import decide_book
from bot.domain.council.care import decide_care, decide_nudge
from bot.domain.council.charter import decide_charter
from bot.domain.council.claims import decide_claim
from bot.domain.council.completing import decide_completion
from bot.domain.council.conditions import follow_clock
from bot.domain.council.conditions import next_due as waiting_due
from bot.domain.council.evolve import evolve
from bot.domain.council.floor import (
    closed,
    follow_turns,
    on_the_floor,
    speakers_gone,
    speaking_due,
    speaking_overdue,
)
from bot.domain.council.on_paper import entered_for, marked, steps
from bot.domain.council.proposals import decide_amendment, decide_proposal
from bot.domain.council.seats import decide_seats, seated
from bot.domain.council.session import decide_session
from bot.domain.council.state import Council
from bot.domain.errors.authority import MootOnly, NotInACouncil
from bot.domain.errors.clock import GameOver
from bot.domain.ids import MOOT, Moment, UserId

BY_ITSELF = (
    c.SeatCouncil,
    c.EnterPhase,
    c.VacateSeat,
    c.FillSeat,
    c.CallBallot,
    c.MoveBallot,
    c.CloseBallot,
    c.CatchUpVotes,
    c.FollowClock,
    c.FollowTurns,
    c.LetTimePass,
    c.EndCouncil,
    c.CloseCouncil,
)
BY_THE_GAME = (c.HandOverSeat, c.KnowFacilitators)  # the game has decided whether this person may
BY_THE_CLOCK = (c.GreetMorning, c.RemindSeats, c.JudgeWindow)


def decide(
    council: Council | None, command: c.CouncilCommand, *, at: Moment, actor: UserId
) -> list[e.CouncilEvent]:
    """What happens if `actor` sends this command at `at`: events, or a Refusal.

    A repeated command yields no events. For votes, `at` is when the reaction was made, not when it arrived.
    """
    if isinstance(command, (*BY_ITSELF, *BY_THE_CLOCK, *BY_THE_GAME)) and actor != MOOT:
        raise MootOnly
    if isinstance(command, c.SeatCouncil):
        return [] if council is not None else [seated(command)]
    if council is None:
        raise NotInACouncil
    work = command.work if isinstance(command, c.EnterForPaper) else command
    if council.ended and isinstance(work, c.TABLE_WORK):
        raise GameOver
    if isinstance(command, c.FollowClock):  # first of all, since time that stood still has not passed
        return list(follow_clock(council, command))
    due: list[e.CouncilEvent] = [*overdue(council, at), *speaking_overdue(council, at)]
    for event in due:
        council = evolve(council, event)
    happened = _decide(council, command, at, actor)
    return [*due, *happened, *_under_a_new_charter(council, happened, at)]


def _under_a_new_charter(
    council: Council, happened: list[e.CouncilEvent], at: Moment
) -> list[e.CouncilEvent]:
    """The waiting times that a charter which was adopted just now finds to be over."""
    if not any(isinstance(event, e.CharterAdopted) for event in happened):
        return []
    for event in happened:
        council = evolve(council, event)
    return list(overdue(council, at, since=at))


def _decide(council: Council, command: c.TableCommand, at: Moment, actor: UserId) -> list[e.CouncilEvent]:
    """What happens, by topic, once what was due by `at` has happened."""
    if isinstance(command, c.BallotCommand):
        return decide_ballot(council, command, at, actor)
    if isinstance(command, c.ProposalCommand):
        return list(decide_proposal(council, command, at, actor))
    if isinstance(command, c.AmendingCommand):
        return list(decide_amendment(council, command, at, actor))
    if isinstance(command, c.CompleteProposal):
        return list(decide_completion(council, command, at, actor))
    if isinstance(command, c.BookCommand):
        return list(decide_book(council, command, at, actor))
    if isinstance(command, c.FloorCommand):
        return list(on_the_floor(council, command, at, actor))
    if isinstance(command, c.ClaimCommand):
        return list(decide_claim(council, command, council.seat_of(actor), at, actor))
    if isinstance(command, c.SessionCommand):
        return list(decide_session(council, command, at, actor))
    if isinstance(command, c.SeatCommand):
        moved = list(after_seats_changed(council, decide_seats(council, command, actor), at))
        return [*moved, *speakers_gone(council, moved, at)]
    if isinstance(command, c.CareCommand):
        return list(decide_care(council, command, at, actor))
    if isinstance(command, AskCommand):
        return list(decide_ask(council, command, at, actor))
    match command:
        case c.AdoptCharter():
            return decide_charter(council, command, at, actor)
        case c.CastProxyVote(holder, choice):
            return proxy_vote(council, holder, choice, at, actor)
        case c.EnterForPaper():
            return list(_enter_for_paper(council, command, at, actor))
        case c.NudgeSeat():
            return [*decide_nudge(council, command, at, actor)]
        case _:  # what is left is a FollowCommand: mypy holds it to that
            return _follow(council, command, at, actor)


def _enter_for_paper(
    council: Council, command: c.EnterForPaper, at: Moment, actor: UserId
) -> Iterator[e.CouncilEvent]:
    seat = entered_for(council, command.seat, actor)
    assert seat.holder is not None
    for step in steps(council, seat, command.work):
        for event in _decide(council, step, at, seat.holder):
            yield marked(event, actor)
            council = evolve(council, event)


def _follow(council: Council, command: c.FollowCommand, at: Moment, actor: UserId) -> list[e.CouncilEvent]:
    """What happens when the game around the council goes on."""
    match command:
        case c.EnterPhase():
            return list(_enter(council, command))
        case c.FollowTurns():
            return list(follow_turns(council, command, at))
        case c.KnowFacilitators(facilitators):
            return _facilitated(council, facilitators)
        case c.LetTimePass():
            return []
        case c.EndCouncil():
            called = decide_ballot(council, c.CallBallot(), at, actor)
            closing = [*called, *close_all(council, at), *closed(council)]
            return [] if council.ended else [*closing, e.CouncilEnded(at)]
        case c.CloseCouncil():
            return [] if council.closed else [e.CouncilClosed(at)]
        case _:
            assert_never(command)


def _enter(council: Council, command: c.EnterPhase) -> Iterator[e.CouncilEvent]:
    now = council.phase
    if now is not None and command.at < now.at:
        return  # a bell that was overtaken by a later one
    if now is not None and now.phase == command.phase and command.at == now.at:
        return
    ballot = council.ballot
    if ballot is not None and ballot.called_at is None and not command.holds_ballot:
        yield e.BallotCalled(command.at)
    yield from closed(council)
    facts = command.phase, command.kind, command.at, command.charter, command.holds_ballot
    yield e.PhaseEntered(*facts, command.rooms, command.floor, command.ends_work)


def next_due(council: Council) -> Moment | None:
    """When something is due by itself: the end of a waiting time, of a turn, or of somebody's minute."""
    return min(filter(None, (waiting_due(council), speaking_due(council))), default=None)


def _facilitated(council: Council, now: frozenset[UserId]) -> list[e.CouncilEvent]:
    added, removed = now - council.facilitators, council.facilitators - now
    return [e.FacilitatorsChanged(tuple(sorted(added)), tuple(sorted(removed)))] if added or removed else []
