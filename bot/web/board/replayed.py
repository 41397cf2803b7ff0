"""The board of a game that is played again from its log, at any speed.

A page trusts the latest time that it gets, so the time that is sent never goes back. When the replay
stops or goes back, all moments that are shown move instead, as in a paused game.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.domain.ids import Moment
from bot.domain.scenario import Scenario
from bot.reports.board import Board, board_of
from bot.reports.log.replay import Replay
from bot.web.board.boards import Shown

TELLS_EACH = 1.0  # seconds: a page counts seconds by itself, and a replay has more of them
SOONEST = 0.1  # seconds between two boards
FASTEST = 100_000.0  # times as fast; beyond that, dates run out within hours


class ReplayBoards:
    """What the one link of a replay shows: the game as it was at a moment that moves on `speed` times as fast
    as `clock`."""

    def __init__(self, replay: Replay, scenario: Scenario, token: str, clock: Clock, speed: float) -> None:
        self.replay = replay
        self.speed = speed
        self.paused = False
        self.token = token
        self._scenario, self._clock = scenario, clock
        self._since = clock()
        self._at = self._shown_at = replay.begins()  # the game's moment then, and the page's
        self._version = 0
        self._turned = asyncio.Event()

    @property
    def at(self) -> Moment:
        """The moment of the game; none after the last thing that happened."""
        return self._at if self.paused else min(self._at + self._passed(), self.replay.ends())

    def now(self) -> Moment:
        """The time that countdowns go by."""
        return self._shown_at + self._passed()

    async def look(self, token: str) -> Shown | None:
        """What the link shows now; None for any other."""
        return self._board() if token == self.token else None

    async def changes(self, token: str) -> AsyncGenerator[Shown, None]:
        """What the link shows now, and then whenever something happens or the time has moved on."""
        while token == self.token:
            turned = self._turned
            yield self._board()
            with suppress(TimeoutError):
                await asyncio.wait_for(turned.wait(), self._waits())

    # --- what somebody does with it

    def pause(self) -> None:
        """Stops; or goes on, where it has stopped."""
        self._turn(self.at)
        self.paused = not self.paused

    def faster(self, times: float) -> None:
        """Multiplies the speed, which stays between that of the game and FASTEST."""
        self._turn(self.at)
        self.speed = min(max(1.0, self.speed * times), FASTEST)

    def jump(self, to: Moment) -> None:
        """Goes on from this moment, which may have been before."""
        if to < self.at:
            self.replay = self.replay.again()
        self._turn(to)

    def _turn(self, to: Moment) -> None:
        ahead = max(timedelta(), to - self.at)
        self._shown_at, self._at, self._since = self.now() + ahead, to, self._clock()
        self._turned.set()
        self._turned = asyncio.Event()

    # --- time

    def _passed(self) -> timedelta:
        real = self._clock() - self._since
        return real if self.paused else real * self.speed

    def _waits(self) -> float | None:
        """How long nothing changes, in seconds; None where only a hand changes anything."""
        coming = self.replay.next_at
        if self.paused or coming is None:
            return None
        due = (coming - self.at).total_seconds() / self.speed
        return min(TELLS_EACH if self.speed > 1 else due, max(SOONEST, due))

    def _board(self) -> Board:
        self.replay.play(self.at)
        self._version += 1
        board = board_of(self.replay.game, self._scenario, self.replay.councils, version=self._version)
        return _moved(board, self._shown_at - self._at, self._shown_at if self.paused else None)


def _moved(board: Board, by: timedelta, paused: Moment | None) -> Board:
    """The board with all its moments moved; where the replay has stopped, its clock has, too."""
    phase, turn = board.phase, board.turn
    if phase is not None:
        stopped = phase.paused + by if phase.paused else paused
        phase = replace(phase, starts=phase.starts + by, ends=phase.ends + by, paused=stopped)
    return replace(
        board,
        game=f"{board.game} (replay)",
        starts_at=board.starts_at and board.starts_at + by,
        expected_end=board.expected_end and board.expected_end + by,
        phase=phase,
        turn=turn and replace(turn, ends=turn.ends + by),
    )
