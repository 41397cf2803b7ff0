"""Fixtures of the whole-game tests."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Databases
from tests.e2e.openings import Openings
from tests.e2e.room import Room, a_room
from tests.postgres import Postgres, a_server

if TYPE_CHECKING:
    from tests.e2e.windows import Windows


@pytest.fixture(scope="session")
def openings(tmp_path_factory: pytest.TempPathFactory) -> Openings:
    """Games that tests begin from."""
    return Openings(tmp_path_factory.mktemp("openings"))


@pytest.fixture
async def room(
    request: pytest.FixtureRequest, tmp_path: Path, new_database: Databases, openings: Openings
) -> AsyncIterator[Room]:
    """A workspace with the real bot connected to it; a test may name kinds of databases to run on."""
    kind = getattr(request, "param", request.config.getoption("--database"))
    url = "" if kind == "sqlite" else new_database(kind)
    async with a_room(tmp_path, url, openings=openings) as opened:
        yield opened


@pytest.fixture
async def windows(room: Room) -> AsyncIterator["Windows"]:
    """Windows of the room's workspace."""
    from tests.e2e.windows import Windows, a_browser  # `make floor` has no browser

    async with a_browser() as browser:
        opened = Windows(browser, room.workspace.web_url)
        yield opened
        await opened.close()
    assert opened.faults == [], "the page complained in the browser's console"


@pytest.fixture
def server() -> Iterator[Postgres]:
    """A PostgreSQL of this test's own, which it may stop."""
    with a_server() as started:
        yield started


@pytest.fixture
async def on_postgres(server: Postgres, tmp_path: Path) -> AsyncIterator[Room]:
    """A room on it."""
    async with a_room(tmp_path, server.new_database()) as opened:
        yield opened
