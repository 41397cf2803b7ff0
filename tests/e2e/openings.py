"""Opened games that tests begin from: each is played once by a process, and every test that wants one gets a
copy of it, with a bot that has just been started again."""

from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from bot.domain.ids import Moment
from bot.workspace.state.keeping import keep, restore
from bot.workspace.state.traffic import Sent
from bot.workspace.workspace import Workspace
from tests.e2e import room


@dataclass(frozen=True)
class Opening:
    """A workspace and a database as they were when the game was opened and the bot had stopped."""

    folder: Path
    ids: dict[str, str]
    at: Moment
    sent: tuple[Sent, ...]

    def put(self, workspace: Workspace, folder: Path) -> None:
        """Makes the workspace and the database what they were then; no bot may run."""
        restore(workspace, self.folder / "workspace.json")
        workspace.traffic.sent.extend(self.sent)
        copyfile(self.folder / room.DATABASE, folder / room.DATABASE)


class Openings:
    """Those of a process, by how many play."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._played = folder, dict[int, Opening]()

    async def of(self, players: int) -> Opening:
        """With so many players; played, if it is the first."""
        if players not in self._played:
            self._played[players] = await self._play(self._folder / f"{players}", players)
        return self._played[players]

    async def _play(self, folder: Path, players: int) -> Opening:
        async with room.a_room(folder) as opened:
            await opened.play_opening(players)
            opened.clock.stop()  # however long it takes to leave, nobody was away
        keep(opened.workspace, folder / "workspace.json")
        return Opening(folder, opened.ids, opened.clock.now(), tuple(opened.workspace.sent))
