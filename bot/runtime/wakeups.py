"""What a commit changed, passed to whoever waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from bot.clock import Clock
from bot.courier.courier import Courier
from bot.db import signals
from bot.domain.ids import CouncilId, GameId, Moment
from bot.runtime.alarm import Alarm
from bot.runtime.link import Link
from bot.runtime.replicas import Keeper

FOLLOWED_IN = timedelta(seconds=3)  # a replica that changed a game and died before the councils followed


@dataclass(slots=True)
class LateWakeups:
    """Passes signals, ours and other replicas', to the alarms, the courier and the keeper of the leases.

    Those are made after the services.
    """

    now: Clock
    alarm: Alarm[GameId] | None = None
    council_alarm: Alarm[CouncilId] | None = None
    courier: Courier | None = None
    keeper: Keeper | None = None
    missed: Callable[[], None] | None = None
    link: Link | None = None
    anew: Callable[[GameId], None] = lambda _: None
    installed: Callable[[str, str], None] | None = None

    def store_is_back(self) -> None:
        """The database works again; what happened meanwhile could not be stored."""
        if self.missed is not None:
            self.missed()

    def plan_changed(self, game: GameId, due: Moment | None) -> None:
        """Arms the games' alarm."""
        if self.alarm is not None:
            self.alarm.arm(game, due)

    def waiting_ends(self, council: CouncilId, due: Moment | None) -> None:
        """Arms the councils' alarm."""
        if self.council_alarm is not None:
            self.council_alarm.arm(council, due)

    def work_waiting(self, team: str = "") -> None:
        """Wakes the courier, unless another replica delivers for this workspace; and it may be the first work
        there."""
        ours = not team or self.keeper is None or self.keeper.holds(team)
        if self.courier is not None and ours:
            self.courier.wake()
        if self.keeper is not None and (not team or (not ours and self.keeper.concerns(team))):
            self.keeper.look()

    def rewritten(self, game: GameId) -> None:
        """Nothing that was read of the game holds. Its next bell may have gone with it."""
        self.anew(game)
        if game:
            self.plan_changed(game, self.now() + FOLLOWED_IN)

    def heard(self, told: signals.Signal) -> None:
        """Another replica told us. What it did in a game is soon followed up again, should it have died."""
        match told:
            case signals.WorkWaits(team):
                self.work_waiting(team)
            case signals.PlanChanged(game, due):
                soon = self.now() + FOLLOWED_IN
                self.plan_changed(game, soon if due is None else min(due, soon))
            case signals.WaitingEnds(council, due):
                self.waiting_ends(council, due)
            case signals.LeaseReleased():
                if self.keeper is not None:
                    self.keeper.look()
            case signals.Rewritten(game):
                self.rewritten(game)
            case signals.Began(team):
                if self.link is not None:
                    self.link.another(team)
            case signals.InstallationChanged(enterprise, team):
                if self.installed is not None:
                    self.installed(enterprise, team)
            case signals.CutOff():
                if self.link is not None:
                    self.link.lost()
            case signals.Reconnected():
                if self.link is not None:
                    self.link.found()
                if self.keeper is not None:
                    self.keeper.doubt()
            case _:
                assert_never(told)
