"""What the services need from outside, as protocols."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

from bot.domain.ids import CouncilId, GameId, Moment
from bot.domain.scenario import Scenario

Clock: TypeAlias = Callable[[], Moment]


class Packs(Protocol):
    """The content packs that can be played."""

    def keys(self) -> tuple[str, ...]:
        """The packs' keys, sorted."""

    def scenario(self, key: str) -> Scenario:
        """The pack; UnknownScenario if there is none of this key."""


class Wakeups(Protocol):
    """Who wants to hear of a commit. The calls are cheap, and harmless when nothing has changed."""

    def plan_changed(self, game: GameId, due: Moment | None) -> None:
        """The next bell or cue of a game is due at another moment."""

    def waiting_ends(self, council: CouncilId, due: Moment | None) -> None:
        """The next waiting time in a council is over at another moment."""

    def work_waiting(self) -> None:
        """There is new work in the outbox."""
