"""Shortcuts, and forms that Slack will not open any more."""

from functools import partial

from bot.reports import book_in_words
from bot.workspace.state.records import Json
from tests.e2e.room import Room, buttons
from tests.e2e.test_revisions import a_table
from tests.patience import until


def field(form: dict[str, object], block: str) -> str:
    """What a field of a form begins with."""
    blocks = form["blocks"]
    assert isinstance(blocks, list)
    element = next(one["element"] for one in blocks if one.get("block_id") == block)
    return str(element.get("initial_value") or "")


async def test_a_message_at_ones_own_table_becomes_a_proposal(room: Room) -> None:
    # given
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    words = "@director and owners answer <within> two days & nobody else."
    ts = await room.people.say(players[1], table, words)

    # when somebody else at the table takes the words up
    await room.people.shortcut(players[0], "propose_this_message", table, ts)
    await until(lambda: bool(room.people.modals(players[0])), "the form is open")
    form = room.people.modals(players[0])[0]

    # then the form holds them as they were written, and they go on the table
    assert field(form, "text").lower() == words.lower()
    assert field(form, "title").endswith("nobody else")
    values = {"title": {"value": "Owners answer"}}
    assert await room.people.submit(players[0], form["id"], values) == {}
    card = await room.card(players[0], table, "Proposal 1: Owners answer")
    assert "&lt;within&gt; two days &amp; nobody else." in card["text"]


async def test_a_photo_of_a_paper_pad_is_taken_into_the_book_with_a_link(room: Room) -> None:
    # given a photo that somebody has posted at their table, and a steward
    await room.opened(5)
    await room.to("session")
    seats = await room.table()
    table = room.channel(seats[1], "council-1")
    [council] = await room.store.services.reader.councils(await room.game())
    steward = next(str(seat.holder) for seat in council.filled if seat.steward)
    poster, other = [user for user in seats.values() if user != steward][:2]
    ts = await room.people.share(poster, table, "pad.png", b"\x89PNG\r\n\x1a\n")

    # when another player would take it up; then its own poster
    await room.people.shortcut(other, "propose_this_message", table, ts)
    await until(lambda: "Only a steward" in str(room.private(other, table)), "it is refused")
    form = await room.opens(poster, partial(room.people.shortcut, poster, "propose_this_message", table, ts))
    said = {"title": "Owners answer", "text": "Within two days.", "alt": "A page with one sentence"}
    assert await room.submit(poster, form, said) == {}

    # then the card says whose photo it is and where it stands, and nothing was downloaded
    card = await room.card(poster, table, "Proposal 1: Owners answer")
    [file] = [one for one in room.workspace.files.values() if one.name == "pad.png"]
    assert f"files/{file.id}|photo> by <@{poster}> (A page with one sentence)" in card["text"]

    # and so do book and files
    assert await room.pressed(steward, card, "Record as decided")
    await room.settled()
    [council] = await room.store.services.reader.councils(await room.game())
    game, scenario = await room.store.services.reader.game((await room.game()).id)
    book = book_in_words.as_markdown(book_in_words.book_of(game, scenario, council, room.clock.now()))
    assert "- From paper: photo by " in book
    assert f"files/{file.id}" in book


async def test_elsewhere_and_for_others_the_shortcut_is_refused_kindly(room: Room) -> None:
    # given messages in the plenary, at a table, and in a channel without a game
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    stranger = room.person("stranger")
    room.workspace.invite(table, stranger)
    elsewhere = room.workspace.add_channel("elsewhere", members=[players[0], stranger]).id
    said = {
        place: await room.people.say(players[0], place, "Words.")
        for place in (room.plenary, table, elsewhere)
    }

    # when, then
    for user, place in (
        (players[0], room.plenary),
        (stranger, table),
        (room.director, table),
        (players[0], elsewhere),
        (stranger, elsewhere),
    ):
        assert "use /propose" in await _refused(room, user, place, said[place])
        assert room.people.modals(user) == []


