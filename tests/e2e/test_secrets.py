"""A whole game over HTTP with all that can go wrong in it; then everything that Moot has said and stored is
searched for what belongs nowhere else."""

import asyncio
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import logs
from bot.config import Settings
from bot.db import engine
from bot.db.installations import Installation
from bot.db.sealed import new_key
from bot.domain.ids import UserId
from bot.runtime.store import open_store
from bot.services.games import GameService
from bot.web.serving import health_served
from tests.e2e.room import Room
from tests.e2e.test_health import Monitor, watching
from tests.e2e.test_http import FORGED, Door, a_room_by_http
from tests.e2e.test_whole_game import leaks
from tests.patience import PATIENCE
from tests.receiver import SECRET, a_receiver

WORDS = (
    "A heliotrope decides.",
    "The marigold is said.",
    "No peony is proposed.",
    "quincunx",
    "The zinnia fails.",
)
HOOK = re.compile(r"https?://[^\s\"']*/(?:commands|actions|services)/[^\s\"']+")


@pytest.mark.long
async def test_nothing_that_is_secret_is_in_logs_metrics_answers_errors_or_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # given a bot by HTTP that tells a webhook, keeps whatever comes in its inbox first, and says all it can
    monkeypatch.setattr("bot.slack.edge.acks.KEPT_AFTER", 0.0)
    monkeypatch.setattr(engine, "LOCKED_FOR", 1.0)
    logs.configure("DEBUG", "json")
    async with a_receiver() as heard:
        hook = f"{heard.url}?key=freesia"
        told = {"moot_webhook_url": SecretStr(hook), "moot_webhook_secret": SecretStr(SECRET)}
        async with (
            a_room_by_http(tmp_path, monkeypatch, **told) as (room, door),
            health_served("127.0.0.1:0", room.store.health) as url,
            watching(url) as monitor,
        ):
            # when a game is played, in which a fault happens, the database is away, and a stranger knocks;
            # the second half with a log for people
            answers = await _play(room, door, monitor, monkeypatch)
            answers += await _broken(room, monkeypatch)
            said = "".join(capsys.readouterr())
            logs.configure("DEBUG", "text")
            answers += await _locked(room)
            await _to_the_end(room)
            looked = [(await monitor.asks(path))[1] for path in ("/metrics", "/readyz", "/healthz")]
            scenario = (await room.store.services.reader.game((await room.game()).id))[1]
            app = room.app
        installed = await _installed(tmp_path)
        said += "".join(capsys.readouterr())

    # then
    keys = [app.bot_token, app.signing_secret, app.app_token, app.client_secret, app.verification_token]
    secrets = [*filter(None, keys), SECRET, SECRET.removeprefix("whsec_"), "freesia", FORGED, *installed]
    stored = _bytes_of(tmp_path)
    everywhere = {"log": said, "watched": "".join(looked), "answers": "".join(answers)}
    for where, text in {**everywhere, "database": stored.decode("latin-1")}.items():
        assert [secret for secret in secrets if secret in text] == [], where
        assert HOOK.search(text) is None, where
    for where in ("log", "watched"):
        assert [one for one in WORDS if one in everywhere[where]] == [], where
        assert leaks(everywhere[where], scenario) == [], where
    (fault,) = (json.loads(line) for line in said.splitlines() if '"reference": ' in line)
    assert fault["reference"] in everywhere["answers"]  # and leads to the rest of its story
    assert f'"what": "/moot", "event": "delivered", "cause": "{fault["cause"]}"' in said
    beside = "\n".join(_but_for_events(tmp_path / "moot.db"))
    assert leaks(beside, scenario) == []
    assert [one for one in WORDS if one in beside] == []
    assert len(heard.messages) > 3


def _bytes_of(folder: Path) -> bytes:
    """Of the database's files."""
    return b"".join(one.read_bytes() for one in sorted(folder.glob("moot.db*")))


async def _play(room: Room, door: Door, monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """To the first session, with sheets that are opened; what strangers were answered."""
    players = await room.opened(6)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    await room.opens(players[0], partial(room.people.command, players[0], table, "/moot", "mission"))
    await room.asked(players[0], "/propose", WORDS[0], table)
    await room.moot(room.director, f"say {WORDS[1]}")
    await room.moot(players[0], WORDS[3], table)
    await room.settled()
    knocks = [await door.knock(WORDS[2].encode(), secret=secret) for secret in (FORGED, "")]
    assert knocks == [401, 400]
    bears = {"authorization": "Bearer freesia"}
    async with door.session.post(door.url, data=WORDS[2], headers=bears) as one:
        refused = [await one.text(), str(one.headers)]
    return [*refused, (await monitor.asks("/readyz"))[1]]


async def _broken(room: Room, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A fault of ours, in whose words everything is."""

    async def fails(_: GameService, *about: object, **more: object) -> None:
        raise RuntimeError(f"a fault near xoxb-1-2-abc {about} {more}"[:60])

    with monkeypatch.context() as broken:
        broken.setattr(GameService, "handle", fails)
        answer = await room.moot(room.director, "add 2m")
    assert "went wrong" in answer
    return [answer]


async def _locked(room: Room) -> list[str]:
    """Somebody types while another program has the database."""
    file = str(room.store.engine.url.database)
    with closing(sqlite3.connect(file, timeout=PATIENCE, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        answer = await room.moot(room.director, f"say {WORDS[4]}")
        other.rollback()
    assert "cannot reach my database" in answer
    return []  # words that were not taken are given back to whoever typed them


async def _to_the_end(room: Room) -> None:
    await room.open_vote()
    game = await room.game()
    while game.clock is not None and game.next_due() is not None and game.ended_at is None:
        game = await room.bell()
    await room.settled()


async def _installed(folder: Path) -> list[str]:
    """Workspaces install the same bot, and one removes it; the secrets of that, which are nowhere."""
    key, token, refresh = new_key(), "xoxb-900-moonflower", "xoxe-1-moonflower"
    settings = Settings(
        database_url=f"sqlite:///{folder / 'moot.db'}", moot_token_keys=SecretStr(key), _env_file=None
    )
    async with open_store(settings) as store:
        installations = store.services.installations
        given = Installation(
            enterprise="",
            team="T0OTHER",
            app_id="A1",
            bot_user="U1",
            bot_id="B1",
            scopes=frozenset({"commands"}),
            token=SecretStr(token),
            installed_by=UserId("U2"),
            installed_at=store.services.now(),
            refresh=SecretStr(refresh),
        )
        await installations.save(given)
        (known,) = await installations.all()
        assert known.token.get_secret_value() == token
        assert token not in f"{known!r} {known}"
        assert await installations.gone(known, "app_uninstalled", store.services.now())
    return [key, token, refresh, "moonflower"]


def _but_for_events(file: Path) -> Iterator[str]:
    """Every row of every other table, as text."""
    with closing(sqlite3.connect(file)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table != "events":
                for row in database.execute(f"SELECT * FROM {table}"):
                    yield json.dumps(row, default=str)
