"""Who is in a council's channel, and what becomes of it: kept out, gone, back, archived, replaced."""

from typing import Any

from bot.db.rooms import Gone
from bot.db.tables import OutboxStatus
from bot.workspace.state import membership
from bot.workspace.state.records import Channel
from tests.e2e.room import Json, Room, buttons
from tests.patience import until


async def test_a_guest_hears_at_sign_up_that_no_seat_can_be_theirs_and_what_then(room: Room) -> None:
    # given
    await room.create()
    guest = room.person("gus", is_ultra_restricted=True)
    stranger = room.person("stan", is_stranger=True)

    # when
    said = await room.moot(guest, "join")
    card = await room.card(room.director, room.plenary, "Tuesday's game")
    pressed = await room.pressed(stranger, card, "Join")

    # then
    assert "You cannot take a seat with this account: you are a guest here" in said
    assert f"ask <@{room.director}> for a seat on paper" in said
    assert "belongs to another organisation" in pressed
    assert (await room.game()).players == ()
    assert "You are an observer" in await room.moot(guest, "observe")


async def test_a_guest_is_not_taken_as_a_facilitator_when_a_game_is_created(room: Room) -> None:
    guest = room.person("gus", is_restricted=True)
    form = await room.opens(
        room.director, lambda: room.people.command(room.director, room.plenary, "/moot", "new")
    )

    errors = await room.submit(room.director, form, {"name": "Tuesday", "facilitators": [guest]})

    assert "a guest" in errors["facilitators"]
    assert await room.submit(room.director, form, {"name": "Tuesday", "facilitators": []}) == {}


async def test_a_guest_among_others_whom_slack_does_not_let_in_is_told_of_once_with_ways_out(
    room: Room,
) -> None:
    # given two players who become guests between joining and the deal
    await room.create()
    users = [room.person(f"player{number}") for number in range(11)]
    for user in users:
        await room.moot(user, "join")
    for user in users[:2]:
        room.workspace.people[user].is_restricted = True

    # when
    await room.deal()

    # then everybody else is in, and the facilitator hears of both at once, with what can be done
    inside = {user for number in (1, 2) for user in _table(room, number).members}
    assert inside >= set(users[2:])
    assert not inside & set(users[:2])
    director = await room.to_director()
    await until(lambda: _kept_out(room, director), "the facilitator is told")
    await room.settled()
    [card] = _kept_out(room, director)
    assert all(f"<@{user}>" in card["text"] for user in users[:2])
    assert "An admin can invite them" in card["text"]
    assert "hand their seat over, or give them a seat on paper" in card["text"]

    # and the console does not say that none needs help, and they themselves are told
    console = await room.moot(room.director, "councils")
    assert "Not everybody is in yet" in await room.moot(room.director, "start")
    assert "none needs help" not in console
    assert "not in the channel" in console
    own = await room.card(users[0], room.dm(users[0]), "Slack did not let me invite you")
    assert "user_is_restricted" in own["text"]

    # when an admin makes full members of them, and the facilitator has them invited again
    for user in users[:2]:
        room.workspace.people[user].is_restricted = False
    assert "trying 2 things again" in await room.pressed(room.director, card, "Try everything again")
    await room.settled()

    # then they are in, and nothing is left of the alarm
    assert {user for number in (1, 2) for user in _table(room, number).members} >= set(users)
    assert "none needs help" in await room.moot(room.director, "councils")
    assert _kept_out(room, director) == []
    await room.card(users[0], room.dm(users[0]), "You are in the channel of")


