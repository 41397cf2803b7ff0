"""The stage: prepared presentations in their turns, straw polls, `/moot x` and feedback."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.game import Stage
from bot.domain.ids import UserId
from tests.e2e.room import Room, buttons, everything_sent
from tests.patience import until


def seats(council: tuple[tuple[int, str], ...]) -> dict[int, str]:
    """Who holds which role."""
    return {int(role): str(user) for role, user in council}


async def test_councils_prepare_and_present_one_after_the_other(room: Room) -> None:
    # given two councils at the start of the presentations
    await room.opened(12)
    game = await room.to("presentations")
    assert game.deal is not None
    tables = {number: seats(council) for number, council in enumerate(game.deal.councils, 1)}
    first, second = game.presentation_order
    steward, player = tables[second][1], tables[second][3]
    channel = room.channel(steward, f"council-{second}")

    # then the first is on, with its slide, and the second has none yet
    turn = await room.card(room.director, room.plenary, f"Council {first} presents now: 1 minute")
    assert f"Next: Council {second}." in turn["text"]
    shown = await room.card(room.director, room.plenary, f"Council {first}")
    assert float(turn["ts"]) < float(shown["ts"])
    assert f"Council {second}" not in room.titles(room.director, room.plenary)

    # when the second council's stewards are asked what they owe, and one prepares two answers
    assert "Prepare your council's presentation" in await room.moot(steward, "owe", channel)
    assert "presentation" not in await room.moot(player, "owe", channel)
    card = next(
        one
        for one in room.people.history(steward, channel)[::-1]
        if "Prepare our presentation" in buttons(one)
    )
    values = {"answer:0": "By majority, mostly.", "answer:2": "Nobody owned the <donors>."}
    await room.fill(steward, card, "Prepare our presentation", values)

    # then the council reads it, and the plenary nothing yet
    mine = await room.card(steward, channel, "Our presentation")
    assert "By majority, mostly." in mine["text"]
    assert "4 questions not answered" in mine["text"]
    assert "presentation" not in await room.moot(steward, "owe", channel)
    await room.settled()
    assert f"Council {second}" not in room.titles(room.director, room.plenary)

    # when somebody without the right tries, then they hear it before they have typed in vain
    said = await room.pressed(player, mine, "Change our presentation")
    assert "steward" in said.lower() or "Data Leadership" in said
    assert not room.people.modals(player)

    # when the clock is paused in the first turn, then no turn begins, however long it takes
    await room.moot(room.director, "pause")
    assert (await room.game()).next_due() is None
    await room.moot(room.director, "resume")

    # when the second turn begins
    await room.cue()

    # then its slide has the answers, and what is changed now changes there
    await room.card(room.director, room.plenary, f"Council {second} presents now: 1 minute")
    slide = await room.card(room.director, room.plenary, f"Council {second}")
    assert "By majority, mostly." in slide["text"]
    assert "Nobody owned the &lt;donors&gt;." in slide["text"]
    other = tables[second].get(2, steward)
    await room.fill(other, mine, "Change our presentation", {"answer:1": "Owners answer."})
    await until(
        lambda: "Owners answer." in str(room.find(room.director, room.plenary, f"Council {second}")),
        "the slide shows the new answer",
    )
    changed = await room.card(room.director, room.plenary, f"Council {second}")
    assert changed["ts"] == slide["ts"]
    assert "By majority, mostly." in changed["text"]
    assert room.titles(room.director, room.plenary).count(f"Council {second}") == 1


async def test_who_leaves_a_field_alone_does_not_undo_what_another_wrote(room: Room) -> None:
    # given two stewards with the form open at the same time
    await room.opened(10)
    game = await room.to("presentations")
    assert game.deal is not None
    holders = seats(game.deal.councils[0])
    one, other = holders[1], holders[2]
    channel = room.channel(one, "council-1")
    card = next(
        each
        for each in room.people.history(one, channel)[::-1]
        if "Prepare our presentation" in buttons(each)
    )
    for user in (one, other):
        await room.press(user, card, "Prepare our presentation")
        await until(lambda user=user: bool(room.people.modals(user)), "the form is open")  # type: ignore[misc]

    # when each answers another question
    for user, answer in ((one, {"answer:0": "We vote."}), (other, {"answer:1": "Names."})):
        form = room.people.modals(user)[0]
        values = {block: {"value": text} for block, text in answer.items()}
        assert not await room.people.submit(user, form["id"], values)

    # then both answers stand
    await until(lambda: "Names." in str(room.find(one, channel, "Our presentation")), "the second is there")
    assert "We vote." in (await room.card(one, channel, "Our presentation"))["text"]


async def test_presentations_that_are_skipped_lose_no_slide(room: Room) -> None:
    # given
    await room.opened(12)
    game = await room.to("presentations")
    first, second = game.presentation_order
    assert f"Council {second}" not in room.titles(room.director, room.plenary)

    # when, some seconds after the bell
    room.clock.move(timedelta(seconds=5))
    await room.moot(room.director, "next")
    await room.settled()

    # then
    titles = room.titles(room.director, room.plenary)
    assert [titles.count(f"Council {number}") for number in (first, second)] == [1, 1]
    assert room.find(room.director, room.plenary, f"Council {second} presents now") is None


async def test_a_straw_poll_asks_the_table_and_counts_nothing(room: Room) -> None:
    # given
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    watcher = room.person("watcher")

    # then it waits for the first session, and for a question
    assert "when the first session begins" in await room.moot(players[0], "straw Tea?", table)
    await room.to("session")
    assert "3001 characters" in await room.moot(players[0], f"straw {'x' * 3001}", table)
    assert "not in a council" in await room.moot(watcher, "straw Tea?")
    assert "hold no seat" in await room.moot(room.director, "straw Tea?", table)

    # when
    said = await room.moot(players[0], "straw Owners first, <!channel>?", table)

    # then
    assert "is not binding" in said
    poll = await room.card(players[1], table, "Straw poll 1")
    assert "Owners first, " in poll["text"]
    assert "<!channel>" not in poll["text"]
    assert "not binding" in poll["text"]
    await until(
        lambda: (
            {one["name"] for one in (room.find(players[1], table, "Straw poll 1") or {})["reactions"]}
            == {"thumbsup", "thumbsdown"}
        ),
        "it has its seeds",
    )
    await room.people.react(players[1], table, poll["ts"], "thumbsup")
    await room.people.react(room.director, table, poll["ts"], "thumbsdown")

    async def answered() -> bool:
        (council,) = await room.store.services.reader.councils(await room.game())
        return bool(council.straw_answers)

    await until(answered, "somebody has answered")
    (council,) = await room.store.services.reader.councils(await room.game())
    seat = council.seat_of(UserId(players[1]))
    assert seat is not None
    assert council.straw_answers == {(1, seat.role)}, "that somebody answered is known, and not what"
    assert not any("does not count" in one["text"] for one in room.private(room.director, table))


async def test_who_wants_to_stop_is_heard_by_facilitators_alone(
    room: Room, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # given a running game, and somebody who only looks on
    players = await room.opened(5)
    watcher = room.person("watcher")
    table = room.channel(players[0], "council-1")
    sent = len(list(everything_sent(room.workspace)))

    # when
    said = await room.moot(players[0], "x this reminds me of heliotropes", table)

    # then the sender is thanked and told what happens, and the facilitator reads it in private
    assert "Thank you" in said
    assert f"<@{room.director}>" in said
    told = await room.card(room.director, room.dm(room.director), "Somebody wants to stop")
    assert f"<@{players[0]}>" in told["text"]
    assert "Council 1" in told["text"]
    assert "heliotropes" in told["text"]

    # and nothing is paused, and it stands nowhere else: no channel, no other person, no log, no database
    await room.settled()
    assert not (await room.game()).paused
    for channel in room.workspace.channels.values():
        if channel.id != room.dm(room.director):
            assert not any(
                "heliotropes" in f"{one.text} {one.blocks}" or "wants to stop" in one.text
                for one in channel.messages.values()
            ), channel.name
    for user in (watcher, *players[1:]):
        assert not any("heliotropes" in one["text"] for one in room.private(user, room.plenary))
    calls = [text for _, text in list(everything_sent(room.workspace))[sent:] if "heliotropes" in text]
    assert len(calls) == 1
    assert "heliotropes" not in caplog.text
    with sqlite3.connect(tmp_path / "moot.db") as database:
        assert not any("heliotropes" in line for line in database.iterdump())
        assert not any("wants_to_talk" in line for line in database.iterdump())


async def test_a_facilitator_who_cannot_be_reached_is_not_pretended(room: Room) -> None:
    # given
    players = await room.opened(5)
    await room.settled()

    # when Slack fails once, then it is tried again
    room.workspace.faults.fail_next("chat.postMessage", "internal_error")
    assert "Thank you" in await room.moot(players[0], "x")

    # when it refuses for good, then the sender hears whom to turn to
    room.workspace.faults.fail_next("chat.postMessage", "user_disabled", times=3)
    said = await room.moot(players[0], "x")
    assert "nobody has been told" in said
    assert f"<@{room.director}>" in said


async def test_feedback_is_read_without_names(room: Room) -> None:
    # given a game that is over
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    assert "when the game is over" in await room.moot(players[0], "feedback", table)
    while (await room.game()).stage is not Stage.ENDED:
        await room.bell()
    farewell = await room.card(players[0], table, "The game is over")
    assert "Nobody has given" in await room.moot(room.director, "feedback")

    # when two people speak, and one of them changes their mind
    await room.fill(players[0], farewell, "Give feedback", {"score": "2", "helped": "Nothing."})
    await room.fill(players[1], farewell, "Give feedback", {"score": "5", "change": "More time, <!here>."})
    await room.fill(players[0], farewell, "Give feedback", {"score": "4", "helped": "The cues."})

    # then
    await until(lambda: not any(room.people.modals(user) for user in players), "the forms are gone")
    said = await room.moot(room.director, "feedback")
    assert "2 answers" in said
    assert "4.5 of 5" in said
    assert "The cues." in said
    assert "More time, &lt;!here&gt;." in said
    assert "Nothing." not in said
    assert not any(user in said for user in players)
