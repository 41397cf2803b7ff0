"""The show: what a visitor to the page sees, from the opening to the end, and again if they like."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from bot.domain.game import Game, Stage
from bot.rehearsal.cast import Cast, a_cast, delivered
from bot.rehearsal.ending import ending
from bot.rehearsal.guide import guiding
from bot.rehearsal.opening import Opening
from bot.rehearsal.stage import PLENARY, Running, newest
from bot.rehearsal.table import Table, until
from bot.workspace.state.records import Control, Link, Notice
from bot.workspace.state.refusals import CannotDo

SETTING = Notice(
    "Setting the scene …",
    ("People sign up, seats are dealt, the first session begins. It takes some seconds.",),
)
OFFER = Notice(
    "Moot is not in this workspace yet",
    (
        "Press the button: Moot's page opens in a new tab, and then the workspace asks for permission. Once "
        "you allow it, a game begins here, too.",
    ),
)
PRACTICE = Notice(
    "Your turn to run a game",
    (
        "Type /moot new here. The others join by themselves; then deal the seats and ring the first bell.",
        "Or press the button, and watch Dora Dandelion do it.",
    ),
    controls=("begin",),
)


@dataclass(slots=True)
class Show:
    """What plays in front of `visitor`. `tell` hears what keeps somebody from playing on."""

    running: Running
    visitor: str
    tell: Callable[[BaseException], None]
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _again: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _leading: asyncio.Task[None] | None = None  # shows what to do until the game goes on by itself

    async def run(self, ready: Callable[[str], None]) -> None:
        """Plays one game after the other until cancelled. `ready` hears where the page opens, for each."""
        self.running.workspace.arrivals.append(lambda _: self._arrived.set())
        number = 1
        try:
            await self._let_in()
            while True:
                before = await newest(self.running) if number > 1 else None
                await self._play(number, ready)
                game = await until(partial(self._ended, before), "the end", None)
                if self._leading is not None:
                    self._leading.cancel()
                notice = await ending(self.running, game, self.visitor, self._again)
                self.running.workspace.show(notice)
                await self._again.wait()
                await self._clear(game)
                number += 1
        finally:
            await self._stop()

    async def _let_in(self) -> None:
        """The visitor installs the bot, where it is still to come."""
        app, workspace = self.running.app, self.running.workspace
        if app.installed:
            return
        place = f"{app.install_url}?team={workspace.team_id}"
        workspace.show(replace(OFFER, links=(Link("Add to workspace", place),)))
        await until(self._is_in, "the bot", None)
        workspace.show(SETTING)

    async def _is_in(self) -> bool:
        return self.running.app.installed

    async def _play(self, number: int, ready: Callable[[str], None]) -> None:
        """Begins a game, and brings it to where it goes on by itself."""
        running, workspace = self.running, self.running.workspace
        self._do(guiding(running, self.visitor))
        known = number == 1 and PLENARY in workspace.names
        if running.plan.opening and not known:
            await self._open(number, ready)
            return
        cast = a_cast(running, number=number)
        if known:
            self._do(*cast.everybody())
        else:
            self._rehearse(cast)
        table = Table(running, self.visitor)
        ready(table.place() if await table.found() else self._plenary(cast))

    async def _open(self, number: int, ready: Callable[[str], None]) -> None:
        workspace = self.running.workspace
        cast = a_cast(self.running, number=number, visitor=self.visitor)
        assert cast.reader is not None
        controls, workspace.controls = workspace.controls, {}
        workspace.show(SETTING if number > 1 or workspace.notice else None)  # somebody watches
        opening = Opening(self.running, cast, cast.reader, self._arrived)
        self._do(*(one.play() for one in cast.stand_ins), cast.desk.follow())
        try:
            notice = await opening.set()
        except CannotDo as fault:
            self.tell(fault)
            await opening.let_go()
            seated = opening.table.channel
            notice = Notice(
                "A game has begun", opens=opening.table.place() if seated else self._plenary(cast)
            )
        workspace.controls = controls
        ready(notice.opens)
        workspace.show(notice)
        self._do(self._go_on(opening))
        self._leading = self._tasks[-1]

    async def _go_on(self, opening: Opening) -> None:
        """Lets the game go on once the visitor has had their say; what came of it stands until the bell."""
        notice = await opening.wait()
        self.running.workspace.show(notice)
        game = await newest(self.running)
        assert game is not None
        await until(partial(self._past, game), "the next phase", None)
        self.running.workspace.show(None)

    async def _past(self, before: Game) -> bool:
        game = await newest(self.running)
        if game is None or game.clock is None or before.clock is None:
            return True
        return game.clock.phase > before.clock.phase

    def _rehearse(self, cast: Cast) -> None:
        """Nobody creates the game but the visitor, unless they ask for it."""
        lead, workspace = cast.lead, self.running.workspace
        assert lead is not None

        async def begin() -> str:
            workspace.controls.pop("begin", None)
            workspace.show(None)
            self._do(lead.run())
            return "Dora Dandelion creates a game."

        cast.desk.tempo = 0
        button = Control("begin", "Let Dora run it", "She types /moot new", begin)
        workspace.controls = {button.key: button, **workspace.controls}
        workspace.show(PRACTICE)
        self._do(*(one.play() for one in cast.stand_ins), cast.desk.follow())

    def _plenary(self, cast: Cast) -> str:
        return f"/?as={self.visitor}&channel={cast.plenary}"

    async def _ended(self, before: Game | None) -> Game | None:
        game = await newest(self.running)
        if game is None or (before is not None and game.id == before.id) or game.stage is not Stage.ENDED:
            return None
        return game if await delivered(self.running, game) else None

    async def _clear(self, game: Game) -> None:
        """Puts a game's channels away, and lets everybody play again."""
        self._again.clear()
        await self._stop()
        workspace = self.running.workspace
        for part in workspace.played.values():
            part.on = True
        rooms = await self.running.services.reader.council_rooms(game.id)
        for channel in rooms.values():
            if not workspace.channels[channel].archived:
                workspace.archive(channel)

    def _do(self, *work: Coroutine[Any, Any, None]) -> None:
        for one in work:
            task = asyncio.create_task(one)
            task.add_done_callback(self._done)
            self._tasks.append(task)

    def _done(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (fault := task.exception()) is not None:
            self.tell(fault)

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