async def test_who_leaves_the_channel_gets_back_by_button_by_joining_and_by_invitation(room: Room) -> None:
    # given
    ada, *others = await room.opened(5)
    table = _table(room, 1)

    # when they leave, they are offered the way back, and the console shows it
    await room.people.leave(ada, table.id)
    card = await room.card(ada, room.dm(ada), "You are no longer in the channel of Council 1")
    assert {"Back in", "Give up my seat"} <= buttons(card).keys()
    console = await room.moot(room.director, "councils")
    assert "1 left the channel" in console
    assert "none needs help" in console, "who left raises no alarm"
    said = await room.pressed(ada, card, "Back in")
    await room.settled()

    # then they are in again, and the alarm is over
    assert "I am inviting you to its channel again" in said
    assert ada in table.members
    await room.card(ada, room.dm(ada), "You are in the channel of Council 1 again")
    assert "none needs help" in await room.moot(room.director, "councils")

    # when somebody takes them out, and they type what they know
    membership.leave(room.workspace, table, ada, by=others[0])
    await room.card(ada, room.dm(ada), "You are no longer in the channel of Council 1")
    said = await room.moot(ada, "join")
    await room.settled()

    # then the answer is true
    assert "Your seat is still yours: Council 1. I am inviting you to its channel again." in said
    assert "envelope" not in said
    assert ada in table.members

    # when Slack has not told of it
    del table.members[ada]
    await room.moot(room.director, "invite @player01")
    await room.settled()

    # then an invitation brings them back as well
    assert ada in table.members
    assert "they are invited to their council's channel again" in await room.report(1)


async def test_who_gives_up_the_seat_or_has_lost_it_is_not_called_back(room: Room) -> None:
    # given somebody outside the channel
    ada, ben, *_ = await room.opened(5)
    table = _table(room, 1)
    await room.people.leave(ada, table.id)
    card = await room.card(ada, room.dm(ada), "You are no longer in the channel of Council 1")

    # when they give up the seat, and another one is removed
    assert "You have left the game" in await room.pressed(ada, card, "Give up my seat")
    await room.moot(room.director, "remove @player02")
    await room.settled()

    # then nobody is outside who belongs there
    assert ben not in table.members
    assert "outside" not in await room.moot(room.director, "councils")
    assert "no longer in the channel" not in str(room.people.history(ben, room.dm(ben)))
    assert "You hold no seat" in await room.pressed(ada, card, "Back in")


async def test_an_archived_channel_is_told_of_once_and_goes_on_when_it_is_opened_again(room: Room) -> None:
    # given
    ada, *_ = await room.opened(5)
    table = _table(room, 1)

    # when somebody archives it in the middle of the game, and there is much to say
    membership.archive(room.workspace, table, ada)
    director = await room.to_director()
    card = await room.card(room.director, director, "I can no longer use 1 channel")
    await room.moot(room.director, "say The first word.")
    await room.moot(room.director, "say The second word.")
    await until(lambda: _parked(room), "something waits")

    # then the facilitator has heard it once, with the ways out
    assert "unarchive it in Slack" in card["text"]
    assert [one for one in room.titles(room.director, director) if "could not deliver" in one] == []
    assert "I cannot use its channel right now" in await room.moot(ada, "join")

    # when somebody opens it again
    membership.unarchive(room.workspace, table, ada)
    await until(lambda: "The second word." in str(room.people.history(ada, table.id)), "it is delivered")
    await room.settled()

    # then what waited is there, and the card says that nothing is left to do
    assert "The first word." in str(room.people.history(ada, table.id))
    assert "can be used again" in str(room.people.history(room.director, director))
    assert await room.store.services.reader.undelivered((await room.game()).id) == []


async def test_a_channel_in_which_slack_takes_something_is_not_lost_whatever_was_heard(room: Room) -> None:
    # given news of an archiving that come after those of its end
    await room.opened(5)
    table, director = _table(room, 1), await room.to_director()
    await room.store.services.channels.gone(room.workspace.team_id, table.id, Gone.ARCHIVED)
    await room.card(room.director, director, "I can no longer use 1 channel")

    # when something is said there
    await room.moot(room.director, "say Is this channel there?")
    await room.settled()

    # then the card says so
    await room.card(room.director, director, "The lost channels can be used again")


