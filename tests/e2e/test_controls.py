"""Driving the clock through the real Bolt: fixed end, back, emergency now, done early, planned start."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.game import Stage
from bot.domain.game.delay import delay_of
from bot.domain.ids import Moment
from tests.e2e.room import START, Room
from tests.patience import until

BERLIN = ZoneInfo("Europe/Berlin")  # the director's, and so the game's
MINUTE = timedelta(minutes=1)


async def expected_end(room: Room) -> Moment:
    """When the game ends if nobody changes anything."""
    delay = delay_of(await room.game())
    assert delay is not None
    return delay.expected


async def test_a_game_is_replanned_to_end_at_a_fixed_second_and_everybody_reads_it(room: Room) -> None:
    # given a game of an hour, from 12:15 on
    room.clock.stop()
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")

    # when it has to end at one, said in a clumsy way
    said = await room.moot(room.director, "End by 13.00, please")
    await room.settled()

    # then it does, to the second, and the card, the topic and the council's channel say so
    one = datetime(2031, 3, 4, 12, tzinfo=UTC)
    assert await expected_end(room) == one
    assert "*On time:*" in said, "the end that was asked for is the plan"
    assert "*Tuesday 4 March, 13:00* in Europe/Berlin" in said
    assert "A new plan for the rest of the game" in (await room.card(players[0], table, "A new plan"))["text"]
    game = await room.game()
    assert game.clock is not None
    ends = f"{game.clock.ends.astimezone(BERLIN):%H:%M}"
    assert ends < "12:20"
    assert ends in (await room.card(players[0], table, game.agenda[0].title))["text"]
    await until(lambda: ends in room.workspace.channels[table].topic, "the topic is true")
    again = await room.moot(room.director, "end-by 13:00")
    assert "*On time:*" in again
    assert len([text for text in room.titles(players[0], table) if "new plan" in text]) <= 1


CANNOT_BE_DONE = (
    ("end-by 25:99", "`/moot end-by 12:00`"),
    ("end-by", "`/moot end-by 12:00`"),
    ("end-by 5", "`/moot end-by 12:00`"),
    ("end-by 9:00", "has passed"),
    ("end-by 12:20", "at the earliest"),
    ("end-by tomorrow yesterday", "`/moot end-by 12:00`"),
    ("add -5", "`/moot add 2m`"),
    ("add 10m all of it", "`/moot add 2m`"),
    ("take 100m", "Only "),
    ("take 100m all", "at most"),
    ("back", "the first phase"),
    ("inject", "can only interrupt a council session"),
    ("catch-up", "nothing to catch up"),
    ("start 14:30", "has already started"),
    ("done", "not in a council"),
)


async def test_what_cannot_be_done_with_the_clock_is_answered_in_a_kind_sentence(room: Room) -> None:
    await room.opened(5)
    room.clock.move(timedelta(seconds=5))
    before = await room.game()

    for typed, answer in CANNOT_BE_DONE:
        said = await room.moot(room.director, typed)

        assert answer in said, (typed, said)
        assert (await room.game()).clock == before.clock, typed


async def test_time_is_changed_in_a_form_and_a_fault_is_shown_at_its_field(room: Room) -> None:
    # given the form that the console opens
    await room.opened(5)
    await room.moot(room.director, "status")
    console = await room.console("Change the time")
    await room.press(room.director, console, "Change the time")
    await until(lambda: bool(room.people.modals(room.director)), "the form opens")
    form = room.people.modals(room.director)[-1]["id"]
    planned = await expected_end(room)

    # when it is filled in wrongly, and then rightly
    wrong = await room.people.submit(
        room.director, form, {"what": {"value": "end-by"}, "value": {"value": "2m"}}
    )
    right = await room.people.submit(
        room.director, form, {"what": {"value": "add all"}, "value": {"value": "10m"}}
    )
    await room.settled()

    # then
    assert "/moot end-by 12:00" in wrong["value"]
    assert right == {}
    delay = delay_of(await room.game())
    assert delay is not None
    assert (delay.expected - planned, delay.by) == (10 * MINUTE, timedelta())


async def test_stepping_back_posts_the_phase_again_and_a_second_word_in_the_same_moment_does_not(
    room: Room,
) -> None:
    # given a game in its second phase
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    game = await room.bell()
    titles = [phase.title for phase in game.agenda[:2]]
    room.clock.move(timedelta(seconds=5))
    room.clock.stop()

    # when the facilitator goes back, and double clicks
    await room.moot(room.director, "back")
    refused = await room.moot(room.director, "back")
    await room.settled()

    # then the first phase's card is there once more, as a new message with its full time
    assert "began at that very moment" in refused
    assert [title for title in room.titles(players[0], table) if title in titles] == [*titles, titles[0]]
    again = await room.card(players[0], table, titles[0])
    assert "gone back to this phase" in again["text"]
    assert "5 minutes" in again["text"]
    council = (await room.store.services.reader.councils(await room.game()))[0]
    assert council.phase is not None
    assert council.phase.phase == game.agenda[0].key


async def test_the_sidebars_open_again_when_the_facilitator_goes_back_to_them(room: Room) -> None:
    # given two councils whose sidebars are over
    players = await room.opened(11)
    game = await room.to("sidebar")
    before = {one["id"] for player in players for one in room.people.channels(player)}
    await room.bell()
    room.clock.move(timedelta(seconds=5))

    # when
    await room.moot(room.director, "back")
    await room.settled()

    # then they meet in new channels, as Slack lets nobody open an archived one again, and nobody is troubled
    assert game.phase is not None
    now = {one["id"] for player in players for one in room.people.channels(player) if one["is_member"]}
    opened = [
        room.workspace.channels[channel].name
        for channel in now - before
        if room.workspace.channels[channel].name.startswith("sidebar-")
    ]
    assert opened
    assert await room.store.services.reader.undelivered((await room.game()).id) == []
    told = room.people.history(room.director, await room.to_director())
    assert not any("is_archived" in one["text"] for one in told)


async def test_there_is_no_way_back_behind_an_open_vote(room: Room) -> None:
    # given a council that votes
    await _before_the_vote(room)
    await room.open_vote()
    room.clock.move(timedelta(seconds=5))

    said = await room.moot(room.director, "back")

    assert "no way back" in said


async def test_an_emergency_breaks_into_the_session_which_goes_on_afterwards(room: Room) -> None:
    # given a session of which four minutes have passed
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    room.clock.stop()
    game = await room.bell()
    room.clock.move(4 * MINUTE)
    end = await expected_end(room)

    # when the emergency breaks in, and its time is over
    await room.moot(room.director, "inject")
    await room.settled()
    during = await room.game()
    emergency = await room.card(players[0], table, "Emergency: what happened")
    council = (await room.store.services.reader.councils(during))[0]
    after = await room.bell()

    # then the session goes on with its six minutes, and the game ends when it would have
    assert emergency["text"]
    assert during.phase is not None
    assert during.phase.kind == "emergency"
    assert council.phase is not None
    assert council.phase.phase == during.phase.key
    assert after.clock is not None
    assert after.clock.phase == game.clock.phase if game.clock else None
    assert timedelta(minutes=5, seconds=58) < after.clock.ends - after.clock.bell < timedelta(minutes=6)
    again = await room.card(players[0], table, after.agenda[1].title)
    assert "where the emergency interrupted us" in again["text"]
    assert await expected_end(room) == end
    council = (await room.store.services.reader.councils(after))[0]
    assert council.phase is not None
    assert council.phase.phase == after.agenda[1].key
    assert (await room.bell()).phase == after.agenda[3]


async def test_when_every_council_is_done_the_facilitator_may_go_on(room: Room) -> None:
    # given two councils in their first session
    players = await room.opened(11)
    game = await room.bell()
    room.clock.move(timedelta(seconds=5))
    councils = await room.store.services.reader.councils(game)
    stewards = [(council, seat.holder) for council in councils for seat in council.filled if seat.steward]

    # when somebody says so who may not, and then every steward does
    tables = {council.id: room.channel(players[0], "council-") for council in councils}
    other = next(seat.holder for seat in councils[0].filled if not seat.steward)
    for council, holder in stewards:
        assert holder is not None
        tables[council.id] = room.channel(holder, f"council-{council.number}")
    card = await room.card(str(other), tables[councils[0].id], game.agenda[1].title)
    refused = await room.pressed(str(other), card, "We are done")
    for council, holder in stewards:
        card = await room.card(str(holder), tables[council.id], game.agenda[1].title)
        said = await room.pressed(str(holder), card, "We are done")
        assert "Noted" in said
    asked = await room.card(room.director, await room.to_director(), "Every council is done")
    status = await room.moot(room.director, "status")
    await room.press(room.director, asked, "Next phase")
    await until(lambda: room.find(players[0], room.plenary, "Emergency") is not None, "the next phase rings")

    # then the facilitator saw how many are done, and went on
    assert "Only your council's" in refused
    assert (await room.game()).clock is not None
    assert "Done with" in (await room.card(str(other), tables[councils[0].id], "Done with"))["text"]
    await until(
        lambda: (
            "2 of 2 councils" in "\n".join(one["text"] for one in room.private(room.director, room.plenary))
        ),
        f"the console counts: {status}",
    )


async def test_a_game_starts_by_itself_at_the_planned_second_after_a_reminder(room: Room) -> None:
    # given a game that is planned for noon, by itself
    noon = datetime(2031, 3, 4, 12, tzinfo=UTC)
    await room.create(starts_at=str(int(noon.timestamp())), first_bell="by_itself")
    game = await room.game()
    players = [room.person(f"player{number:02}") for number in range(5)]
    for player in players:
        await room.moot(player, "join")

    # when ten minutes are left, the seats are dealt after a reminder, and the second comes
    await _ring_at(room, noon - 10 * MINUTE)
    told = room.people.history(room.director, await room.to_director())
    [reminder] = [one for one in told if "is planned to start" in one["text"]]
    await room.deal()
    await _ring_at(room, noon)

    # then the first bell has rung
    assert "not dealt yet" in reminder["text"]
    await room.card(players[0], room.channel(players[0], "council-1"), game.agenda[0].title)
    after = await room.game()
    assert after.stage is Stage.RUNNING
    assert after.first_bell == noon


async def test_a_planned_start_without_seats_waits_for_a_facilitator_who_may_plan_another(room: Room) -> None:
    # given a game by itself whose seats are not dealt
    noon = datetime(2031, 3, 4, 12, tzinfo=UTC)
    await room.create(starts_at=str(int(noon.timestamp())), first_bell="by_itself")

    # when the second comes
    await _ring_at(room, noon)

    # then the director is told what to do, and plans anew
    told = await room.card(room.director, await room.to_director(), "The planned start of")
    assert "/moot seat" in told["text"]
    assert "starts by itself" in await room.moot(room.director, "start 14:30")
    assert (await room.game()).starts_at == datetime(2031, 3, 4, 13, 30, tzinfo=UTC)
    assert "Planned start" in await room.moot(room.director, "start by hand")
    assert "has passed" in await room.moot(room.director, "start 9:00")


async def test_a_start_in_the_past_is_refused_at_its_field(room: Room) -> None:
    # given the form
    await room.people.command(room.director, room.plenary, "/moot", "new")
    await until(lambda: bool(room.people.modals(room.director)), "the form opens")
    form = room.people.modals(room.director)[-1]["id"]

    # when it is sent with yesterday
    past = str(int((START - timedelta(days=1)).timestamp()))
    wrong = await room.people.submit(room.director, form, {"starts_at": {"value": past}})

    # then
    assert "in the past" in wrong["starts_at"]


async def test_going_on_before_the_vote_is_asked_about_first(room: Room) -> None:
    # given a council with a policy in the session of the vote
    players = await _before_the_vote(room)
    room.clock.move(timedelta(seconds=5))

    # when
    asked = await room.moot(room.director, "next")

    # then nothing has happened yet
    assert "final vote has not opened" in asked
    game = await room.game()
    assert game.phase is not None
    assert game.phase.key == "session-3"
    await room.press(room.director, room.private(room.director, room.plenary)[-1], "Next phase")
    await until(
        lambda: room.find(players[0], room.plenary, "Council presentations") is not None, "it goes on"
    )


async def _before_the_vote(room: Room) -> list[str]:
    """A council with a policy, at the beginning of the session of the vote; returns the players."""
    players = await room.opened(5)
    await room.to_phase("session-2")
    table = room.channel(players[0], "council-1")
    await room.asked(players[0], "/propose", "Owners merge. Nobody else does.", table)
    council = (await room.store.services.reader.councils(await room.game()))[0]
    chair = next(str(seat.holder) for seat in council.filled if seat.steward)
    await room.press(chair, await room.card(players[0], table, "Proposal 1:"), "Record as decided")
    await room.to_phase("session-3")
    return players


async def _ring_at(room: Room, moment: Moment) -> None:
    room.clock.move(moment - room.clock.now())
    await room.ring((await room.game()).id)
    await room.settled()
