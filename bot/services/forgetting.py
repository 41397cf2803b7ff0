"""Deletes data: of somebody who asks for it, of a game, of a workspace, and what was kept long enough."""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory, forgetting, retention
from bot.domain.errors.privacy import StillInAGame
from bot.domain.former import in_slack
from bot.domain.ids import GameId, Moment, SlackTeam, UserId
from bot.intents.intent import Card, Urgency, beside
from bot.intents.privacy import deletion_near
from bot.intents.rows import Unreadable, enqueue, intent_of
from bot.services.use_cases import UseCases

WEEK = timedelta(days=7)
HEARD_IN = timedelta(seconds=5)  # by then a bot that runs has dropped what it had read
log = structlog.get_logger(__name__)


@dataclass(eq=False, repr=False)
class ForgettingService(UseCases):
    """Safe to call any number of times, and after a crash. `keep_for` is how long a game stays after its end;
    None for ever."""

    url: str = ""  # of the database
    keep_for: timedelta | None = None
    team: SlackTeam | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def may_forget(self, team_id: str, user: UserId) -> None:
        """Raises StillInAGame while somebody has a part in a game that is not over."""
        names = await self._transactions.read(lambda session: forgetting.still_in(session, team_id, user))
        if names:
            raise StillInAGame(games=", ".join(names))

    async def forget_person(self, team_id: str, user: UserId, names: Collection[str] = ()) -> int:
        """Replaces somebody by a pseudonym in every game of a workspace, and deletes what is theirs alone;
        returns the number of games. `names` are replaced like their id. Raises StillInAGame."""
        await self.may_forget(team_id, user)
        games = await self._transactions.read(lambda session: forgetting.games_of(session, team_id))
        changed = [game for game in games if await self._forget_in(team_id, game, user, names)]
        await self._transactions.write(
            "forget", lambda session: forgetting.from_workspace(session, team_id, user)
        )
        await asyncio.to_thread(self.scrub)
        log.info("somebody's data was deleted", action="forget", games=len(changed))
        return len(changed)

    async def _forget_in(self, team_id: str, game: GameId, user: UserId, names: Collection[str]) -> bool:
        async def work(session: AsyncSession) -> bool:
            if parts := await forgetting.still_in(session, team_id, user):  # joined meanwhile
                raise StillInAGame(games=", ".join(parts))
            stand = await forgetting.from_game(session, game, user, names)
            if stand is None:
                return False
            at = self._clock()
            shown = [beside(card, Urgency.LEISURE) for card in await self._shown(session, game, stand)]
            await enqueue(session, shown, team_id, game, at, at + HEARD_IN)
            return True

        if changed := await self._write(f"game:{game}", work):
            self._wakeups.rewritten(game)
        return changed

    async def _shown(self, session: AsyncSession, game: GameId, user: UserId) -> Sequence[Card]:
        """The cards that may show somebody. Each is shown again, as it would be now."""
        found: dict[str, Card] = {}
        for row in await retention.cards(session, game, user):
            try:
                intent = intent_of(row)
            except Unreadable:
                continue
            if isinstance(intent, Card):
                found[intent.key] = intent
        return [*found.values()]

    async def delete_game(self, game: GameId) -> bool:
        """Deletes everything that is kept of a game; whether there was one, in this workspace where `team`
        is one. Its channels stay in Slack."""
        owner = await self._transactions.read(lambda session: directory.owner(session, game))
        if self.team is not None and owner is not None and not self.team.is_same(owner):
            return False
        return await self._delete_game(game)

    async def _delete_game(self, game: GameId) -> bool:
        if gone := await self._write(f"game:{game}", lambda session: forgetting.delete_game(session, game)):
            self._wakeups.rewritten(game)
            log.info("a game was deleted", action="forget", game=game)
        return gone

    def scrub(self) -> None:
        """No byte of what was deleted is left in a SQLite file. It takes a moment, so call it in a thread."""
        forgetting.scrub(self.url)

    async def delete_workspace(self, team_id: str) -> int:
        """Deletes everything that is kept of a workspace, its games one by one; how many there were."""
        games = await self._transactions.read(lambda session: forgetting.games_of(session, team_id))
        for game in games:
            await self._delete_game(game)
        rest = await self._transactions.write(
            "forget", lambda session: forgetting.delete_rest_of(session, team_id)
        )
        if games or rest:
            await asyncio.to_thread(self.scrub)
            log.info("a workspace was deleted", action="forget", team=team_id, games=len(games), rows=rest)
        return len(games)

    # --- what has been kept long enough

    async def workspaces(self) -> Sequence[str]:
        """Those in which something may be over."""
        return await self._transactions.read(retention.teams)

    async def sweep_gone(self, at: Moment) -> list[str]:
        """Deletes what is kept of workspaces that Moot was taken out of ten days ago; which they were."""
        done: list[str] = []
        left = partial(
            retention.left, at=at
        )  # asked before each: Moot may be installed there again meanwhile
        while teams := [team for team in await self._transactions.read(left) if team not in done]:
            await self.delete_workspace(teams[0])
            done.append(teams[0])
        await self._transactions.write("installations", partial(retention.forget_installations, at=at))
        return done

    async def sweep(self, team_id: str, at: Moment) -> Counter[str]:
        """Deletes what is over in a workspace; what, and how many."""
        gone = Counter[str]()
        for game, ended in await self._transactions.read(lambda session: retention.ended(session, team_id)):
            gone[await self._swept(game, ended, at)] += 1
        del gone[""]
        for what, batch in retention.OVER.items():
            work = partial(batch, team_id=team_id, at=at)
            while count := await self._transactions.write("forget", work):
                gone[what] += count
        if any(gone.values()):
            log.info("what was kept long enough is deleted", action="forget", team=team_id, **gone)
        return gone

    async def _swept(self, game: GameId, ended: Moment, at: Moment) -> str:
        """What was done about a game that is over; empty for nothing."""
        if self.keep_for is None or at < ended + self.keep_for - WEEK:
            return ""
        due = ended + self.keep_for
        people, told = await self._transactions.read(lambda session: _told(session, game, due))
        if people and told is None:
            return await self._tell(game, people, max(due, at + WEEK))
        if at < due or (told is not None and at < told + WEEK):
            return ""
        await self._delete_game(game)
        return "games"

    async def _tell(self, game: GameId, people: Sequence[UserId], on: Moment) -> str:
        await self._write(
            f"game:{game}", lambda session: self._enqueue(session, game, deletion_near(people, on))
        )
        return "told"


async def _told(session: AsyncSession, game: GameId, due: Moment) -> tuple[list[UserId], Moment | None]:
    """Who runs a game, and when they were told that it is deleted then."""
    people = [UserId(one) for one in await directory.facilitators(session, game) if in_slack(UserId(one))]
    told = await retention.told(session, game, "deletion_near")
    return people, told if told is not None and told >= due - WEEK - timedelta(days=1) else None
