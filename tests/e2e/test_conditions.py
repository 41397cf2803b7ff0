"""A charter that asks for time and for seconds, through Bolt and the workspace; over a pause and a stop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.domain.council import Council
from bot.domain.council.conditions import stands_until
from tests.builders import ONE
from tests.e2e.room import Json, Room, a_place
from tests.patience import until

CHARTER = {"rule": "consent", "quorum": "20", "waiting": "120.0", "seconds": "1"}


async def council_of(room: Room) -> Council:
    """The only council."""
    return (await room.store.services.reader.councils(await room.game()))[0]


async def charter_session(room: Room) -> tuple[dict[int, str], str]:
    """Five people in the session that writes the charter; who they are, and their channel."""
    await room.opened(5)
    game = await room.to_phase(next(one.key for one in (await room.game()).agenda if one.charter))
    assert game.phase is not None
    seats = await room.table()
    table = room.channel(seats[1], "council-1")
    session = await room.card(seats[1], table, game.phase.title)
    await room.fill(seats[1], session, "Write the charter", CHARTER)
    await room.card(seats[1], table, "The charter, version 1")
    return seats, table


async def propose(room: Room, user: str, table: str) -> Json:
    """Somebody's proposal, on its card."""
    await room.asked(user, "/propose", "Owners answer. Each model has an owner.", table)
    return await room.card(user, table, "Proposal 1: Owners answer")


def says(room: Room, user: str, table: str, words: str) -> bool:
    """Whether the proposal's card says so now."""
    return words in str(room.find(user, table, "Proposal 1"))


async def test_a_seconded_proposal_waits_through_a_pause_and_is_adopted_by_itself(room: Room) -> None:
    # given a council by consent, in which proposals stand two minutes and need a second
    seats, table = await charter_session(room)
    charter = await room.card(seats[1], table, "The charter, version 1")
    assert "*A proposal stands:* 2 minutes at least" in charter["text"]
    assert "*It is seconded by:* 1 seat besides its proposer" in charter["text"]

    # when its proposer alone supports it, then no steward can record it
    proposal = await propose(room, seats[3], table)
    assert "0 of 1 so far" in proposal["text"]
    await room.people.react(seats[3], table, proposal["ts"], "thumbsup")
    await room.settled()
    assert "has to stand for another" in await room.pressed(seats[1], proposal, "Record as decided")

    # when somebody else supports it, then the card says what happens by itself, and nothing happens yet
    await room.people.react(seats[5], table, proposal["ts"], "thumbsup")
    await until(lambda: says(room, seats[1], table, "it is adopted then"), "the card says so")
    await room.settled()
    assert room.find(seats[1], table, "Policy 1") is None

    # when the game is paused for ten minutes
    await room.moot(room.director, "pause")
    await until(
        lambda: says(room, seats[1], table, "the game is paused, so that time is not running"),
        "it stands still",
    )
    council = await council_of(room)
    room.clock.move(timedelta(minutes=10))
    await room.store.services.councils.ring(council.id)
    await room.moot(room.director, "resume")
    await until(lambda: says(room, seats[1], table, "It has to stand until"), "the clock runs again")
    assert room.find(seats[1], table, "Policy 1") is None

    # and the rest of the two minutes passes, then it is a policy, without anybody's word
    room.clock.move(timedelta(minutes=2))
    await room.store.services.councils.ring(council.id)
    adopted = await room.card(seats[1], table, "Policy 1 is adopted")
    assert "By charter version 1; 2 for, 0 against, 5 seats" in adopted["text"]
    await room.store.services.councils.ring(council.id)
    await room.settled()
    assert sum("Policy 1 is adopted" in str(one["text"]) for one in room.people.history(seats[1], table)) == 1


@asynccontextmanager
async def a_stop(folder: Path, away: float) -> AsyncIterator[tuple[Room, dict[int, str], str]]:
    """A bot that stops 1.5 minutes after a proposal with all its support, and is away for so many minutes."""
    async with a_place(folder) as place:
        async with place.bot() as room:
            seats, table = await charter_session(room)
            proposal = await propose(room, seats[3], table)
            await room.people.react(seats[5], table, proposal["ts"], "thumbsup")
            await until(lambda: says(room, seats[1], table, "is adopted then"), "it is supported")
            place.clock.stop()
            place.clock.move(timedelta(minutes=1.5))
            await room.store.services.presence.note()
        place.clock.move(timedelta(minutes=away))
        async with place.bot() as room:
            yield room, seats, table
        async with place.bot() as room:  # and once more, which changes nothing
            await room.settled()
            assert len((await council_of(room)).policies) == 1


async def test_a_waiting_time_that_ended_while_the_bot_was_away_ends_once_when_it_is_back(
    tmp_path: Path,
) -> None:
    async with a_stop(tmp_path, away=0.9) as (room, seats, table):
        await room.card(seats[1], table, "Policy 1 is adopted")

        council = await council_of(room)
        (policy,) = council.policies
        assert policy.at == council.proposals[policy.proposal].since + timedelta(minutes=2)


async def test_an_absence_stops_waiting_times_too_until_the_game_catches_up(tmp_path: Path) -> None:
    async with a_stop(tmp_path, away=5) as (room, seats, table):
        # given a game that stands still since the bot was away
        asked = await room.card(room.director, await room.to_director(), "I was away")
        await until(
            lambda: says(room, seats[1], table, "the game is paused, so that time is not running"), "it waits"
        )
        await room.store.services.councils.ring((await council_of(room)).id)
        assert (await council_of(room)).policies == ()

        # when it catches up
        await room.press(room.director, asked, "Catch up with the clock")
        await room.card(seats[1], table, "Policy 1 is adopted")

        # then the proposal was adopted when it would have been
        council = await council_of(room)
        assert council.policies[0].at == council.proposals[ONE].since + timedelta(minutes=2)


async def test_where_a_game_resumes_after_an_absence_the_rest_of_a_waiting_time_is_left(
    tmp_path: Path,
) -> None:
    async with a_stop(tmp_path, away=5) as (room, seats, table):
        asked = await room.card(room.director, await room.to_director(), "I was away")
        await room.press(room.director, asked, "Resume where it stopped")
        await until(lambda: says(room, seats[1], table, "It has to stand until"), "it goes on")
        await room.settled()
        left = stands_until((council := await council_of(room)), council.proposals[ONE])
        assert left is not None
        assert timedelta(seconds=15) < left - room.clock.now() <= timedelta(seconds=30)

        room.clock.move(timedelta(seconds=30))
        await room.store.services.councils.ring(council.id)
        await room.card(seats[1], table, "Policy 1 is adopted")


async def test_the_alarm_is_set_for_the_end_of_a_waiting_time_and_for_nothing_after_it(room: Room) -> None:
    # given a council with a charter, and what the alarm of the councils is told
    seats, table = await charter_session(room)
    told: list[object] = []
    alarm = room.store.wakeups.council_alarm
    assert alarm is not None
    alarm.arm = lambda whom, due: told.append(due)  # type: ignore[method-assign]

    # when somebody proposes, and withdraws it
    proposal = await propose(room, seats[3], table)
    since = (await council_of(room)).proposals[ONE].since
    armed = told[-1]
    await room.pressed(seats[3], proposal, "Withdraw")

    # then it is set for that second, and then for none
    assert armed == since + timedelta(minutes=2)
    assert told[-1] is None
