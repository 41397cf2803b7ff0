"""Telling the webhook, by the Standard Webhooks specification: signed, with an id that stays the same.

Nothing here says in a log or an error where the webhook is: its address may hold a token.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from random import Random
from typing import assert_never

import aiohttp
from standardwebhooks import Webhook as Signing

from bot.clock import Clock
from bot.config import Settings
from bot.courier.calls import CallWithFiles
from bot.courier.rendering.seen import NoLonger, NotYet, judged
from bot.db.tables import OutboxRow
from bot.domain.ids import CouncilId, GameId, Moment
from bot.intents.news import EventNews, NewsIntent, ResultNews, VoteNews
from bot.queries.reader import Reader
from bot.reports import news
from bot.reports.news import News

AT_ONCE = 3  # requests under way
ANSWERED_IN = 10.0  # seconds
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=15)  # between two tries
LONGEST_ASKED = timedelta(hours=1)  # that a receiver may make us wait
GIVEN_UP_AFTER = timedelta(hours=24)
GONE = 410  # the receiver wants no more of it


class Later(Exception):
    """The webhook did not take it; Moot tries again after `wait`."""

    def __init__(self, why: str, wait: timedelta) -> None:
        super().__init__(why)
        self.wait = wait


class GivenUp(Exception):
    """The webhook will not take it."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where the webhook is, and what its messages are signed with."""

    url: str = field(repr=False)
    secret: str = field(repr=False)

    @classmethod
    def of(cls, settings: Settings) -> "Receiver | None":
        """None where there is no webhook."""
        return cls(*settings.webhook) if settings.webhook else None

    def headers(self, key: str, body: str, at: Moment) -> dict[str, str]:
        """The headers of the message with this id, if it is sent at this moment."""
        return {
            "content-type": "application/json",
            "user-agent": "Moot",
            "webhook-id": key,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Signing(self.secret).sign(key, at, body),
        }


async def tell(
    session: aiohttp.ClientSession, to: Receiver, key: str, body: str, at: Moment
) -> tuple[int, str]:
    """Sends a message and returns the status and Retry-After of the answer, whose body is not read. Follows
    no redirect, which might lead anywhere. Raises aiohttp's ClientError, OSError and TimeoutError."""
    patience = aiohttp.ClientTimeout(total=ANSWERED_IN)
    asked = session.post(
        to.url,
        data=body.encode(),
        headers=to.headers(key, body, at),
        allow_redirects=False,
        timeout=patience,
    )
    async with asked as answer:
        return answer.status, answer.headers.get("Retry-After", "")


def why_not(status: int) -> str:
    """Why a message with this answer was not taken, as `moot outbox` shows it; empty if it was."""
    if 200 <= status < 300:
        return ""
    return f"webhook: redirects ({status})" if 300 <= status < 400 else f"webhook: answers {status}"


def wait_for(attempt: int, spread: float, asked: str, at: Moment) -> timedelta:
    """How long to wait after this many tries: 5 s, 15 s, 45 s … up to 15 minutes, each a little longer at
    random, and no less than the receiver asks for, in seconds or with a date."""
    grown = min(LONGEST_WAIT, FIRST_WAIT * int(3 ** min(attempt, 6))) * (1 + spread / 4)
    return max(grown, min(_asked(asked, at), LONGEST_ASKED))


def _asked(said: str, at: Moment) -> timedelta:
    if said.isdecimal():  # a float takes any number of digits; an int takes no more than 4300
        return timedelta(seconds=min(float(said), LONGEST_ASKED.total_seconds()))
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return timedelta()
    return (until if until.tzinfo else until.replace(tzinfo=UTC)) - at


class Teller:
    """Tells the webhook what happened."""

    def __init__(self, receiver: Receiver | None, reader: Reader, now: Clock, chance: Random) -> None:
        self._receiver = receiver
        self._reader = reader
        self._now = now
        self._chance = chance
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def tell(self, row: OutboxRow, intent: NewsIntent, call: CallWithFiles) -> None:
        """Raises Later, GivenUp, and NoLonger if there is no longer a webhook."""
        if (to := self._receiver) is None:
            raise NoLonger
        body = news.as_body(await self._news(GameId(row.game_id), intent), row.created_at)
        try:
            async with call.outside(self._turn) as session:
                status, asked = await tell(session, to, intent.key, body, self._now())
        except (aiohttp.ClientError, OSError) as fault:
            why, status, asked = f"webhook: {type(fault).__name__}", 0, ""
        else:
            why = why_not(status)
        if not why:
            return
        now = self._now()
        if status == GONE or now - row.created_at > GIVEN_UP_AFTER:
            raise GivenUp(why)
        raise Later(why, wait_for(row.attempts, self._chance.random(), asked, now))

    async def _news(self, game_id: GameId, intent: NewsIntent) -> News:
        """Raises NotYet while something is still to be counted or decided."""
        found: News | None
        match intent:
            case EventNews(version=number):
                event = await self._reader.game_event(game_id, number)
                found = news.of_event(*await self._reader.game(game_id), event)
            case VoteNews(council=key):
                found = news.of_vote(*await self._reader.table(game_id, CouncilId(key)))
            case ResultNews():
                game, scenario = await self._reader.game(game_id)
                councils = tuple(map(judged, await self._reader.councils(game)))
                found = news.of_results(game, scenario, councils)
            case _:
                assert_never(intent)
        if found is None:
            raise NotYet
        return found
