"""Who acts in a council."""

from bot.domain.council.state import Council
from bot.domain.errors.authority import NotSeated, StewardsOnly
from bot.domain.errors.book import BookClosed
from bot.domain.errors.sessions import SessionsNotBegun
from bot.domain.ids import UserId
from bot.domain.paper import is_paper
from bot.domain.seating import Seat


def holder_of(council: Council, actor: UserId) -> Seat:
    """The seat of somebody who acts. Raises NotSeated."""
    seat = council.seat_of(actor)
    if seat is None:
        raise NotSeated
    return seat


def steward_of(council: Council, actor: UserId) -> Seat:
    """The seat of somebody who chairs. Raises NotSeated and StewardsOnly."""
    seat = holder_of(council, actor)
    if not chairs(council, seat):
        raise StewardsOnly(stewards=council.stewards)
    return seat


def chairs(council: Council, seat: Seat) -> bool:
    """Whether this seat may do what stewards do."""
    # Where no steward seat is filled, the council must not be stuck: everybody records.
    # Neither must it where all who chair sit there on paper.
    return seat.steward or not any(one.steward and not is_paper(one.holder) for one in council.filled)


def at_the_table(council: Council, actor: UserId) -> Seat:
    """The seat of somebody who works on the book; the table opens with session 1, and the ballot closes it.

    Raises NotSeated, SessionsNotBegun and BookClosed.
    """
    seat = holder_of(council, actor)
    if not council.begun:
        raise SessionsNotBegun
    if council.ballot is not None:
        raise BookClosed
    return seat
