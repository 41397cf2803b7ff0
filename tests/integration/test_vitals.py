"""What the database tells operators' monitoring."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings
from bot.db.tables import GameRow, InboxRow, OutboxRow, OutboxStatus, SetAsideRow
from bot.intents.news import VoteNews
from bot.runtime.store import Store, open_store

NOW = datetime(2031, 3, 4, 8, 0, tzinfo=UTC)


def a_row(lane: str, minutes: float, status: OutboxStatus, **values: Any) -> OutboxRow:
    """Made so many minutes ago."""
    made = NOW - timedelta(minutes=minutes)
    subject: dict[str, Any] = {"room": lane}
    plain: dict[str, Any] = {"team_id": "T1", "game_id": "g1", "kind": "card", "priority": 3} | values
    return OutboxRow(**plain, lane=lane, subject=subject, status=status, created_at=made)


async def keep(store: Store, *rows: Any) -> None:
    async with AsyncSession(store.engine) as session, session.begin():
        for row in rows:
            session.add(row)
            await session.flush()


async def test_an_empty_database_has_nothing_old(database_url: str) -> None:
    async with open_store(Settings(database_url=database_url), lambda: NOW) as store:
        assert store.health.vitals is not None
        vitals = await store.health.vitals.look()

    assert vitals.rows == {"waiting": 0, "sending": 0, "parked": 0, "dead": 0}
    assert (vitals.oldest, vitals.inbox, vitals.games, vitals.silence) == (None, 0, 0, None)


@pytest.mark.parametrize("status", [OutboxStatus.WAITING, OutboxStatus.SENDING])
async def test_the_oldest_row_is_one_that_nobody_wanted_to_wait(
    database_url: str, status: OutboxStatus
) -> None:
    # given older rows that wait for a person, for a morning, behind these, or for nothing any more
    morning = NOW + timedelta(hours=8)
    soon = NOW + timedelta(seconds=50)
    async with open_store(Settings(database_url=database_url), lambda: NOW) as store:
        await keep(
            store,
            a_row("a", 90, OutboxStatus.PARKED),
            a_row("a", 80, OutboxStatus.WAITING),
            a_row("b", 70, OutboxStatus.WAITING, not_before=morning),
            a_row("b", 60, OutboxStatus.WAITING),
            a_row("c", 99, OutboxStatus.DONE),
            a_row("c", 98, OutboxStatus.DEAD),
            # and one for a webhook that nobody answers
            a_row("e", 50, OutboxStatus.WAITING, kind=VoteNews.kind.name),
            # and one that is tried again and again, and one that is not as old
            a_row("c", 7, status, not_before=soon, attempts=9),
            a_row("d", 2, OutboxStatus.WAITING),
            InboxRow(body={}, replica="r1", kept_at=NOW, taken_at=NOW),
        )

        # when
        assert store.health.vitals is not None
        vitals = await store.health.vitals.look()

    # then
    assert vitals.oldest == 7 * 60
    waiting = 6 if status is OutboxStatus.WAITING else 5
    assert vitals.rows == {"waiting": waiting, "sending": 6 - waiting, "parked": 1, "dead": 1}
    assert vitals.inbox == 1


async def test_the_bell_that_is_most_overdue_is_that_of_a_game_that_is_run(database_url: str) -> None:
    # given bells that were due, that are to come, of a game that has ended, and of one that is set aside
    def game(name: str, seconds: float, stage: str = "running") -> GameRow:
        due = NOW - timedelta(seconds=seconds)
        where = f"C{name}"
        return GameRow(
            id=name, stage=stage, due_at=due, team_id="T1", name=name, plenary=where, created_at=NOW
        )

    async with open_store(Settings(database_url=database_url), lambda: NOW) as store:
        await keep(store, game("a", 40), game("b", 7), game("c", -60), game("d", 99, "ended"), game("e", 70))
        await keep(store, SetAsideRow(game_id="e", why="a test", since=NOW))

        # when
        assert store.health.vitals is not None
        vitals = await store.health.vitals.look()

    # then; and the database says how large it is, and that its schema is the newest
    assert vitals.overdue == 40
    assert vitals.size > 10_000
    assert vitals.is_current
    assert vitals.workspaces == {}
