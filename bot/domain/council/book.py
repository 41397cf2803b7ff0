"""The book beside its policies: their order, and what is parked for later."""

from collections.abc import Iterator
from typing import assert_never

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import at_the_table, chairs, steward_of
from bot.domain.council.entries import ParkedItem
from bot.domain.council.proposals import open_proposal
from bot.domain.council.state import Council, Proposal
from bot.domain.errors.book import (
    NothingParked,
    NotInTheBook,
    NotYourParkedItem,
    OrderedTwice,
    ParkedWithoutOwner,
)
from bot.domain.ids import Moment, UserId
from bot.domain.seating import Seat


def decide_book(
    council: Council, command: c.BookCommand, at: Moment, actor: UserId
) -> Iterator[e.CouncilEvent]:
    """What happens to the order of the book, or to what is parked; all of it is frozen with the book."""
    seat = at_the_table(council, actor)
    match command:
        case c.OrderBook(wanted):
            steward_of(council, actor)
            order = _ordered(council, wanted)
            if order != council.order:
                yield e.BookOrdered(order, seat.role, at)
        case c.Park():
            yield from _park(council, command, seat, at, actor)
        case c.Unpark(number):
            item = _item(council, number, seat)
            if item.settled_by is None:
                yield e.ItemUnparked(number, seat.role, at)
        case _:
            assert_never(command)


def _ordered(council: Council, wanted: tuple[int, ...]) -> tuple[int, ...]:
    """The whole order: what is named first, then the rest as it stands."""
    for place, number in enumerate(wanted):
        if number not in council.order:
            known = ", ".join(map(str, council.order)) or "none yet"
            raise NotInTheBook(number=number, known=known)
        if number in wanted[:place]:
            raise OrderedTwice(number=number)
    return (*wanted, *(number for number in council.order if number not in wanted))


def _park(council: Council, command: c.Park, seat: Seat, at: Moment, actor: UserId) -> Iterator[e.ItemParked]:
    proposal = open_proposal(council, command.proposal) if command.proposal is not None else None
    if proposal is None or proposal.by != seat.role:
        steward_of(council, actor)
    text = " ".join(command.text.split()) if proposal is None else proposal.title
    until = " ".join(command.until.split())
    if not text or not until or not _has_owner(council, command):
        raise ParkedWithoutOwner
    said = text, until, command.owner_team, command.owner_seat
    known = [(one.text, one.until, one.owner_team, one.owner_seat) for one in council.parked()]
    if proposal is None and said in known:
        return
    yield e.ItemParked(len(council.items) + 1, *said, seat.role, at, command.proposal)


def _has_owner(council: Council, command: c.Park) -> bool:
    """Whether a team or a seat of this council looks after it, and not both."""
    if command.owner_team is None:
        return command.owner_seat in council.seats
    return command.owner_seat is None and any(
        one.team == command.owner_team for one in council.seats.values()
    )


def _item(council: Council, number: int, seat: Seat) -> ParkedItem:
    """The item, if this seat may take it from the list. Raises NothingParked and NotYourParkedItem."""
    if not 1 <= number <= len(council.items):
        raise NothingParked(number=number)
    item = council.items[number - 1]
    if not may_settle(council, item, seat):
        raise NotYourParkedItem(number=number)
    return item


def may_settle(council: Council, item: ParkedItem, seat: Seat) -> bool:
    """Whether this seat may take it from the list."""
    proposed = item.proposal is not None and council.proposals[item.proposal].by == seat.role
    return proposed or chairs(council, seat) or item.is_owned_by(seat)


def may_park(council: Council, proposal: Proposal, actor: UserId) -> None:
    """Refuses whoever may not park this proposal, before they write. Raises NotSeated and StewardsOnly."""
    if proposal.by != at_the_table(council, actor).role:
        steward_of(council, actor)
