"""Slack refuses, stumbles or is slow: the work waits or goes on, and who can help is told."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.db import outbox
from bot.db.engine import make_sessions
from bot.db.tables import OutboxRow, OutboxStatus
from bot.domain.ids import UserId
from bot.domain.seating import Seat
from bot.intents.intent import Delivery, Urgency, beside
from bot.intents.rooms import PLENARY
from bot.intents.sign_up import SignUpCard
from tests.e2e import played
from tests.e2e.room import Json, Room, a_room
from tests.patience import until


async def test_a_bot_that_was_not_invited_says_so_and_delivers_when_it_is(room: Room) -> None:
    # given a channel without the bot
    elsewhere = room.workspace.add_channel("elsewhere", members=[room.director]).id
    room.plenary = elsewhere
    await room.people.command(room.director, elsewhere, "/moot", "new")
    await until(lambda: bool(room.people.modals(room.director)), "the form is open")
    form = room.people.modals(room.director)[0]
    await until(
        lambda: any(
            "not in this channel yet" in one["text"] for one in room.private(room.director, elsewhere)
        ),
        "who makes a game is told on the spot",
    )

    # when the game is created there
    assert await room.people.submit(room.director, form["id"], {"name": {"value": "Lost game"}}) == {}

    # then the facilitator reads what to do, in a direct message
    await until(lambda: "Invite me there" in _direct(room, room.director), "the facilitator is told")

    # and when the bot is invited, the card comes by itself, at the next try
    room.workspace.invite(elsewhere, room.app.bot_user_id)
    room.clock.move(timedelta(seconds=21))
    assert await room.card(room.director, elsewhere, "Lost game")


async def test_passing_faults_of_slack_lose_and_double_nothing(room: Room) -> None:
    # given every kind of passing trouble at the start of a game
    for method in (
        "conversations.create",
        "conversations.invite",
        "chat.postMessage",
        "conversations.setTopic",
    ):
        room.workspace.faults.fail_next(method, "internal_error")
        room.workspace.faults.limit_next(method, retry_after=1)
        room.workspace.faults.fail_next(method, status=503)

    # when
    players = await room.opened(6)

    # then everybody has an envelope, and the council its cards, each once
    table = room.channel(players[0], "council-1")
    for user in players:
        assert room.titles(user, room.dm(user)) == ["Your sealed envelope"]
    titles = room.titles(players[0], table)
    assert len(titles) == len(set(titles)) == 2
    assert set(players) <= set(room.workspace.channels[table].members)
    assert room.workspace.channels[table].topic


@pytest.fixture
async def blind_room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room in which the bot may not read what it has said."""
    async with a_room(tmp_path, optional_scopes=()) as opened:
        yield opened


async def test_what_slack_did_without_saying_so_is_found_and_not_done_twice(room: Room) -> None:
    # given a Slack that makes the channel and posts the cards, and answers with errors
    for method in ("conversations.create", "chat.postMessage"):
        room.workspace.faults.fail_next(method, "internal_error", performed=True)
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")

    # when it does so again
    for status in (200, 503):
        room.workspace.faults.fail_next("chat.postMessage", status=status, performed=True)
    await room.moot(room.director, "say The first word.")
    await room.settled()

    # then there is one channel, and each card is there once and is the one that Moot knows
    assert [one.name for one in room.workspace.channels.values() if one.name.startswith("council-")] == [
        room.workspace.channels[table].name
    ]
    assert _heard(room, players[0], table, "The first word.") == 1
    assert _heard(room, room.director, room.plenary, "The first word.") == 1
    assert await played.twins(room.store, room.workspace, room.app.bot_user_id) == []


async def test_without_the_scope_to_look_a_card_whose_answer_was_lost_stands_twice(blind_room: Room) -> None:
    # given a bot that may not read what it has said
    room = blind_room
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")

    # when Slack posts, and does not say so
    room.workspace.faults.fail_next("chat.postMessage", performed=True, times=2)
    await room.moot(room.director, "say The first word.")
    await room.settled()

    # then nothing is lost, and what nobody can know is doubled
    assert _heard(room, players[0], table, "The first word.") == 2
    assert len(await played.twins(room.store, room.workspace, room.app.bot_user_id)) == 2

    # and Moot knows how many there may be
    assert await room.store.backlog.doubtful() == 2


