"""Delivers the outbox: most urgent first, in order within a lane, within Slack's budgets."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.courier.answers import Verdict, advice_on
from bot.courier.budgets import SLACKS_OWN, Budgets
from bot.courier.rendering import NoLonger, NotYet
from bot.courier.work import Worker
from bot.db.tables import OutboxRow
from bot.services.answers import AnswerService
from bot.services.pace import Pace

log = structlog.get_logger(__name__)

AT_ONCE = 300  # rows under way; most of them wait for a budget
LOOKED_AT = 2_000  # lanes considered in one look
BATCH = 0.005  # seconds in which what becomes ready is looked at together
IDLE = 5.0  # seconds between looks when nothing wakes us
NOT_YET = 0.25  # seconds until something is looked at again that was not ready
RATE_LIMITED = ("ratelimited", "rate_limited")


class OverBudget(Exception):
    """The budget has no room for this call for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.1f} s")
        self.seconds = seconds


class Clients(Protocol):
    """Where the Web API client of a workspace comes from."""

    def client(self, team_id: str) -> AsyncWebClient:
        """The client with the workspace's bot token."""


class Courier:
    """One for each database. `steady` is a clock in seconds that never goes back."""

    def __init__(
        self,
        worker: Worker,
        answers: AnswerService,
        clients: Clients,
        steady: Callable[[], float],
        *,
        pace: Pace = SLACKS_OWN,
    ) -> None:
        self._worker = worker
        self._answers = answers
        self._clients = clients
        self._steady = steady
        self._pace = pace
        self._budgets: dict[str, Budgets] = {}
        self._wake = asyncio.Event()
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._held: dict[int, float] = {}
        self._unsettled: set[int] = set()  # claimed, and neither done nor given back
        self._finished: set[int] = set()  # since the look began whose answer we wait for

    def wake(self) -> None:
        """There may be work."""
        self._wake.set()

    async def run(self) -> None:
        """Works until cancelled; what is under way then is finished, or sent again after the next start."""
        await self._answers.reclaim()
        try:
            while True:
                self._wake.clear()
                pause = IDLE
                try:
                    await self._start_ready()
                    pause = await self._pause()
                except Exception:
                    log.exception("the outbox could not be read; trying again", action="courier")
                await asyncio.sleep(BATCH)
                with contextlib.suppress(TimeoutError):
                    # Not wait_for: before Python 3.12 it swallows a cancellation that comes with the wake.
                    async with asyncio.timeout(pause):
                        await self._wake.wait()
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way.values(), timeout=3)
            for task in self._under_way.values():
                task.cancel()

    async def _start_ready(self) -> None:
        now = self._steady()
        self._held = {row: until for row, until in self._held.items() if until > now}
        if len(self._under_way) >= AT_ONCE:
            return
        if self._unsettled:
            rows = frozenset(self._unsettled)
            await self._answers.reopen(rows)
            self._unsettled -= rows
        self._finished.clear()
        for row in await self._answers.heads(LOOKED_AT):
            assert row.id is not None
            if len(self._under_way) >= AT_ONCE:
                return
            if row.id in self._under_way or row.id in self._held or row.id in self._finished:
                continue
            self._under_way[row.id] = asyncio.create_task(self._deliver(row, row.id))

    async def _pause(self) -> float:
        now = self._steady()
        waits = [until - now for until in self._held.values()]
        postponed = await self._answers.next_wait()
        if postponed is not None:
            waits.append(postponed)
        return max(0.02, min([IDLE, *waits]))

    async def _deliver(self, row: OutboxRow, row_id: int) -> None:
        try:
            await self._attempt(row)
        except OverBudget as over:
            self._held[row_id] = self._steady() + over.seconds
        except NotYet:
            self._held[row_id] = self._steady() + NOT_YET
        except Exception:
            log.exception("delivery could not be settled", action=row.kind, row=row_id)
            self._unsettled.add(row_id)  # the database was away; else the row's lane would wait for ever
        finally:
            del self._under_way[row_id]
            self._finished.add(row_id)
            self._wake.set()

    async def _attempt(self, row: OutboxRow) -> None:
        """Marks the row before it is rendered: what happens from then on makes a new row."""
        budgets = self._of(row.team_id)
        first = await self._worker.first_call(row)
        if (wait := budgets.wait(*first, self._steady())) > 0:
            raise OverBudget(wait)
        budgets.spend(*first, self._steady())
        if not await self._answers.claim(row):
            return  # it was done, or taken by another, since we looked
        call = _BudgetedCall(budgets, self._clients.client(row.team_id), self._steady, reserved=first)
        try:
            await self._worker.do(row, call)
        except NotYet:
            await self._answers.again(row, "", counts=False)
        except NoLonger:
            await self._answers.done(row)
        except SlackApiError as refused:
            await self._refused(row, refused)
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as fault:
            log.warning("slack could not be reached", action=row.kind, row=row.id, fault=type(fault).__name__)
            await self._answers.again(row, type(fault).__name__)
        except Exception:
            log.exception("a delivery of ours is broken", action=row.kind, row=row.id)
            await self._answers.dead(
                row, "internal", "This is a fault in Moot; the log of the bot says more."
            )
        else:
            await self._answers.done(row)

    async def _refused(self, row: OutboxRow, refused: SlackApiError) -> None:
        error = _error(refused)
        if error in RATE_LIMITED:
            await self._answers.again(row, error, counts=False)
            return
        advice = advice_on(error) if error else advice_on("internal_error")
        log.info("slack refused", action=row.kind, row=row.id, error=error, verdict=advice.verdict.value)
        match advice.verdict:
            case Verdict.DONE:
                await self._answers.done(row)
            case Verdict.AGAIN:
                await self._answers.again(row, error)
            case Verdict.PARK:
                await self._answers.parked(row, error, advice.sentence)
            case Verdict.DROP:
                await self._answers.dead(row, error, advice.sentence)

    def _of(self, team_id: str) -> Budgets:
        if team_id not in self._budgets:
            self._budgets[team_id] = Budgets(self._pace)
        return self._budgets[team_id]


class _BudgetedCall:
    """The calls of one row. The first is `reserved`; the others wait for room in the budget."""

    def __init__(
        self,
        budgets: Budgets,
        client: AsyncWebClient,
        steady: Callable[[], float],
        *,
        reserved: tuple[str, str],
    ) -> None:
        self._budgets = budgets
        self._client = client
        self._steady = steady
        self._reserved: tuple[str, str] | None = reserved

    async def __call__(self, method: str, channel: str, /, **arguments: Any) -> Any:
        if (method, channel) != self._reserved:
            while (wait := self._budgets.wait(method, channel, self._steady())) > 0:  # noqa: ASYNC110
                await asyncio.sleep(wait)
            self._budgets.spend(method, channel, self._steady())
        self._reserved = None
        try:
            return await getattr(self._client, method.replace(".", "_"))(**arguments)
        except SlackApiError as refused:
            if _error(refused) in RATE_LIMITED:
                after = float(refused.response.headers.get("Retry-After", 1))
                self._budgets.limited(method, after, self._steady())
            raise


def _error(refused: SlackApiError) -> str:
    answer = refused.response
    if answer.status_code == 429:
        return RATE_LIMITED[0]
    return str(answer.get("error", "")) if isinstance(answer.data, dict) else ""
