"""Two bots with tokens of two workspaces on one database: each looks after its own people, although channels,
people and messages have the same ids in both."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from bot.rehearsal.stand_ins.cards import fill
from bot.slack.edge.manifest import OPTIONAL, manifest
from bot.workspace.page.people import People
from bot.workspace.server import Server
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
