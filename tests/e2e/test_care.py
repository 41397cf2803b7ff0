"""Care in a game over days, through Slack: digests, reminders, what somebody missed, and a seat on offer."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.council import Council
from bot.domain.ids import Moment, UserId
from tests.e2e.room import Room, buttons, words
from tests.e2e.test_over_days import filled, opened_form
from tests.patience import until

BERLIN, TOKYO = "Europe/Berlin", "Asia/Tokyo"
MORNING = "Good morning"
HALF = "Half the time has passed"
Json = dict[str, Any]


async def a_week(room: Room, last: str = BERLIN) -> list[str]:
    """A game over days that began on a Tuesday at 12:15 in Berlin, in its first session; of seven players the
    last may be elsewhere."""
    view = await opened_form(room, "new async Our week")
    await room.people.submit(room.director, view["id"], filled(view, timezone=BERLIN))
    await room.card(room.director, room.plenary, "Our week")
    players = [room.person(f"player{number}", tz=BERLIN if number < 6 else last) for number in range(7)]
    for user in players:
        await room.moot(user, "join")
    await room.deal()
    await room.moot(room.director, "start")
    await room.to_phase("session-1")
    return players


async def clock_shows(room: Room, hours: float) -> None:
    """So many hours after Tuesday's midnight in Berlin; the alarm rings, and rings again."""
    midnight = Moment.fromisoformat("2031-03-03T23:00:00+00:00")
    room.clock.move(midnight + timedelta(hours=hours, seconds=1) - room.clock.now())
    game = await room.game()
    await room.ring(game.id)
    await room.ring(game.id)
    await room.settled()


async def table(room: Room) -> Council:
    """The council."""
    [council] = await room.store.services.reader.councils(await room.game())
    return council


def told(room: Room, user: str, words: str) -> list[str]:
    """What stands in somebody's conversation with the bot, with these words in it."""
    return [one["text"] for one in room.people.history(user, room.dm(user)) if words in one["text"]]


async def react(room: Room, user: str, channel: str, card: Json) -> None:
    """Takes a side, and waits until it is heard."""
    seat = (await table(room)).seat_of(UserId(user))
    assert seat is not None
    await room.people.react(user, channel, card["ts"], "thumbsdown")
    for _ in range(500):
        if seat.role in (await table(room)).activity.acted:
            return
        await room.store.services.reader.latest()
    raise AssertionError("a reaction was not heard")


async def reads_sheet(room: Room, user: str, channel: str) -> None:
    """Opens their sheet, and waits until the council knows."""
    await room.opens(user, lambda: room.people.command(user, channel, "/moot", "mission"))
    seat = (await table(room)).seat_of(UserId(user))
    assert seat is not None
    role = seat.role

    async def is_known() -> bool:
        return role in (await table(room)).care.opened

    await until(is_known, "a sheet has been read")


async def test_a_digest_comes_once_and_a_reminder_to_whoever_owes_something_and_is_awake(
    room: Room,
) -> None:
    # given a council in which one proposed, one took a side, and the others owe it a word
    players = await a_week(room, last=TOKYO)
    channel = room.channel(players[0], "council-1")
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", channel)
    proposal = await room.card(players[0], channel, "Proposal 1:")
    council = await table(room)
    plain = [str(seat.holder) for seat in council.filled if not seat.steward]  # stewards owe the charter, too
    here = [user for user in plain if user not in (players[0], players[6])]
    await react(room, here[0], channel, proposal)
    await reads_sheet(room, here[0], channel)

    # when Wednesday's morning comes, and when half of the window is over at 14:00, late in Tokyo's evening
    await clock_shows(room, 24 + 9)
    digests = [one["text"] for one in room.people.history(here[0], channel) if MORNING in one["text"]]
    await clock_shows(room, 24 + 14.3)

    # then
    assert len(digests) == 1
    assert "New: proposal 1" in digests[0]
    assert told(room, here[0], HALF) == []
    assert len(told(room, here[1], HALF)) == 1
    assert "Say yes or no: " in told(room, here[1], HALF)[0]
    assert told(room, players[6], HALF) == []

    # when it is eight o'clock in Tokyo
    await clock_shows(room, 48)

    # then
    assert len(told(room, players[6], HALF)) == 1
    assert len(told(room, here[1], HALF)) == 1