async def test_who_reacts_to_the_second_copy_of_a_card_is_told_and_the_copy_goes(blind_room: Room) -> None:
    # given a proposal that stands twice, since its answer was lost and the bot may not look
    room = blind_room
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    room.workspace.faults.fail_next("chat.postMessage", performed=True)
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    await room.settled()
    copy, card = (one for one in room.people.history(players[1], table) if "Proposal 1:" in one["text"])

    # when somebody reacts to the one that Moot does not know
    await room.people.react(players[1], table, copy["ts"], "thumbsup")
    await until(
        lambda: any("duplicate" in one["text"] for one in room.private(players[1], table)), "they are told"
    )
    await room.settled()

    # then it is gone, and the other one is left alone
    left = [one["ts"] for one in room.people.history(players[1], table) if "Proposal 1:" in one["text"]]
    assert left == [card["ts"]]


async def test_a_first_message_to_somebody_whose_answer_was_lost_is_found(room: Room) -> None:
    # given people who have signed up, and have no conversation with the bot yet
    await room.create()
    users = [room.person(f"player{number}") for number in range(5)]
    for user in users:
        await room.moot(user, "join")

    # when the seats are dealt, and Slack posts without saying so
    room.workspace.faults.fail_next("chat.postMessage", performed=True, times=4)
    await room.deal()

    # then everybody has one envelope, and nothing is in doubt
    for user in users:
        assert room.titles(user, room.dm(user)) == ["Your sealed envelope"]
    assert await played.twins(room.store, room.workspace, room.app.bot_user_id) == []
    assert await room.store.backlog.doubtful() == 0


async def test_a_gateways_page_gives_nothing_up_where_a_reason_was_expected(room: Room) -> None:
    # given a Slack behind a gateway that answers with its own page
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    for method in ("reactions.add", "chat.update", "conversations.kick"):
        room.workspace.faults.fail_next(method, status=503)

    # when a card gets its reactions and is updated, and somebody leaves the channel
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(players[0], table, "Proposal 1:")
    await room.pressed(players[0], proposal, "Withdraw")
    await room.moot(players[4], "leave")
    await room.settled()

    # then all of it is done at the next try
    shown = await room.card(players[0], table, "Proposal 1:")
    assert "Withdrawn" in shown["text"]
    assert {one["name"] for one in shown["reactions"]} == {"thumbsup", "thumbsdown"}
    assert players[4] not in room.workspace.channels[table].members
    assert await room.store.services.reader.undelivered((await room.game()).id) == []


async def test_a_channel_that_was_archived_without_a_word_is_known_to_be(room: Room) -> None:
    # given sidebars that Slack archives at their end, and answers with errors
    players = await room.opened(11)
    await room.to("sidebar")
    room.workspace.faults.fail_next("conversations.archive", performed=True, times=3)
    await room.bell()
    archived = {one.id for one in room.workspace.channels.values() if one.archived}
    assert archived
    room.clock.move(timedelta(seconds=5))

    # when the facilitator goes back to them
    await room.moot(room.director, "back")
    await room.settled()

    # then people meet in channels that are open
    meeting = room.channel(players[0], "sidebar-")
    assert room.find(players[0], meeting, "Sidebar") is not None
    assert await room.store.services.reader.undelivered((await room.game()).id) == []


async def test_a_player_whose_account_is_gone_stops_nobody_else(room: Room) -> None:
    # given a player who is deactivated between joining and the deal
    await room.create()
    users = [room.person(f"player{number}") for number in range(6)]
    for user in users:
        await room.moot(user, "join")
    room.workspace.deactivate(users[2])
    await until(lambda: "deactivated" in _direct(room, room.director), "the facilitator is told")

    # when
    await room.deal()

    # then the others have their envelopes, and nobody waits for the one
    for user in (one for one in users if one != users[2]):
        assert room.find(user, room.dm(user), "Your sealed envelope")
    assert users[2] not in (await room.table()).values()


async def test_an_account_of_which_slack_did_not_tell_is_found_by_what_it_answers(room: Room) -> None:
    # given a running game, and news of a deactivated account that never came
    players = await room.opened(6)
    await room.to("session")
    room.workspace.people[players[2]].deleted = True

    # when something is to be sent to them: the facilitator nudges the silent
    game = await room.game()
    where = await room.store.services.reader.where_in(game.id, UserId(players[2]))
    assert where.seat is not None
    chosen = {"seats": [f"{where.in_council().id}:{where.seat.role}"]}
    await room.to_half_time()
    await room.sent(room.director, await room.at_home(room.director, "Nudge silent people"), chosen)

    # then the facilitator is told what the account's own news would have told, and of no other trouble
    await until(lambda: "deactivated" in _direct(room, room.director), "the facilitator is told")
    await room.settled()
    assert players[2] in (await room.game()).lost
    assert "could not deliver" not in _direct(room, room.director)
    assert await room.store.services.reader.undelivered(game.id) == []


