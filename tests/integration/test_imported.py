"""A table-top that was made of an event list, played whole: each player gets what is theirs, at its time."""

import json
from pathlib import Path

from bot.domain.game import commands as c
from bot.domain.ids import RoleNumber
from bot.scenarios.msel.events import read_events
from bot.scenarios.msel.making import write
from tests.builders import player
from tests.integration.playing import PLENARY, Play, a_play

KEYS = ("Real Time", "Subject", "From", "Player", "Script", "Poll")
EVENTS = (
    ("09:00", "Smoke", "Cook", "Kitchen", "The oven smokes, and I have closed the door.", ""),
    ("09:04", "Guests", "Waiter", "Front desk", "A guest asks whether she may stay.", "She may | She goes"),
    ("09:10", "Alarm", "The house", "All", "The alarm rings on every floor.", ""),
)


async def test_every_event_reaches_its_players_and_the_game_comes_to_an_end(tmp_path: Path) -> None:
    file = tmp_path / "smoke.json"
    file.write_text(json.dumps([dict(zip(KEYS, event, strict=True)) for event in EVENTS]), "utf-8")
    write(read_events(file), tmp_path / "content" / "smoke", "Smoke")

    async with a_play(tmp_path, "smoke", tmp_path / "content") as play:
        await _seated(play)
        council = (await play.councils())[0]
        await play.to_the_end()
        await play.deliver()

        kitchen, desk = (council.seats[RoleNumber(number)].holder for number in (1, 2))
        assert "The oven smokes" in play.slack.words(f"D{kitchen}")
        assert "The oven smokes" not in play.slack.words(f"D{desk}")
        assert "Decide, and say so in your channel: She may | She goes" in play.slack.words(f"D{desk}")
        assert "The alarm rings" not in play.slack.words(f"D{desk}")
        assert any("The alarm rings" in said for said in play.slack.said)
        assert play.slack.words(PLENARY)


async def _seated(play: Play) -> None:
    for number in (1, 2):
        await play.do(c.Join(player(number), chair=number == 1), player(number))
    await play.do(c.PlanSeating())
    await play.do(c.DealSeats())
    await play.do(c.StartGame())
    await play.deliver()
