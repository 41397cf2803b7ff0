"""What happens in a council when a command arrives: events, or a refusal."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from bot.domain import errors
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import holder_of, steward_of
from bot.domain.council.adopting import after_seats_changed, overdue
from bot.domain.council.amending import decide_amendment
from bot.domain.council.bookkeeping import decide_book
from bot.domain.council.caring import check_offered, decide_care
from bot.domain.council.chartering import decide_charter
from bot.domain.council.claiming import decide_claim
from bot.domain.council.clock import follow_clock
from bot.domain.council.evolve import evolve
from bot.domain.council.finishing import decide_done
from bot.domain.council.polling import decide_straw
from bot.domain.council.presenting import decide_presentation
from bot.domain.council.proposing import decide_proposal
from bot.domain.council.revealing import answer_reveal
from bot.domain.council.silence import decide_nudge
from bot.domain.council.state import Council
from bot.domain.council.voting import decide_ballot, proxy_vote
from bot.domain.ids import MOOT, Moment, UserId
from bot.domain.scenario import PhaseKind
from bot.domain.seating import Seat

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
    c.LetTimePass,
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
        raise errors.MootOnly
    if isinstance(command, c.SeatCouncil):
        return [] if council is not None else [_seated(command)]
    if council is None:
        raise errors.NotInACouncil
    if isinstance(command, c.FollowClock):  # first of all, since time that stood still has not passed
        return list(follow_clock(council, command))
    due = list(overdue(council, at))
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
    """Likewise, when what was due by `at` has happened; by topic."""
    if isinstance(command, c.BallotCommand):
        return decide_ballot(council, command, at, actor)
    if isinstance(command, c.ProposalCommand):
        return list(decide_proposal(council, command, at, actor))
    if isinstance(command, c.AmendingCommand):
        return list(decide_amendment(council, command, at, actor))
    if isinstance(command, c.BookCommand):
        return list(decide_book(council, command, at, actor))
    if isinstance(command, c.ClaimCommand):
        return list(decide_claim(council, command, council.seat_of(actor), at, actor))
    if isinstance(command, c.SessionCommand):
        return list(_in_session(council, command, at, actor))
    if isinstance(command, c.SeatCommand):
        return list(after_seats_changed(council, _reseat(council, command, actor), at))
    if isinstance(command, c.CareCommand):
        return list(decide_care(council, command, at, actor))
    match command:
        case c.EnterPhase():
            return list(_enter(council, command))
        case c.AdoptCharter():
            return decide_charter(council, command, at, actor)
        case c.CastProxyVote(holder, choice):
            return proxy_vote(council, holder, choice, at, actor)
        case c.KnowFacilitators(facilitators):
            return _facilitated(council, facilitators)
        case c.NudgeSeat():
            return [*decide_nudge(council, command, actor)]
        case c.LetTimePass():
            return []
        case _:
            assert_never(command)


def _in_session(
    council: Council, command: c.SessionCommand, at: Moment, actor: UserId
) -> Iterable[e.CouncilEvent]:
    """What a session asks for besides proposals."""
    match command:
        case c.RecordResponse(text):
            return _respond(council, text, actor)
        case c.CarryBack(text):
            return _carry_back(council, text, actor)
        case c.PreparePresentation():
            return decide_presentation(council, command, steward_of(council, actor), at)
        case c.AskStraw() | c.AnswerStraw():
            return decide_straw(council, command, holder_of(council, actor), at)
        case c.SayDone():
            return decide_done(council, command, at, actor)
        case c.AnswerReveal():
            return answer_reveal(council, command, actor)
        case _:
            assert_never(command)


# --- seats and phases


def _seated(command: c.SeatCouncil) -> e.CouncilSeated:
    return e.CouncilSeated(
        council=command.council,
        game=command.game,
        number=command.number,
        name=command.name,
        seats=command.seats,
        stewards=command.stewards,
        rules=command.rules,
        ballot_rule=command.ballot_rule,
        facilitators=command.facilitators,
        offer=command.offer,
        reveal=command.reveal,
        working=command.working,
    )


def _enter(council: Council, command: c.EnterPhase) -> Iterator[e.CouncilEvent]:
    now = council.phase
    if now is not None and command.at < now.at:
        return  # a bell that was overtaken by a later one
    if now is not None and now.phase == command.phase and command.at == now.at:
        return
    ballot = council.ballot
    if ballot is not None and ballot.called_at is None and not command.holds_ballot:
        yield e.BallotCalled(command.at)
    yield e.PhaseEntered(command.phase, command.kind, command.at, command.charter, command.holds_ballot)


def _facilitated(council: Council, now: frozenset[UserId]) -> list[e.CouncilEvent]:
    added, removed = now - council.facilitators, council.facilitators - now
    return [e.FacilitatorsChanged(tuple(sorted(added)), tuple(sorted(removed)))] if added or removed else []


def _reseat(council: Council, command: c.SeatCommand, actor: UserId) -> list[e.CouncilEvent]:
    seat = council.seat_of(command.holder)
    match command:
        case c.VacateSeat(holder):
            return [] if seat is None else [e.SeatVacated(seat.role, holder)]
        case c.FillSeat(holder, open_hand):
            return [] if seat is not None else [_filled(council, holder, open_hand)]
        case c.HandOverSeat():
            return [_handed_over(council, command, seat)]
        case c.MoveHolder():
            return _moved(council, command, seat, actor)
        case _:
            assert_never(command)


def _filled(council: Council, holder: UserId, open_hand: bool) -> e.SeatFilled:
    vacant = next((seat for seat in council.seats.values() if seat.holder is None), None)
    if vacant is None:
        raise errors.SignUpClosed
    return e.SeatFilled(vacant.role, holder, open_hand)


def _handed_over(council: Council, command: c.HandOverSeat, seat: Seat | None) -> e.SeatHandedOver:
    if command.holder == command.to:
        raise errors.HandsToThemselves
    if seat is None:
        raise errors.NoSeatToHandOver
    if council.seat_of(command.to) is not None:
        raise errors.HoldsASeatAlready
    if command.offered:
        check_offered(council, seat)
    return e.SeatHandedOver(seat.role, command.holder, command.to)


def _moved(council: Council, command: c.MoveHolder, seat: Seat | None, actor: UserId) -> list[e.CouncilEvent]:
    if actor not in council.facilitators:
        raise errors.FacilitatorsOnly
    if seat is None:
        raise errors.NoSeatToHandOver
    if command.to == seat.role:
        return []
    if command.to not in council.seats or council.seats[command.to].holder is not None:
        raise errors.SeatTaken
    return [e.HolderMoved(command.holder, seat.role, command.to)]


# --- emergency, sidebar


def _respond(council: Council, text: str, actor: UserId) -> list[e.CouncilEvent]:
    seat = steward_of(council, actor)
    if council.ballot is not None:
        raise errors.BookClosed
    phase = council.phase
    if phase is None or phase.kind is not PhaseKind.EMERGENCY:
        raise errors.NoEmergency
    if any(one.phase == phase.phase and one.text == text for one in council.responses):
        return []
    version = council.charter.version if council.charter else 0
    return [e.ResponseRecorded(phase.phase, text, seat.role, version)]


def _carry_back(council: Council, text: str, actor: UserId) -> list[e.CouncilEvent]:
    seat = holder_of(council, actor)
    if council.phase is None or council.phase.kind is not PhaseKind.SIDEBAR:
        raise errors.NoSidebar
    idea = e.IdeaCarriedBack(seat.role, text)
    return [] if idea in council.ideas else [idea]
