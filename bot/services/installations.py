"""Where Moot is installed: in many workspaces, each with a token of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.clock import Clock
from bot.db.installations import STANDS, Installation, Installations
from bot.db.sealed import Sealer
from bot.db.tables import InstallationRow
from bot.db.transactions import Transactions
from bot.domain.errors.installations import NotInstalled, TokenSealed
from bot.domain.ids import Moment, SlackTeam
from bot.platform import tokens
from bot.services.renewals import Renewals, Unknown

STREAM = "installations"
KNOWN_FOR = timedelta(seconds=30)  # then looked up again: a signal may have been lost
LONGEST_WORD = 60
OTHERS_ASKED = 3  # those that came last
log = structlog.get_logger(__name__)


@dataclass(eq=False, repr=False)
class InstallationService:
    """Knows what Moot has been given in each workspace.

    `listeners` are told, in this process, where an installation has changed, here or on another replica: of
    a workspace, or of a whole organization, where the second id is empty.
    """

    _transactions: Transactions
    _clock: Clock
    sealer: Sealer
    listeners: list[Callable[[str, str], None]] = field(default_factory=list)
    _known: dict[SlackTeam, tuple[Moment, Installation]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stored = Installations(self.sealer)
        self.renewals = Renewals(self._transactions, self._clock, self._stored, self.changed)

    # --- looking

    async def of(self, team: SlackTeam) -> Installation:
        """With what Moot may act in a workspace. Raises NotInstalled and StoreAway."""
        now = self._clock()
        at, found = self._known.get(team, (now, None))
        if found is None or not at <= now < at + KNOWN_FOR:
            found = await self._find(team)
            self._known[team] = now, found
        return await self.renewals.fresh(found)

    async def all(self) -> list[Installation]:
        """Each, the oldest first; also those that are gone, and those whose token no key opens."""
        return await self._transactions.read(self._stored.all)

    async def _find(self, team: SlackTeam) -> Installation:
        standing = [one for one in await self._covering(team) if one.stands]
        if not standing:
            raise NotInstalled
        found = next((one for one in standing if one.opens), standing[0])
        if not found.opens:
            log.error(
                "no key in MOOT_TOKEN_KEYS opens the token of this workspace; add the key that sealed it, or "
                "have Moot installed there again",
                action="installations",
                workspace=found.whose,
            )
            raise TokenSealed
        return found

    async def _covering(self, team: SlackTeam) -> list[Installation]:
        return await self._transactions.read(lambda session: self._stored.covering(session, team))

    # --- coming and going

    async def save(self, new: Installation) -> bool:
        """Moot was installed, or once more; whether for the first time. Raises StoreAway."""
        is_first = await self._transactions.write(
            STREAM, lambda session: self._stored.put(session, new, self._clock())
        )
        self.changed(new.enterprise, new.team)
        log.info("moot was installed", action="installations", workspace=new.whose, again=not is_first)
        return is_first

    async def lost(self, team: SlackTeam, why: str, at: Moment) -> bool:
        """Slack told, perhaps late, that since `at` Moot is gone from a workspace or its organization;
        whether it is. What was installed later, or has a token that Slack still takes, stays. Raises
        StoreAway."""
        for one in await self._covering(team):
            if one.stands and await self._is_gone(one, at):
                await self.gone(one, why, max(at, one.installed_at))
        return not any(one.stands for one in await self._covering(team))

    async def refused(self, team: SlackTeam, since: Moment) -> None:
        """Slack has not taken the token of a workspace since then: where that is for good, Moot is gone, as
        if Slack had told. Raises StoreAway."""
        for one in await self._covering(team):
            if one.stands and one.opens and (why := await self._why_for_good(one)):
                unchanged = (
                    col(InstallationRow.installed_at) == one.installed_at,
                    col(InstallationRow.expires_at) == one.expires_at,
                    col(InstallationRow.renewing_until) == one.renewing_until,
                )
                await self.gone(one, why, max(since, one.installed_at), *unchanged)

    async def withdrawn(self, team: SlackTeam, at: Moment, *, told: bool = True) -> bool:
        """An organization took Moot out of one of its workspaces, as Slack told, or as a refused call makes
        us think; whether it is gone from there. Raises StoreAway."""
        org = await self._of_all(team)
        if org is not None and await self._reaches(org, team, unless_known=not told or at < org.installed_at):
            return False
        is_news = await self._transactions.write(
            STREAM, lambda session: self._stored.withdraw(session, team, at)
        )
        if is_news:
            self.changed(team.enterprise, team.id)
            log.warning("moot is gone", action="installations", workspace=team.id, error=tokens.WITHDRAWN)
        found = await self._covering(team)
        return bool(found) and not any(one.stands for one in found)

    async def granted(self, team: SlackTeam, at: Moment) -> None:
        """An organization has added Moot to one of its workspaces, perhaps again. Raises StoreAway."""
        gone = next((one for one in await self._covering(team) if one.is_withdrawn), None)
        org = await self._of_all(SlackTeam(team.enterprise, ""))
        if gone is None or gone.gone_at is None or org is None:
            return
        if at < gone.gone_at and not await self._reaches(org, team, unless_known=False):
            return  # that was before it was taken out
        if await self._transactions.write(STREAM, lambda session: self._stored.grant(session, team)):
            self.changed(team.enterprise, team.id)
            log.info("moot was added again", action="installations", workspace=team.id)

    async def _of_all(self, team: SlackTeam) -> Installation | None:
        """The installation of its organization, if that is what counts in a workspace."""
        standing = [one for one in await self._covering(team) if one.stands]
        return standing[0] if standing and not standing[0].team else None

    async def _reaches(self, org: Installation, team: SlackTeam, *, unless_known: bool) -> bool:
        """What Slack says now counts: its news may be late, and in any order."""
        try:
            if org.opens:
                return await self.renewals.office.reaches(org.token, team.id)
        except Unknown:
            pass
        return unless_known

    async def gone(self, one: Installation, why: str, at: Moment, *where: ColumnElement[bool]) -> bool:
        """Since `at` Moot is gone from there, unless it was installed again, or `where` no longer holds;
        whether that is news. Raises StoreAway."""
        values = {"gone_at": at, "gone": why[:LONGEST_WORD]}
        earlier = col(InstallationRow.installed_at) <= at
        is_news = await self._transactions.write(
            STREAM, lambda session: self._stored.change(session, one, values, STANDS, earlier, *where)
        )
        if is_news:
            self.changed(one.enterprise, one.team)
            log.warning("moot is gone", action="installations", workspace=one.whose, error=why)
        return is_news

    async def _is_gone(self, one: Installation, at: Moment) -> bool:
        """Slack is asked: its clock and ours may differ, and what was granted last counts."""
        try:
            if one.opens:
                return bool(await self.renewals.office.refusal(one.token))
        except Unknown:
            pass
        return at >= one.installed_at

    async def _why_for_good(self, one: Installation) -> str:
        """Slack's word for why it will never take this token again; empty where it may, or does not say. From
        a workspace that is gone, all data are deleted, so other causes are ruled out."""
        try:
            word = await self.renewals.office.refusal(one.token)
            if word == tokens.DELETED or (word in tokens.REVOKED and one.is_the_last):
                return word
            if word == tokens.REFUSED and one.is_the_last and await self._takes_another(one):
                return word
        except Unknown:
            pass
        return ""

    async def _takes_another(self, than: Installation) -> bool:
        """Whether Slack takes the token of another workspace. It takes none from an address that the app's
        settings do not allow. Raises Unknown and StoreAway."""
        others = [one for one in await self.all() if one.stands and one.opens and one.whose != than.whose]
        for one in others[-OTHERS_ASKED:]:
            if not await self.renewals.office.refusal(one.token):
                return True
        return False

    def changed(self, enterprise: str, team: str) -> None:
        """Something changed, here or on another replica: it is looked up again."""
        self._known = {
            one: known
            for one, known in self._known.items()
            if not (one.id == team or (not team and one.enterprise == enterprise))
        }
        for tell in self.listeners:
            tell(enterprise, team)

    # --- keys

    async def reseal(self) -> int:
        """Seals every token with the first key, so that the others can go; how many another had sealed. Those
        that no key opens stay as they are."""
        old = [one for one in await self.all() if one.opens and not one.by_newest_key]
        return sum([await self._resealed(one) for one in old])

    async def _resealed(self, one: Installation) -> bool:
        async def work(session: AsyncSession) -> bool:
            now = await self._stored.find(session, one.enterprise, one.team)
            if now is None or not now.opens:
                return False
            return await self._stored.change(session, now, self._stored.sealed(now, self._clock()))

        return await self._transactions.write(STREAM, work)
