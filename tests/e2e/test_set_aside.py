"""The real bot starts on a database with bad games, runs the good ones, and has each bad one go on."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import games as listing
from bot.cli.main import cli
from bot.db import codec
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.ids import ChannelId, GameId, UserId
from bot.domain.times.working_time import WorkingTime
from bot.scenarios.packs import content_folder
from bot.services.games import NewGame
from tests.e2e.room import Place, Room, a_place
from tests.patience import until

BAD = ("newer", "garbled", "zone", "mine")
OFFICE = WorkingTime("UTC", time(9), time(17))


async def test_bad_games_are_set_aside_and_told_once_the_good_ones_ring_and_each_goes_on_when_it_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given six running games, and a bot that stops
    async with a_place(tmp_path) as unset:
        content, mine = tmp_path / "content", tmp_path / "content" / "mine"
        a_pack(mine)
        place = replace(unset, settings=unset.settings.model_copy(update={"moot_content": content}))
        async with place.bot() as room:
            plenaries = {key: await a_running_game(room, GameId(key)) for key in ("good", "days", *BAD)}
            await until(lambda: nothing_waits(room), "everything is sent")

        # when four of them come to harm, and somebody in a fifth has a zone that nobody knows
        shutil.rmtree(mine)
        harmed(place, "UPDATE people SET timezone = 'Mars/Olympus' WHERE game_id = 'days'")
        harmed(place, "UPDATE events SET data = replace(data, '\"UTC\"', '\"Mars/Olympus\"') "
               "WHERE stream = 'game:zone' AND version = 1")  # fmt: skip
        harmed(place, NEXT, "game:newer", "PlenaryRenamed", '{"at": "2031-03-04T11:15:00Z"}')
        harmed(place, NEXT, "council:garbled-1", "IdeaCarriedBack", "{not json")
        place.clock.move(timedelta(minutes=20))
        async with place.bot() as room:
            # then the bot starts, and their director reads of each once, with the cause
            for key, words in zip(
                BAD, ("PlenaryRenamed", "IdeaCarriedBack", "Mars/Olympus", "“mine”"), strict=True
            ):
                card = await room.card(room.director, await room.to_director(), f"I have set “{key}” aside")
                assert words in card["text"]

            # and the good ones go on
            asked = await room.card(room.director, await room.to_director(), "I was away")
            await room.press(room.director, asked, "Catch up with the clock")
            await until(lambda: has_moved_on(room, "good"), "the good game's bell has rung")
            await room.ring(GameId("days"))

            # and who acts in a bad one reads one true sentence, in the plenary and at a button
            said = await room.moot(room.director, "status", plenaries["zone"])
            assert "This game is set aside since 4 March, 11:" in said
            assert "went wrong" not in said

            # and whoever wants to stop reaches the facilitator all the same
            player = next(key for key, one in room.workspace.people.items() if one.name == "zone1")
            assert "went wrong" not in await room.moot(player, "x I want to stop, please")
            wish = await room.card(room.director, await room.to_director(), "Somebody wants to stop")
            assert "I want to stop, please" in str(wish["blocks"])

            # and operators are told by the bot and by the command line
            games = next(one for one in await room.store.health.ready() if one.about == "games")
            assert games.ok
            assert all(key in games.said for key in BAD)
            listed = await asyncio.to_thread(games_listed, place, monkeypatch)
            assert listed.count("Mars/Olympus") == listed.count("“mine”") == 1

            # when the pack is put back
            a_pack(mine)
            room.store.services.aside.noticed.set()

            # then its game goes on without a new start
            await room.card(room.director, await room.to_director(), "“mine” goes on")
            assert "set aside" not in await room.moot(room.director, "status", plenaries["mine"])

        # when the others are mended, and the newer version starts
        harmed(place, "UPDATE events SET data = replace(data, '\"Mars/Olympus\"', '\"UTC\"') "
               "WHERE stream = 'game:zone'")  # fmt: skip
        harmed(place, "DELETE FROM events WHERE stream = 'council:garbled-1' AND kind = 'IdeaCarriedBack'")
        monkeypatch.setitem(codec.EVENTS, "PlenaryRenamed", e.StartNear)
        async with place.bot() as room:
            # then they go on, standing since the bot was away, and none was told of twice
            for key in BAD[:3]:
                await room.card(room.director, await room.to_director(), f"“{key}” goes on")
                game = await game_of(room, key)
                assert game.clock is not None
                assert game.paused
            texts = [one["text"] for one in room.people.history(room.director, await room.to_director())]
            assert sum("aside:" in text for text in texts) == len(BAD)
            assert all(one.about != "games" for one in await room.store.health.ready())


NEXT = (
    "INSERT INTO events (stream, version, kind, data, at, actor) "
    "SELECT stream, max(version) + 1, ?2, ?3, max(at), 'somebody' FROM events WHERE stream = ?1"
)


async def a_running_game(room: Room, key: GameId) -> str:
    """A game of five in a plenary of its own, whose id it returns; one is played over days."""
    plenary = room.workspace.add_channel(f"plenary-{key}", members=[room.app.bot_user_id, room.director]).id
    pack, working = "mine" if key == "mine" else "rainbow-road", OFFICE if key == "days" else None
    team, director = ("", room.workspace.team_id), UserId(room.director)
    new = NewGame(key, team, key, pack, ChannelId(plenary), (), None, "UTC", speed=1, seed=1, working=working)
    games = room.store.services.games
    await games.create(new, actor=director)
    for number in range(5):
        user = UserId(room.person(f"{key}{number}"))
        await games.handle(key, c.Join(user), actor=user)
    for command in (c.PlanSeating(), c.DealSeats(), c.StartGame()):
        await games.handle(key, command, actor=director)
    return plenary


def a_pack(folder: Path) -> None:
    """An operator's own."""
    shutil.copytree(content_folder() / "rainbow-road", folder)
    written = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(written.replace("key: rainbow-road", "key: mine", 1), "utf-8")


def harmed(place: Place, statement: str, *values: Any) -> None:
    """Changes the database behind Moot's back."""
    with closing(sqlite3.connect(place.settings.database_url.removeprefix("sqlite:///"))) as database:
        database.execute(statement, values)
        database.commit()


def games_listed(place: Place, patch: pytest.MonkeyPatch) -> str:
    """What `moot games` prints."""
    patch.setenv("DATABASE_URL", place.settings.database_url)
    patch.setenv("MOOT_CONTENT", str(place.settings.moot_content))
    patch.setattr(listing.out, "width", 400)
    return CliRunner().invoke(cli, ["games"], catch_exceptions=False).output


async def nothing_waits(room: Room) -> bool:
    return all(row.status not in ("waiting", "sending") for row in await room.store.backlog.rows())


async def game_of(room: Room, key: str) -> Game:
    return (await room.store.services.reader.game(GameId(key)))[0]


async def has_moved_on(room: Room, key: str) -> bool:
    game = await game_of(room, key)
    return game.clock is not None and game.clock.phase > 0
