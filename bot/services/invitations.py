"""Inviting many at once: the list is kept, each entry is looked up by the courier, and the facilitator has a
card that says how far it is and in the end what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import invitees
from bot.domain.errors import Refusal
from bot.domain.errors.aside import SetAside
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.clock import GameOver
from bot.domain.game import Stage
from bot.domain.game import commands as c
from bot.domain.ids import MOOT, GameId, UserId
from bot.domain.inviting import Finding, Invitation, Invitee, Named, would_be
from bot.intents.sign_up import invited, look_up
from bot.queries.reader import Reader
from bot.services.games import Also, GameService
from bot.services.membership import MembershipService
from bot.services.use_cases import UseCases

STEP = 20  # people between two updates of the card


@dataclass(eq=False, repr=False)
class InvitationService(UseCases):
    """Keeps invitations, and signs people up as they are found."""

    _games: GameService
    _membership: MembershipService
    _reader: Reader

    async def invite(self, key: GameId, named: Sequence[Invitee], *, actor: UserId) -> int:
        """Keeps the list and has it looked up; returns its number. Raises FacilitatorsOnly and GameOver."""
        game = await self._games.load(key)
        if actor not in game.facilitators:
            raise FacilitatorsOnly
        if game.stage is Stage.ENDED:
            raise GameOver

        async def keep(session: AsyncSession) -> int:
            number = await invitees.add(session, key, actor, named)
            await self._enqueue(session, key, [look_up(number, actor), invited(number, actor)])
            return number

        return await self._write(f"invitations:{key}", keep)

    async def members(
        self, key: GameId, invitation: Invitation, channel: Invitee, users: Sequence[UserId]
    ) -> None:
        """Who is in the channel: each becomes an entry of its own. Raises NoGame."""
        await self._games.load(key)
        found = [Invitee(0, Named.MEMBER, user=user) for user in users]

        async def keep(session: AsyncSession) -> None:
            await invitees.add(session, key, invitation.by, found, invitation.number)
            await invitees.settle(session, key, invitation.number, channel.place, None, Finding.READ)

        await self._transactions.write(f"invitations:{key}", keep)

    async def found(
        self, key: GameId, invitation: Invitation, one: Invitee, user: UserId | None, why_not: Finding | None
    ) -> None:
        """Signs up somebody who was looked up, unless there is a reason not to; notes what became of it.
        Raises NoGame."""
        await self._games.load(key)
        finding = why_not
        if user is not None and finding is Finding.DEACTIVATED:  # also of somebody who had signed up
            await self._games.handle(key, c.LoseAccount(user), actor=MOOT)
        if user is not None and finding is None:
            finding = await self._would_be(key, invitation, one, user)
        if user is not None and finding is Finding.ADDED:
            finding = await self._sign_up(key, invitation, one, user)
        if user is not None and finding is Finding.THERE:
            finding = await self._let_in(key, one, user)
        if finding is not None:
            settling = self._settling(key, invitation, one, user, finding)
            await self._transactions.write(f"invitations:{key}", settling)
        self._wakeups.work_waiting()

    async def _would_be(self, key: GameId, invitation: Invitation, one: Invitee, user: UserId) -> Finding:
        if await self._transactions.read(
            lambda session: invitees.is_named_elsewhere(session, key, invitation.number, one.place, user)
        ):
            return Finding.TWICE
        return would_be(await self._games.load(key), user, one.named)

    async def _let_in(self, key: GameId, one: Invitee, user: UserId) -> Finding:
        """Who holds a seat is invited to their council's channel again; of those who were not named, only
        who is known to be outside."""
        where = await self._reader.where_in(key, user)
        if where.council is None or where.seat is None:
            return Finding.THERE
        outside = (await self._reader.outside(key)).get(where.council.id, {})
        if one.named is Named.MEMBER and user not in outside:
            return Finding.THERE
        await self._membership.let_in(where.council, [user])
        return Finding.AGAIN

    async def _sign_up(
        self, key: GameId, invitation: Invitation, one: Invitee, user: UserId
    ) -> Finding | None:
        """On the list, and noted as added, in one transaction; why not, where that was refused."""
        noted = self._settling(key, invitation, one, user, Finding.ADDED)
        try:
            await self._games.handle(key, c.Join(user), actor=invitation.by, also=noted)
        except SetAside:
            raise  # the entry stays open: the list is looked up when the game goes on
        except Refusal:
            return Finding.REFUSED
        return None

    def _settling(
        self, key: GameId, invitation: Invitation, one: Invitee, user: UserId | None, finding: Finding
    ) -> Also:
        async def settle(session: AsyncSession) -> None:
            await invitees.settle(session, key, invitation.number, one.place, user, finding)
            if await invitees.open_count(session, key, invitation.number) % STEP == 0:
                await self._enqueue(session, key, [invited(invitation.number, invitation.by)])

        return settle
