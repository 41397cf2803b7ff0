"""`moot check`: what an operator still needs to run Moot, a line each, and what to do about it.

It changes nothing: it sends no message in Slack, makes no table and prints no secret. A webhook gets a test.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

import aiohttp
import typer
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import URL, Connection, false, inspect, text
from sqlmodel import SQLModel
from typing_extensions import TypedDict

from bot import clock
from bot.cli import boards
from bot.clock import Clock
from bot.config import ENV_FILE, Settings, overruled
from bot.courier.webhook import Receiver, tell, why_not
from bot.db import faults, schema
from bot.db.engine import UnreadableAddress, make_engine, parse
from bot.db.schema import Schema
from bot.domain.errors import MootError
from bot.domain.ids import Moment
from bot.platform import tokens
from bot.platform.cures import advice_on
from bot.queries.whole import listed
from bot.reports import pdf
from bot.reports.news import Ping, as_body
from bot.runtime import app as bot_app
from bot.runtime.store import open_reader
from bot.scenarios import packs
from bot.slack.edge.manifest import OPTIONAL, SCOPES

FAST, TOO_FAST = timedelta(seconds=20), timedelta(minutes=2)  # how far our clock may be from Slack's
RENEW = "Paste the manifest (`moot manifest`) again under App Manifest, reinstall the app, use the new token."
APP_TOKEN_ADVICE = {
    "missing_scope": "The token lacks connections:write. Generate one that has it, under App-Level Tokens.",
    "not_allowed_token_type": "That is not an app-level token. One begins with xapp-; see App-Level Tokens.",
}
UP_TO_DATE = "can be written and is up to date."
COPY_AGAIN = "Copy SLACK_APP_TOKEN again, and check that Socket Mode is on in the app's settings."


class Verdict(StrEnum):
    """The verdict, in words."""

    OK = "ok"
    WARN = "warn"  # Moot runs, but this needs a look
    FAIL = "fail"  # Moot, or this part of it, cannot run like this


class FindingJson(TypedDict):
    """A line of the checkup."""

    check: str
    verdict: Verdict
    found: str
    advice: str


class CheckupJson(TypedDict):
    """What `moot check --json` prints; `ok` is whether Moot can run."""

    ok: bool
    checks: list[FindingJson]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: the subject, the verdict, what was found, and what to do."""

    about: str
    verdict: Verdict
    said: str
    advice: str = ""

    def as_json(self) -> FindingJson:
        """For machines."""
        return {"check": self.about, "verdict": self.verdict, "found": self.said, "advice": self.advice}


def ok(about: str, said: str) -> Finding:
    """All is well."""
    return Finding(about, Verdict.OK, said)


def fail(about: str, said: str, advice: str) -> Finding:
    """Moot cannot run like this."""
    return Finding(about, Verdict.FAIL, said, advice)


async def checkup(settings: Settings, now: Clock, *, http: bool = False) -> AsyncIterator[Finding]:
    """All findings, in the order in which they matter; for `moot run --http`, without Socket Mode."""
    if both := overruled():
        yield _overruled(both)
    async with aiohttp.ClientSession() as session:
        client = bot_app.make_client(settings, session)
        for finding in await _bot_token(client, settings, now):
            yield finding
        yield _signing_secret(settings) if http else await _app_token(client, settings)
    yield (database := await _database(settings))
    yield _content(settings)
    yield _pdf()
    yield _board(settings)
    if (receiver := Receiver.of(settings)) is not None:
        yield await _webhook(receiver, now())
    if database.said.endswith(UP_TO_DATE) and (aside := await _set_aside(settings)):
        yield Finding("games", Verdict.WARN, *aside)


def _overruled(both: list[str]) -> Finding:
    said = f"the environment overrides {ENV_FILE} for {', '.join(both)}."
    return Finding("settings", Verdict.WARN, said, f"If {ENV_FILE} is right: `unset {' '.join(both)}`.")


# --- Slack


async def _bot_token(client: AsyncWebClient, settings: Settings, now: Clock) -> list[Finding]:
    about, token = "bot token", settings.slack_bot_token.get_secret_value()
    wrong = _misplaced(about, "SLACK_BOT_TOKEN", token, "xoxb-", "OAuth & Permissions")
    if wrong is not None:
        return [wrong]
    try:
        answer = await client.auth_test()
    except SlackApiError as refused:
        error = str(refused.response.get("error", "no reason"))
        cure = tokens.REINSTALL if error in tokens.GONE else advice_on(error).sentence
        return [fail(about, f"Slack refused it: {error}.", cure)]
    except (aiohttp.ClientError, OSError) as fault:
        return [_unreachable("Slack", settings, fault)]
    headers = {name.lower(): value for name, value in answer.headers.items()}
    found = ok(about, f"works in {answer.get('team')}, as {answer.get('user')}.")
    return [found, _scopes(headers), _clock(headers, now)]


