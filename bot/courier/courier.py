"""Delivers the outbox: most urgent first, in order within a lane, within Slack's budgets."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from functools import partial
from typing import NamedTuple, Protocol, TypeAlias, assert_never

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.causes import because_of
from bot.courier.budgets import SLACKS_OWN, Budgets
from bot.courier.calls import BudgetedCall, CallWithFiles, FirstCall, HandedOver, Passing, retry_after
from bot.courier.ledger import Ledger, NotOurs
from bot.courier.look import IDLE, Look, Queued
from bot.courier.rendering.seen import NoLonger, NotYet
from bot.courier.settling import AnswerService
from bot.courier.webhook import GivenUp, Later
from bot.courier.work import Worker
from bot.courier.workers import Workers
from bot.db.tables import OutboxRow
from bot.db.transactions import AHEAD
from bot.domain.errors.aside import SetAside
from bot.domain.errors.installations import NotInstalled
from bot.domain.errors.store import StoreAway
from bot.domain.ids import Moment
from bot.intents.intent import Urgency
from bot.intents.rows import AnyIntent, Unreadable, intent_of, person_of
from bot.platform import tokens
from bot.platform.cures import OUR_FAULT, Verdict, advice_on
from bot.platform.rates import Pace
from bot.platform.refused import DEACTIVATED, RATE_LIMITED, error_of
from bot.slack.edge.calling import Clients

log = structlog.get_logger(__name__)

AT_ONCE = 300  # rows under way; most of them wait for Slack
MOST_OF_ONE = 150  # of them, where there are several workspaces
IN_HAND = 50  # of them, those that wait for nothing: a bell that comes meanwhile is not behind all the rest
BATCH = 0.005  # seconds in which what becomes ready is looked at together
REST = 3  # times as long as a look took passes before the next: many waiting rows must not keep us looking
AWAY = 1.0  # seconds between looks while the database is away
NOT_YET = 2.0  # seconds until something is looked at again that was not ready, at latest
RECENT = 60.0  # seconds for which we know that something happened in a room
FINISHED_IN = 3.0  # seconds for what is under way when we are to stop


class OverBudget(Exception):
    """The budget has no room for the call with which a row begins."""

    def __init__(self, first: FirstCall) -> None:
        super().__init__(first[0])
        self.call = first


Place: TypeAlias = tuple[str, str]  # game and room


class Held(NamedTuple):
    """A row that is not looked at before then, unless something happens in its room."""

    until: float
    place: Place


class Leases(Protocol):
    """Which workspaces this replica looks after."""

    def held(self) -> frozenset[str]:
        """All of them."""

    def holds(self, team_id: str) -> bool:
        """Whether it is one of them."""


class Courier:
    """Delivers for the workspaces in `leases`. `steady` is a clock in seconds that never goes back."""

    def __init__(
        self,
        workers: Workers,
        answers: AnswerService,
        clients: Clients,
        leases: Leases,
        steady: Callable[[], float],
        *,
        pace: Pace = SLACKS_OWN,
    ) -> None:
        self._workers = workers
        self._answers = answers
        self._clients = clients
        self._leases = leases
        self._steady = steady
        self._pace = pace
        self._ledgers: dict[str, Ledger] = {}
        self._taken_over: frozenset[str] = frozenset()  # workspaces of which we know what others used
        self._wake = asyncio.Event()
        self._left_out = True  # whether the last look may have left rows behind for want of room
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._of_one = Counter[str]()  # how many of these each workspace has
        self._held: dict[int, Held] = {}  # they are not ready
        self._happened: dict[Place, float] = {}  # when a row was last done with there
        self._queued: dict[int, Queued] = {}  # there was no room for them
        self._unsettled: set[int] = set()  # taken, and neither done nor given back
        self._finished: set[int] = set()  # since the look began whose answer we wait for
        self._elsewhere = 0  # rows that wait for Slack, or for room in a budget
        self._stopping = False

    @property
    def queued(self) -> int:
        """How many rows wait for room in a budget before they begin."""
        return len(self._queued)

    def used(self) -> dict[str, float]:
        """How much of each method's budget is used, in the workspace where that is most."""
        most: dict[str, float] = {}
        for ledger in self._ledgers.values():
            for method, share in ledger.budgets.used(self._steady()).items():
                most[method] = max(share, most.get(method, 0.0))
        return most

    def wake(self) -> None:
        """There may be work."""
        self._wake.set()

    async def run(self) -> None:
        """Works until cancelled. Calls to Slack that are under way then are finished; the rest of the work is
        given back."""
        AHEAD.set(True)
        try:
            while True:
                self._wake.clear()
                pause, began = IDLE, self._steady()
                try:
                    pause = await self._start_ready()
                except StoreAway:
                    pause = AWAY  # the transactions have said what is wrong
                except Exception:
                    log.exception("the outbox could not be read; trying again", action="courier")
                await asyncio.sleep(max(BATCH, (self._steady() - began) * REST))
                with contextlib.suppress(TimeoutError):
                    # Not wait_for: before Python 3.12 it swallows a cancellation that comes with the wake.
                    async with asyncio.timeout(pause):
                        await self._wake.wait()
        finally:
            await self._finish()

    async def _finish(self) -> None:
        self._stopping = True
        unfinished = set(self._under_way.values())
        if unfinished:
            _, unfinished = await asyncio.wait(unfinished, timeout=FINISHED_IN)
        for task in unfinished:
            task.cancel()
        if unfinished:
            log.warning("some work is left under way", action="courier", rows=len(unfinished))
            await asyncio.wait(unfinished, timeout=0.5)

    async def _start_ready(self) -> float:
        """Seconds until there may be more."""
        now = self._steady()
        self._held = {row: held for row, held in self._held.items() if held.until > now}
        self._happened = {place: at for place, at in self._happened.items() if at > now - RECENT}
        if self._unsettled:
            rows = frozenset(self._unsettled)
            await self._answers.reopen(rows)
            self._unsettled -= rows
        self._finished.clear()
        await self._take_over(self._leases.held())
        teams, room = self._not_full(self._taken_over), self._room()
        self._left_out = True  # until it is known
        if not teams or room <= 0:
            return IDLE
        queued, self._queued = self._queued, {}
        look = Look(self._budgets, queued, self._held.keys() | self._under_way.keys(), room, now)
        found = await self._answers.heads(teams, room, look.may_start)
        for row in found.rows:
            assert row.id is not None
            if row.id not in self._finished:
                reserved = self._reserved(row, queued.get(row.id))
                self._of_one[row.team_id] += 1
                with because_of(row.cause, row=row.id):
                    self._under_way[row.id] = asyncio.create_task(self._deliver(row, row.id, reserved))
        self._queued = look.waiting | self._queued
        self._left_out = look.left_out
        return self._pause(look.room_in, found.next_at)

    async def _take_over(self, teams: frozenset[str]) -> None:
        """Whoever held these workspaces before us has used some of their budgets."""
        if fresh := teams - self._taken_over:
            for team, method, used in await self._answers.used(fresh):
                self._of(team).take_over(method, used)
        self._taken_over = teams

    def _not_full(self, teams: Collection[str]) -> Collection[str]:
        """The workspaces of which more rows may be taken in hand: Slack may be slow to answer for one, and
        the others do not wait for that."""
        return teams if len(teams) == 1 else [one for one in teams if self._of_one[one] < MOST_OF_ONE]

    def _room(self) -> int:
        """How many rows may be taken in hand: none before half of those that are have been done with, since
        a look costs as much as some rows."""
        rows = len(self._under_way)
        free = IN_HAND - (rows - self._elsewhere)
        return min(AT_ONCE - rows, free) if free >= IN_HAND // 2 else 0

    def _reserved(self, row: OutboxRow, queued: Queued | None) -> FirstCall | None:
        """Takes the place in the budget for which the row has waited."""
        if queued is None:
            return None
        self._budgets(row.team_id).spend(*queued.call)
        return queued.call

    def _pause(self, room_in: float, postponed: Moment | None) -> float:
        now = self._steady()
        waits = [held.until - now for held in self._held.values()]
        if postponed is not None:
            waits.append((postponed - self._answers.now()).total_seconds())
        return max(0.02, min([IDLE, room_in, *waits]))

    async def _deliver(self, row: OutboxRow, row_id: int, reserved: FirstCall | None) -> None:
        began, happened = self._steady(), True
        try:
            intent, worker = intent_of(row), await self._workers.of(row.team_id)
            await self._attempt(worker, row, intent, reserved or await self._place_for(worker, row, intent))
        except OverBudget as over:
            happened = False
            self._queued[row_id] = Queued(row.team_id, over.call, Urgency(row.priority))
        except NotYet:
            happened = False
            place = _place(row)
            if self._happened.get(place, -1.0) < began:  # else it may be ready by now
                self._held[row_id] = Held(self._steady() + NOT_YET, place)
        except SetAside:
            pass  # its game's work waits, and is not looked at meanwhile
        except NotInstalled:  # the workspace is out of reach from now on, and its work waits
            if reserved is not None:
                self._budgets(row.team_id).give_back(*reserved)
        except Unreadable:
            log.exception("a row cannot be read", action=row.kind, row=row_id)
            await self._answers.unreadable(row)
        except (NotOurs, StoreAway):
            self._unsettled.add(row_id)  # where it is still ours, it is given back when that can be noted
        except Exception:
            log.exception("delivery could not be settled", action=row.kind, row=row_id)
            self._unsettled.add(row_id)  # else the row's lane would wait for ever
        finally:
            del self._under_way[row_id]
            self._of_one[row.team_id] -= 1
            self._finished.add(row_id)
            if happened:
                self._let_go(row)
            self._wake.set()

    def _let_go(self, row: OutboxRow) -> None:
        """Something happened where others are held back: what they wait for may be there now."""
        place = _place(row)
        self._happened[place] = self._steady()
        ready = [one for one, held in self._held.items() if held.place == place and one != row.id]
        for one in ready:
            del self._held[one]

    async def _place_for(self, worker: Worker, row: OutboxRow, intent: AnyIntent) -> FirstCall:
        """Takes a place in the budget for the call that the row begins with. Raises OverBudget and NotYet."""
        budgets, first = self._budgets(row.team_id), await worker.first_call(row, intent)
        if budgets.wait(*first, self._steady(), urgency=Urgency(row.priority)) > 0:
            raise OverBudget(first)
        budgets.spend(*first)
        return first

    async def _attempt(self, worker: Worker, row: OutboxRow, intent: AnyIntent, first: FirstCall) -> None:
        """Marks the row before it is rendered: what happens from then on makes a new row."""
        may = partial(self._may_call, row.team_id)
        client = partial(self._clients.of, worker.team)
        ledger, urgency = self._of(row.team_id), Urgency(row.priority)
        with BudgetedCall(
            ledger, client, self._steady, may, self._waiting, urgency=urgency, reserved=first
        ) as call:
            if (morning := await worker.held_until(row, intent)) is not None:
                await self._answers.held(row, morning)
                return
            if not await self._answers.take(row):
                raise NotYet  # it was done, or is in somebody's hands, since we looked
            await self._carried_out(worker, row, intent, call)

    async def _carried_out(
        self, worker: Worker, row: OutboxRow, intent: AnyIntent, call: CallWithFiles
    ) -> None:
        """A row that is ours to send; what Slack says to it is settled."""
        try:
            await worker.do(row, intent, call)
        except (NotYet, HandedOver, NotInstalled, SetAside):
            await self._answers.again(row, "", counts=False)
        except (NotOurs, StoreAway):
            raise
        except NoLonger:
            await self._answers.done(row)
        except Later as later:
            await self._answers.again(row, str(later), wait=later.wait)
        except GivenUp as given_up:
            await self._answers.dead(row, str(given_up))
        except Passing as passing:
            await self._answers.again(row, str(passing))
        except SlackApiError as refused:
            await self._refused(worker, row, intent, refused)
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as fault:
            log.warning("slack could not be reached", action=row.kind, row=row.id, fault=type(fault).__name__)
            await self._answers.again(row, type(fault).__name__, unsure=True)
        except Exception:
            log.exception("a delivery of ours is broken", action=row.kind, row=row.id)
            await self._answers.dead(row, OUR_FAULT)
        else:
            await self._answers.done(row)

    @contextlib.contextmanager
    def _waiting(self) -> Iterator[None]:
        """A row waits within, and is not in hand: there may be room for another."""
        self._elsewhere += 1
        if self._left_out:
            self._wake.set()
        try:
            yield
        finally:
            self._elsewhere -= 1

    def _may_call(self, team_id: str) -> None:
        """Raises HandedOver and NotOurs."""
        if self._stopping:
            raise HandedOver
        if not self._leases.holds(team_id):
            raise NotOurs

    async def _refused(
        self, worker: Worker, row: OutboxRow, intent: AnyIntent, refused: SlackApiError
    ) -> None:
        error = error_of(refused)
        if error in DEACTIVATED and (user := person_of(intent)):
            await worker.account_gone(row, user)  # the facilitators hear that, and once
            await self._answers.done(row)
            return
        if error == "is_archived" and await self._answers.has_closed(row):
            await self._answers.done(row)  # nobody is to be told in a channel that we have archived
            return
        if error in RATE_LIMITED:  # its budget may be forgotten until then, but not the row
            await self._answers.again(row, error, counts=False, wait=timedelta(seconds=retry_after(refused)))
            return
        if error in tokens.GONE:  # who can help with a token is no facilitator
            await self._answers.again(row, error, counts=False)
            return
        advice = advice_on(error)
        log.info("slack refused", action=row.kind, row=row.id, error=error, verdict=advice.verdict.value)
        match advice.verdict:
            case Verdict.DONE:
                await self._answers.done(row)
            case Verdict.AGAIN:
                await self._answers.again(row, error, unsure=True)
            case Verdict.PARK:
                await self._answers.parked(row, error)
            case Verdict.DROP:
                await self._answers.dead(row, error)
            case _:
                assert_never(advice.verdict)

    def _of(self, team_id: str) -> Ledger:
        if team_id not in self._ledgers:
            budgets = Budgets(self._pace)
            self._ledgers[team_id] = Ledger(team_id, budgets, self._answers, self._steady)
        return self._ledgers[team_id]

    def _budgets(self, team_id: str) -> Budgets:
        return self._of(team_id).budgets


def _place(row: OutboxRow) -> Place:
    return row.game_id, row.room
