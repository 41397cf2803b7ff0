"""What a stop left in the inbox: done when we are back, or its person is told that it is too late."""

import asyncio
import contextlib
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.causes import because_of
from bot.domain.errors.store import StoreAway
from bot.services.inbox import InboxService, Kept
from bot.slack.blocks import answers
from bot.slack.edge.acks import KEPT
from bot.slack.edge.responding import Respond
from bot.slack.typed import words as typed

log = structlog.get_logger(__name__)
LOOKED_AT = 30.0  # seconds between two looks whether somebody left something


async def taking_up(bolt: AsyncApp, inbox: InboxService, look: asyncio.Event) -> None:
    """What was kept and not done, because we or another replica stopped or the database was away, is given to
    the listeners again: at the start, when `look` says so, and from time to time."""
    while True:
        look.clear()
        try:
            for one in await inbox.take_up():
                await _alone(bolt, inbox, one)
        except StoreAway:
            pass  # `look` says when it is back
        except Exception:
            log.exception("the inbox could not be looked at; trying again", action="inbox")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOKED_AT):
                await look.wait()


async def _alone(bolt: AsyncApp, inbox: InboxService, one: Kept) -> None:
    """What keeps one from being done is no matter of the others."""
    with because_of(one.cause):
        try:
            await _take_up(bolt, inbox, one)
        except StoreAway:
            inbox.left(one.id)
        except Exception:
            log.exception(
                "what was kept could not be done; it is tried again after the next start",
                action="inbox",
                row=one.id,
            )


async def _take_up(bolt: AsyncApp, inbox: InboxService, one: Kept) -> None:
    if not _is_payload(one.body):
        log.error("what was kept cannot be read, and is dropped", action="inbox", row=one.id)
        await inbox.done(one.id)
    elif one.stale:
        log.warning("too late for what was kept before a stop", action="inbox")
        await _told(bolt, one.body)
        with contextlib.suppress(StoreAway):  # then the next look removes it; the others here have their turn
            await inbox.done(one.id)
    else:
        log.info("what was kept is done now", action="inbox", row=one.id)
        await bolt.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=one.body, context={KEPT: one.id}))


def _is_payload(body: Any) -> bool:
    """Whether it is anything that Slack gives."""
    return isinstance(body, dict) and any(isinstance(body.get(name), str) for name in ("type", "command"))


async def _told(bolt: AsyncApp, body: dict[str, Any]) -> None:
    """Their person, where Slack says how: for half an hour, by the response_url of a command or a click."""
    if not (url := body.get("response_url")):
        return
    respond = Respond(url, bolt.client.session)
    try:
        for one in answers.with_words(answers.came_too_late(), typed.said_in(body)):
            for part in one.parts():
                await respond(**part.as_kwargs(), response_type="ephemeral", replace_original=False)
    except (aiohttp.ClientError, OSError, TimeoutError) as fault:
        log.warning("nobody could be told that it is too late", action="inbox", fault=type(fault).__name__)
