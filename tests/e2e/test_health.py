"""Health and measures over HTTP: they tell what is so, tell no secret, and are gone with the bot."""

import asyncio
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import ValidationError

from bot.config import Settings
from bot.db import engine, faults, schema
from bot.rehearsal import stage as rehearsal
from bot.runtime.store import open_store
from bot.slack.edge.manifest import manifest
from bot.web import asking
from bot.web.health import CUT_OFF, STOPS
from bot.web.serving import CannotListen, health_served
from bot.workspace.server import Server
from tests.e2e import played
from tests.e2e.room import Room, a_room
from tests.e2e.test_database_trouble import LOCKED_FOR, full
from tests.e2e.test_stop import slow_posts
from tests.e2e.test_whole_game import leaks
from tests.patience import PATIENCE, a_workspace, until
from tests.postgres import a_server
from tests.stumbles import stumbles

SORRY = "I cannot reach my database"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks waits as long as it takes; the test about a silent database says how long."""
    monkeypatch.setattr("bot.web.health.ANSWERS_IN", PATIENCE)


@dataclass(frozen=True)
class Monitor:
    """Whoever watches from outside."""

    url: str
    http: aiohttp.ClientSession

    async def asks(self, path: str) -> tuple[int, str]:
        """The status, and what is said."""
        async with self.http.get(self.url + path) as answer:
            return answer.status, await answer.text()

    async def status(self, path: str, method: str = "GET") -> int:
        """Only the status."""
        async with self.http.request(method, self.url + path) as answer:
            return answer.status

    async def until_ready(self, *, because: str = "") -> None:
        """Waits until the bot is ready; or until it is not, for this reason."""

        async def so() -> bool:
            status, said = await self.asks("/readyz")
            return status == 503 and because in said if because else status == 200

        await until(so, f"readyz says {because!r}")

    async def measured(self) -> dict[tuple[str, ...], float]:
        """Every sample by its name and labels' values."""
        _, text = await self.asks("/metrics")
        return {
            (one.name, *one.labels.values()): one.value
            for family in text_string_to_metric_families(text)
            for one in family.samples
        }


@asynccontextmanager
async def watching(url: str) -> AsyncIterator[Monitor]:
    """Somebody who asks there."""
    async with aiohttp.ClientSession() as http:
        yield Monitor(url, http)


@asynccontextmanager
async def watched(room: Room) -> AsyncIterator[Monitor]:
    """The bot in a room, asked over real HTTP."""
    async with health_served("127.0.0.1:0", room.store.health) as url, watching(url) as monitor:
        yield monitor


async def test_a_bot_that_is_connected_lives_and_is_ready(room: Room) -> None:
    async with watched(room) as monitor:
        assert await monitor.status("/healthz") == 200
        assert await monitor.status("/readyz") == 200
        assert await monitor.status("/healthz", "HEAD") == 200

        # and nothing else is there, or can be done
        assert await monitor.status("/") == 404
        assert await monitor.status("/metrics/../.env") == 404
        assert await monitor.status("/readyz", "POST") == 405


# --- the database


async def test_while_the_database_is_away_the_bot_lives_and_is_not_ready(tmp_path: Path) -> None:
    # given
    with a_server() as server:
        async with a_room(tmp_path, server.new_database()) as room, watched(room) as monitor:
            await monitor.until_ready()

            # when it stops
            server.stop()
            await monitor.until_ready(because=faults.AWAY)

            # then a new start is not asked for, and measures still come, without those nobody knows
            assert await monitor.status("/healthz") == 200
            measured = await monitor.measured()
            assert measured["moot_database_answers",] == 0
            assert measured["moot_database_failures_total",] > 0
            assert ("moot_outbox_rows", "waiting") not in measured

            # and when it is back, so is the bot
            server.start()
            await monitor.until_ready()
            assert ("moot_outbox_rows", "waiting") in await monitor.measured()


