"""The alarm clock, when it is switched off."""

import asyncio

import pytest

from bot import clock
from bot.runtime.alarm import Alarm


async def test_a_stop_while_it_rings_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    # given an alarm that rings for one, and is about to ring for another
    ringing = asyncio.Event()

    async def ring(_: str) -> None:
        ringing.set()
        await asyncio.Event().wait()

    alarm = Alarm(ring)
    alarm.start()
    alarm.arm("one", clock.now())
    await ringing.wait()
    alarm.arm("two", clock.now())
    while len(_at_work()) < 2:  # noqa: ASYNC110
        await asyncio.sleep(0)

    # when it is stopped
    alarm.stop()
    while _at_work():  # noqa: ASYNC110
        await asyncio.sleep(0)

    # then nobody calls that a fault
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


def _at_work() -> set[asyncio.Task[object]]:
    """What rings."""
    return {task for task in asyncio.all_tasks() if "job" in repr(task.get_coro())}
