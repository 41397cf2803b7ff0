"""What a session asks for besides proposals: responses, ideas, polls, presentations, being done."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import about, book_is_open, holder_of, steward_of
from bot.domain.council.recording import decided_aloud
from bot.domain.council.state import Council
from bot.domain.errors.results import NothingIsRevealed, NotYourSecret, RevealIsForAll
from bot.domain.errors.sessions import (
    DoneHasNoPlace,
    EmptyQuestion,
    NoEmergency,
    NoSidebar,
    NothingPrepared,
    PresentationTooEarly,
    QuestionTooLong,
    SessionsNotBegun,
    StrawTooEarly,
    VoteFirst,
    VotesMissing,
)
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.scenario import Reveal
from bot.domain.seating import Seat

STRAW_LENGTH = 3000  # characters of a straw poll's question


def decide_straw(council: Council, command: c.StrawCommand, seat: Seat, at: Moment) -> list[e.CouncilEvent]:
    """What a question, or a reaction to one, does. `seat` is the actor's own."""
    if not council.begun:
        raise StrawTooEarly
    match command:
        case c.AskStraw(question):
            return _asked(council, question.strip(), seat, at)
        case c.AnswerStraw(number):
            if number > len(council.straw_polls):
                return []
            about(council.straw_polls[number - 1].at, at)
            known = (number, seat.role) in council.straw_answers
            return [] if known else [e.StrawAnswered(number, seat.role, at)]
        case _:
            assert_never(command)


def _asked(council: Council, question: str, seat: Seat, at: Moment) -> list[e.CouncilEvent]:
    if not question:
        raise EmptyQuestion
    if len(question) > STRAW_LENGTH:
        raise QuestionTooLong(length=len(question), limit=STRAW_LENGTH)
    latest = council.straw_polls[-1] if council.straw_polls else None
    if latest is not None and (latest.question, latest.by) == (question, seat.role):
        return []
    return [e.StrawPollAsked(len(council.straw_polls) + 1, question, seat.role, at)]


def decide_presentation(
    council: Council, command: c.PreparePresentation, steward: Seat, at: Moment
) -> Iterator[e.CouncilEvent]:
    """What new answers do. A question that the command does not name keeps its answer."""
    ready = council.decided or (council.phase is not None and council.phase.kind.traits.after_vote)
    if council.ballot_rule.held and not ready:
        raise PresentationTooEarly
    if not council.begun:
        raise SessionsNotBegun
    new = {question: answer.strip() for question, answer in command.answers}
    if not council.presentation and not any(new.values()):
        raise NothingPrepared
    known = council.presentation
    changed = tuple(one for one in sorted(new.items()) if known.get(one[0], "") != one[1])
    if changed:
        yield e.PresentationPrepared(changed, steward.role, at)


def decide_done(council: Council, command: c.SayDone, at: Moment, actor: UserId) -> Iterator[e.DoneSaid]:
    """A steward says that the council is done with the phase, or that it is not after all.

    A vote may change until its close. So it is the stewards who say that it is final, and not before
    everybody has voted.
    """
    seat, phase = steward_of(council, actor), council.phase
    if phase is None or not phase.kind.traits.can_be_done:
        raise DoneHasNoPlace
    if command.done and phase.holds_ballot:
        _vote_is_complete(council)
    if (seat.role in council.done) != command.done:
        yield e.DoneSaid(phase.phase, seat.role, command.done, at)


def _vote_is_complete(council: Council) -> None:
    """Raises VoteFirst and VotesMissing. An empty book cannot be voted on, and holds nobody up."""
    if council.ballot is None and council.order:
        raise VoteFirst
    if council.ballot is not None and council.ballot.missing():
        raise VotesMissing(count=len(council.ballot.missing()))


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


def answer_reveal(council: Council, command: c.AnswerReveal, actor: UserId) -> list[e.CouncilEvent]:
    """The holder's own word; a facilitator's for somebody on paper."""
    seat = council.seats.get(command.seat)
    if seat is None or seat.holder is None or not _answers_for(council, seat, actor):
        raise NotYourSecret
    if council.reveal is Reveal.NONE:
        raise NothingIsRevealed
    if council.reveal is Reveal.ALL:
        raise RevealIsForAll
    if council.revealed.get(seat.role) is command.consents:
        return []
    return [e.RevealAnswered(seat.role, command.consents)]


def _answers_for(council: Council, seat: Seat, actor: UserId) -> bool:
    return seat.holder == actor or (is_paper(seat.holder) and actor in council.facilitators)


def asked(council: Council) -> tuple[Seat, ...]:
    """The seats with a secret, whose holders are asked whether it may be shown."""
    if council.reveal is not Reveal.CONSENT:
        return ()
    return tuple(seat for seat in council.filled if has_mission(council, seat))


def has_mission(council: Council, seat: Seat) -> bool:
    """Whether the holder of this seat has a mission, of their own or their team's."""
    return not seat.open_hand and seat.role not in council.aims.no_missions


def unanswered(council: Council) -> tuple[Seat, ...]:
    """Those that have not said yet."""
    return tuple(seat for seat in asked(council) if seat.role not in council.revealed)


def shows(council: Council, role: RoleNumber) -> bool:
    """Whether this seat's own mission may be shown at the end."""
    return council.reveal is Reveal.ALL or council.revealed.get(role, False)


def decide_session(
    council: Council, command: c.SessionCommand, at: Moment, actor: UserId
) -> Iterable[e.CouncilEvent]:
    """What a session asks for besides proposals."""
    match command:
        case c.RecordResponse():
            return _respond(council, command, actor)
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


# --- emergency, sidebar


def _respond(council: Council, command: c.RecordResponse, actor: UserId) -> list[e.CouncilEvent]:
    seat = steward_of(council, actor)
    book_is_open(council)
    phase = council.phase
    if phase is None or not phase.kind.traits.asks_response:
        raise NoEmergency
    if any(one.phase == phase.phase and one.text == command.text for one in council.responses):
        return []
    aloud = decided_aloud(council, command.said)
    version = council.charter.version if council.charter else 0
    return [e.ResponseRecorded(phase.phase, command.text, seat.role, version, aloud)]


def _carry_back(council: Council, text: str, actor: UserId) -> list[e.CouncilEvent]:
    seat = holder_of(council, actor)
    if council.phase is None or not council.phase.goes_back:
        raise NoSidebar
    idea = e.IdeaCarriedBack(seat.role, text, council.phase.phase)
    known = [(one.seat, one.text, one.phase) for one in council.ideas]
    return [] if (idea.seat, idea.text, idea.phase) in known else [idea]