async def test_what_somebody_missed_is_told_to_them_alone_until_their_visit_is_over(room: Room) -> None:
    # given somebody who has not been there since the game began
    players = await a_week(room)
    channel = room.channel(players[0], "council-1")
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", channel)
    await room.card(players[0], channel, "Proposal 1:")
    room.clock.move(timedelta(hours=2))

    # when they ask, and ask again at Home
    typed = await room.moot(players[1], "missed", channel)
    press = await room.at_home(players[1], "What did I miss?")
    shown = words(await room.opens(players[1], press))

    # then they read the same, and nobody else does
    assert "New: proposal 1 “Owners answer”" in typed
    assert "*First council session* has begun." in typed
    assert "New: proposal 1" in shown
    assert not any("What you missed" in one["text"] for one in room.people.history(players[0], channel))

    # when they come back later, and nothing has happened
    room.clock.move(timedelta(hours=1))
    assert "Nothing new. You are up to date." in await room.moot(players[1], "what did I miss?", channel)


async def test_live_play_has_nothing_to_catch_up_with(room: Room) -> None:
    players = await room.opened(5)

    assert "In a live game I do not track visits" in await room.moot(players[0], "missed")


async def test_an_idle_seat_is_offered_and_the_first_who_presses_plays_on(room: Room) -> None:
    # given two who watch, and somebody who sleeps while all others act
    players = await a_week(room)
    watchers = [room.person(name, tz=BERLIN) for name in ("wanda", "will")]
    for user in watchers:
        await room.moot(user, "observe")
    council = await table(room)
    sleeper = next(seat for seat in council.filled if not seat.steward)
    assert sleeper.holder is not None
    channel = room.channel(players[0], "council-1")
    proposer = next(user for user in players if user != sleeper.holder)
    await room.asked(proposer, "/propose", "Owners answer. Each model has one.", channel)
    proposal = await room.card(proposer, channel, "Proposal 1:")
    for user in players:
        if user not in (sleeper.holder, proposer):
            await react(room, user, channel, proposal)

    # when three windows pass
    await room.to_phase("emergency")
    await room.to_phase("session-2")
    facilitators_heard = told(room, room.director, "ilent for two phases")
    await room.to_phase("sidebar")

    # then step by step more is done, and their seat is on offer
    assert len(told(room, sleeper.holder, "Is everything all right?")) == 1
    assert len(facilitators_heard) == 1
    offers = [await room.card(user, room.dm(user), "A seat is free in Our week.") for user in watchers]

    # when both press, one after the other
    said = [
        await room.pressed(user, offer, "Take the seat") for user, offer in zip(watchers, offers, strict=True)
    ]
    await room.settled()

    # then the first has it, with its channel and its envelope, and the one who slept is told kindly
    assert said[0].startswith("The seat is yours")
    assert "no longer on offer" in said[1]
    assert (await table(room)).seats[sleeper.role].holder == watchers[0]
    assert watchers[0] in room.workspace.channels[channel].members
    assert len(told(room, sleeper.holder, "Somebody has taken your place")) == 1
    envelope = await room.card(watchers[0], room.dm(watchers[0]), "Your sealed envelope")
    assert "Open my sheet" in buttons(envelope)
    with pytest.raises(AssertionError):
        room.channel(sleeper.holder, "council-1")


async def test_a_nudge_waits_for_the_morning_of_whoever_sleeps(room: Room) -> None:
    # given a session of which half is over at 14:00 in Berlin, at ten in the evening in Tokyo
    players = await a_week(room, last=TOKYO)
    await clock_shows(room, 24 + 14.3)
    council = await table(room)
    seats = {str(seat.holder): f"{council.id}:{seat.role}" for seat in council.filled}
    here, there = players[0], players[6]

    # when the facilitator nudges two of the silent
    nudge = await room.at_home(room.director, "Nudge silent people")
    said = await room.sent(room.director, nudge, {"seats": [seats[there], seats[here]]})
    await room.card(here, room.dm(here), "Council 1 would like to hear from you.")

    # then the one who sleeps hears it when it is eight o'clock there, and not before
    assert f"<@{there}>" in said
    assert told(room, there, "would like to hear from you") == []
    room.clock.move(timedelta(hours=9, minutes=50))
    room.store.wakeups.work_waiting()
    card = await room.card(there, room.dm(there), "Council 1 would like to hear from you.")
    assert "What did I miss?" in buttons(card)
    assert len(told(room, there, "would like to hear from you")) == 1
