"""What is stored, here or by another replica, wakes those whom it concerns, and nobody else."""

from typing import cast

import pytest

from bot import clock
from bot.courier.courier import Courier
from bot.db.signals import WorkWaits
from bot.runtime.replicas import Keeper
from bot.runtime.wakeups import LateWakeups


class Woken:
    """In the place of a courier, and of a keeper that holds T1 and knows that others hold T2."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def wake(self) -> None:
        self.done.append("wakes the courier")

    def look(self) -> None:
        self.done.append("looks for workspaces")

    def holds(self, team_id: str) -> bool:
        return team_id == "T1"

    def concerns(self, team_id: str) -> bool:
        return team_id != "T2"


@pytest.mark.parametrize(
    ("team", "done"),
    [
        ("T1", ["wakes the courier"]),
        ("T2", []),
        ("T3", ["looks for workspaces"]),
        ("", ["wakes the courier", "looks for workspaces"]),
    ],
)
def test_work_wakes_who_may_look_after_its_workspace(team: str, done: list[str]) -> None:
    for heard in (False, True):
        woken = Woken()
        wakeups = LateWakeups(clock.now, courier=cast(Courier, woken), keeper=cast(Keeper, woken))
        wakeups.heard(WorkWaits(team)) if heard else wakeups.work_waiting(team)
        assert woken.done == done
