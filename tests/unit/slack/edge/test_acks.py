"""When Slack hears that something was taken, and what it delivers again."""

import asyncio
from typing import Any

import pytest
from slack_bolt.response import BoltResponse

from bot.domain.errors.store import StoreAway
from bot.services.inbox import InboxService
from bot.slack.edge import acks
from bot.slack.edge.acks import Once, identity

REACTION = {"event_id": "Ev1", "team_id": "T1", "event": {"type": "reaction_added", "event_ts": "1.1"}}


def test_an_event_is_known_in_another_envelope_by_its_id_and_content() -> None:
    later = REACTION | {"event": {"type": "reaction_added", "event_ts": "2.1"}}
    elsewhere = REACTION | {"team_id": "T2"}

    assert identity(REACTION, "envelope-1") == identity({**REACTION, "retry_num": 1}, "envelope-2")
    assert len({identity(one, "same") for one in (REACTION, later, elsewhere)}) == 3


def test_what_a_person_does_twice_is_done_twice_whatever_its_trigger_is() -> None:
    typed: dict[str, Any] = {"command": "/moot", "text": "status", "trigger_id": "1.2.3"}

    assert identity(typed, "envelope-1") != identity(typed, "envelope-2")
    assert identity(typed, "envelope-1") == identity(typed, "envelope-1")


async def test_a_repeated_delivery_is_answered_alike_and_one_that_failed_is_done_anew() -> None:
    once, statuses, done = Once(), iter((503, 200)), list[str]()

    async def work() -> BoltResponse:
        done.append("work")
        return BoltResponse(status=next(statuses))

    answers = [await once.answer("e", work) for _ in range(4)]

    assert [one.status for one in answers] == [503, 200, 200, 200]
    assert done == ["work", "work"]


class Inbox(InboxService):
    """Keeps in memory; `away` while there is no database."""

    def __init__(self, *, away: bool = False) -> None:
        self.kept: dict[int, dict[str, Any]] = {}
        self.undone: list[int] = []
        self.away = away

    async def keep(self, body: dict[str, Any]) -> int:
        if self.away:
            raise StoreAway
        self.kept[len(self.kept) + 1] = body
        return len(self.kept)

    async def done(self, kept: int) -> None:
        del self.kept[kept]

    def left(self, kept: int) -> None:
        self.undone.append(kept)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything takes longer than that."""
    monkeypatch.setattr(acks, "KEPT_AFTER", 0.0)


async def turns() -> None:
    """Lets what is ready have its turn."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_is_done_soon_is_acknowledged_then_and_never_kept() -> None:
    inbox = Inbox()
    ack = acks.LateAck(inbox, {"text": "status"})

    await ack()
    before = ack.response
    await ack.over(undone=False)

    assert before is None
    assert ack.response is not None
    assert inbox.kept == {}


@pytest.mark.usefixtures("at_once")
async def test_what_takes_longer_is_kept_before_slack_hears_of_it_and_until_it_is_done() -> None:
    inbox = Inbox()
    ack = acks.LateAck(inbox, {"text": "deal"})

    await ack()
    await turns()
    assert ack.response is not None
    assert inbox.kept == {1: {"text": "deal"}}

    await ack.over(undone=False)
    assert inbox.kept == {}


@pytest.mark.usefixtures("at_once")
async def test_what_can_neither_be_kept_nor_done_is_not_acknowledged() -> None:
    ack = acks.LateAck(Inbox(away=True), {"text": "deal"})

    await ack()
    await turns()
    await ack.over(undone=True)

    assert ack.response is None


@pytest.mark.usefixtures("at_once")
async def test_what_was_kept_and_could_not_be_done_stays_kept() -> None:
    inbox = Inbox()
    ack = acks.LateAck(inbox, {"text": "deal"})

    await ack()
    await turns()
    await ack.over(undone=True)

    assert inbox.kept == {1: {"text": "deal"}}
    assert inbox.undone == [1]


@pytest.mark.usefixtures("at_once")
async def test_what_is_to_leave_no_trace_is_kept_nowhere_however_long_it_takes() -> None:
    inbox = Inbox()
    ack = acks.LateAck(inbox, {"text": "x I want to stop"})

    await ack()
    ack.never_kept()
    await turns()

    assert inbox.kept == {}
    assert ack.response is None
