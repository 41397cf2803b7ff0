"""The game's buttons on the director's strip: what a facilitator could type, and how fast stand-ins act."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from bot import clock
from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.rehearsal.stand_ins.stand_in import StandIn
from bot.workspace.page.people import People
from bot.workspace.state.records import Control
from bot.workspace.state.refusals import CannotDo

TEMPOS = (1, 10, 60)
_LOOK_AGAIN = 0.5  # seconds


@dataclass(slots=True)
class Desk:
    """Where the director sits. `tempo` is how many times faster than life the game goes from now on; 0 leaves
    it to whoever runs it."""

    people: People
    director: str
    plenary: str
    stand_ins: Sequence[StandIn]
    game: Callable[[], Awaitable[Game | None]]
    tempo: int
    now: Callable[[], Moment] = clock.now
    _phase: int | None = None  # the one that goes at `_pace`
    _pace: float = 1.0
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    def controls(self) -> list[Control]:
        """The buttons, in order."""
        tempos = [
            Control(
                f"x{tempo}",
                f"× {tempo}",
                f"Play the rest {tempo} times as fast as life, by giving or taking time at each bell",
                partial(self.play_at, tempo),
            )
            for tempo in TEMPOS
        ]
        return [
            Control("pause", "Pause", "/moot pause", partial(self.type, "pause")),
            Control("resume", "Resume", "/moot resume", partial(self.type, "resume")),
            *tempos,
            Control("next", "Next bell", "/moot next", partial(self.type, "next")),
        ]

    async def type(self, words: str) -> str:
        """Types `/moot …` as the director, or as whoever runs the game; what came of it."""
        game = await self.game()
        director = self.director
        if game is not None and director not in game.facilitators:
            director = min(game.facilitators, default=director)
        await self.people.command(director, self.plenary, "/moot", words)
        return f"The director typed: /moot {words}"

    async def play_at(self, tempo: int) -> str:
        """Another tempo from this second on, for the clock and the stand-ins."""
        self.tempo = tempo
        for one in self.stand_ins:
            one.tempo = float(tempo)
        return await self._fit()

    async def go_on(self) -> None:
        """A game that was kept stands still since it was left; it goes on there."""
        game = await self.game()
        if game is not None and game.clock is not None and game.clock.away_until is not None:
            await self.type("resume")

    async def follow(self) -> None:
        """Fits every phase that begins to the tempo, until cancelled."""
        while True:
            with suppress(CannotDo):  # such as an answer that comes late: at the next look it is tried again
                await self._fit()
            await asyncio.sleep(_LOOK_AGAIN)

    async def _fit(self) -> str:
        """Gives or takes time, so that the rest of the phase lasts as long as it should."""
        async with self._one_at_a_time:
            game = await self.game()
            if game is None or game.clock is None or game.phase is None or game.paused or not self.tempo:
                return f"Everything goes × {self.tempo} as soon as the clock runs."
            if game.clock.phase != self._phase:
                self._phase, self._pace = game.clock.phase, game.speed
            left = game.clock.ends - self.now()
            by = round((left * self._pace / self.tempo - left) / timedelta(seconds=1))
            if by == 0:
                self._pace = self.tempo
                return f"It goes × {self.tempo} already."
            said = await self.type(f"{'add' if by > 0 else 'take'} {abs(by)}s")
            self._pace = self.tempo
            return said
