"""`moot check` against a workspace: each thing broken in turn is named, with what to do."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import make_url, text
from standardwebhooks import Webhook
from typer.testing import CliRunner

from bot import clock as real_clock
from bot.cli import check
from bot.cli.checkup import slack
from bot.cli.checkup.findings import Finding, Step, Verdict, all_well, ok, warn
from bot.cli.main import cli
from bot.config import Settings
from bot.db.engine import make_engine
from bot.db.installations import Installation
from bot.db.migrate import migrate
from bot.db.sealed import new_key
from bot.domain.ids import ChannelId, GameId, UserId
from bot.runtime.store import open_store
from bot.scenarios.packs import content_folder
from bot.services.games import NewGame
from bot.slack.edge.manifest import manifest
from bot.workspace.server import Server
from bot.workspace.state.records import App
from bot.workspace.workspace import Workspace
from tests.builders import rainbow_road
from tests.conftest import Databases
from tests.e2e.room import settings_for
from tests.patience import a_workspace
from tests.receiver import SECRET as SIGNS
from tests.receiver import a_receiver, answering

SECRET = "xoxb-1234-secret"


@dataclass
class Place:
    """A workspace with the app installed, and the settings that fit it."""

    workspace: Workspace
    app: App
    settings: Settings
    next: str = ""  # what the last checkup said is to be done

    def set(self, **changes: Any) -> None:
        """Other settings."""
        self.settings = self.settings.model_copy(update=changes)

    async def findings(self, now: datetime | None = None, *, http: bool = False) -> dict[str, Finding]:
        """The checkup, by what each line is about."""
        clock = real_clock.now if now is None else lambda: now
        found = [one async for one in check.checkup(self.settings, clock, http=http)]
        self.next = found[-1].said
        return {one.about: one for one in found if isinstance(one, Finding)}


@asynccontextmanager
async def a_place(folder: Path) -> AsyncIterator[Place]:
    workspace = a_workspace("Test")
    app = workspace.add_app(manifest())
    async with Server(workspace) as server:
        yield Place(workspace, app, settings_for(server, app, folder))


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with a_place(tmp_path) as found:
        yield found


async def test_a_place_where_nothing_is_missing_is_ok_in_every_line(place: Place, tmp_path: Path) -> None:
    found = await place.findings()

    assert list(found) == [
        "settings",
        "bot token",
        "scopes",
        "clock",
        "Socket Mode",
        "database",
        "content",
        "PDF",
        "board",
    ]
    assert {one.verdict for one in found.values()} == {Verdict.OK}, found
    assert "Test" in found["bot token"].said
    assert "does not exist yet" in found["database"].said
    assert os.listdir(tmp_path) == [], "nothing is made"


async def test_a_webhook_gets_a_test_and_its_trouble_is_told_without_its_address(place: Place) -> None:
    async def found(url: str) -> Finding:
        place.set(moot_webhook_url=SecretStr(url), moot_webhook_secret=SecretStr(SIGNS))
        return (await place.findings())["webhook"]

    async with a_receiver() as heard:
        assert (await found(heard.url)).verdict is Verdict.OK
    [(body, headers)] = heard.messages
    assert Webhook(SIGNS).verify(body, headers)["type"] == "moot.ping"
    async with a_receiver(answering(401)) as refusing:
        refused = await found(refusing.url)
    away = await found(heard.url)

    assert (refused.verdict, away.verdict) == (Verdict.FAIL, Verdict.FAIL)
    assert "answers 401" in refused.said
    assert "cannot be reached" in away.said
    assert "hush" not in f"{refused}{away}"


async def test_books_without_pdf_are_no_trouble_and_it_is_told_how_to_have_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    found = (await place.findings())["PDF"]

    assert found.verdict is Verdict.OK
    assert "Markdown only" in found.said
    assert "`make pdf`" in found.advice


async def test_missing_and_swapped_tokens_are_told_apart(place: Place) -> None:
    bot, app = place.settings.slack_bot_token, place.settings.slack_app_token
    place.set(slack_bot_token=SecretStr(""), slack_app_token=SecretStr(""))
    missing = await place.findings()
    place.set(slack_bot_token=app, slack_app_token=bot)
    swapped = await place.findings()

    for found, words in ((missing, "is missing"), (swapped, "does not begin with")):
        for about in ("bot token", "Socket Mode"):
            assert found[about].verdict is Verdict.FAIL
            assert words in found[about].said
    assert "swapped" in swapped["bot token"].advice
    assert "scopes" not in missing, "nothing is said of what could not be seen"


async def test_for_http_the_signing_secret_is_what_matters_and_no_app_token(place: Place) -> None:
    place.set(slack_app_token=SecretStr(""))
    missing = await place.findings(http=True)
    place.set(slack_signing_secret=SecretStr("s3cret"))
    found = await place.findings(http=True)

    assert "SLACK_SIGNING_SECRET is missing" in missing["HTTP"].said
    assert {one.verdict for one in found.values()} == {Verdict.OK}, found
    assert "s3cret" not in str(found)


async def test_tokens_that_slack_refuses_say_so_and_are_not_printed(place: Place) -> None:
    place.set(slack_bot_token=SecretStr(SECRET), slack_app_token=SecretStr("xapp-1-secret"))

    found = await place.findings()

    assert "invalid_auth" in found["bot token"].said
    assert "Reinstall the app" in found["bot token"].advice
    assert found["Socket Mode"].verdict is Verdict.FAIL
    assert "secret" not in str(found)


async def test_a_missing_scope_is_named_with_its_reason(place: Place) -> None:
    place.app.scopes = place.app.scopes - {"reactions:read"}

    found = (await place.findings())["scopes"]

    assert found.verdict is Verdict.FAIL
    assert "reactions:read (hears votes" in found.said
    assert "moot manifest" in found.advice


async def test_user_groups_in_the_settings_that_slack_does_not_show_are_a_warning(place: Place) -> None:
    place.app.scopes = place.app.scopes - {"usergroups:read"}
    assert (await place.findings())["scopes"].verdict is Verdict.OK

    place.set(moot_creators="S0HOSTS")

    found = (await place.findings())["scopes"]
    assert found.verdict is Verdict.WARN
    assert "MOOT_CREATORS names user groups" in found.said


async def test_a_scope_too_many_is_a_warning(place: Place) -> None:
    place.app.scopes = place.app.scopes | {"files:read"}

    found = (await place.findings())["scopes"]

    assert found.verdict is Verdict.WARN
    assert "files:read" in found.said


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("missing_scope", "connections:write"),
        ("not_allowed_token_type", "xapp-"),
        ("invalid_auth", "Socket Mode is on"),
    ],
)
async def test_socket_mode_that_is_refused_says_why(place: Place, error: str, advice: str) -> None:
    place.workspace.faults.fail_next("apps.connections.open", error)

    found = (await place.findings())["Socket Mode"]

    assert found.verdict is Verdict.FAIL
    assert error in found.said
    assert advice in found.advice


async def test_a_slack_that_cannot_be_reached_is_no_fault_of_the_token(place: Place) -> None:
    place.set(slack_api_url="http://127.0.0.1:9/api/")

    found = await place.findings()

    assert "cannot be reached" in found["Slack"].said
    assert found["content"].verdict is Verdict.OK, "the rest is checked all the same"


@pytest.mark.parametrize(
    ("away", "verdict"), [(5, Verdict.OK), (60, Verdict.WARN), (-60, Verdict.WARN), (600, Verdict.FAIL)]
)
async def test_a_clock_that_is_wrong_is_noticed(place: Place, away: int, verdict: Verdict) -> None:
    found = (await place.findings(real_clock.now() + timedelta(seconds=away)))["clock"]

    assert found.verdict is verdict


async def test_a_migrated_database_is_up_to_date_and_an_unknown_version_is_refused(place: Place) -> None:
    # given
    engine = make_engine(place.settings.database_url)
    await migrate(engine)
    fresh = (await place.findings())["database"]

    # when
    async with engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'future'")
    rolling = (await place.findings())["database"]
    async with engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE readable SET since = 'future'")
    newer = (await place.findings())["database"]
    async with engine.connect() as connection:
        tables = await connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'moot_check'")
        left = tables.all()
    await engine.dispose()

    # then
    assert "up to date" in fresh.said
    assert rolling.verdict is Verdict.OK
    assert newer.verdict is Verdict.FAIL
    assert "newer Moot" in newer.advice
    assert left == [], "the trial leaves nothing behind"


async def test_a_folder_that_cannot_be_written_is_named(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    found = (await place.findings())["database"]

    assert found.verdict is Verdict.FAIL
    assert "cannot be written" in found.said


async def test_a_database_that_can_only_be_read_is_named(place: Place, new_database: Databases) -> None:
    # given a PostgreSQL with Moot's tables, and a user who may read them and make others
    owners = new_database("postgres")
    engine = make_engine(owners)
    await migrate(engine)
    async with engine.begin() as connection:
        await connection.execute(text("DROP ROLE IF EXISTS reader"))
        await connection.execute(text("CREATE ROLE reader LOGIN"))
        await connection.execute(text("GRANT CREATE ON SCHEMA public TO reader"))
        await connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
    readers = make_url(owners).set(username="reader", password=None).render_as_string()

    # when and then
    for url, verdict in ((owners, Verdict.OK), (readers, Verdict.FAIL)):
        place.set(database_url=url)
        found = (await place.findings())["database"]
        assert found.verdict is verdict, found
    assert "cannot be written to" in found.advice
    async with engine.begin() as connection:
        await connection.execute(text("DROP OWNED BY reader"))
        await connection.execute(text("DROP ROLE reader"))
        assert not (await connection.scalar(text("SELECT to_regclass('moot_check')")))
    await engine.dispose()


async def test_a_setting_that_the_environment_overrules_is_named_without_its_value(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-of-the-file\n", encoding="utf-8")
    monkeypatch.setenv("SLACK_BOT_TOKEN", SECRET)

    found = (await place.findings())["settings"]

    assert found.verdict is Verdict.WARN
    assert "SLACK_BOT_TOKEN" in found.said
    assert SECRET not in str(found)
    assert "of-the-file" not in str(found)


@pytest.mark.parametrize("url", ["nonsense", "postgresql://moot:topsecret@127.0.0.1:9/moot"])
async def test_a_database_that_is_not_there_is_named_without_its_password(place: Place, url: str) -> None:
    place.set(database_url=url)

    found = (await place.findings())["database"]

    assert found.verdict is Verdict.FAIL
    assert "topsecret" not in str(found)


async def test_a_pack_that_gives_a_secret_away_is_told_without_it(place: Place, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(content_folder() / "rainbow-road", tmp_path / "packs" / "rainbow-road"))
    secret = next(text for _, text in rainbow_road().private_texts() if len(text) > 100)
    handbook = pack / "handbook.md"
    handbook.write_text(f"{handbook.read_text('utf-8')}\n{secret}\n", "utf-8")
    place.set(moot_content=tmp_path / "packs")

    finding = (await place.findings())["content"]

    assert "rainbow-road/handbook.md:" in finding.said
    assert secret[:40] not in str(finding)
    assert "gives away" not in str(finding)


async def test_broken_content_is_told(place: Place, tmp_path: Path) -> None:
    (tmp_path / "packs" / "mine").mkdir(parents=True)
    (tmp_path / "packs" / "mine" / "pack.yaml").write_text("title: Mine\n", "utf-8")
    place.set(moot_content=tmp_path / "packs")

    found = (await place.findings())["content"]

    assert found.verdict is Verdict.FAIL
    assert "pack.yaml" in found.said


async def test_a_game_that_cannot_be_run_is_told_with_what_to_do_while_moot_can_run(place: Place) -> None:
    # given a database with a game, which has come to harm
    async with open_store(place.settings) as store:
        new = NewGame(
            GameId("g1"), ("", "T1"), "A game", "rainbow-road", ChannelId("C1"), (), None, "UTC", 1, 1
        )
        await store.services.games.create(new, actor=UserId("U1"))
        well = await place.findings()
        async with store.engine.begin() as connection:
            await connection.execute(text("UPDATE events SET kind = 'GameForked'"))

    # when
    found = await place.findings()

    # then
    assert "games" not in well
    assert found["games"].verdict is Verdict.WARN
    assert found["games"].said.startswith("g1 cannot be run")
    assert "GameForked" in found["games"].advice
    assert all_well(list(found.values()))


async def test_who_may_create_games_is_told_where_it_is_set(place: Place) -> None:
    assert "rights" not in await place.findings()
    place.set(moot_creators="admins")
    assert "admins" in (await place.findings())["rights"].said


async def test_for_many_workspaces_the_credentials_the_keys_and_each_token_are_looked_at(
    place: Place,
) -> None:
    async def found(**changes: Any) -> dict[str, Finding]:
        place.set(**changes)
        return await place.findings(http=True)

    # given the credentials, and neither keys nor an address
    app, none = place.app, SecretStr("")
    first = await found(
        slack_bot_token=none,
        slack_app_token=none,
        slack_client_id=app.client_id,
        slack_client_secret=SecretStr(app.client_secret),
        slack_signing_secret=SecretStr(app.signing_secret),
    )
    assert first["client secret"].verdict is Verdict.OK
    assert "MOOT_TOKEN_KEYS is missing" in first["keys"].said
    assert "bot token" not in first

    # then each thing that is missing or wrong
    key, public = SecretStr(new_key()), "https://moot.example.org"
    assert "MOOT_PUBLIC_URL is missing" in (await found(moot_token_keys=key))["keys"].said
    assert "MOOT_CONTACT" in (await found(moot_public_url=public))["keys"].advice
    assert (await found(moot_contact="moot@example.org"))["keys"].verdict is Verdict.OK
    assert "`moot run --http`" in place.next
    wrong = (await found(slack_client_secret=SecretStr("wr0ng")))["client secret"]
    assert "bad_client_secret" in wrong.said
    place.set(slack_client_secret=SecretStr(app.client_secret))

    given = "A1", "UMOOT", "BMOOT", frozenset({"chat:write"}), SecretStr("xoxb-1"), UserId("U1")
    installed = Installation("", "T1", *given, real_clock.now())

    # and where it is installed, and with whose token it can do nothing
    async with open_store(place.settings) as store:
        await store.services.presence.beat()
        assert "installed in 0, gone from 0" in (await found())["workspaces"].said
        assert f"{public}/slack/install" in place.next
        await store.services.installations.save(installed)
        assert "installed in 1" in (await found())["workspaces"].said
        shut = (await found(moot_token_keys=SecretStr(new_key())))["workspaces"]
    assert shut.verdict is Verdict.WARN
    assert "No key opens the tokens of T1" in shut.said
    assert not [one for one in (key.get_secret_value(), "wr0ng", "xoxb") if one in f"{first}{wrong}{shut}"]


async def test_it_leads_from_empty_settings_to_the_first_game_a_step_at_a_time(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def step() -> str:
        await place.findings()
        return place.next

    monkeypatch.chdir(tmp_path)
    bot, app = place.settings.slack_bot_token, place.settings.slack_app_token

    # given no settings, not even the file
    place.set(slack_bot_token=SecretStr(""), slack_app_token=SecretStr(""))
    first = await step()
    assert "Create New App" in first
    assert "cp .env.example .env" in first
    (tmp_path / ".env").touch()
    assert "cp .env.example" not in await step()

    # then each token in turn
    place.set(slack_bot_token=bot)
    assert "connections:write" in await step()
    place.set(slack_app_token=SecretStr("xapp-wrong"))
    assert "begins with “fail”" in await step()
    place.set(slack_app_token=app)
    assert "`moot run`" in await step()

    # and once it runs, the first game
    async with open_store(place.settings) as store:
        assert "`moot run`" in await step()
        await store.services.presence.beat()
        assert "/moot new" in await step()
        game = GameId("g1")
        new = NewGame(game, ("", "T1"), "A game", "rainbow-road", ChannelId("C1"), (), None, "UTC", 1, 1)
        await store.services.games.create(new, actor=UserId("U1"))
        assert "Moot is running" in await step()


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<p>Log in"])
async def test_a_network_that_hangs_or_answers_in_slacks_place_is_told_apart_from_a_wrong_token(
    place: Place, answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack, "ANSWERS_IN", 0.3)

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        if not answer:
            await reader.read()  # until the other side gives up
        writer.close()

    async with await asyncio.start_server(answers, "127.0.0.1", 0) as server:
        place.set(slack_api_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/")
        found = await place.findings()

    assert [about for about, one in found.items() if one.verdict is Verdict.FAIL] == ["Slack"]
    assert ("is not Slack" if answer else "has not answered") in found["Slack"].said


# --- the command


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What the checkup finds, to be changed by a test."""
    found = [
        ok("clock", "0 seconds from Slack's."),
        warn("scopes", "too many.", "Do this."),
    ]

    async def checked(*_: Any, **__: bool) -> AsyncIterator[Finding | Step]:
        for one in found:
            yield one
        yield Step("do that.")

    monkeypatch.setattr(check, "checkup", checked)
    return found


def test_the_command_prints_a_line_for_each_and_succeeds_with_warnings(answered: list[Finding]) -> None:
    result = CliRunner().invoke(cli, ["check"])

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "ok    clock: 0 seconds from Slack's.",
        "warn  scopes: too many. Do this.",
        "",
        "Next: do that.",
    ]


def test_the_command_fails_if_anything_does_also_as_json(answered: list[Finding]) -> None:
    answered.append(replace(answered[1], verdict=Verdict.FAIL))

    result = CliRunner().invoke(cli, ["check", "--json"])

    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["ok"] is False
    assert told["next"] == "do that."
    assert told["checks"][2] == {
        "check": "scopes",
        "verdict": "fail",
        "found": "too many.",
        "advice": "Do this.",
    }
