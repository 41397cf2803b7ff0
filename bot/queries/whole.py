"""Whether a game can be run: everything that belongs to it is read."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.db.tables import GameRow
from bot.domain.errors.aside import Cause, LogMissing, SetAside
from bot.domain.errors.authority import NoGame, NotInACouncil
from bot.domain.game import Stage
from bot.domain.ids import GameId
from bot.queries.reader import Reader


@dataclass(frozen=True, slots=True)
class Listed:
    """A game as operators see it; `aside` is why it cannot be run."""

    row: GameRow
    facilitators: tuple[str, ...]
    aside: Cause | None


async def listed(
    reader: Reader, workspace: str = "", stage: str = "", most: int | None = None, game: GameId | None = None
) -> AsyncIterator[Listed]:
    """Games, newest first: all, or those of a workspace or in a stage, at most so many, or this one. Those
    that are over are not read."""
    for row, facilitators in await reader.all_games(workspace, stage, most, game):
        going_on = row.stage != Stage.ENDED
        yield Listed(row, facilitators, await why_not(reader, GameId(row.id)) if going_on else None)


async def why_not(reader: Reader, game: GameId) -> Cause | None:
    """Why it cannot; None if it can."""
    try:
        await reader.councils((await reader.game(game))[0])
    except SetAside as aside:
        return aside.cause
    except (NoGame, NotInACouncil) as missing:
        return log_missing(missing)
    return None


def log_missing(missing: NoGame | NotInACouncil) -> LogMissing:
    """The cause, where a game that is known has no log, or one of its councils has none."""
    return LogMissing(
        log="The game's log" if isinstance(missing, NoGame) else "The log of one of its councils"
    )
