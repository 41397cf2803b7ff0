"""The policy book: reading it, putting it in order; and what the council parks for later."""

import re

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council.acting import at_the_table, book_is_open, steward_of
from bot.domain.council.book import may_park, may_settle
from bot.domain.council.proposals import open_proposal
from bot.domain.errors import Refusal
from bot.domain.errors.book import NotYourParkedItem
from bot.domain.ids import CouncilId, ProposalNumber, UserId
from bot.queries.place import Where
from bot.slack.acting.asked import AFTERWARDS, IN_A_GAME, WHILE_PLAYED, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import carried, message, names
from bot.slack.book import cards as book_cards
from bot.slack.book import kept
from bot.slack.book.forms import OrderForm, ParkForm, SettleForm
from bot.slack.proposals import revising
from bot.slack.typed import words as typed

_NUMBER = re.compile(r"\d{1,6}")


class OrderHow(Refusal):
    template = "Write the policies' numbers in the new order, like this: 3 1 2. Those you leave out follow."


def _chairing(council: Council, user: UserId) -> None:
    """Nobody fills in a form for nothing: refuses whoever could not submit it."""
    at_the_table(council, user)
    steward_of(council, user)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, _NUMBER.findall(text)))


# --- forms


async def _submit_order(sent: Sent[OrderForm]) -> None:
    """The book in another order."""
    numbers = _numbers(sent.form.order)
    if not numbers:
        raise OrderHow
    await sent.services.councils.handle(sent.form.council, cc.OrderBook(numbers), actor=sent.user)


async def _park(sent: Sent[ParkForm]) -> None:
    """Something waits, with an owner and a date."""
    form = sent.form
    command = cc.Park(
        text=form.text,
        until=form.until,
        owner_team=form.owner.team,
        owner_seat=form.owner.seat,
        proposal=form.number,
    )
    await sent.services.councils.handle(form.council, command, actor=sent.user)


async def _settle(sent: Sent[SettleForm]) -> None:
    """It waits no longer."""
    await sent.services.councils.handle(sent.form.council, cc.Unpark(sent.form.item), actor=sent.user)


FORMS: tuple[Taken, ...] = (
    takes(OrderForm, _submit_order),
    takes(ParkForm, _park),
    takes(SettleForm, _settle),
)


# --- buttons


async def _show_this(pressed: Pressed) -> None:
    council, where = await pressed.council()
    await pressed.answer(book_cards.paged_book(where.scenario, council, council.seat_of(pressed.user)))


async def _turn(pressed: Pressed) -> None:
    key, _, page = pressed.value.partition(":")
    table = await pressed.services.reader.council(CouncilId(key))
    scenario = (await pressed.services.reader.game(table.game))[1]
    await pressed.answer.turn(
        book_cards.paged_book(scenario, table, table.seat_of(pressed.user), carried.number(page or "1"))
    )


