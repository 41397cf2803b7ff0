"""The policy book as cards: as it stands, its order, and what somebody can do with it."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.charter import terms_of
from bot.domain.council import Council, Policy, Proposal, ProposalStatus
from bot.domain.council.acting import chairs
from bot.domain.ids import RoleNumber
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    pages,
    section,
    sections,
)
from bot.slack.blocks.paging import page_of
from bot.slack.book import parked
from bot.slack.charter import cards as charter_cards
from bot.slack.proposals import changes
from bot.slack.proposals.cards import particulars, stamp

ON_THE_TABLE = 800  # characters of the open proposals' titles


def paged_book(scenario: Scenario, council: Council, seat: Seat | None, page: int = 1) -> Message:
    """The policy book for one person, with what is on the table and what this seat can do with the book; page
    by page where it is long."""
    lines, also = book_lines(scenario, council), what_else(council, seat)
    if not lines:
        empty = f"*{council.name}:* the policy book is still empty. /propose makes a proposal."
        return Message.of(section(empty), *also)
    small = f"{_closed(council)}{p.coverage(scenario, council)}".strip()
    return page_of(_title(council), lines, page, names.TURN_BOOK, council.id, small, also)


def frozen(scenario: Scenario, council: Council, page: int = 1, of: int = 1) -> Message | None:
    """The book as it was closed, for its council's channel: all of it, in as many messages as it takes.

    `of` is for how many messages there is room. None where the pages before this one hold it all.
    """
    found = pages(book_lines(scenario, council))
    if page > len(found):
        return None
    part = f", part {page} of {len(found)}" if len(found) > 1 else ""
    small = "The book goes on in the next message."
    if page == len(found):
        small = f"{_closed(council)}{p.coverage(scenario, council)}".rstrip()
    elif page == of:
        small = "The book goes on: `/moot policies` shows all of it."
    return Message.of(header(f"{_title(council)}{part}"), *sections(found[page - 1]), context(small))


def _title(council: Council) -> str:
    return f"Policy book of {council.name}"


def _closed(council: Council) -> str:
    """That the book cannot change any more, and its fingerprint; nothing while it can."""
    if not council.frozen:
        return ""
    why = "Frozen for the final vote" if council.ballot_rule.held else "The book is closed"
    found = council.ballot.book_hash if council.ballot else council.book_hash()
    return f"{why}; fingerprint `{found}`. "


def book_lines(scenario: Scenario, council: Council) -> list[str]:
    """The whole book, a paragraph for each of its parts: the charter, policies, processes, what is parked.

    Nothing where all there is is the charter.
    """
    lines = [_policy_lines(scenario, council, policy, one) for policy, one in council.book()]
    lines += changes.former(council)
    lines += [f"*Process:* {escaped(one.text)}" for one in council.responses]
    lines += parked.listed(scenario, council)
    now = council.charter
    if now is None or not lines:
        return lines
    title = f"*How we decide: the charter, version {now.version}*"
    return ["\n".join([title, *charter_cards.terms(scenario, council, terms_of(now))]), *lines]


def _policy_lines(scenario: Scenario, council: Council, policy: Policy, one: Proposal) -> str:
    return (
        f"*{p.numbered(policy)}: {escaped(one.title)}*\n{escaped(one.text)}\n"
        f"_{particulars(scenario, council, one)} · {stamp(scenario, policy)}"
        f"{changes.history(council, policy)}_"
    )


def what_else(council: Council, seat: Seat | None) -> tuple[Block, ...]:
    """What is on the table, and what this seat can do with the book."""
    on_the_table = [
        f"proposal {one.number}, {escaped(one.title)}"
        for one in council.proposals.values()
        if one.status is ProposalStatus.OPEN
    ]
    found: list[Block] = []
    if on_the_table and not council.frozen:
        found.append(section(f"*Proposals on the table:* {'; '.join(on_the_table)}"))
    buttons = [] if seat is None else [*_buttons(council, seat)]
    if buttons:
        found.append(actions(*buttons))
    return tuple(found)


def _buttons(council: Council, seat: Seat) -> Iterator[ButtonElement]:
    if not council.begun or council.frozen:
        return
    if council.order:
        rests_on = council.policies[council.order[0] - 1].proposal
        yield button("Change a policy", names.CHANGE_POLICY, names.on_card(council.id, rests_on, 1))
    if chairs(council, seat):
        if len(council.order) > 1:
            yield button("Change the order", names.ORDER_BOOK, council.id)
        yield button("Park something", names.PARK_SOMETHING, council.id)
    if any(chairs(council, seat) or item.is_owned_by(seat) for item in council.parked()):
        yield button("Settle a parked item", names.SETTLE_PARKED, council.id)


def in_order(council: Council) -> str:
    """The titles of the policies, as the book has them."""
    return bullets(f"{p.numbered(policy)}: {escaped(one.title)}" for policy, one in council.book())


def ordered(scenario: Scenario, council: Council, by: RoleNumber) -> Message:
    """The book is in another order."""
    role = p.the_role(scenario, by)
    return Message.of(
        section(f"*The book has a new order*, set by {role}. The policies keep their numbers."),
        *sections(in_order(council).splitlines()),
    )
