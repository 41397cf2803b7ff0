"""The pictures of a Handbook in a workspace: which can be shown there, and which are to be uploaded."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory, pictures
from bot.db.pictures import Kept
from bot.domain.ids import GameId
from bot.domain.scenario import Scenario
from bot.intents.pictures import pictures as to_upload
from bot.intents.rows import enqueue
from bot.services.use_cases import UseCases


@dataclass(eq=False, repr=False)
class PictureService(UseCases):
    """A picture is uploaded once for each workspace, however many games show it."""

    async def shown(self, team_id: str, game: GameId, scenario: Scenario) -> Mapping[str, str]:
        """The files that windows can show now, by the names by which the Handbook calls them. What the
        workspace lacks is uploaded for the next reader."""
        if not scenario.pictures:
            return {}
        kept, at = await self._kept(team_id, scenario), self._clock()
        if any(one is None or one.is_missing(at) for one in kept.values()):
            await self._write("outbox", lambda session: self._upload(session, team_id, game))
        return {name: one.file_id for name, one in kept.items() if one is not None and one.is_shown(at)}

    async def wanted(self, team_id: str, scenario: Scenario) -> list[str]:
        """The names of those to upload."""
        kept, at = await self._kept(team_id, scenario), self._clock()
        return [name for name, one in kept.items() if one is None or one.is_missing(at)]

    async def uploaded(self, team_id: str, content: bytes, file_id: str) -> None:
        """Slack has it under this id; none where it took no file."""
        await self._transactions.write(
            "pictures",
            lambda session: pictures.keep(session, team_id, _digest(content), file_id, self._clock()),
        )

    async def refused(self, team_id: str, scenario: Scenario) -> None:
        """Slack would not show them: somebody may have deleted a file. They are uploaded anew, later."""
        for _, content in scenario.pictures:
            await self.uploaded(team_id, content, "")

    async def _kept(self, team_id: str, scenario: Scenario) -> dict[str, Kept | None]:
        digests = {name: _digest(content) for name, content in scenario.pictures}
        found = await self._transactions.read(
            lambda session: pictures.kept(session, team_id, list(digests.values()))
        )
        return {name: found.get(digest) for name, digest in digests.items()}

    async def _upload(self, session: AsyncSession, team_id: str, game: GameId) -> None:
        if await directory.team_of(session, game) == team_id:
            await enqueue(session, [to_upload(game)], team_id, game, self._clock())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
