"""Two workspaces on one database, in which channels, people and messages have the same ids: two bots with a
token for each, or one bot that both have installed. Nothing of one is ever seen in the other."""

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.db.installations import Installation
from bot.db.sealed import new_key
from bot.domain.errors.installations import NotInstalled
from bot.domain.game.state import Clock
from bot.domain.ids import GameId, UserId
from bot.rehearsal.stand_ins.cards import fill
from bot.runtime import reaching
from bot.services.installations import InstallationService
from bot.slack.edge.manifest import INSTALL_PATH, OPTIONAL, manifest
from bot.web.health import UNREACHED
from bot.workspace.page.people import People
from bot.workspace.server import Server
from bot.workspace.state.records import App
from bot.workspace.workspace import Workspace
from tests.e2e.room import MovableClock, Room, running_bot, settings_for
from tests.patience import a_workspace, until

TEAMS = ("T0ONE", "T0TWO")
NAMES = ("Of the first", "Of the second")


@pytest.fixture
async def rooms(tmp_path: Path, database_url: str) -> AsyncIterator[list[Room]]:
    """A room in each."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(_room(team, tmp_path, database_url)) for team in TEAMS]


@asynccontextmanager
async def _room(team: str, folder: Path, database_url: str) -> AsyncIterator[Room]:
    clock = MovableClock()
    workspace = a_workspace(clock=clock.seconds, record=True, team_id=team)
    app = workspace.add_app(manifest(), optional_scopes=OPTIONAL)
    async with (
        Server(workspace) as server,
        running_bot(settings_for(server, app, folder, database_url), clock) as store,
    ):
        director = workspace.add_person("director").id
        plenary = workspace.add_channel("plenary", members=[app.bot_user_id, director]).id
        yield Room(workspace, app, store, clock, People(workspace), plenary, director)


async def test_each_bot_delivers_in_its_own_workspace_with_its_own_token(rooms: list[Room]) -> None:
    # given a game in each workspace, in the same channel, by people of the same ids
    one, two = rooms
    for room in rooms:
        room.person("ada")  # before anything else draws an id
    for room, name in zip(rooms, NAMES, strict=True):
        await opened(room, name)
    assert (one.plenary, one.director, one.ids) == (two.plenary, two.director, two.ids)

    # then each bot looks after its own, and everybody sees their own game and nothing of the other
    for room, own, other in ((one, *NAMES), (two, *NAMES[::-1])):
        await until(partial(_looks_after_its_own, room), "its lease is renewed")
        for user in (room.director, room.ids["ada"]):
            assert own in await room.moot(user, "status")
        assert own in said(room.workspace)
        assert other not in said(room.workspace)


def _looks_after_its_own(room: Room) -> bool:
    return room.store.health.held() == {room.workspace.team_id}


async def opened(room: Room, name: str) -> None:
    """A game of this name, its card, and somebody who joins."""
    new = partial(room.people.command, room.director, room.plenary, "/moot", "new")
    await fill(room.people, room.director, new, {"name": name})
    await room.card(room.director, room.plenary, name)
    assert "You are in" in await room.moot(room.ids["ada"], "join")


def said(workspace: Workspace) -> str:
    """Everything that the bot has sent there."""
    return " ".join(str(one.args) for one in workspace.sent)


# --- one bot for both


MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Running:
    """A game at a moment."""

    id: GameId
    clock: Clock


@dataclass(frozen=True)
class Town:
    """Two workspaces, and the bot that serves both."""

    rooms: list[Room]
    url: str

    @property
    def installations(self) -> InstallationService:
        """Where the bot is installed."""
        return self.rooms[0].store.services.installations

    async def install(self, room: Room) -> None:
        """Somebody lets the app in."""
        app = room.app
        new = Installation(
            *("", room.workspace.team_id, app.id, app.bot_user_id, app.bot_id),
            *(app.scopes, SecretStr(app.bot_token), UserId(room.director), room.clock.now()),
            url=room.workspace.web_url,
        )
        await self.installations.save(new)

    async def page(self, path: str) -> int:
        """The status of a page of the bot."""
        async with aiohttp.ClientSession() as session, session.get(self.url + path) as answer:
            return answer.status

    async def running(self, room: Room) -> Running:
        """A new game there, with six players."""
        await room.opened(6)
        game = await room.game()
        assert game.clock is not None
        return Running(game.id, game.clock)

    async def clock(self, game: Running) -> Clock:
        """Its clock now."""
        found = (await self.rooms[0].store.services.reader.game(game.id))[0].clock
        assert found is not None
        return found

    async def stands_still(self, game: Running) -> bool:
        """Whether it does, since Slack lets the bot do nothing."""
        return (await self.clock(game)).cut_off

    async def runs(self, game: Running) -> bool:
        """Whether it is not paused."""
        return (await self.clock(game)).paused_at is None


@pytest.fixture
async def town(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """Both have installed it."""
    monkeypatch.setattr(reaching, "ASKED_EACH", 0.01)
    clock, url = MovableClock(), f"http://127.0.0.1:{_free_port()}"
    monkeypatch.setattr("slack_sdk.signature.Clock.now", lambda _: clock.seconds())
    places = [a_workspace(clock=clock.seconds, record=True, team_id=team) for team in TEAMS]
    first = places[0].add_app(manifest(url), optional_scopes=OPTIONAL)
    apps = [first, places[1].add_app(manifest(url), optional_scopes=OPTIONAL, same_as=first)]
    async with Server(*places) as server:
        settings = _of_many(settings_for(server, first, tmp_path, database_url), first, url)
        async with running_bot(settings, clock, http=True) as store:
            rooms = []
            for place, app in zip(places, apps, strict=True):
                director = place.add_person("director").id
                plenary = place.add_channel("plenary", members=[app.bot_user_id, director]).id
                rooms.append(Room(place, app, store, clock, People(place), plenary, director))
            made = Town(rooms, url)
            for room in rooms:
                await made.install(room)
            yield made


def _of_many(settings: Settings, app: App, url: str) -> Settings:
    many = {
        "slack_bot_token": SecretStr(""),
        "slack_app_token": SecretStr(""),
        "slack_client_id": app.client_id,
        "slack_client_secret": SecretStr(app.client_secret),
        "slack_signing_secret": SecretStr(app.signing_secret),
        "moot_token_keys": SecretStr(new_key()),
        "moot_public_url": url,
        "moot_http_address": url.removeprefix("http://"),
    }
    return settings.model_copy(update=many)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def test_one_bot_serves_both_with_the_token_of_each(town: Town) -> None:
    # given a game in each workspace, in the same channel, by people of the same ids
    one, two = town.rooms
    for room in town.rooms:
        room.person("ada")
    for room, name in zip(town.rooms, NAMES, strict=True):
        await opened(room, name)
    assert (one.plenary, one.director, one.ids) == (two.plenary, two.director, two.ids)

    # then everybody sees their own game and nothing of the other, and the bot looks after both
    for room, own, other in ((one, *NAMES), (two, *NAMES[::-1])):
        for user in (room.director, room.ids["ada"]):
            assert own in await room.moot(user, "status")
        assert own in said(room.workspace)
        assert other not in said(room.workspace)
    assert one.store.health.held() == set(TEAMS)


async def test_where_it_is_uninstalled_the_game_stands_still_and_all_others_go_on(town: Town) -> None:
    # given a running game in each
    gone, stays = town.rooms
    games = [await town.running(room) for room in town.rooms]
    assert (gone.plenary, gone.director) == (stays.plenary, stays.director)

    # when one of the workspaces removes the app in the middle
    gone.clock.stop()
    await gone.workspace.uninstall(gone.app)

    # then its game stands still, and the bot is ready for all others
    await until(partial(town.stands_still, games[0]), "the game stands still")
    await until(lambda: stays.store.health.held() == {stays.workspace.team_id}, "nobody has its lease")
    checks = await stays.store.health.ready()
    assert all(one.ok for one in checks)
    assert [one.said for one in checks if one.about == "workspaces"] == [UNREACHED.format(count=1)]

    # and the bell rings in the other only
    moved = games[1].clock.ends - gone.clock.now() + MINUTE
    gone.clock.move(moved)
    for game in games:
        await stays.ring(game.id)
    assert [(await town.clock(game)).phase for game in games] == [0, 1]

    # when it is installed again, with another token
    gone.workspace.reinstall(gone.app)
    await town.install(gone)

    # then the game goes on with the time that it had left, and its facilitator is told
    await until(partial(town.runs, games[0]), "the game goes on")
    assert (await town.clock(games[0])).ends - games[0].clock.ends == moved
    told = await gone.card(gone.director, await gone.to_director(), "The game stood still")
    assert gone.workspace.web_url not in str(told)
    assert stays.workspace.web_url not in said(gone.workspace)


async def test_people_are_told_that_moot_is_not_installed_until_it_is(town: Town) -> None:
    # given a workspace in which Slack shows the app, though it has been removed
    gone, stays = town.rooms
    for room in town.rooms:
        room.person("ada")
    (there,) = [one for one in await town.installations.all() if one.team == gone.workspace.team_id]
    await town.installations.gone(there, "app_uninstalled", gone.clock.now())

    # when somebody acts there, then they are told, and nothing else is done
    assert NotInstalled.template in await gone.moot(gone.director, "help")
    await opened(stays, NAMES[1])
    assert gone.store.health.held() == {stays.workspace.team_id}

    # when it is installed while the bot runs, then it is served like the other
    assert await town.page(INSTALL_PATH) == 200
    await town.install(gone)
    await opened(gone, NAMES[0])
    assert NAMES[0] in await gone.moot(gone.director, "status")
