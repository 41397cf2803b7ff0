"""A live vote: who opens it, who is reminded of it, and what is asked where events were lost."""

from datetime import timedelta
from urllib.parse import urlparse

from tests.e2e.room import Json, Room, buttons
from tests.patience import until


def asked_for_vote(room: Room, user: str) -> list[Json]:
    """The direct messages that ask somebody for their vote."""
    return [
        one for one in room.people.history(user, room.dm(user)) if "*You have not voted yet*" in one["text"]
    ]


async def on_to(room: Room, left: timedelta) -> None:
    """The clock goes on until so much of the phase is left, and rings what is due on the way."""
    while True:
        game = await room.game()
        due = game.next_due()
        assert game.clock is not None
        assert due is not None
        until_then = min(due, game.clock.ends - left)
        room.clock.move(max(timedelta(), until_then - room.clock.now()))
        await room.ring(game.id)
        if until_then < due:
            await room.settled()
            return


async def test_a_vote_is_opened_by_those_who_may_and_whoever_has_not_voted_is_reminded_in_private(
    room: Room,
) -> None:
    # given a council of six in the session of the vote, with one policy
    await room.opened(6)
    game = await room.to("session")
    seats = await room.table()
    first = seats[1]
    table = room.channel(first, "council-1")
    await room.asked(seats[3], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(first, table, "Proposal 1:")
    steward = seats[1]
    await room.pressed(steward, proposal, "Record as decided")
    key = next(phase.key for phase in game.agenda if phase.holds_ballot)
    game = await room.to_phase(key)
    assert game.phase is not None

    # then the channel says who opens the vote, has no button for it, and the steward has one
    session = await room.card(first, table, game.phase.title)
    assert f"*The final vote* is opened by <@{steward}>" in session["text"]
    assert "Call the vote" not in buttons(session)
    offered = await room.card(steward, room.dm(steward), "You can open the final vote")
    assert f"<@{steward}>" in await room.moot(seats[3], "vote", table)
    assert "The final vote is open" in await room.pressed(steward, offered, "Call the vote")
    ballot = await room.card(first, table, "The final vote")
    book = await room.card(first, table, "Policy book of Council 1")
    assert "Each model has one." in book["text"]

    # when some vote, and of one vote and of somebody's second choice the event is lost
    react = room.people.react
    await react(seats[1], table, ballot["ts"], "white_check_mark")
    await react(seats[3], table, ballot["ts"], "white_check_mark")
    await until(lambda: "2 of 6" in str(room.find(first, table, "The final vote")), "two have voted")
    room.workspace.delivery.retry_seconds = ()
    await room.workspace.drop_sockets(room.app)
    await react(seats[3], table, ballot["ts"], "x")
    await react(seats[5], table, ballot["ts"], "x")
    await until(lambda: len(room.workspace.delivery.lost_events) >= 2, "the events are lost")

    # and half of the time is over
    game = await room.game()
    assert game.clock is not None
    await on_to(room, (game.clock.ends - room.clock.now()) / 2 - timedelta(seconds=2))

    # then those who have not voted are reminded, with a link to the ballot, and nobody else is
    silent = [user for role, user in seats.items() if role not in (1, 3, 5)]
    for user in silent:
        (card,) = asked_for_vote(room, user)
        link = card["text"].partition("React to <")[2].partition("|")[0]
        assert urlparse(link).path == f"/archives/{table}/p{ballot['ts'].replace('.', '')}"
    for role in (1, 5):
        assert asked_for_vote(room, seats[role]) == []

    # and whoever has two choices there is asked to take one away
    said = [one["text"] for one in room.people.history(seats[3], room.dm(seats[3]))]
    assert sum("Two of your choices stand" in text for text in said) == 1

    # when one of them votes, and a minute is left
    await react(silent[0], table, ballot["ts"], "shrug")
    await until(lambda: "4 of 6" in str(room.find(first, table, "The final vote")), "four have voted")
    await on_to(room, timedelta(seconds=60))

    # then the others are reminded once more, and the result marks what is a guess
    reminded = {user: len(asked_for_vote(room, user)) for user in silent}
    assert reminded == {user: 1 if user == silent[0] else 2 for user in silent}
    await room.to("presentations")
    outcome = await room.card(first, table, "The book is approved")
    assert "1 vote is a guess" in outcome["text"]
    assert "The result depends on it." in outcome["text"]
    assert "That is a guess" in await room.pressed(seats[3], outcome, "My receipt")


async def test_a_tie_does_not_pass_and_everybody_reads_why(room: Room) -> None:
    # given a council of six that votes on its book
    await room.opened(6)
    game = await room.to("session")
    seats = await room.table()
    table = room.channel(seats[1], "council-1")
    await room.asked(seats[3], "/propose", "Owners answer. Each model has one.", table)
    await room.pressed(seats[1], await room.card(seats[1], table, "Proposal 1:"), "Record as decided")
    await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))
    await room.open_vote()
    ballot = await room.card(seats[1], table, "The final vote")

    # when as many refuse it as approve it, and the session ends
    for place, user in enumerate(seats.values()):
        await room.people.react(user, table, ballot["ts"], "x" if place % 2 else "white_check_mark")
    await until(lambda: "6 of 6" in str(room.find(seats[1], table, "The final vote")), "all have voted")
    await room.to("presentations")

    # then it is not approved, and what can still be won is said
    outcome = await room.card(seats[1], table, "The book is not approved")
    assert "3 to 3 is a tie, and a tie does not pass" in outcome["text"]
    claims = await room.card(seats[1], table, "Did you win individually?")
    assert "only the secret missions can win" in claims["text"]
