"""How work calls Slack: within the budgets, and only while it may."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from itertools import count
from typing import Any, Protocol, Self, TypeAlias

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.courier.ledger import Ledger
from bot.intents.intent import Urgency
from bot.platform.refused import RATE_LIMITED, error_of

FirstCall: TypeAlias = tuple[str, str]  # method and channel
LOOKED_UP = 1.0  # seconds that a call waits for its budget before it sees whether it may still be made
PAGE = 200  # what Slack recommends, docs.slack.dev, apis/web-api/pagination
UPLOADED_IN = 60.0  # seconds for a file
RETRY_AFTER = 1.0  # seconds, where Slack does not say


class Call(Protocol):
    """Calls Slack within the budgets."""

    async def __call__(self, method: str, channel: str, /, **arguments: Any) -> Any:
        """Waits for the budget, calls, and returns Slack's answer. Raises SlackApiError."""


async def paged(
    call: Call, method: str, channel: str = "", /, most: int | None = None, **asked: Any
) -> AsyncIterator[Any]:
    """The pages of a list, at most so many, each asked for when it is needed."""
    cursor = ""
    for _ in count() if most is None else range(most):
        page = await call(method, channel, **asked, limit=PAGE, cursor=cursor or None)
        yield page
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


class CallWithFiles(Call, Protocol):
    """Sends files as well."""

    async def upload(self, url: str, content: bytes, /) -> None:
        """Sends a file's content to the address that Slack gave for it; no rate is documented for that.
        Raises aiohttp's ClientError."""

    def outside(self, turn: asyncio.Semaphore, /) -> AbstractAsyncContextManager[aiohttp.ClientSession]:
        """For a call to somebody other than Slack, in its turn, and in the place that is reserved for it."""


class HandedOver(Exception):
    """We are to stop, and this row's next call is left to who comes after us."""


class Passing(Exception):
    """Part of the work was refused for a reason that passes; the rest is done."""


class BudgetedCall:
    """The calls of one row, each with the `client` that its workspace has then. The first has its place
    `reserved`, until the end of the `with`; the others wait for room in the budget."""

    def __init__(
        self,
        ledger: Ledger,
        client: Callable[[], Awaitable[AsyncWebClient]],
        steady: Callable[[], float],
        may: Callable[[], None],
        waiting: Callable[[], AbstractContextManager[None]],
        *,
        urgency: Urgency,
        reserved: FirstCall,
    ) -> None:
        self._ledger = ledger
        self._budgets = ledger.budgets
        self._client = client
        self._steady = steady
        self._may = may
        self._waiting = waiting
        self._urgency = urgency
        self._reserved: FirstCall | None = reserved

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._reserved is not None:
            self._budgets.give_back(*self._reserved)

    async def __call__(self, method: str, channel: str, /, **arguments: Any) -> Any:
        if (method, channel) != self._reserved:
            with self._waiting():
                await self._room_for(method, channel)
        await self._ledger.before(method)
        client = await self._client()
        self._may()
        self._reserved = None
        try:
            with self._waiting():
                return await getattr(client, method.replace(".", "_"))(**arguments)
        except SlackApiError as refused:
            if error_of(refused) in RATE_LIMITED:
                self._budgets.limited(method, channel, retry_after(refused), self._steady())
                await self._ledger.refused(method)
            raise
        finally:
            self._budgets.answered(method, channel, self._steady())

    async def upload(self, url: str, content: bytes, /) -> None:
        """Outside the Web API, with the client's own connections."""
        client = await self._client()
        self._may()
        session, patience = client.session, aiohttp.ClientTimeout(total=UPLOADED_IN)
        assert session is not None
        with self._waiting():
            async with session.post(url, data=content, timeout=patience, proxy=client.proxy) as answer:
                answer.raise_for_status()

    @asynccontextmanager
    async def outside(self, turn: asyncio.Semaphore, /) -> AsyncIterator[aiohttp.ClientSession]:
        """With the client's own connections."""
        session, reserved = (await self._client()).session, self._reserved
        assert session is not None
        assert reserved is not None
        with self._waiting():
            async with turn:
                self._may()
                self._reserved = None
                try:
                    yield session
                finally:
                    self._budgets.answered(*reserved, self._steady())

    async def _room_for(self, method: str, channel: str) -> None:
        """Waits for it, and takes it in place of what was reserved."""
        while (wait := self._budgets.wait(method, channel, self._steady(), urgency=self._urgency)) > 0:
            self._may()
            await asyncio.sleep(min(wait, LOOKED_UP))
        if self._reserved is not None:
            self._budgets.give_back(*self._reserved)
        self._budgets.spend(method, channel)
        self._reserved = (method, channel)


def retry_after(refused: SlackApiError) -> float:
    """In seconds. What stands between us and Slack may answer 429 without it, or with a date."""
    said = str(refused.response.headers.get("Retry-After", ""))
    return float(said) if said.isdecimal() else RETRY_AFTER
