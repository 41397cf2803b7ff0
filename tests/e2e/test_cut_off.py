"""A replica that is cut off from the database leaves what Slack delivers to those that are not."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.runtime import link
from bot.runtime.store import Store
from bot.slack.edge.manifest import manifest
from bot.workspace.page.people import People
from bot.workspace.server import Server
from tests.conftest import Databases
from tests.e2e.room import MovableClock, Room, running_bot, settings_for
from tests.patience import a_workspace, until


class Cable:
    """The way of one replica to PostgreSQL. While it is pulled, nothing gets through and nobody is told."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._whole = asyncio.Event()
        self._whole.set()
        self.port = 0

    def pull(self) -> None:
        self._whole.clear()

    def mend(self) -> None:
        self._whole.set()

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[None]:
        tasks: set[asyncio.Task[None]] = set()

        async def joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            theirs, to_them = await asyncio.open_unix_connection(self._socket)
            for way in (self._carry(reader, to_them), self._carry(theirs, writer)):
                task = asyncio.create_task(way)
                tasks.add(task)
                task.add_done_callback(tasks.discard)

        server = await asyncio.start_server(joined, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            for task in list(tasks):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError), contextlib.closing(writer):
            while data := await reader.read(65536):
                await self._whole.wait()
                writer.write(data)
                await writer.drain()


async def test_what_slack_delivers_goes_to_the_replica_that_can_do_something_with_it(
    tmp_path: Path, new_database: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "GRACE", 0.5)
    url = make_url(new_database("postgres"))
    clock = MovableClock()
    workspace = a_workspace(clock=clock.seconds)
    app = workspace.add_app(manifest())
    cable = Cable(f"{url.query['host']}/.s.PGSQL.5432")
    async with Server(workspace) as server, cable.laid(), AsyncExitStack() as stack:
        # given two replicas, the way of one of which to the database can be cut
        through = f"postgresql://moot@127.0.0.1:{cable.port}/{url.database}"
        stores: list[Store] = []
        for address in (through, url.render_as_string()):
            settings = settings_for(server, app, tmp_path, address)
            stores.append(await stack.enter_async_context(running_bot(settings, clock)))
        director = workspace.add_person("director").id
        plenary = workspace.add_channel("plenary", members=[app.bot_user_id, director]).id
        room = Room(workspace, app, stores[1], clock, People(workspace), plenary, director)
        await room.create()

        # when it is cut
        cable.pull()

        # then that one leaves its connection to the other, and says so
        await until(lambda: len(workspace.delivery.sockets.links(app)) == 1, "one connection is left")
        slack = (await stores[0].health.ready())[1]
        assert (slack.about, slack.ok) == ("slack", False)
        assert "left Slack's deliveries to the others" in slack.said

        # so that everything that people type is answered
        for number in range(6):
            user = room.person(f"player{number}")
            assert "You are in" in await room.moot(user, "join")

        # and it is back when its way is mended
        cable.mend()
        await until(lambda: len(workspace.delivery.sockets.links(app)) == 2, "both are connected")
        for number in range(6, 10):
            assert "You are in" in await room.moot(room.person(f"player{number}"), "join")
