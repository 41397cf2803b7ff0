"""The reveal, where the pack asks for consent: each holder says whether their mission may be shown."""

from bot.domain import errors
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.state import Council
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.scenario import Reveal
from bot.domain.seating import Seat


def answer_reveal(council: Council, command: c.AnswerReveal, actor: UserId) -> list[e.CouncilEvent]:
    """The holder's own word; a facilitator's for somebody on paper."""
    seat = council.seats.get(command.seat)
    if seat is None or seat.holder is None or not _answers_for(council, seat, actor):
        raise errors.NotYourSecret
    if council.reveal is not Reveal.CONSENT:
        raise errors.RevealIsForAll
    if council.revealed.get(seat.role) is command.consents:
        return []
    return [e.RevealAnswered(seat.role, command.consents)]


def _answers_for(council: Council, seat: Seat, actor: UserId) -> bool:
    return seat.holder == actor or (is_paper(seat.holder) and actor in council.facilitators)


def asked(council: Council) -> tuple[Seat, ...]:
    """The seats with a secret, whose holders are asked whether it may be shown."""
    if council.reveal is not Reveal.CONSENT:
        return ()
    return tuple(seat for seat in council.filled if not seat.open_hand)


def unanswered(council: Council) -> tuple[Seat, ...]:
    """Those that have not said yet."""
    return tuple(seat for seat in asked(council) if seat.role not in council.revealed)


def shows(council: Council, role: RoleNumber) -> bool:
    """Whether this seat's own mission may be shown at the end."""
    return council.reveal is Reveal.ALL or council.revealed.get(role, False)