async def _refused(room: Room, user: str, place: str, ts: str) -> str:
    before = len(room.private(user, place))
    await room.people.shortcut(user, "propose_this_message", place, ts)
    await until(lambda: len(room.private(user, place)) > before, "it is answered")
    return str(room.private(user, place)[-1]["text"])


async def test_the_global_shortcut_shows_what_this_person_can_do(room: Room) -> None:
    # given somebody in no game
    ada = room.person("ada")

    # when
    await room.people.shortcut(ada, "what_can_i_do_now")

    # then
    await until(lambda: "You are not in a game" in str(room.people.modals(ada)), "help is shown")


async def test_a_form_that_opens_too_late_is_offered_again_and_opens_then(room: Room) -> None:
    # given a Slack that has given up waiting
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    for error in ("expired_trigger_id", "trigger_exchanged"):
        room.workspace.faults.fail_next("views.open", error)

        # when
        said = await room.asked(players[0], "/propose", "", table)
        again = room.private(players[0], table)[-1]

        # then
        assert "only lets me open a form at once" in said
        await room.press(players[0], again, "Open the form")
        await until(lambda: bool(room.people.modals(players[0])), "the form is open")
        await room.people.close_view(players[0], room.people.modals(players[0])[0]["id"])


async def test_the_form_of_a_new_game_and_of_a_button_are_offered_again_as_well(room: Room) -> None:
    # given
    room.workspace.faults.fail_next("views.open", "expired_trigger_id")
    await room.moot(room.director, "new Friday's game")
    await room.press(room.director, room.private(room.director, room.plenary)[-1], "Open the form")
    await until(lambda: bool(room.people.modals(room.director)), "the form is open")
    await room.people.submit(room.director, room.people.modals(room.director)[0]["id"], {})
    card = await room.card(room.director, room.plenary, "Rainbow Road")
    assert "Join" in buttons(card)


async def test_a_home_whose_modal_opens_too_late_breaks_nothing(room: Room) -> None:
    # given a player's Home
    players = await room.opened(5)
    await room.people.open_home(players[0], room.app.id)
    await until(lambda: "Handbook" in str(room.people.home(players[0], room.app.id)), "the Home is there")
    home = room.people.home(players[0], room.app.id)
    assert home is not None
    handbook = next(
        one
        for block in home["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["text"]["text"] == "Handbook"
    )

    # when the first click comes to nothing
    room.workspace.faults.fail_next("views.open", "expired_trigger_id")
    await room.people.click_in_view(players[0], home["id"], handbook["action_id"], handbook["value"])

    # then the second shows it
    await room.people.click_in_view(players[0], home["id"], handbook["action_id"], handbook["value"])
    await until(lambda: "Choose a chapter" in str(room.people.modals(players[0])), "the Handbook is shown")


async def test_a_form_that_is_opened_from_a_window_lies_on_top_of_it(room: Room) -> None:
    # given a steward who reads the book from their Home
    table, steward, others = await a_table(room)
    await room.asked(others[0], "/propose", "Owners merge.", table)
    await room.people.open_home(steward, room.app.id)
    await until(lambda: "Our policy book" in str(room.people.home(steward, room.app.id)), "the Home is there")
    home = room.people.home(steward, room.app.id)
    assert home is not None
    await room.people.click_in_view(steward, home["id"], *pressable(home, "Our policy book"))
    await until(lambda: len(room.people.modals(steward)) == 1, "the book is open")
    book = room.people.modals(steward)[0]

    # when
    await room.people.click_in_view(steward, book["id"], *pressable(book, "Park something"))

    # then
    await until(lambda: len(room.people.modals(steward)) == 2, "the form lies on top")
    assert room.people.modals(steward)[1]["callback_id"] == "park_form"
    assert not [one for one in room.workspace.sent if one.response.get("error") == "invalid_trigger_id"]


def pressable(view: Json, label: str) -> tuple[str, str]:
    """The button with these words: its action and value."""
    return next(
        (one["action_id"], one.get("value", ""))
        for block in view["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["text"]["text"] == label
    )