async def test_what_was_given_up_is_sent_when_an_operator_says_so(room: Room) -> None:
    # given a game whose sign-up card Slack refused for good
    room.workspace.faults.fail_next("chat.postMessage", "some_new_error")
    await room.people.command(room.director, room.plenary, "/moot", "new")
    await until(lambda: bool(room.people.modals(room.director)), "the form is open")
    form = room.people.modals(room.director)[0]
    assert await room.people.submit(room.director, form["id"], {"name": {"value": "Lost game"}}) == {}
    await until(lambda: "some_new_error" in _direct(room, room.director), "the facilitator is told")
    assert room.find(room.director, room.plenary, "Lost game") is None

    # when somebody tries it again
    [dead] = [row for row in await room.store.backlog.rows() if row.status == OutboxStatus.DEAD]
    assert await room.store.backlog.retry(row=dead.id) == 1

    # then it comes
    await room.card(room.director, room.plenary, "Lost game")


async def test_a_facilitator_has_what_was_given_up_tried_again_from_the_console(room: Room) -> None:
    # given words to a council that Slack refused for good
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    steward = next(str(seat.holder) for seat in await _seats(room) if seat.steward)
    room.workspace.faults.fail_next("chat.postMessage", "some_new_error")
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    await until(lambda: "some_new_error" in _direct(room, room.director), "the facilitator is told")
    assert room.find(players[0], table, "Proposal 1:") is None

    # when a steward tries, and then the facilitator presses the button of that card
    assert "Only this game's facilitators" in await room.moot(steward, "retry")
    said = await room.card(room.director, room.dm(room.director), "Slack refuses")
    assert "trying 1 thing again" in await room.pressed(room.director, said, "Try everything again")

    # then it comes, and the console has nothing left to try
    await room.card(players[0], table, "Proposal 1:")
    await room.settled()
    assert "Nothing is undelivered" in await room.moot(room.director, "retry")
    assert "undelivered" not in await room.moot(room.director, "councils")


async def test_a_deleted_card_that_two_updates_find_gone_at_once_is_posted_again_once(room: Room) -> None:
    # given a card that somebody deletes
    await room.create()
    game = await room.game()
    card = await room.card(room.director, room.plenary, game.name)
    await room.settled()
    room.workspace.delete_message(room.plenary, card["ts"])

    # when two pieces of work are to update it at the same time
    update = SignUpCard(PLENARY, f"sign_up:{PLENARY}")
    both = [Delivery(update, Urgency.UPDATE), beside(update, Urgency.UPDATE)]
    await room.store.services.requests._send(room.workspace.team_id, game.id, both)
    await room.settled()

    # then it stands there once
    cards = [one for one in room.people.history(room.director, room.plenary) if game.name in one["text"]]
    assert len(cards) == 1


async def test_a_row_that_only_a_newer_moot_can_read_is_kept_and_holds_up_nobody(room: Room) -> None:
    # given a row whose card we do not know, ahead of others in its lane
    await room.create()
    game = await room.game()
    await room.settled()
    lane, subject = f"{game.id}/plenary", {"card": "hologram", "key": "hologram", "room": PLENARY}
    row = OutboxRow(
        team_id=room.workspace.team_id,
        game_id=game.id,
        kind="card",
        lane=lane,
        subject=subject,
        priority=0,
        created_at=room.clock.now(),
    )
    async with make_sessions(room.store.engine).begin() as session:
        await outbox.add(session, [row])

    # when somebody joins
    await room.moot(room.person("late"), "join")
    await room.settled()

    # then the card says so, and the row waits for a Moot that can read it
    assert "1 player" in str(room.find(room.director, room.plenary, game.name))
    assert [(one.status, one.error) for one in await room.store.backlog.rows()] == [
        (OutboxStatus.DEAD, "unreadable")
    ]


async def test_a_deleted_ballot_is_posted_again_and_no_vote_is_lost(room: Room) -> None:
    # given an open ballot with two votes
    players, table, ballot = await _a_ballot(room)
    await room.people.react(players[0], table, ballot["ts"], "white_check_mark")
    await room.people.react(players[1], table, ballot["ts"], "white_check_mark")
    await until(lambda: "2 of 5" in str(room.find(players[0], table, "The final vote")), "two have voted")

    # when somebody deletes it, and a third person votes on the new one
    room.workspace.delete_message(table, ballot["ts"])
    await room.cue()
    again = await room.card(players[0], table, "The final vote")
    assert again["ts"] != ballot["ts"]
    await room.people.react(players[2], table, again["ts"], "white_check_mark")
    await until(lambda: "3 of 5" in str(room.find(players[0], table, "The final vote")), "three have voted")
    await room.bell()

    # then all three count
    outcome = await room.card(players[0], table, "The book is approved")
    assert "3 for, 0 against" in outcome["text"]


