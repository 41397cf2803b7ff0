"""What Slack says about somebody's account, for every game that they have a part in."""

import contextlib

from bot.db import directory
from bot.db.transactions import Transactions
from bot.domain.errors import Refusal
from bot.domain.game import commands as c
from bot.domain.ids import MOOT, UserId
from bot.services.games import GameService


class AccountService:
    """Safe to call at any time and any number of times."""

    def __init__(self, transactions: Transactions, games: GameService) -> None:
        self._transactions = transactions
        self._games = games

    async def deactivated(self, team_id: str, user: UserId) -> None:
        """The account is gone, and with it their part in every game that has not ended."""
        await self._told(team_id, user, c.LoseAccount(user))

    async def active(self, team_id: str, user: UserId) -> None:
        """The account is there; where it was gone, it gets back what it had."""
        await self._told(team_id, user, c.ReturnAccount(user))

    async def _told(self, team_id: str, user: UserId, command: c.LoseAccount | c.ReturnAccount) -> None:
        games = await self._transactions.read(
            lambda session: directory.unfinished_with(session, team_id, user)
        )
        for game in games:
            with contextlib.suppress(Refusal):  # one that cannot be read holds up no other
                await self._games.handle(game, command, actor=MOOT)
