"""The policy book: reading it, putting it in order; and what the council parks for later."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council.acting import at_the_table, steward_of
from bot.domain.council.proposals import open_proposal
from bot.domain.errors import Refusal
from bot.domain.errors.book import BookClosed
from bot.domain.ids import CouncilId, ProposalNumber, RoleNumber, UserId
from bot.services import Services
from bot.slack.acting import filled
from bot.slack.acting.asked import IN_A_GAME, WHILE_PLAYED, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.blocks import message, names
from bot.slack.book import cards as book_cards
from bot.slack.book import forms as book_forms
from bot.slack.edge.guard import refusals_as_errors
from bot.slack.proposals import revising
from bot.slack.typed import words as typed

_NUMBER = re.compile(r"\d{1,6}")


class OrderHow(Refusal):
    template = (
        "Write the policies' numbers as they shall stand, like this: 3 1 2. Those that you leave out follow."
    )


def register(app: AsyncApp) -> None:
    """Registers the submissions of these forms."""
    app.view(names.ORDER_FORM)(submit_order)
    app.view(names.PARK_FORM)(park)
    app.view(names.SETTLE_FORM)(settle)


def _chairing(council: Council, user: UserId) -> None:
    """Nobody fills in a form for nothing: refuses whoever could not submit it."""
    at_the_table(council, user)
    steward_of(council, user)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, _NUMBER.findall(text)))


# --- forms


@refusals_as_errors("order")
async def submit_order(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """The book in another order."""
    numbers = _numbers(filled.values(view)["order"] or "")
    if not numbers:
        raise OrderHow
    council = CouncilId(view["private_metadata"])
    await services.councils.handle(council, cc.OrderBook(numbers), actor=UserId(body["user"]["id"]))
    await ack()


@refusals_as_errors("until")
async def park(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """Something waits, with an owner and a date."""
    said = filled.values(view)
    council, _, number = view["private_metadata"].partition(":")
    kind, _, owner = (said["owner"] or "").partition(":")
    command = cc.Park(
        text=said.get("text") or "",
        until=said["until"] or "",
        owner_team=owner if kind == "team" else None,
        owner_seat=RoleNumber(int(owner)) if kind == "seat" else None,
        proposal=ProposalNumber(int(number)) if number else None,
    )
    await services.councils.handle(CouncilId(council), command, actor=UserId(body["user"]["id"]))
    await ack()


@refusals_as_errors("item")
async def settle(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """It waits no longer."""
    command = cc.Unpark(int(filled.values(view)["item"] or 0))
    council = CouncilId(view["private_metadata"])
    await services.councils.handle(council, command, actor=UserId(body["user"]["id"]))
    await ack()


# --- buttons


async def _show_this(pressed: Pressed) -> None:
    council, where = await pressed.council()
    await pressed.answer(book_cards.paged_book(where.scenario, council, council.seat_of(pressed.user)))


async def _turn(pressed: Pressed) -> None:
    key, _, page = pressed.value.partition(":")
    table = await pressed.services.reader.council(CouncilId(key))
    scenario = (await pressed.services.reader.game(table.game))[1]
    await pressed.answer.turn(
        book_cards.paged_book(scenario, table, table.seat_of(pressed.user), int(page or 1))
    )


async def _open_order(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    _chairing(council, pressed.user)
    await pressed.open(book_forms.order_form(council))


async def _park_something(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    _chairing(council, pressed.user)
    await pressed.open(book_forms.park_form(where.scenario, council))


async def _settle_something(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    await _open_settling(council, pressed)


async def _take_up(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    _, number, _ = names.read_card(pressed.value)
    item = next((item for item in council.parked() if item.proposal == number), None)
    if council.ballot is not None:
        raise BookClosed
    if item is None:
        open_proposal(council, number)  # what became of it
    else:
        await pressed.services.councils.handle(council.id, cc.Unpark(item.number), actor=pressed.user)
    await pressed.answer(message.plain("It is on the table again, on a new card."))


async def _menu(pressed: Pressed) -> None:
    """What the menu on a proposal's card offers."""
    what, _, value = pressed.value.partition(":")
    chosen = pressed.about(value)
    if what == names.MERGE:
        await revising.start_merging(chosen)
        return
    council, where = await chosen.seated()
    _, number, _ = names.read_card(value)
    await chosen.open(book_forms.park_form(where.scenario, council, open_proposal(council, number)))


BUTTONS: dict[str, Handler] = {
    names.SHOW_BOOK: _show_this,
    names.TURN_BOOK: _turn,
    names.ORDER_BOOK: _open_order,
    names.PARK_SOMETHING: _park_something,
    names.SETTLE_PARKED: _settle_something,
    names.TAKE_UP: _take_up,
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
        await asked.open(book_forms.order_form(council))
        return
    after = await asked.services.councils.handle(council.id, cc.OrderBook(numbers), actor=asked.user)
    await asked.answer(message.plain(f"The book's order is now:\n{book_cards.in_order(after)}"))


async def _park(asked: Asked) -> None:
    """`/moot park`, with the words or a proposal's number if there are any: opens the form."""
    words = typed.as_written(asked.typed.rest)
    number = re.fullmatch(r"(?:proposal\s+)?#?(\d{1,4})\.?", words, re.IGNORECASE)
    if number is not None:
        await park_proposal(asked, ProposalNumber(int(number[1])))
        return
    where = await asked.where()
    _chairing(where.in_council(), asked.user)
    await asked.open(book_forms.park_form(where.scenario, where.in_council(), text=words))


async def park_proposal(asked: Asked, number: ProposalNumber) -> None:
    """Opens the form for a proposal."""
    where = await asked.where()
    council = where.in_council()
    at_the_table(council, asked.user)
    await asked.open(book_forms.park_form(where.scenario, council, open_proposal(council, number)))


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
    if council.parked():
        await by.open(book_forms.settle_form(council))
    else:
        await by.answer(message.plain("Nothing is parked."))


WORDS = (
    Word("policies", _show, "your council's policy book, what is on the table and what is parked", IN_A_GAME,
         ForWhom.SEAT_HOLDERS, changes=False, aliases=("book",), after="missed"),
    Word("order 3 1 2", _order, "put the book's policies in this order (stewards)", WHILE_PLAYED,
         ForWhom.SEAT_HOLDERS, after="charter"),
    Word("park …", _park, "park what your council cannot settle now, with an owner and a date (stewards)",
         WHILE_PLAYED, ForWhom.SEAT_HOLDERS),
    Word("unpark 2", _unpark, "take something parked from the list, or up again (stewards and its owner)",
         WHILE_PLAYED, ForWhom.SEAT_HOLDERS),
)  # fmt: skip