def _misplaced(about: str, name: str, token: str, begin: str, place: str) -> Finding | None:
    if not token:
        return fail(about, f"{name} is missing.", f"Put it into .env. In Slack, find it under {place}.")
    if not token.startswith(begin):
        return fail(about, f"{name} does not begin with {begin}.", "The two tokens may be swapped.")
    return None


def _unreachable(about: str, settings: Settings, fault: Exception) -> Finding:
    said = f"{settings.slack_api_url} cannot be reached ({type(fault).__name__})."
    return fail(about, said, "Check the network, its proxy, or SLACK_API_URL.")


def _scopes(headers: Mapping[str, str]) -> Finding:
    about, told = "scopes", headers.get("x-oauth-scopes", "")
    if not told:
        return Finding(about, Verdict.WARN, "Slack does not say which scopes are granted.", RENEW)
    granted = {scope.strip() for scope in told.split(",")}
    if missing := [scope for scope in SCOPES if scope not in granted and scope not in OPTIONAL]:
        said = "; ".join(f"{scope} ({SCOPES[scope]})" for scope in missing)
        return fail(about, f"missing: {said}.", RENEW)
    if more := sorted(granted - set(SCOPES)):
        return Finding(about, Verdict.WARN, f"granted, but not needed: {', '.join(more)}.", RENEW)
    if left_out := [scope for scope in OPTIONAL if scope not in granted]:
        said = "; ".join(f"{scope} ({SCOPES[scope]})" for scope in left_out)
        return ok(about, f"all required ones are granted. Left out: {said}.")
    return ok(about, f"all {len(SCOPES)} are granted, and no more.")


def _clock(headers: Mapping[str, str], now: Clock) -> Finding:
    about = "clock"
    try:
        away = abs(now() - parsedate_to_datetime(headers["date"]))
    except (KeyError, ValueError):
        return Finding(
            about, Verdict.WARN, "Slack did not say what time it is.", "Check this machine's clock yourself."
        )
    said = f"{away.total_seconds():.0f} seconds from Slack's."
    if away > FAST:
        verdict = Verdict.FAIL if away > TOO_FAST else Verdict.WARN
        return Finding(
            about, verdict, said, "Bells would ring at the wrong time. Turn on time synchronisation (NTP)."
        )
    return ok(about, said)


async def _app_token(client: AsyncWebClient, settings: Settings) -> Finding:
    about, token = "Socket Mode", settings.slack_app_token.get_secret_value()
    wrong = _misplaced(about, "SLACK_APP_TOKEN", token, "xapp-", "Basic Information, App-Level Tokens")
    if wrong is not None:
        return wrong
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as refused:
        error = str(refused.response.get("error", "no reason"))
        return fail(about, f"Slack refused a connection: {error}.", APP_TOKEN_ADVICE.get(error, COPY_AGAIN))
    except (aiohttp.ClientError, OSError) as fault:
        return _unreachable(about, settings, fault)
    return ok(about, "Slack accepts a connection.")


def _signing_secret(settings: Settings) -> Finding:
    about = "HTTP"
    if not settings.slack_signing_secret.get_secret_value():
        where = "Put it into .env. In Slack, find it under Basic Information, App Credentials."
        return fail(about, "SLACK_SIGNING_SECRET is missing.", where)
    return ok(
        about, f"will listen at {settings.moot_http_address}. Only Slack can tell whether it can reach that."
    )


# --- here


async def _database(settings: Settings) -> Finding:
    about = "database"
    try:
        url = parse(settings.database_url)
    except UnreadableAddress as unread:
        return fail(about, str(unread), "See .env.example.")
    shown = _without_secrets(url)
    if url.get_backend_name() == "sqlite" and (early := _file(Path(url.database or ":memory:"), shown)):
        return early
    engine = make_engine(settings.database_url)
    try:
        async with engine.connect() as connection:
            current = await connection.run_sync(_tried)
    except Exception as fault:
        if (trouble := faults.trouble(fault)) is None:
            raise
        return fail(about, f"{shown}: {type(fault).__name__}.", trouble)
    finally:
        await engine.dispose()
    return _migrated(shown, current)


def _without_secrets(url: URL) -> str:
    """The address as an operator knows it. What follows a question mark may hold a password too."""
    bare = URL.create(url.get_backend_name(), host=url.host, port=url.port, database=url.database)
    return bare.render_as_string()


def _file(path: Path, shown: str) -> Finding | None:
    """What can be said of a SQLite file without opening it; None if it exists and can be written."""
    if path.exists():
        if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
            return None
        return fail("database", f"{shown} cannot be written.", "Give the user who runs Moot write access.")
    parent = next(one for one in path.absolute().parents if one.exists())
    if not os.access(parent, os.W_OK) or not parent.is_dir():
        return fail("database", f"{parent} cannot be written.", "Give the user who runs Moot write access.")
    return Finding("database", Verdict.OK, f"{shown} does not exist yet; the first start creates it.")