async def test_a_facilitator_has_a_new_channel_made_where_a_council_was_thrown_out(room: Room) -> None:
    # given a council with a proposal whose channel Moot is taken out of
    users = await room.opened(5)
    await room.to("session")
    old = _table(room, 1)
    await room.asked(users[0], "/propose", "Owners answer. Each model has one.", old.id)
    await room.card(users[0], old.id, "Proposal 1:")
    await room.settled()
    membership.leave(room.workspace, old, room.app.bot_user_id, by=users[0])
    card = await room.card(room.director, await room.to_director(), "I can no longer use 1 channel")
    await room.moot(room.director, "say Where are you?")

    # when
    await room.pressed(room.director, card, "New channel: Council 1")
    await room.settled()

    # then everybody is in it, with the cards that are needed and what was said meanwhile
    new = next(one for one in room.workspace.channels.values() if one.name.endswith("-2"))
    assert set(new.members) == {*users, room.director, room.app.bot_user_id}
    titles = room.titles(users[1], new.id)
    assert (await room.game()).phase.title in titles  # type: ignore[union-attr]
    proposal = await room.card(users[1], new.id, "Proposal 1:")
    assert {one["name"] for one in proposal["reactions"]} == {"thumbsup", "thumbsdown"}
    assert "Where are you?" in str(room.people.history(users[1], new.id))
    over = await room.card(room.director, await room.to_director(), "The lost channels")
    assert buttons(over) == {}
    assert await room.store.services.reader.undelivered((await room.game()).id) == []

    # and what people do there counts
    await room.people.react(users[1], new.id, proposal["ts"], "thumbsup")
    await room.moot(users[1], "status", new.id)


async def test_a_channel_that_is_deleted_is_replaced_and_a_renamed_one_needs_nothing(room: Room) -> None:
    # given an open vote in a council whose channel somebody renames
    users = await room.opened(5)
    game, old = await room.to("session"), _table(room, 1)
    membership.rename(room.workspace, old, "the-sages", users[0])
    await room.asked(users[0], "/propose", "Owners answer. Each model has one.", old.id)
    proposal = await room.card(users[0], old.id, "Proposal 1:")
    [council] = await room.store.services.reader.councils(game)
    steward = next(str(seat.holder) for seat in council.filled if seat.steward)
    await room.pressed(steward, proposal, "Record as decided")
    await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))
    await room.open_vote()
    ballot = await room.card(users[0], old.id, "The final vote")
    for user in users[:2]:
        await room.people.react(user, old.id, ballot["ts"], "white_check_mark")
    await until(lambda: "2 of 5" in str(room.find(users[0], old.id, "The final vote")), "two have voted")
    await room.settled()

    # when it is deleted, and the facilitator has a new one made
    room.workspace.delete_channel(old.id, by=users[0])
    card = await room.card(room.director, await room.to_director(), "I can no longer use 1 channel")
    assert "nobody can restore it" in card["text"]
    await room.pressed(room.director, card, "New channel: Council 1")
    await room.settled()

    # then the vote goes on there, and no vote is lost
    new = _table(room, 1)
    again = await room.card(users[0], new.id, "The final vote")
    assert {one["name"] for one in again["reactions"]} == {"white_check_mark", "x", "shrug"}
    await room.people.react(users[2], new.id, again["ts"], "x")
    await until(lambda: "3 of 5" in str(room.find(users[0], new.id, "The final vote")), "three have voted")
    await room.to("presentations")
    outcome = await room.card(users[0], new.id, "The book is approved")
    assert "2 for, 1 against" in outcome["text"]


async def test_a_plenary_that_is_archived_is_told_of_and_goes_on(room: Room) -> None:
    # given
    await room.opened(5)
    plenary = room.workspace.channels[room.plenary]

    # when
    membership.archive(room.workspace, plenary, room.director)
    director = await room.to_director()
    card = await room.card(room.director, director, "I can no longer use 1 channel")

    # then
    assert "The game's channel" in card["text"]
    assert buttons(card) == {}
    membership.unarchive(room.workspace, plenary, room.director)
    await until(
        lambda: "can be used again" in str(room.people.history(room.director, director)), "it is over"
    )


# --- on the way


def _table(room: Room, number: int) -> Channel:
    named = [one for one in room.workspace.channels.values() if one.name.startswith(f"council-{number}-")]
    return named[-1]


async def _parked(room: Room) -> bool:
    rows = await room.store.services.reader.undelivered((await room.game()).id)
    return any(row.status == OutboxStatus.PARKED for row in rows)


def _kept_out(room: Room, director: str) -> list[Json]:
    said: list[dict[str, Any]] = room.people.history(room.director, director)
    return [one for one in said if "Slack refuses" in one["text"]]
