"""The policy book to keep: as files in Slack's three steps, again when asked; as messages without them."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.edition import AS_WRITTEN
from bot.domain.feedback import Feedback
from bot.domain.game.commands import GiveFeedback
from bot.domain.ids import UserId
from bot.slack.edge.manifest import OPTIONAL
from bot.workspace.state.records import File
from tests.e2e.room import Room, a_room
from tests.patience import until

TITLE = "=Owners *answer* #panic() <b>"


@pytest.fixture
async def without_files(tmp_path: Path) -> AsyncIterator[Room]:
    """A room in which the bot may share no files, and not read back either."""
    async with a_room(tmp_path, optional_scopes=()) as opened:
        yield opened


async def a_voting_council(room: Room) -> tuple[dict[int, str], str]:
    """A council with a policy, whose vote is open and has been cast; who sits there, and its channel."""
    await room.opened(5)
    game = await room.to("session")
    seats = await room.table()
    table = room.channel(seats[1], "council-1")
    await room.asked(seats[3], "/propose", f"{TITLE}. Each model has one.", table)
    proposal = await room.card(seats[1], table, "Proposal 1:")
    await room.pressed(seats[1], proposal, "Record as decided")
    await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))
    await room.open_vote()
    ballot = await room.card(seats[1], table, "The final vote")
    for user in seats.values():
        await room.people.react(user, table, ballot["ts"], "white_check_mark")
    await until(lambda: "5 of 5" in str(room.find(seats[1], table, "The final vote")), "all have voted")
    return seats, table


def files_in(room: Room, channel: str) -> list[File]:
    """What is shared in a channel, oldest first."""
    messages = room.workspace.channels[channel].messages.values()
    return [room.workspace.files[one] for message in messages for one in message.files]


def packed_in(file: File) -> dict[str, bytes]:
    """The files in a ZIP, by name."""
    with zipfile.ZipFile(io.BytesIO(file.content or b"")) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def private_sentences(room: Room) -> list[str]:
    """What nobody may read before the reveal."""
    scenario = room.store.services.reader.scenario("rainbow-road", AS_WRITTEN)
    return [text for _, text in scenario.private_texts() if text]


async def test_each_book_is_kept_as_files_and_all_of_them_by_the_facilitator(room: Room, drawn: None) -> None:
    # given a council that votes; nothing is kept yet
    seats, table = await a_voting_council(room)
    assert files_in(room, table) == []

    # when the vote is counted
    await room.to("presentations")
    await room.card(seats[1], table, "The book is approved")
    await room.settled()

    # then the book stands in the council's channel, as Markdown and as PDF, in one message
    markdown, pdf = files_in(room, table)
    message = room.workspace.channels[table].messages[markdown.shared[table]]
    assert message.files == [markdown.id, pdf.id]
    assert [markdown.alt_text, pdf.alt_text] == [markdown.title, pdf.title]
    assert "The policy book of Council 1*, as Markdown and as PDF" in message.text
    assert markdown.content is not None
    written = markdown.content.decode()
    assert "=Owners \\*answer\\* #panic() \\<b\\>" in written
    assert "Approved: 5 for, 0 against" in written
    assert "Final" in written
    assert (pdf.content or b"").startswith(b"%PDF-")
    assert not any(sentence in written for sentence in private_sentences(room))

    # and at the top of the channel: pinned as it was closed, and as the canvas
    book = await room.card(seats[1], table, "Policy book of Council 1")
    assert list(room.workspace.channels[table].pins) == [book["ts"]]
    canvas = room.people.canvas(seats[1], table)
    assert canvas["title"] == "Policy book of Council 1"
    assert "Approved: 5 for, 0 against" in canvas["markdown"]

    # when the game ends
    await room.moot(room.director, "end")
    ending = room.private(room.director, room.plenary)[-1]
    await room.press(room.director, ending, "End the game")
    await room.card(room.director, room.plenary, "Tuesday's game: the result")
    await room.settled()

    # then the report is in the plenary for everybody, and the facilitator also has all books
    assert len(files_in(room, table)) == 2
    report = files_in(room, room.plenary)
    assert [one.name.rpartition(".")[2] for one in report] == ["pdf", "html", "zip"]
    page = (report[1].content or b"").decode()
    assert "=Owners *answer* #panic() &lt;b&gt;" in page
    assert "data:image/svg+xml" in page, "it has no plots"
    assert not any(user in page for user in seats.values()), "it names roles"
    assert {name.rpartition(".")[2] for name in packed_in(report[-1])} == {"csv"}
    kept = files_in(room, await room.to_director())
    assert [one.alt_text for one in kept] == [one.title for one in kept]
    packed = packed_in(kept[-1])
    assert {name.rpartition(".")[2] for name in packed} == {"csv", "json", "md", "pdf"}
    data = next(name for name in packed if name.endswith(".json"))
    assert json.loads(packed[data])["policies"][0]["title"] == TITLE

    # and again whenever they ask, which players cannot
    assert "Only this game's facilitators" in await room.moot(seats[3], "export", table)
    assert "policy book goes" in await room.moot(room.director, "export")
    await room.settled()
    assert [len(files_in(room, one)) for one in (table, await room.to_director(), room.plenary)] == [4, 6, 6]

    # when somebody says what they thought of it, and then the game is closed
    said = GiveFeedback(Feedback(4, helped="The clock, most of all."))
    await room.store.services.games.handle((await room.game()).id, said, actor=UserId(seats[3]))
    await room.moot(room.director, "close")
    await room.pressed(room.director, room.private(room.director, room.plenary)[-1], "Close the game")
    await room.settled()

    # then the report comes again with everything that everybody may read
    last = [files_in(room, one)[-2] for one in (room.plenary, await room.to_director())]
    assert [one.name.endswith("report-final.html") for one in last] == [True, True]
    assert ["The clock, most of all." in (one.content or b"").decode() for one in last] == [False, True]


async def test_a_book_asked_for_before_the_end_says_that_it_is_as_it_stands(room: Room) -> None:
    # given a game that runs, with a policy
    _, table = await a_voting_council(room)

    # when the facilitator asks twice at once, by the button and the command
    room.clock.stop()
    await room.moot(room.director, "status")
    await room.pressed(room.director, await room.console("Send books and report"), "Send books and report")
    assert "show the present state" in await room.moot(room.director, "export")
    await room.settled()

    # then the files come once, and say of when they are
    markdown, _ = files_in(room, table)
    assert "As it stands on 4 March 2031" in (markdown.content or b"").decode()
    assert "as it stands now" in room.workspace.channels[table].messages[markdown.shared[table]].text
    assert len(files_in(room, await room.to_director())) == 3
    assert files_in(room, room.plenary) == [], "the others read it at the end"


async def test_files_whose_answer_was_lost_are_not_shared_twice(room: Room) -> None:
    # given a Slack that shares files and whose answer to that is lost, and one upload that fails
    _, table = await a_voting_council(room)
    room.workspace.faults.fail_next("files.completeUploadExternal", "internal_error", performed=True)
    room.workspace.faults.fail_next("files.getUploadURLExternal", "internal_error")
    room.workspace.faults.fail_next("conversations.canvases.create", "internal_error", performed=True)

    # when the facilitator asks for the books
    await room.moot(room.director, "export")
    await room.settled()

    # then they stand there once, and the canvas is known to be Moot's own
    assert len(files_in(room, table)) == 2
    assert len(files_in(room, await room.to_director())) == 3
    assert room.people.canvas(room.director, table)["markdown"].count("As it stands on") == 1
    canvas = room.workspace.channels[table].canvas
    assert canvas is not None
    canvas.markdown = "Changed by somebody"
    room.clock.move(timedelta(minutes=1))
    await room.moot(room.director, "export")
    await room.settled()
    assert "As it stands on" in room.people.canvas(room.director, table)["markdown"]


async def test_where_moot_may_not_look_files_may_stand_twice_and_operators_hear_of_it(tmp_path: Path) -> None:
    async with a_room(tmp_path, optional_scopes=("files:write",)) as room:
        # given a facilitator to whom nothing was said yet, and an answer of Slack's that is lost
        await room.opened(5)
        await room.to("session")
        room.workspace.faults.fail_next("files.completeUploadExternal", "internal_error", performed=True)

        # when they ask for the books
        await room.moot(room.director, "export")
        await room.settled()

        # then they have the file, and one of the two rows was done again
        table = room.channel((await room.table())[1], "council-1")
        shared = [len(files_in(room, one)) for one in (table, await room.to_director())]
        assert shared in ([4, 3], [2, 6])
        assert await room.store.backlog.doubtful() == 1


async def test_without_the_scope_for_files_the_book_comes_as_messages_and_nobody_is_alarmed(
    without_files: Room,
) -> None:
    # given a council that has voted, where the app may share no files
    room = without_files
    seats, table = await a_voting_council(room)
    await room.to("presentations")
    await room.settled()

    # then the whole book stands in its channel as a message
    book = await room.card(seats[1], table, "Policy book of Council 1")
    assert not book["ephemeral"]
    for words in (
        "How we decide",
        "=Owners *answer* #panic() &lt;b&gt;",
        "Approved: 5 for, 0 against",
        "Final",
    ):
        assert words in book["text"]

    # when the facilitator asks for all, and for the agenda
    await room.moot(room.director, "export")
    await room.moot(room.director, "calendar")
    await room.settled()

    # then they have both as messages, too, which say why, and hear of no trouble
    direct = await room.to_director()
    kept = await room.card(room.director, direct, "Policy books of Tuesday's game")
    assert "=Owners *answer*" in kept["text"]
    assert "may not share files" in kept["text"]
    assert "report and its tables come only as files" in kept["text"]
    agenda = [one for one in room.people.history(room.director, direct) if "*The end*" in one["text"]]
    assert "may not share files" in agenda[0]["text"]
    assert not any("refuses" in str(one["text"]) for one in room.people.history(room.director, direct))
    assert await room.store.services.reader.undelivered((await room.game()).id) == []
    assert set(OPTIONAL) & room.app.scopes == set()
    channel = room.workspace.channels[table]
    assert (channel.pins, channel.bookmarks, channel.canvas) == ({}, {}, None)


async def test_channels_are_archived_when_asked_twice_after_their_books_and_nothing_fails_later(
    room: Room,
) -> None:
    # given a game that runs, whose channels cannot be archived; and then one that has ended
    seats, table = await a_voting_council(room)
    assert "when the game is over" in await room.moot(room.director, "archive")
    assert "after it has ended" in await room.moot(room.director, "close")
    await room.moot(room.director, "end")
    await room.press(room.director, room.private(room.director, room.plenary)[-1], "End the game")
    await room.card(room.director, room.plenary, "Tuesday's game: the result")

    # when a facilitator is asked, and presses twice
    assert "Only this game's facilitators" in await room.moot(seats[3], "archive", table)
    assert "This is final" in await room.moot(room.director, "archive")
    asked = room.private(room.director, room.plenary)[-1]
    assert not room.workspace.channels[table].archived
    for _ in range(2):
        await room.pressed(room.director, asked, "Archive the channels")
    await room.settled()

    # then the channels that Moot made are archived, with the books in them, and the plenary is not
    assert room.workspace.channels[table].archived
    assert len(files_in(room, table)) == 2
    assert not room.workspace.channels[room.plenary].archived

    # and whatever is said or sent later is no trouble
    await room.moot(room.director, "say Thank you all.")
    assert "by direct message" in await room.moot(room.director, "export")
    assert "No channel that I made is still open" in await room.moot(room.director, "archive")
    await room.settled()
    direct = await room.to_director()
    assert [len(files_in(room, one)) for one in (direct, room.plenary)] == [6, 6]
    assert not any("refuses" in str(one["text"]) for one in room.people.history(room.director, direct))

    # and the game can be closed, once
    assert "rulings final" in await room.moot(room.director, "close")
    await room.pressed(room.director, room.private(room.director, room.plenary)[-1], "Close the game")
    assert "already closed" in await room.moot(room.director, "close")

    # and since nothing has come to it after its end, nothing is sent again
    await room.settled()
    assert [len(files_in(room, one)) for one in (direct, room.plenary)] == [6, 6]
