"""The policy book as cards: as it stands, its order, and what somebody can do with it."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.council import Council, Policy, Proposal, ProposalStatus
from bot.domain.council.acting import chairs
from bot.domain.ids import RoleNumber
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    MAX_BLOCKS_TEXT,
    PAGE,
    Message,
    actions,
    bullets,
    button,
    context,
    cut,
    escaped,
    header,
    length,
    section,
    sections,
)
from bot.slack.blocks.paging import page_of
from bot.slack.book import parked
from bot.slack.proposals.cards import particulars, stamp


def paged_book(scenario: Scenario, council: Council, seat: Seat | None, page: int = 1) -> Message:
    """The policy book for one person, with what this seat can do with it; page by page where it is long."""
    lines, whole = book_lines(scenario, council), policies(scenario, council, seat)
    if sum(map(len, lines)) <= PAGE:
        return whole
    title, small = f"Policy book of {council.name}", p.coverage(scenario, council)
    also = what_else(council, seat)
    return page_of(title, lines, page, names.TURN_BOOK, council.id, small, also)


ON_THE_TABLE = 800  # characters of the open proposals' titles


def book(scenario: Scenario, council: Council, *, frozen: bool, also: tuple[Block, ...] = ()) -> Message:
    """The policy book, as it stands; `also` follows it."""
    if not (council.policies or council.responses or council.parked()):
        empty = f"*{council.name}:* the policy book is still empty. /propose makes a proposal."
        return Message.of(section(empty), *also)
    closing = (
        f"Frozen for the final vote; fingerprint `{council.ballot.book_hash}`. "
        if council.ballot and frozen
        else ""
    )
    after = [
        *parked.listed(scenario, council),
        context(f"{closing}{p.coverage(scenario, council)}" or "The book is open."),
        *also,
    ]
    lines = book_lines(scenario, council)
    if sum(map(len, lines)) > PAGE and not also:
        after.append(actions(button("Read it page by page", names.TURN_BOOK, f"{council.id}:1")))
    room = MAX_BLOCKS_TEXT - length(after) - 300
    title = header(f"Policy book of {council.name}")
    return Message.of(
        title, *sections(lines, limit=min(11_000, room), rest="/moot policies shows all"), *after
    )


def book_lines(scenario: Scenario, council: Council) -> list[str]:
    """The book's policies and processes, a paragraph each."""
    lines = [_policy_lines(scenario, council, policy, one) for policy, one in council.book()]
    return lines + [f"*Process:* {escaped(one.text)}" for one in council.responses]


def _policy_lines(scenario: Scenario, council: Council, policy: Policy, one: Proposal) -> str:
    return (
        f"*{policy.number}. {escaped(one.title)}*\n{escaped(one.text)}\n"
        f"_{particulars(scenario, council, one)} · {stamp(scenario, policy)}_"
    )


def policies(scenario: Scenario, council: Council, seat: Seat | None) -> Message:
    """The book for one person: besides, what is on the table, and what this seat can do with the book."""
    return book(scenario, council, frozen=True, also=what_else(council, seat))


def what_else(council: Council, seat: Seat | None) -> tuple[Block, ...]:
    """What is on the table, and what this seat can do with the book."""
    on_the_table = [
        f"{one.number}. {escaped(one.title)}"
        for one in council.proposals.values()
        if one.status is ProposalStatus.OPEN
    ]
    found: list[Block] = []
    if on_the_table and council.ballot is None:
        found.append(section(cut(f"*Proposals on the table:* {'; '.join(on_the_table)}", ON_THE_TABLE)))
    buttons = [] if seat is None else [*_buttons(council, seat)]
    if buttons:
        found.append(actions(*buttons))
    return tuple(found)


def _buttons(council: Council, seat: Seat) -> Iterator[ButtonElement]:
    if not council.begun or council.ballot is not None:
        return
    if chairs(council, seat):
        if len(council.policies) > 1:
            yield button("Change the order", names.ORDER_BOOK, council.id)
        yield button("Park something", names.PARK_SOMETHING, council.id)
    if any(chairs(council, seat) or item.is_owned_by(seat) for item in council.parked()):
        yield button("Settle a parked item", names.SETTLE_PARKED, council.id)


def in_order(council: Council) -> str:
    """The titles of the policies, as the book has them."""
    return bullets(f"{policy.number}. {escaped(one.title)}" for policy, one in council.book())


def ordered(scenario: Scenario, council: Council, by: RoleNumber) -> Message:
    """The book is in another order."""
    role = escaped(scenario.role(by).name)
    return Message.of(
        section(f"*The book is in another order now*, by the {role}. The policies keep their numbers."),
        *sections(in_order(council).splitlines(), limit=6_000),
    )
