"""A crisis committee: opening statements by delegation, a speakers' list, blocs, and reports by council."""

from datetime import timedelta
from pathlib import Path

from bot.domain.council import Council
from bot.domain.council.decide import next_due
from bot.domain.floor import AskFloor, CallNext, LeaveFloor
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from tests.integration.playing import Play, a_play

HALF = timedelta(seconds=30)
WATCHING = UserId("U900")


async def a_dealt_game(play: Play) -> None:
    """A full council, and one in which nobody speaks for the north's adviser; and somebody who watches."""
    for number in range(9):
        await play.do(c.Join(UserId(f"U{number:04}")), by=UserId(f"U{number:04}"))
    await play.do(c.Observe(WATCHING), by=WATCHING)
    await play.do(c.PlanSeating())
    await play.do(c.DealSeats())
    await play.do(c.StartGame())
    await play.deliver()


def of(council: Council, role: int) -> UserId:
    """Who holds this role."""
    holder = council.seats[role].holder  # type: ignore[index]
    assert holder is not None
    return holder


async def turn(play: Play) -> None:
    """What is due next in a council, in both at once where it is at the same second."""
    dues = {council.id: next_due(council) for council in await play.councils()}
    due = min(moment for moment in dues.values() if moment is not None)
    play.now = max(play.now, due)
    for council, moment in dues.items():
        if moment is not None and moment <= play.now:
            await play.store.services.councils.ring(council)
            await play.store.services.councils.ring(council)  # two alarms at once
    await play.deliver()


async def test_delegations_speak_in_turn_and_then_whoever_asks_for_the_floor(tmp_path: Path) -> None:
    async with a_play(tmp_path, "crisis-committee") as play:
        await a_dealt_game(play)

        # each delegation has a minute, in the order of the pack, in both councils
        await play.to("opening")
        one, two = await play.councils()
        rooms = [play.slack.channel(f"council-{council.number}") for council in (one, two)]
        for room in rooms:
            said = play.slack.words(room)
            assert "Turns to speak, 1 minute each:" in said
            assert "South, North, The Islands" in said
            assert said.count("Now speaking: South") == 1
            assert "Next: North." in said
        south, north, islands = of(one, 3), of(one, 2), of(one, 4)

        # whoever asks during the turns waits; a pause stops the minute; the chair ends a turn early
        await play.act(one.id, AskFloor(), islands)
        await play.act(one.id, AskFloor(), north)
        assert await play.refused(one.id, AskFloor(), WATCHING) == "OnlySeatsSpeak"
        assert await play.refused(one.id, CallNext(), islands) == "NotYoursToCall"
        play.now += HALF
        await play.do(c.PauseGame())
        assert await play.refused(one.id, CallNext(), of(one, 1)) == "TurnStands"
        play.now += 10 * HALF
        await play.do(c.ResumeGame())
        await turn(play)
        assert "Now speaking: North" in play.slack.words(rooms[0])
        assert "South had their turn." in play.slack.words(rooms[0])
        play.now += timedelta(seconds=5)
        await play.act(one.id, CallNext(), of(one, 1))
        await play.deliver()
        assert "Now speaking: The Islands" in play.slack.words(rooms[0])
        assert "Now speaking: The Islands" not in play.slack.words(rooms[1])

        # after the last turn the floor goes to the first who asked, for the pack's forty seconds
        one = (await play.councils())[0]
        while one.floor.speaker is None:
            await turn(play)
            one = (await play.councils())[0]
        assert (one.floor.speaker, one.floor.line, one.floor.lasts.seconds) == (islands, (north,), 40)
        assert "Everybody has had a turn" in play.slack.words(rooms[0])
        assert "Waiting:*\n1. " + f"<@{north}>" in play.slack.words(rooms[0])
        await turn(play)
        while not one.floor.over:
            await turn(play)
            one = (await play.councils())[0]
        assert "their time is over" in play.slack.words(rooms[0])

        # once it is over, whoever is next need not wait for the chair; and a minute later nobody is left
        await play.act(one.id, CallNext(one.floor.called + one.turns.called), north)  # type: ignore[union-attr]
        await play.act(one.id, LeaveFloor(), north)
        await play.act(one.id, AskFloor(), south)
        await play.deliver()
        assert play.slack.words(rooms[0]).count("*Speakers' list*") == 1, "one card, updated in place"
        assert (await play.councils())[0].floor.speaker == south

        # a delegation of whom nobody is there is passed over, and its list closes with the phase
        await play.do(c.Leave(islands), by=islands)
        await play.deliver()
        await play.to("blocs")
        await play.deliver()
        assert "It closed with Opening statements." in play.slack.words(rooms[0])
        first = play.slack.words(rooms[0])
        assert "Now speaking: The Coast" in first
        assert "Now speaking: The Islands" in play.slack.words(rooms[1])

        # an added minute changes nothing of the turn that runs; with too little time, turns are shorter
        await play.do(c.ChangeTime(timedelta(minutes=-2, seconds=-20)))
        await turn(play)
        two = (await play.councils())[1]
        assert two.turns is not None
        assert two.turns.lasts == timedelta(seconds=10)
        await play.deliver()
        assert "Time is short" in play.slack.words(rooms[1])

        # in the plenary, each council has half a minute; the director moves on early, and people may ask
        await play.to("reports")
        plenary = play.slack.words("CPLENARY")
        assert "*The order:* Council 1, Council 2" in plenary
        assert "Council 1 has the floor now: 30 seconds" in plenary
        game = await play.do(AskFloor(), by=north)
        assert game.floor.line == (north,), "a council has its turn"
        play.now += timedelta(seconds=10)
        game = await play.do(CallNext(seen=1))
        await play.deliver()
        assert "Council 2 has the floor now: 30 seconds" in play.slack.words("CPLENARY")
        assert game.turns_left() == (), "the second council's turn has begun early"
        play.now += timedelta(seconds=31)
        game = await play.do(CallNext(), by=north)
        assert game.floor.speaker == north
        await play.deliver()
        assert f"*Speaking:* <@{north}>" in play.slack.words("CPLENARY")
        game = await play.do(c.Leave(north), by=north)
        assert game.floor.speaker is None

        game = await play.to_the_end()
        assert game.ended_at is not None
        assert "It closed with Reports." in play.slack.words("CPLENARY")
