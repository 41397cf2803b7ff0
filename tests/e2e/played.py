"""Rehearsals with the bot as processes of their own: what tests wait for, and what they look at."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from sqlalchemy import select, text
from sqlmodel import col

from bot.db.tables import LeaseRow, PostRow
from bot.domain.game import Game, Stage
from bot.rehearsal import stage as rehearsal
from bot.rehearsal.cast import cast
from bot.runtime.store import Store
from bot.workspace.state.records import App
from bot.workspace.workspace import Workspace
from tests.builders import rainbow_road
from tests.patience import until


@asynccontextmanager
async def acting(running: rehearsal.Running) -> AsyncIterator[None]:
    """The director and the stand-ins play. Raises what kept one of them from going on, if anything did."""
    playing = [asyncio.create_task(one) for one in cast(running)]
    try:
        yield
    finally:
        stuck = [task.exception() for task in playing if task.done() and not task.cancelled()]
        for task in playing:
            task.cancel()
        await asyncio.gather(*playing, return_exceptions=True)
        for why in filter(None, stuck):
            raise AssertionError("somebody who plays could not go on") from why


async def until_phase(running: rehearsal.Running, phase: int) -> Game:
    """Waits until this phase has begun, and everything that was to be sent until now is sent."""

    async def begun() -> bool:
        game = await rehearsal.newest(running)
        return game is not None and game.clock is not None and game.clock.phase >= phase

    await until(begun, f"phase {phase} has begun")
    game = await rehearsal.newest(running)
    assert game is not None
    return game


async def until_ended(running: rehearsal.Running) -> None:
    """Waits until the game is over and everything is sent."""

    async def ended() -> bool:
        game = await rehearsal.newest(running)
        done = game is not None and game.stage is Stage.ENDED
        return done and game is not None and await running.store.services.reader.open_work(game.id) == 0

    await until(ended, "the game is over")


async def lease(store: Store) -> LeaseRow | None:
    """Who looks after the one workspace."""
    async with store.engine.connect() as connection:
        row = (await connection.execute(select(LeaseRow.__table__))).one_or_none()  # type: ignore[attr-defined]
    return LeaseRow(**row._asdict()) if row and row.holder else None


def pid_of(lease: LeaseRow) -> int:
    """The process that holds it."""
    return int(lease.holder.split(":")[1])


async def twins(store: Store, workspace: Workspace, bot_user: str) -> list[str]:
    """Messages of the bot that it does not know: each is the double of one that it does."""
    async with store.engine.connect() as connection:
        rows = await connection.execute(select(col(PostRow.channel), col(PostRow.ts)))
        known = {(channel, ts) for channel, ts in rows}
    return [
        message.text[:60]
        for channel in workspace.channels.values()
        for ts, message in channel.messages.items()
        if message.user == bot_user and message.subtype is None and message.ephemeral_to is None
        if (channel.id, ts) not in known
    ]


async def until_without_twins(store: Store, workspace: Workspace, bot_user: str) -> None:
    """Waits until the bot knows each of its messages, in a game that goes on: what was posted just now it
    will know soon, and a double it never will."""

    async def without() -> bool:
        return not await twins(store, workspace, bot_user)

    await until(without, "no card stands twice")


async def being_sent(store: Store) -> int:
    """How many rows somebody has taken and not settled."""
    async with store.engine.connect() as connection:
        counted = await connection.scalar(text("SELECT count(*) FROM outbox WHERE status = 'sending'"))
    return int(counted or 0)


def headers(workspace: Workspace, begin: str) -> Iterator[list[str]]:
    """The cards' titles in each channel whose name begins so, in order."""
    for channel in workspace.channels.values():
        if channel.name.startswith(begin):
            yield [
                block["text"]["text"]
                for message in channel.messages.values()
                for block in message.blocks
                if block["type"] == "header"
            ]


def bells(workspace: Workspace, begin: str) -> Iterator[list[str]]:
    """The phases' cards in each such channel, in order."""
    planned = [phase.title for phase in rainbow_road().agenda]
    for titles in headers(workspace, begin):
        yield [title for title in titles if title in planned]


def all_bells() -> list[str]:
    """The titles of the phases, in order."""
    titles = [phase.title for phase in rainbow_road().agenda]
    assert max(Counter(titles).values()) == 1
    return titles


async def until_heard(running: rehearsal.Running, phase: int) -> None:
    """Waits until the bell of this phase stands in every room."""
    await until_phase(running, phase)
    game = await rehearsal.newest(running)
    assert game is not None
    assert game.deal is not None
    rooms = len(game.deal.councils) + 1

    async def heard() -> bool:
        begin = f"phase:{phase}:"
        async with running.store.engine.connect() as connection:
            found = await connection.execute(
                select(col(PostRow.key)).where(col(PostRow.key).startswith(begin))
            )
        return len(found.all()) == rooms

    await until(heard, f"the bell of phase {phase} is heard everywhere")


async def until_connected(workspace: Workspace, app: App, connections: int) -> None:
    """Waits until the app has so many connections."""

    async def connected() -> bool:
        return len(workspace.delivery.sockets.links(app)) >= connections

    await until(connected, f"there are {connections} connections")


async def until_taken_over(store: Store, holder: str) -> None:
    """Waits until somebody else holds the lease."""

    async def taken() -> bool:
        now = await lease(store)
        return now is not None and now.holder != holder

    await until(taken, "another replica has taken over")
