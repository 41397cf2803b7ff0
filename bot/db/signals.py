"""What replicas on one PostgreSQL tell each other, by LISTEN and NOTIFY. On SQLite there are no others.

Signals only save time. Whoever misses one finds everything in the database: the courier looks there every few
seconds, and after a lost connection everything is looked at anew.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import faults
from bot.db.engine import Connector, connector, is_postgres, parse
from bot.domain.ids import CouncilId, GameId, Moment

CHANNEL = "moot"
CHECKED_EVERY = 1.0  # seconds between looks whether the connection still stands
ANSWERS_IN = 2.0  # seconds for its answer
AGAIN_IN = 1.0  # seconds until a lost connection is made anew
EVERY_GAME = GameId("")  # SQLite does not say which
LARGEST = 2**31 - 1
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class WorkWaits:
    """There is new work in the outbox, for this workspace, or perhaps for any where it is empty."""

    team: str = ""


@dataclass(frozen=True, slots=True)
class LeaseReleased:
    """A replica gave its workspaces back."""


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """Something happened in a game; its next bell or cue is due then."""

    game: GameId
    due: Moment | None


@dataclass(frozen=True, slots=True)
class WaitingEnds:
    """A proposal of a council stands, or no longer; its next waiting time is over then."""

    council: CouncilId
    due: Moment | None


@dataclass(frozen=True, slots=True)
class Began:
    """A replica that looks after this workspace has begun."""

    team: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What is stored of a game is not what it was, or is gone: nothing that was read of it holds."""

    game: GameId


@dataclass(frozen=True, slots=True)
class InstallationChanged:
    """Moot was installed in a workspace or an organization (`team` is empty), or is gone from there, or has
    another token."""

    enterprise: str
    team: str


@dataclass(frozen=True, slots=True)
class Reconnected:
    """The database answers. Signals may have been missed."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """The database does not answer any more."""


Signal = (
    WorkWaits
    | LeaseReleased
    | PlanChanged
    | WaitingEnds
    | Began
    | Rewritten
    | InstallationChanged
    | Reconnected
    | CutOff
)


async def tell(session: AsyncSession, signal: Signal) -> None:
    """Tells the other replicas, at this transaction's commit and not before. On SQLite only another command
    may have anything to tell the bot: that games are not what they were."""
    if isinstance(signal, Rewritten) and session.get_bind().dialect.name == "sqlite":
        version = await session.scalar(text("PRAGMA user_version")) or 0
        await session.execute(text(f"PRAGMA user_version = {version % LARGEST + 1}"))
    if session.get_bind().dialect.name == "postgresql":
        said = f"{session.info.get('replica', '')} {_written(signal)}"
        await session.execute(select(func.pg_notify(CHANNEL, said)))


async def listen(url: str, replica: str, heard: Callable[[Signal], None]) -> None:
    """Passes on what other replicas tell, and whether the database answers, until cancelled; on SQLite only
    that another command has rewritten something."""
    if not is_postgres(url):
        await _watch(url, heard)
        return
    connect = connector(url, replica)
    while True:
        try:
            await _listen(connect, replica, heard)
        except Exception as fault:
            heard(CutOff())
            if faults.trouble(fault) is None:  # else the transactions say what is wrong
                log.exception("the other replicas cannot be heard", action="listen")
        await asyncio.sleep(AGAIN_IN)


async def _watch(url: str, heard: Callable[[Signal], None]) -> None:
    """A number in the file's header counts what was rewritten. To read it takes microseconds."""
    with closing(sqlite3.connect(parse(url).database or ":memory:")) as database:
        known: int | None = None
        while True:
            with contextlib.suppress(sqlite3.OperationalError):  # another program has it for itself
                version = database.execute("PRAGMA user_version").fetchone()[0]
                if known is not None and version != known:
                    heard(Rewritten(EVERY_GAME))
                known = version
            await asyncio.sleep(CHECKED_EVERY)


async def _listen(connect: Connector, replica: str, heard: Callable[[Signal], None]) -> None:
    def received(_connection: object, _pid: int, _channel: str, said: str) -> None:
        sender, _, words = said.partition(" ")
        if sender != replica and (signal := _read(words)) is not None:
            heard(signal)

    driver = await connect()
    try:
        await driver.add_listener(CHANNEL, received)
        heard(Reconnected())
        while True:
            await asyncio.sleep(CHECKED_EVERY)
            await driver.execute("SELECT 1", timeout=ANSWERS_IN)
    finally:
        driver.terminate()


def _written(signal: Signal) -> str:
    match signal:
        case WorkWaits(team):
            return f"work {team}".strip()
        case LeaseReleased():
            return "lease"
        case PlanChanged(game, due):
            return f"plan {game} {due.isoformat() if due else ''}"
        case WaitingEnds(council, due):
            return f"wait {council} {due.isoformat() if due else ''}"
        case Began(team):
            return f"here {team}"
        case Rewritten(game):
            return f"anew {game}"
        case InstallationChanged(enterprise, team):
            return f"installed {enterprise} {team}"
        case Reconnected() | CutOff():
            raise ValueError("nobody tells that")
        case _:
            assert_never(signal)


def _read(words: str) -> Signal | None:
    kind, *rest = words.split(" ")
    match kind, rest:
        case "work", [*team]:
            return WorkWaits("".join(team))
        case "lease", []:
            return LeaseReleased()
        case "here", [team]:
            return Began(team)
        case "anew", [game]:
            return Rewritten(GameId(game))
        case "installed", [enterprise, team]:
            return InstallationChanged(enterprise, team)
        case "plan", [game, due]:
            return PlanChanged(GameId(game), datetime.fromisoformat(due) if due else None)
        case "wait", [council, due]:
            return WaitingEnds(CouncilId(council), datetime.fromisoformat(due) if due else None)
        case _:  # a newer Moot told it, while this one is being replaced
            return None