async def test_a_ballot_that_cannot_be_posted_again_at_once_is_posted_once_and_read_back(room: Room) -> None:
    # given an open ballot with a vote, which somebody deletes
    players, table, ballot = await _a_ballot(room)
    await room.settled()
    room.workspace.delete_message(table, ballot["ts"])

    # when Slack is busy, and then posts it without saying so
    room.workspace.faults.limit_next("chat.postMessage", retry_after=1)
    room.workspace.faults.fail_next("chat.postMessage", performed=True, times=2)
    await room.cue()

    # then it stands there once, with its choices, and can be voted on
    assert room.titles(players[0], table).count("The final vote") == 1
    again = await room.card(players[0], table, "The final vote")
    assert {one["name"] for one in again["reactions"]} == {"white_check_mark", "x", "shrug"}
    await room.people.react(players[2], table, again["ts"], "white_check_mark")
    await until(lambda: "1 of 5" in str(room.find(players[0], table, "The final vote")), "one has voted")

    # and at its close it is read back, however often Slack says to wait
    room.workspace.faults.limit_next("reactions.get", retry_after=1, times=2)
    room.workspace.faults.fail_next("reactions.get", status=503)
    await room.bell()
    [council] = await room.store.services.reader.councils(await room.game())
    assert council.outcome is not None
    assert council.outcome.verified


async def test_what_is_said_does_not_wait_behind_updates_and_reactions_that_slack_puts_off(
    room: Room,
) -> None:
    # given a council whose proposal is to get its reactions and an update, both put off by Slack for a minute
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    room.workspace.faults.limit_next("reactions.add", retry_after=60)
    room.workspace.faults.limit_next("chat.update", retry_after=60)
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(players[0], table, "Proposal 1:")
    await room.pressed(players[0], proposal, "Withdraw")

    # when the facilitator speaks
    await room.moot(room.director, "say Five minutes left.")

    # then the council reads it at once
    await room.card(players[0], table, "From the facilitator")
    shown = await room.card(players[0], table, "Proposal 1:")
    assert "Withdrawn" not in shown["text"], "the update is still put off, so this test shows something"


async def test_a_database_that_fails_for_a_moment_stops_no_channel(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a database that fails once when a message is noted, and once when work is looked for
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    answers = room.store.answers
    for method in ("posted", "heads"):
        monkeypatch.setattr(answers, method, _failing_once(getattr(answers, method)))

    # when the facilitator speaks twice
    await room.moot(room.director, "say The first word.")
    await room.moot(room.director, "say The second word.")

    # then both are heard, and nothing is left open
    await until(lambda: _heard(room, players[0], table, "The second word.") > 0, "the second word is heard")
    assert _heard(room, players[0], table, "The first word.") == 1
    await room.settled()


def _failing_once(work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    faults = [OperationalError("COMMIT", {}, Exception("database is locked"))]

    async def failing(*args: Any, **more: Any) -> Any:
        if faults:
            raise faults.pop()
        return await work(*args, **more)

    return failing


def _heard(room: Room, user: str, channel: str, words: str) -> int:
    return sum(words in str(one["text"]) for one in room.people.history(user, channel))


async def _seats(room: Room) -> tuple[Seat, ...]:
    return (await room.store.services.reader.councils(await room.game()))[0].filled


def _direct(room: Room, user: str) -> str:
    """Everything that the bot wrote to somebody directly."""
    mine = [one for one in room.people.channels(user) if one["with"] == room.app.bot_user_id]
    return "\n".join(str(said["text"]) for one in mine for said in room.people.history(user, one["id"]))


async def _a_ballot(room: Room) -> tuple[list[str], str, Json]:
    """Five players whose final vote is open, their channel, and the ballot."""
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    game = await room.to("session")
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(players[0], table, "Proposal 1:")
    steward = next(seat.holder for seat in await _seats(room) if seat.steward and seat.holder)
    await room.pressed(steward, proposal, "Record as decided")
    await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))
    await room.open_vote()
    ballot = await room.card(players[0], table, "The final vote")
    return players, table, ballot