async def test_a_database_that_does_not_answer_is_not_waited_for(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a database that has stopped answering
    looks = []

    async def silent() -> Any:
        looks.append(1)
        await asyncio.Event().wait()

    async with watched(room) as monitor:
        assert room.store.health.vitals is not None
        with monkeypatch.context() as patched:
            patched.setattr("bot.web.health.ANSWERS_IN", 0.05)
            patched.setattr(type(room.store.health.vitals), "look", lambda _: silent())

            # when many ask
            answers = await asyncio.gather(*(monitor.asks("/readyz") for _ in range(5)))

        # then all hear so soon, and it was asked once
        assert {status for status, _ in answers} == {503}
        assert "has not answered in time" in answers[0][1]
        assert looks == [1]


async def test_a_file_that_can_be_read_and_not_written_is_no_readiness(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr(engine, "LOCKED_FOR", LOCKED_FOR)
    async with a_room(tmp_path) as room, watched(room) as monitor:
        await room.opened(5)
        await monitor.until_ready()

        # when another program locks the file, which leaves reading possible
        file = str(room.store.engine.url.database)
        with closing(sqlite3.connect(file, timeout=PATIENCE, check_same_thread=False)) as other:
            await asyncio.to_thread(
                other.execute, "BEGIN IMMEDIATE"
            )  # Moot may be writing, and must be let go on
            assert SORRY in await room.moot(room.director, "say A word.")

            # then that is said for as long as it lasts, whatever is read meanwhile
            for _ in range(20):
                status, said = await monitor.asks("/readyz")
                assert status == 503
                assert faults.LOCKED in said
            assert ("moot_outbox_rows", "waiting") in await monitor.measured()

        await monitor.until_ready()


async def test_a_full_disk_is_no_readiness_until_there_is_room(room: Room) -> None:
    # given
    await room.opened(5)
    async with watched(room) as monitor:
        # when there is no room for another page, and many words come
        with full(room):
            for number in range(8):
                answer = await room.moot(room.director, f"say {number} " + "Many words. " * 200)
                status, said = await monitor.asks("/readyz")
                if SORRY in answer and status == 503:
                    break

            # then it is said what to do
            assert faults.FULL in said

        await room.moot(room.director, "say There is room again.")
        await monitor.until_ready()


# --- Slack


async def test_a_bot_that_has_lost_slack_is_not_ready_until_it_is_back(room: Room) -> None:
    async with watched(room) as monitor:
        # given a Slack that lets nobody in for a while
        await monitor.until_ready()
        room.workspace.faults.fail_next("apps.connections.open")

        # when the connection breaks
        await room.workspace.drop_sockets(room.app)

        # then it is said, and over when it stands again
        await monitor.until_ready(because=CUT_OFF)
        assert (await monitor.measured())["moot_slack_connected",] == 0
        assert await monitor.status("/healthz") == 200
        await monitor.until_ready()
        assert (await monitor.measured())["moot_slack_connected",] == 1


async def test_a_bot_of_which_a_part_has_failed_asks_for_a_new_start(room: Room) -> None:
    async def fails() -> None:
        raise RuntimeError

    async with watched(room) as monitor:
        task = asyncio.create_task(fails(), name="courier")
        await asyncio.wait({task})
        room.store.health.working = {task}

        status, said = await monitor.asks("/healthz")
        assert status == 503
        assert "courier" in said


# --- measures


async def test_measures_count_what_happens(room: Room) -> None:
    # given a game, of which one card is refused, and one may come later
    async with watched(room) as monitor:
        players = await room.play_opening(5)
        await room.cue()
        room.workspace.faults.fail_next("chat.postMessage", "is_archived")
        room.workspace.faults.limit_next("views.publish")
        await room.moot(room.director, "say A word.")
        await room.people.open_home(players[0], room.app.id)
        await until(lambda: room.people.home(players[0], room.app.id) is not None, "Home is shown")

        async def parked() -> bool:
            return (await monitor.measured()).get(("moot_outbox_rows", "parked")) == 1

        await until(parked, "something is parked")

        async def all_done() -> bool:
            return (await monitor.measured())["moot_inbox_rows",] == 0

        await until(all_done, "nothing is under way")

        # then it all was counted
        measured = await monitor.measured()
        assert measured["moot_slack_calls_total", "conversations.create", "ok"] == 1
        assert measured["moot_slack_calls_total", "views.open", "ok"] == 1
        assert measured["moot_slack_calls_total", "chat.postMessage", "is_archived"] >= 1
        assert measured["moot_slack_calls_total", "views.publish", "ratelimited"] == 1
        assert measured["moot_slack_call_seconds_count", "conversations.create"] == 1
        assert measured["moot_deliveries_total", "done"] > 10
        assert measured["moot_deliveries_total", "parked"] >= 1
        assert measured["moot_acknowledgement_seconds_count", "command"] >= 3
        assert measured["moot_acknowledgement_seconds_count", "view"] == 1
        assert measured["moot_acknowledgement_seconds_count", "action"] == 1
        assert measured["moot_acknowledgement_seconds_count", "event"] >= 1
        assert measured["moot_handling_seconds_count", "command"] >= 3
        assert measured["moot_bell_late_seconds_count",] == 1
        assert measured["moot_bell_overdue_seconds",] == 0
        assert measured["moot_slack_connections_total",] == 1
        assert 0 < measured["moot_budget_used_ratio", "chat.postMessage"] < 1
        assert measured["moot_database_bytes",] > 10_000
        assert measured["moot_schema_current", schema.head()] == 1
        assert measured["moot_games_open",] == 1
        assert measured["moot_leases_held",] == 1
        assert measured["moot_outbox_rows", "dead"] == 0


async def test_measures_hold_no_person_no_place_no_token_and_no_words(room: Room) -> None:
    # given a game with sheets, proposals, refusals and a vote
    async with watched(room) as monitor:
        players = await room.play_opening(5)
        table = room.channel(players[0], "council-1")
        await room.to("session")
        await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
        await room.opens(players[0], partial(room.people.command, players[0], table, "/moot", "mission"))
        await room.moot(players[0], "nonsense-words", table)
        room.workspace.faults.fail_next("chat.postMessage", "xoxb-not-a-code U0123 Owners")
        await room.moot(room.director, "say Secret words.")
        await room.open_vote()
        await room.settled()

        # when somebody looks
        said = "".join([(await monitor.asks(path))[1] for path in ("/metrics", "/readyz", "/healthz")])

    # then nothing of it is there
    game = await room.game()
    private = [*players, room.director, table, room.plenary, room.workspace.team_id, game.id, game.name]
    words = ["Owners answer", "Secret words", "nonsense", "xoxb", "xapp", "ticket", "hooks", "U0123"]
    assert [one for one in (*private, *words) if one in said] == []
    assert not leaks(said, (await room.store.services.reader.game(game.id))[1])


# --- the process


async def test_a_bot_that_is_told_to_stop_is_not_ready_and_still_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a bot with a message on its way to a slow Slack
    address = f"127.0.0.1:{_free_port()}"
    plan = rehearsal.Plan(tempo=200, players=10, seed=3, port=0, folder=tmp_path)
    workspace = a_workspace("Test", limits_factor=float(plan.tempo))
    app = workspace.add_app(manifest())
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'moot.db'}", moot_health_address=address)
    log = tmp_path / "bot.log"
    async with (
        open_store(settings) as store,
        Server(workspace) as server,
        rehearsal.bot_process(server, app, settings, plan, log) as bot,
        watching(f"http://{address}") as monitor,
    ):
        running = rehearsal.Running(plan, workspace, server, app, store, bot, log)
        await rehearsal.connected(running)
        await monitor.until_ready()
        assert await asyncio.to_thread(asking.lives, address)
        arrived: list[str] = []
        monkeypatch.setattr(workspace.faults, "delay", slow_posts(arrived))
        async with played.acting(running):
            await until(lambda: bool(arrived), "a message is on its way")

            # when it is told to stop
            bot.terminate()

            # then it says so until it is gone
            await monitor.until_ready(because=STOPS)
            assert await monitor.status("/healthz") == 200
            async with asyncio.timeout(PATIENCE):
                assert await bot.wait() == 0
        assert not await asyncio.to_thread(asking.lives, address)
    assert stumbles(log.read_text("utf-8")) == []


async def test_an_address_that_is_taken_is_named_and_ends_the_start(tmp_path: Path, room: Room) -> None:
    # given an address at which somebody listens
    async with watched(room) as monitor:
        taken = monitor.url.removeprefix("http://")

        # when a bot is to listen there
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env={
                "SLACK_BOT_TOKEN": "xoxb-1",
                "SLACK_APP_TOKEN": "xapp-1",
                "DATABASE_URL": f"sqlite:///{tmp_path / 'other.db'}",
                "MOOT_HEALTH_ADDRESS": taken,
            },
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await bot.communicate()

    # then it says so in a sentence, and has not begun
    assert bot.returncode == 1
    words = " ".join(said.decode().split())
    assert f"MOOT_HEALTH_ADDRESS is {taken}, and Moot cannot listen there: Address already in use" in words
    assert "Traceback" not in words
    assert not (tmp_path / "other.db").exists()


async def test_a_host_that_is_not_here_is_named(room: Room) -> None:
    with pytest.raises(CannotListen, match="no such host"):
        async with health_served("nowhere.invalid:0", room.store.health):
            pass


@pytest.mark.parametrize("address", ["8080", "127.0.0.1", ":8080", "host:port", "127.0.0.1:65536", "::1:80"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="a host and a port"):
        Settings(moot_health_address=address)
    with pytest.raises(ValidationError, match="a host and a port"):
        Settings(moot_http_address=address)


async def test_without_an_address_nothing_is_opened(room: Room) -> None:
    async with health_served(Settings(_env_file=None).moot_health_address, room.store.health) as url:
        assert url == ""


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
