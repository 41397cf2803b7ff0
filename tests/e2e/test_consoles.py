"""The facilitator's console over many councils, and pages, from the click to what stands there then."""

from typing import Any

from bot.workspace.state.records import Json
from tests.e2e.room import Room
from tests.patience import until


def looks(message: Json) -> dict[str, Json]:
    """The button beside each council's line, by the line's first words."""
    return {
        block["text"]["text"].partition(":")[0].strip("*"): block["accessory"]
        for block in message["blocks"]
        if "accessory" in block
    }


async def test_a_facilitator_looks_at_councils_one_after_the_other(room: Room) -> None:
    # given three councils, one of which has an empty team
    players = await room.opened(25)
    await room.to("session")
    councils = await room.store.services.reader.councils(await room.game())
    empty = next(seat.team for seat in councils[2].filled if not seat.steward)
    for seat in [one for one in councils[2].filled if one.team == empty]:
        await room.moot(str(seat.holder), "leave")

    # when
    said = await room.moot(room.director, "councils")
    page = room.private(room.director, room.plenary)[-1]

    # then the one that needs help comes first
    assert "1 of 3 councils may need help" in said
    assert next(iter(looks(page))) == "Council 3"
    assert "a team is empty" in said

    # and when looking at it, the page is replaced by the council, and back again
    ts, look = page["ts"], looks(page)["Council 3"]
    await room.people.click(room.director, page["channel"], ts, look["action_id"])
    await until(lambda: "nobody is left in" in _at(room, ts)["text"], "the council is shown")
    assert "/moot invite" in _at(room, ts)["text"]
    await room.press(room.director, _at(room, ts), "All councils")
    await until(lambda: "councils may need help" in _at(room, ts)["text"], "all are shown again")
    await room.press(room.director, _at(room, ts), "Sort: by number")
    await until(lambda: next(iter(looks(_at(room, ts)))) == "Council 1", "they are sorted by number")

    # and nobody else may look
    assert "Only this game's facilitators" in await room.moot(players[0], "councils")


def _at(room: Room, ts: str) -> Json:
    return next(one for one in room.private(room.director, room.plenary) if one["ts"] == ts)


async def test_the_console_on_home_opens_councils_in_a_modal_and_turns_pages_there(room: Room) -> None:
    # given fifteen councils, and the facilitator's Home
    await room.create()
    users = [room.person(f"p{number:03}") for number in range(1, 142)]
    await room.join(users)
    game = (await room.game()).id
    await until(lambda: _joined(room) >= 141, "everybody has joined")
    await room.deal()
    home = await _home(room)

    # when
    every = _button(home, "All 15 councils")
    await room.people.click_in_view(room.director, home["id"], every["action_id"], every["value"])
    await until(lambda: bool(room.people.modals(room.director)), "the councils are shown")
    first = room.people.modals(room.director)[0]
    onward = _button(first, "Next page")
    await room.people.click_in_view(room.director, first["id"], onward["action_id"], onward["value"])

    # then the same modal shows the next page
    await until(lambda: "Page 2 of 2" in str(room.people.modals(room.director)), "the page is turned")
    assert len(room.people.modals(room.director)) == 1
    assert "Council 15" in str(room.people.modals(room.director)[0])
    assert game


async def test_long_books_and_the_handbook_are_read_page_by_page(room: Room) -> None:
    # given a council with a long book
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    steward = next(
        str(seat.holder)
        for seat in (await room.store.services.reader.councils(await room.game()))[0].filled
        if seat.steward
    )
    for number in range(1, 4):
        await room.asked(players[0], "/propose", f"Policy {number}. {'All owners answer. ' * 95}", table)
        await room.pressed(
            steward, await room.card(steward, table, f"Proposal {number}:"), "Record as decided"
        )

    # when
    said = await room.moot(players[1], "policies", table)
    page = room.private(players[1], table)[-1]
    await room.press(players[1], page, "Next page")

    # then the page is turned where it stands
    assert "Page 1 of 3" in said
    await until(lambda: "Page 2 of 3" in room.private(players[1], table)[-1]["text"], "the page is turned")
    assert room.private(players[1], table)[-1]["ts"] == page["ts"]

    # and the Handbook opens by chapters, in which a word is found
    await room.people.command(players[1], table, "/moot", "handbook clinic zebra")
    await until(lambda: "No chapter has" in str(room.people.modals(players[1])), "the nearest is offered")
    window = room.people.modals(players[1])[-1]
    read = next(one["accessory"] for one in window["blocks"] if "accessory" in one)
    await room.people.click_in_view(players[1], window["id"], read["action_id"], read["value"])
    await until(lambda: "Next chapter" in str(room.people.modals(players[1])), "the chapter is shown")


def _joined(room: Room) -> int:
    card = room.find(room.director, room.plenary, "Tuesday's game")
    words = str(card["text"]) if card else ""
    number = words.partition("Signed up:* ")[2].split(" ")[0]
    return int(number) if number.isdigit() else 0


async def _home(room: Room) -> Json:
    await room.people.open_home(room.director, room.app.id)
    found: list[Json] = []

    def there() -> bool:
        page = room.people.home(room.director, room.app.id)
        found[:] = [page] if page is not None and "All 15" in str(page) else []
        return bool(found)

    await until(there, "the Home shows the councils")
    return found[0]


def _button(view: Json, words: str) -> dict[str, Any]:
    return next(
        element
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["text"]["text"] == words
    )
