"""How this process does, for whoever watches it from outside."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import structlog
from typing_extensions import TypedDict

from bot.domain.errors.store import StoreAway
from bot.metrics import Budget, Metrics, Seen, Vitals
from bot.web.vitals import VitalsService

log = structlog.get_logger(__name__)
ANSWERS_IN = 2.0  # seconds that whoever asks waits for the database

STARTS = "Moot is starting."
STOPS = "Moot is being stopped: it finishes what is under way."
OPENING = "The database is being opened and brought to its schema."
SILENT = "The database has not answered in time. See that it runs, and what else keeps it busy. Work waits."
CONNECTS = "Moot is not connected to Slack yet."
CUT_OFF = (
    "The connection to Slack is gone. Moot connects again by itself, every few seconds; if it does not come "
    "back, the log says why."
)

SET_ASIDE = "Set aside, while all others are run: {games}. `moot games` says why, and what to do."
UNREACHED = (
    "Slack lets Moot do nothing in {count} of its workspaces; the log says why. All others are served."
)
GIVEN = "Cut off from the database, this replica has left Slack's deliveries to the others until it is back."


class CheckJson(TypedDict):
    """A check of a part of Moot, and what was found, as a sentence."""

    check: str
    ok: bool
    found: str


class HealthJson(TypedDict):
    """What `/healthz` and `/readyz` answer."""

    ok: bool
    checks: list[CheckJson]


@dataclass(frozen=True, slots=True)
class Check:
    """About what, whether it is well, and what was found, as a sentence."""

    about: str
    ok: bool
    said: str
    bars: bool = True  # whether Moot should be given no work while it is not well

    def as_json(self) -> CheckJson:
        """For machines."""
        return {"check": self.about, "ok": self.ok, "found": self.said}


class Health:
    """Gets to know the parts of Moot as they are made, and asks them."""

    def __init__(self) -> None:
        self.metrics = Metrics()
        self.vitals: VitalsService | None = None
        self.refused: Callable[[], str] = str  # what to do where Slack lets us do nothing
        self.unreached: Callable[[], int] = int  # of many workspaces
        self.shut: Callable[[], bool] = bool  # whether other replicas have our way in
        self.connected: Callable[[], Awaitable[bool]] | None = None
        self.working: Collection[asyncio.Task[None]] = ()
        self.held: Callable[[], Collection[str]] = frozenset
        self.used: Callable[[], Mapping[str, float]] = dict  # of Slack's budget, by method
        self.queued: Callable[[], int] = int  # rows that wait for room in it
        self.comes_in = (
            False  # whether Slack comes to us: what it delivers can be stored, whatever it answers
        )
        self.stopping = False
        self._looking: asyncio.Task[Vitals | None] | None = None

    def alive(self) -> Check:
        """Whether this process is as it should be. Where it is not, only a new start helps: so neither Slack
        nor the database belongs here."""
        if self.stopping:
            return Check("process", True, STOPS)
        if ended := sorted(task.get_name() for task in self.working if _has_failed(task)):
            return Check("process", False, f"Some of it has ended ({', '.join(ended)}); the log says why.")
        return Check("process", True, "Moot is at work." if self.working else STARTS)

    async def ready(self) -> list[Check]:
        """Whether Moot can do its work now, and if not, why."""
        slack, (database, vitals) = await self._slack(), await self._database()
        aside = [_games(vitals.aside)] if vitals is not None and vitals.aside else []
        count = self.unreached()
        unreached = [Check("workspaces", True, UNREACHED.format(count=count))] if count else []
        return [self._at_work(), slack, database, *unreached, *aside]

    async def measures(self, accepted: str) -> tuple[bytes, str]:
        """Everything that is measured, in a format that the reader accepts; and its media type."""
        database, vitals = await self._database()
        known = self.metrics.answering
        there = self.connected is not None and not self.shut() and await self.connected()
        budget = Budget(self.used(), self.queued())
        seen = Seen(there, len(self.held()), database.ok, vitals, known.answers, known.waits, budget)
        return self.metrics.text(seen, accepted)

    async def leave(self) -> None:
        """Nobody asks any more."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait({self._looking})

    def _at_work(self) -> Check:
        alive = self.alive()
        return Check(alive.about, alive.ok and bool(self.working) and not self.stopping, alive.said)

    async def _slack(self) -> Check:
        if said := self.refused():
            return Check("slack", False, said)
        if self.shut():
            return Check("slack", False, GIVEN)
        if self.connected is None:
            return Check("slack", False, self.metrics.answering.trouble or CONNECTS)
        stands = await self.connected()
        if stands and (said := self.metrics.answering.trouble):
            return Check("slack", self.metrics.answering.answers, said, bars=not self.comes_in)
        return Check("slack", stands, "Connected, or listening where Slack delivers." if stands else CUT_OFF)

    async def _database(self) -> tuple[Check, Vitals | None]:
        if self.vitals is None:
            return Check("database", False, OPENING), None
        found = await self._look(self.vitals)
        if (trouble := self.vitals.trouble) is not None:
            return Check("database", False, trouble), found
        if found is None:
            return Check("database", False, SILENT), None
        return Check("database", True, "It answers, and is up to date."), found

    async def _look(self, vitals: VitalsService) -> Vitals | None:
        """None where there is no answer in time. All who ask meanwhile wait for the same answer: a database
        that is away must not be asked more and more."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(_looked(vitals))
        await asyncio.wait({self._looking}, timeout=ANSWERS_IN)
        return self._looking.result() if self._looking.done() else None


def _games(aside: Sequence[str]) -> Check:
    """All others are run, so Moot is ready all the same."""
    return Check("games", True, SET_ASIDE.format(games=", ".join(aside)))


def _has_failed(task: asyncio.Task[None]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


async def _looked(vitals: VitalsService) -> Vitals | None:
    try:
        return await vitals.look()
    except StoreAway:
        return None  # the transactions have said what is wrong
    except Exception:
        log.exception("the database could not be looked at", action="health")
        return None
