"""Somebody with a part in several games is asked which one they mean, and nothing that they typed is lost."""

from tests.e2e.room import Json, Room
from tests.patience import until


def choices(message: Json) -> dict[str, str]:
    """The buttons beside the lines of a message or a page: their words, and their names."""
    beside = (block.get("accessory") for block in message["blocks"])
    return {one["text"]["text"]: one["action_id"] for one in beside if one and one["type"] == "button"}


async def test_words_typed_in_a_dm_are_carried_out_whole_in_the_game_that_their_person_chooses(
    room: Room,
) -> None:
    # given a running game, in none of whose rooms a second one can begin
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    for channel in (room.plenary, table):
        assert "channel" in await room.moot(players[0], "new", channel)
    assert room.people.modals(players[0]) == []

    # and a second game of the same director, in a channel of its own
    friday = room.workspace.add_channel("friday", members=[room.app.bot_user_id, room.director]).id
    view = await room.opens(room.director, lambda: room.people.command(room.director, friday, "/moot", "new"))
    assert await room.submit(room.director, view, {"name": "Friday's game"}) == {}
    await room.card(room.director, friday, "Friday's game")

    # when the director says something long, elsewhere
    dm, words = await room.to_director(), "Please look up. " * 120
    asked = await room.moot(room.director, f"say {words}", dm)
    question = room.private(room.director, dm)[-1]

    # then both games are offered, and it is said in the one they choose alone
    assert "Which one do you mean" in asked
    assert set(choices(question)) == {"Tuesday's game", "Friday's game"}
    await room.people.click(room.director, dm, question["ts"], choices(question)["Tuesday's game"])
    await until(
        lambda: any("Every council will see it" in one["text"] for one in room.private(room.director, dm)),
        "it is answered",
    )
    await until(lambda: words.strip() in str(room.people.history(players[0], table)), "the council reads it")
    assert "Please look up" not in str(room.people.history(room.director, friday))
    assert not any("Which one do you mean" in one["text"] for one in room.private(room.director, dm))

    # and their Home asks as well, and shows the one they choose
    await room.people.open_home(room.director, room.app.id)
    await until(lambda: "Choose which one" in str(room.people.home(room.director, room.app.id)), "Home asks")
    home = room.people.home(room.director, room.app.id)
    assert home is not None
    await room.people.click_in_view(room.director, home["id"], choices(home)["Friday's game"])
    await until(
        lambda: "Tuesday's game" in choices(room.people.home(room.director, room.app.id) or {"blocks": []}),
        "Home shows one, and offers the other",
    )

    # and so does the shortcut that has no channel
    shown = await room.opens(room.director, lambda: room.people.shortcut(room.director, "what_can_i_do_now"))
    await room.people.click_in_view(room.director, shown["id"], choices(shown)["Tuesday's game"])
    await until(lambda: "What now?" in str(room.people.modals(room.director)), "help is shown")