async def _open_order(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    _chairing(council, pressed.user)
    await pressed.open(OrderForm.view(council))


async def _park_something(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    _chairing(council, pressed.user)
    await pressed.open(ParkForm.view(where.scenario, council))


async def _settle_something(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    await _open_settling(council, pressed)


async def _take_up(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    _, number, _ = names.read_card(pressed.value)
    item = next((item for item in council.parked() if item.proposal == number), None)
    book_is_open(council)
    if item is None:
        open_proposal(council, number)  # what became of it
    else:
        await pressed.services.councils.handle(council.id, cc.Unpark(item.number), actor=pressed.user)
    await pressed.answer(message.plain("It is on the table again, on a new card."))


async def _export(by: Asked | Pressed) -> None:
    """Everything that is kept, as files, once more."""
    where = await by.where()
    count = await by.services.requests.export(where, by.team_id)
    await by.answer(kept.on_their_way(where.game, count))


async def _menu(pressed: Pressed) -> None:
    """What the menu on a proposal's card offers."""
    what, _, value = pressed.value.partition(":")
    chosen = pressed.about(value)
    if what == names.MERGE:
        await revising.start_merging(chosen)
        return
    council, where = await chosen.seated()
    _, number, _ = names.read_card(value)
    proposal = open_proposal(council, number)
    may_park(council, proposal, pressed.user)
    await chosen.open(ParkForm.view(where.scenario, council, proposal))


BUTTONS: dict[str, Handler] = {
    names.SHOW_BOOK: _show_this,
    names.TURN_BOOK: _turn,
    names.ORDER_BOOK: _open_order,
    names.PARK_SOMETHING: _park_something,
    names.SETTLE_PARKED: _settle_something,
    names.TAKE_UP: _take_up,
    names.EXPORT_BOOKS: _export,
    names.PROPOSAL_MENU: _menu,
}


# --- words


async def _show(asked: Asked) -> None:
    where = await asked.where()
    await asked.answer(book_cards.paged_book(where.scenario, where.in_council(), where.seat))


async def _order(asked: Asked) -> None:
    """`/moot order 3 1 2`, or the form."""
    council = (await asked.where()).in_council()
    numbers = _numbers(asked.typed.rest)
    if not numbers:
        _chairing(council, asked.user)
        await asked.open(OrderForm.view(council))
        return
    after = await asked.services.councils.handle(council.id, cc.OrderBook(numbers), actor=asked.user)
    await asked.answer(message.plain(f"The book's order is now:\n{book_cards.in_order(after)}"))


async def _open_parking(asked: Asked) -> None:
    """`/moot park`, with the words or a proposal's number if there are any: opens the form."""
    words = await asked.said()
    number = re.fullmatch(r"(?:proposal\s+)?#?(\d{1,4})\.?", words, re.IGNORECASE)
    if number is not None:
        await park_proposal(asked, ProposalNumber(int(number[1])))
        return
    where = await asked.where()
    _chairing(where.in_council(), asked.user)
    await asked.open(
        ParkForm.view(where.scenario, where.in_council(), text=typed.fitting(words, ParkForm.text.length))
    )


async def park_proposal(asked: Asked, number: ProposalNumber) -> None:
    """Opens the form for a proposal."""
    where = await asked.where()
    council = where.in_council()
    at_the_table(council, asked.user)
    proposal = open_proposal(council, number)
    may_park(council, proposal, asked.user)
    await asked.open(ParkForm.view(where.scenario, council, proposal))


async def _unpark(asked: Asked) -> None:
    """`/moot unpark 2`, or a form with what is parked."""
    council, numbers = (await asked.where()).in_council(), _numbers(asked.typed.rest)
    if not numbers:
        at_the_table(council, asked.user)
        await _open_settling(council, asked)
        return
    await asked.services.councils.handle(council.id, cc.Unpark(numbers[0]), actor=asked.user)
    await asked.answer(message.plain(f"Parked item {numbers[0]} is off the list."))


async def _open_settling(council: Council, by: Asked | Pressed) -> None:
    if not council.parked():
        await by.answer(message.plain("Nothing is parked."))
        return
    seat = at_the_table(council, by.user)
    theirs = [item for item in council.parked() if may_settle(council, item, seat)]
    if theirs:
        await by.open(SettleForm.view(council, theirs))
    else:
        raise NotYourParkedItem(number=council.parked()[0].number)


def _has_begun(where: Where | None) -> bool:
    return where is not None and where.council is not None and where.council.begun


WORDS: tuple[Word, ...] = (
    Word("policies", _show, "your council's policy book, what is on the table and what is parked", IN_A_GAME,
         ForWhom.SEAT_HOLDERS, changes=False, aliases=("book",), after="missed",
         press=Press("Our policy book", "/moot policies", 3, fits=_has_begun)),
    Word("order 3 1 2", _order, "change the order of the book's policies (stewards)", WHILE_PLAYED,
         ForWhom.SEAT_HOLDERS, after="charter"),
    Word("park …", _open_parking,
         "park something for later, with an owner and a date (stewards)",
         WHILE_PLAYED, ForWhom.SEAT_HOLDERS),
    Word("unpark 2", _unpark, "take a parked item off the list, or take it up again (stewards and its owner)",
         WHILE_PLAYED, ForWhom.SEAT_HOLDERS),
    Word("export", _export, "books and report as files: to the channels, and all of it to you",
         WHILE_PLAYED | AFTERWARDS, ForWhom.FACILITATORS, after="end"),
)  # fmt: skip
