"""What becomes of the book's drafts: proposals amended and merged, an order, and what is parked."""

import html
from collections.abc import Iterator
from dataclasses import field
from typing import assert_never

from bot.domain.council import Council, ProposalStatus
from bot.domain.council import events as e
from bot.domain.ids import RoleNumber
from bot.intents.intent import CouncilCard, Delivery, Urgency, beside
from bot.intents.proposals import adopted, made_true, put_to_the_council
from bot.intents.rooms import council_room


class BookCard(CouncilCard):
    """The policy book as it goes to the vote, in parts: `page` of the `of` for which there is room."""

    page: int = field(default=1, kw_only=True)
    of: int = field(default=1, kw_only=True)


class BookOrderedCard(CouncilCard):
    """The book has another order; `seat` is who gave it."""

    seat: RoleNumber


class ParkedCard(CouncilCard):
    """What the council could not settle yet."""

    item: int


HOLDS = 2_500  # characters on a page at least, of what people wrote
BESIDE = 600  # characters beside them in each part of the book at most: names, the tally, the rule in words


def book_card(council: Council, page: int = 1, of: int = 1) -> BookCard:
    """A page of a council's closed book; the first stands for all of it."""
    key = f"book:{council.id}" if page == 1 else f"book:{council.id}:{page}"
    return BookCard(council_room(council), key, council.id, page=page, of=of)


def frozen_book(council: Council) -> Iterator[Delivery]:
    """The book in its channel. Only a card knows how many messages it takes: those that it does not are not
    sent."""
    pages = _at_most(council)
    for page in range(1, pages + 1):
        yield Delivery(book_card(council, page, pages), Urgency.BALLOT)


def left_open(council: Council) -> Iterator[Delivery]:
    """Proposals that can no longer be adopted: their buttons vanish."""
    for number, one in council.proposals.items():
        if one.status is ProposalStatus.OPEN:
            yield made_true(council, number)


def _at_most(council: Council) -> int:
    pages, room = 1, HOLDS
    titles = [council.proposals[one.proposal].title for policy in council.policies for one in policy.before]
    titles += [council.proposals[policy.proposal].title for policy in council.former()]
    for part in (*council.whole_book(), *((title,) for title in titles)):
        needs = BESIDE + sum(len(html.escape(str(words), quote=False)) for words in part)
        more = 0 if needs <= room else -(-needs // HOLDS)
        pages, room = pages + more, (room - needs) % HOLDS if more else room - needs
    return pages


def of_revision(council: Council, event: e.RevisionEvent, version: int) -> Iterator[Delivery]:
    """The work that a revision makes; `council` is as it is after it."""
    room = council_room(council)
    match event:
        case e.ProposalAmended(number):
            yield from put_to_the_council(council, number)
        case e.ProposalMerged(number):
            yield made_true(council, number)
        case e.ProposalCompleted(number):
            yield made_true(council, number)
            for policy in council.policies:
                if policy.proposal == number:
                    yield beside(adopted(council, policy.number), Urgency.UPDATE)
        case e.BookOrdered(by=seat):
            card = BookOrderedCard(room, f"book_ordered:{version}:{room}", council.id, seat)
            yield Delivery(card, Urgency.REPLY)
        case e.ItemParked() | e.ItemUnparked():
            yield from _parked(council, event)
        case _:
            assert_never(event)


def _parked(council: Council, event: e.ItemParked | e.ItemUnparked) -> Iterator[Delivery]:
    item, parked = council.items[event.number - 1], isinstance(event, e.ItemParked)
    card = ParkedCard(council_room(council), f"parked:{council.id}:{item.number}", council.id, item.number)
    yield Delivery(card, Urgency.REPLY) if parked else beside(card, Urgency.REPLY)
    if item.proposal is not None and parked:
        yield made_true(council, item.proposal)
    elif item.proposal is not None:
        yield from put_to_the_council(council, item.proposal)
