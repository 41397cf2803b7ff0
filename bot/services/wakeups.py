"""Who hears of a commit."""

from typing import Protocol

from bot.domain.ids import CouncilId, GameId, Moment


class Wakeups(Protocol):
    """Who wants to hear of a commit. The calls are cheap, and harmless when nothing has changed."""

    def plan_changed(self, game: GameId, due: Moment | None) -> None:
        """The next bell or cue of a game is due at another moment."""

    def waiting_ends(self, council: CouncilId, due: Moment | None) -> None:
        """The next waiting time in a council is over at another moment."""

    def work_waiting(self) -> None:
        """There is new work in the outbox."""
