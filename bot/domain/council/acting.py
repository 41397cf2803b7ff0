"""Who acts in a council, and whether what they said can be about what is before it."""

from collections.abc import Iterable
from datetime import timedelta

from bot.domain.ballot import Ballot
from bot.domain.council.state import Council
from bot.domain.errors.authority import NotSeated, StewardsOnly
from bot.domain.errors.ballot import HasNoVote, NotInElectorate
from bot.domain.errors.book import BookClosed, BookComplete
from bot.domain.errors.proposals import BeforeItsCard
from bot.domain.errors.sessions import SessionsNotBegun
from bot.domain.ids import Moment, UserId
from bot.domain.paper import is_paper
from bot.domain.seating import Seat

# A reaction bears Slack's time, and what it is about bears ours, from just before its card was posted. Clocks
# that NTP sets agree within a fraction of a second, others within a few; by that a reaction may seem older
# than its card. Nobody sees a card before it is there: what is older still was said to something else.
CLOCKS_DIFFER = timedelta(seconds=5)


def about(since: Moment | None, at: Moment) -> None:
    """Refuses what was said at `at`, if that was before its card was put to the council, at `since`.

    Nothing is refused where `since` is not known. Raises BeforeItsCard.
    """
    if since is not None and at < since - CLOCKS_DIFFER:
        raise BeforeItsCard


def holder_of(council: Council, actor: UserId) -> Seat:
    """The seat of somebody who acts. Raises NotSeated."""
    seat = council.seat_of(actor)
    if seat is None:
        raise NotSeated
    return seat


def decides(council: Council, seat: Seat) -> Seat:
    """The seat, if it is one of those that decide. Raises HasNoVote."""
    if not council.electorate.votes(seat.role):
        raise HasNoVote
    return seat


def can_vote(council: Council, ballot: Ballot, seat: Seat | None) -> Seat:
    """The seat, if it can vote on this ballot. Raises HasNoVote and NotInElectorate."""
    if seat is None or decides(council, seat).role not in ballot.electorate:
        raise NotInElectorate
    return seat


def steward_of(council: Council, actor: UserId) -> Seat:
    """The seat of somebody who chairs. Raises NotSeated and StewardsOnly."""
    seat = holder_of(council, actor)
    if not chairs(council, seat):
        raise StewardsOnly(stewards=council.stewards)
    return seat


def chairs(council: Council, seat: Seat) -> bool:
    """Whether this seat may do what stewards do."""
    return seat.steward or not has_stewards(council)


def has_stewards(council: Council) -> bool:
    """Whether only stewards may do what stewards do."""
    # Where no steward seat is filled, the council must not be stuck: everybody records.
    # Neither must it where all who chair sit there on paper.
    return any(one.steward and not is_paper(one.holder) for one in council.filled)


def stewards_of(councils: Iterable[Council]) -> tuple[UserId, ...]:
    """Everybody in Slack who chairs one of them."""
    return tuple(
        seat.holder
        for council in councils
        for seat in council.filled
        if seat.holder is not None and not is_paper(seat.holder) and chairs(council, seat)
    )


def at_the_table(council: Council, actor: UserId) -> Seat:
    """The seat of somebody who works on the book; the table opens with session 1, and closes with the book.

    Raises NotSeated, SessionsNotBegun, BookClosed and BookComplete.
    """
    seat = holder_of(council, actor)
    if not council.begun:
        raise SessionsNotBegun
    book_is_open(council)
    return seat


def book_is_open(council: Council) -> None:
    """Refuses what comes after the book was closed. Raises BookClosed and BookComplete."""
    if council.frozen:
        raise BookClosed() if council.ballot_rule.held else BookComplete()
