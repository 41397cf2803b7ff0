"""Care in games over days, and for those who have not voted: what is due is read from the state, done, and
marked by its event."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import visits, zones
from bot.db.transactions import Transactions
from bot.domain.care.due import People, due_now, next_due
from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import MOOT, GameId, Moment
from bot.platform.rates import Pace
from bot.services.councils import CouncilService

PACE = Pace()


class CareService:
    """Safe to call at any time and any number of times; it keeps nothing."""

    def __init__(self, transactions: Transactions, councils: CouncilService, clock: Clock) -> None:
        self._transactions = transactions
        self._councils = councils
        self._clock = clock

    @staticmethod
    def concerns(game: Game) -> bool:
        """Whether anything can be due: over days always, and in live play while councils may vote."""
        return game.working is not None or (game.phase is not None and game.phase.holds_ballot)

    async def take(self, game: Game) -> bool:
        """Does what is due in every council; whether there was anything."""
        if not self.concerns(game):
            return False
        done, councils = False, await self._councils.all_of(game)
        people = await self._people(game, councils)
        for council in councils:
            for command in due_now(game, council, people, self._clock()):
                await self._councils.handle(council.id, command, actor=MOOT)
                done = True
        return done

    async def next_due(self, game: Game) -> Moment | None:
        """When something will be due in one of the councils."""
        if not self.concerns(game):
            return None
        at, councils = self._clock(), await self._councils.all_of(game)
        people = await self._people(game, councils)
        moments = (next_due(game, council, people, at) for council in councils)
        return min((moment for moment in moments if moment is not None), default=None)

    async def _people(self, game: Game, councils: tuple[Council, ...]) -> People:
        if game.working is None:
            missing = sum(len(one.ballot.missing()) for one in councils if one.ballot is not None)
            return People(lead=PACE.lead(missing))

        async def read(session: AsyncSession) -> People:
            key = GameId(game.id)
            return People(await zones.zones(session, key), await visits.of_all(session, key))

        return await self._transactions.read(read)