def _tried(connection: Connection) -> Schema:
    """The schema. Also proves that we may write: makes a table with a row, changes no row of each
    table, and rolls all of it back."""
    connection.execute(text("CREATE TABLE moot_check (tried INTEGER)"))
    connection.execute(text("INSERT INTO moot_check VALUES (1)"))
    there = inspect(connection)
    for table in (one for one in SQLModel.metadata.sorted_tables if there.has_table(one.name)):
        nothing, columns = false(), [column.name for column in table.columns]
        connection.execute(table.insert().from_select(columns, table.select().where(nothing)))
        connection.execute(table.delete().where(nothing))
    connection.rollback()
    return schema.read(connection)


def _migrated(shown: str, found: Schema) -> Finding:
    about = "database"
    if found.revision is None:
        return ok(about, f"{shown} is empty; the first start fills it.")
    if not found.is_usable:
        advice = "A newer Moot has used it. Update Moot, or restore a backup from this version."
        return fail(about, f"{shown} has an unknown version, {found.revision}.", advice)
    if found.is_older:
        said = f"{shown} has an older version; the next start updates it."
        return Finding(about, Verdict.WARN, said, "Make a backup first; see deploy/database.md.")
    return ok(about, f"{shown} {UP_TO_DATE}")


def _content(settings: Settings) -> Finding:
    try:
        found = packs.packs_of(settings)
    except MootError as error:
        return fail("content", str(error), "See .env.example.")
    if found.broken:
        broken = (fault.place for pack in found.broken.values() for fault in pack.faults)
        faults = "There are faults at " + ", ".join(dict.fromkeys(broken)) + "."  # they may quote secrets
        others = f"Until then, these can be played: {', '.join(found.keys()) or 'none'}."
        return fail("content", faults, f"`moot content check FOLDER` says what is wrong there. {others}")
    if not (keys := found.keys()):
        return fail("content", "There is no content pack.", "Set MOOT_CONTENT to a folder of packs.")
    return ok("content", f"{', '.join(keys)}: no faults.")


def _pdf() -> Finding:
    about = "PDF"
    if pdf.can_make():
        return ok(about, "policy books come as Markdown and PDF.")
    return Finding(about, Verdict.OK, "policy books come as Markdown only.", pdf.HOW_TO_ADD)


def _board(settings: Settings) -> Finding:
    well, said, advice = boards.found(settings)
    return Finding("board", Verdict.OK if well else Verdict.WARN, said, advice)


async def _webhook(receiver: Receiver, at: Moment) -> Finding:
    """Sends the webhook a test, without naming its address."""
    about, body = "webhook", as_body(Ping(), at)
    try:
        async with aiohttp.ClientSession() as session:
            status, _ = await tell(session, receiver, f"ping-{int(at.timestamp())}", body, at)
    except (aiohttp.ClientError, OSError) as fault:
        said = f"the receiver cannot be reached ({type(fault).__name__})."
        advice = "Check MOOT_WEBHOOK_URL, and whether the receiver runs. Moot keeps trying for a day."
        return fail(about, said, advice)
    if why := why_not(status):
        advice = "It has to answer a signed moot.ping with 2xx; see its log, and deploy/README.md."
        return fail(about, f"the receiver did not take a test: it {why.removeprefix('webhook: ')}.", advice)
    return ok(about, f"the receiver took a test (moot.ping) and answered {status}.")


async def _set_aside(settings: Settings) -> tuple[str, str] | None:
    """The games that cannot be run, and what to do about them."""
    try:
        async with open_reader(settings) as reader:
            causes = {one.row.id: one.aside.sentence async for one in listed(reader) if one.aside}
    except MootError:
        return None  # the content's own finding has said what is wrong
    said = f"{', '.join(causes)} cannot be run and will be set aside; all others go on."
    return (said, " ".join(dict.fromkeys(causes.values()))) if causes else None


def told(*, as_json: bool, http: bool) -> bool:
    """Prints each finding as soon as it is known, or all of them as JSON. Returns whether Moot can run."""
    findings = asyncio.run(_found(shows=not as_json, http=http))
    if as_json:
        typer.echo(json.dumps(for_machines(findings), indent=2))
    return all_well(findings)


async def _found(*, shows: bool, http: bool) -> list[Finding]:
    findings = []
    async for one in checkup(Settings(), clock.now, http=http):
        findings.append(one)
        if shows:
            advice = f" {one.advice}" if one.advice else ""
            typer.echo(f"{one.verdict:<4}  {one.about}: {one.said}{advice}")
    return findings


def for_machines(findings: list[Finding]) -> CheckupJson:
    """The whole checkup for machines."""
    return {"ok": all_well(findings), "checks": [one.as_json() for one in findings]}


def all_well(findings: list[Finding]) -> bool:
    """Whether Moot can run."""
    return all(one.verdict is not Verdict.FAIL for one in findings)
