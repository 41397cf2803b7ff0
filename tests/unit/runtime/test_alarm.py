"""The alarm when it is switched off; its heartbeat, which sees that the machine slept or a clock was set."""

import asyncio
from datetime import timedelta

import pytest
from freezegun import freeze_time

from bot import clock
from bot.domain.ids import Moment
from bot.runtime.alarm import Alarm, Heartbeat
from tests.builders import NOON
from tests.stumbles import said_by


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
    assert "ERROR" not in said_by(caplog, "apscheduler", "bot")


def _at_work() -> set[asyncio.Task[object]]:
    """What rings."""
    return {task for task in asyncio.all_tasks() if "job" in repr(task.get_coro())}


async def test_a_bell_that_a_sleeping_machine_missed_rings_when_it_is_armed_again() -> None:
    # given a bell that is due in an hour
    rung = asyncio.Queue[str]()
    alarm = Alarm(rung.put)
    with freeze_time(NOON, real_asyncio=True) as machine:
        alarm.start()
        alarm.arm("one", clock.now() + timedelta(hours=1))

        # when the machine sleeps for two, and whoever sees it arms the bell again
        machine.tick(timedelta(hours=2))
        assert rung.empty()
        alarm.arm("one", clock.now() - timedelta(hours=1))

        # then it rings, late rather than never
        assert await rung.get() == "one"
    alarm.stop()


class Machine:
    """A machine's two clocks, and what its heart did. freezegun moves both together, and here they differ."""

    def __init__(self) -> None:
        self.time: Moment = NOON
        self.steady = 100.0
        self.did: list[str] = []
        self.broken = False
        self.heart = Heartbeat(self.beat, self.jumped, lambda: self.time, lambda: self.steady)

    async def beat(self) -> None:
        if self.broken:
            raise RuntimeError("the disk is full")
        self.did.append("beat")

    async def jumped(self) -> None:
        self.did.append("jumped")

    def runs(self, seconds: float, *, set_by: float = 0) -> None:
        """So long later; meanwhile somebody set the clock, or the machine slept."""
        self.steady += seconds
        self.time += timedelta(seconds=seconds + set_by)


async def test_while_time_passes_evenly_it_only_beats() -> None:
    machine = Machine()

    for _ in range(3):
        machine.runs(15.2, set_by=0.4)  # a clock that is kept right a little at a time
        await machine.heart.look()

    assert machine.did == ["beat"] * 3


@pytest.mark.parametrize("set_by", [600, -3600, 1.5, -1.5])
async def test_after_a_jump_what_waits_for_a_second_is_looked_at_again_once(set_by: float) -> None:
    machine = Machine()

    machine.runs(15, set_by=set_by)
    await machine.heart.look()
    machine.runs(15)
    await machine.heart.look()

    assert machine.did == ["beat", "jumped", "beat"]


async def test_a_jump_that_could_not_be_told_is_told_with_the_next_beat() -> None:
    machine = Machine()
    machine.broken = True
    machine.runs(15, set_by=600)
    with pytest.raises(RuntimeError):
        await machine.heart.look()

    machine.broken = False
    machine.runs(15)
    await machine.heart.look()

    assert machine.did == ["beat", "jumped"]
