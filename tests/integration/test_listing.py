"""`moot games`: all of them, those that somebody looks for, and one in detail."""

import json

import pytest
from sqlalchemy import insert, text

from bot.cli import games
from bot.db.tables import GameRow
from bot.domain.game import commands as c
from bot.domain.ids import GameId
from tests.conftest import Databases
from tests.integration.test_set_aside import BAD, DIRECTOR, GOOD, MONDAY, Place, a_missing_field, opened
from tests.integration.typed import moot


@pytest.fixture
async def place(new_database: Databases, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Two running games."""
    monkeypatch.setattr(games.out, "_width", 200)
    return await opened(Place(new_database("sqlite")), "rainbow-road")


async def test_games_are_found_by_workspace_and_stage(place: Place) -> None:
    # given a game that is over, and one of another workspace
    async with place.bot() as store:
        await store.services.games.handle(GOOD, c.EndGame(), actor=DIRECTOR)
    await place.say("UPDATE games SET team_id = 'T2' WHERE id = 'bad'")

    # then each is where it belongs
    listed = await moot(place.url, "games")
    assert "good" in listed
    assert "bad" in listed
    assert "UDIRECTOR" in listed
    ended = await moot(place.url, "games", "--stage", "ended")
    assert ("good" in ended, "bad" in ended) == (True, False)
    theirs = json.loads(await moot(place.url, "games", "--workspace", "T2", "--json"))["games"]
    assert [(one["id"], one["workspace"], one["stage"]) for one in theirs] == [("bad", "T2", "running")]
    assert "no game like that" in await moot(place.url, "games", "--workspace", "T3")
    assert "sign_up, dealt, running, ended" in await moot(place.url, "games", "--stage", "over", refused=True)


async def test_of_a_thousand_games_the_newest_are_listed(place: Place) -> None:
    async with place.bot() as store, store.engine.begin() as connection:
        row = GameRow(
            id="", team_id="T1", name="Old", plenary="C1", stage="ended", created_at=MONDAY.replace(year=2020)
        ).model_dump()
        await connection.execute(insert(GameRow), [row | {"id": f"old{number}"} for number in range(1000)])

    listed = await moot(place.url, "games")
    everything = await moot(place.url, "games", "--all")

    assert "802 older ones" in " ".join(listed.split())
    assert listed.count("Old") == games.SHOWN - 2
    assert everything.count("Old") == 1000


async def test_a_game_is_shown_with_its_phase_its_councils_and_what_is_stuck(place: Place) -> None:
    # given a running game in which something is stuck
    await place.say(
        "UPDATE outbox SET status = 'parked', error = 'not_in_channel' "
        "WHERE id = (SELECT min(id) FROM outbox WHERE game_id = 'good' AND kind = 'card')"
    )

    said = await moot(place.url, "games", "show", "good")
    told = json.loads(await moot(place.url, "games", "show", "good", "--json"))

    for words in ("The good game (good)", "(1 of ", "next bell", "UDIRECTOR", "5 of 10", "Invite me there"):
        assert words in said, said
    assert told["councils"][0]["filled"] == told["players"] == 5
    assert told["stuck"][0]["error"] == "not_in_channel"
    assert told["bell"] is not None
    assert "There is no game g7" in await moot(place.url, "games", "show", "g7", refused=True)


async def test_a_game_that_is_set_aside_is_shown_with_why(place: Place) -> None:
    await a_missing_field(place)

    said = await moot(place.url, "games", "show", GameId(BAD))

    assert "IdeaCarriedBack" in said
    assert "running" in said


async def test_a_game_that_nobody_runs_says_what_to_do(place: Place) -> None:
    await place.say("UPDATE people SET facilitator = :no", no=False)

    assert "moot games facilitate" in await moot(place.url, "games", "show", "good")
    async with place.bot() as store, store.engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM games")) == 2
