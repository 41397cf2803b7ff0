"""Where Moot is installed, with which token."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import SecretStr
from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db import signals
from bot.db.sealed import NoKeyOpens, Sealer
from bot.db.tables import GameRow, InstallationRow
from bot.domain.ids import GameId, Moment, SlackTeam, UserId
from bot.platform import tokens

_enterprise = col(InstallationRow.enterprise_id)
_team = col(InstallationRow.team_id)
STANDS = col(InstallationRow.gone_at).is_(None)
AS_THEY_ARE = (
    *("app_id", "bot_user", "bot_id"),
    *("expires_at", "installed_by", "installed_at", "gone_at", "gone"),
)


@dataclass(frozen=True, slots=True)
class Installation:
    """Moot in a workspace, or, with an empty `team`, in an organization. `token` is empty where no key opens
    it. A token with `expires_at` comes with one to renew it, unless Slack does not renew it any more. Since
    `gone_at` Moot is not there, and `gone` is Slack's word for why."""

    enterprise: str
    team: str
    app_id: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]
    token: SecretStr
    installed_by: UserId
    installed_at: Moment
    refresh: SecretStr | None = None
    expires_at: Moment | None = None
    url: str = ""
    name: str = ""
    gone_at: Moment | None = None
    gone: str = ""
    by_newest_key: bool = field(default=True, compare=False)
    renewing_until: Moment | None = field(default=None, compare=False)

    @property
    def stands(self) -> bool:
        """Whether Moot is there."""
        return self.gone_at is None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it only says that the organization's installation no longer counts in this workspace."""
        return not self.stands and self.gone == tokens.WITHDRAWN

    def withdrawn(self, team: str, at: Moment) -> "Installation":
        """What says that this one, an organization's, has not counted in a workspace since then."""
        theirs = replace(self, team=team, name="", token=SecretStr(""), refresh=None, expires_at=None)
        return replace(theirs, installed_at=at, gone_at=at, gone=tokens.WITHDRAWN)

    @property
    def opens(self) -> bool:
        """Whether one of the keys opens its token."""
        return bool(self.token.get_secret_value())

    @property
    def is_the_last(self) -> bool:
        """Whether its token is surely the last that Slack gave. A renewal that failed may have got another,
        which is lost, and may have ended this one."""
        return self.expires_at is None or (self.refresh is not None and self.renewing_until is None)

    @property
    def whose(self) -> str:
        """The workspace or organization, for operators."""
        return self.team or self.enterprise


@dataclass(frozen=True, slots=True)
class Installations:
    """Reads and writes them in a session."""

    sealer: Sealer

    async def covering(self, session: AsyncSession, team: SlackTeam) -> list[Installation]:
        """What may be the installation of a workspace: its own first, whichever organization it was in then,
        and its organization's, unless that no longer counts there."""
        own, org = (_team == team.id) & (_team != ""), (_enterprise == team.enterprise) & (_team == "")
        asked = select(InstallationRow).where(or_(own, org)).order_by(_team.desc())
        found = [self._read(row) for row in await session.scalars(asked)]
        return [one for one in found if one.team] if any(one.is_withdrawn for one in found) else found

    async def all(self, session: AsyncSession) -> list[Installation]:
        """The oldest first; also those that are gone."""
        asked = select(InstallationRow).order_by(col(InstallationRow.installed_at), _enterprise, _team)
        return [self._read(row) for row in await session.scalars(asked)]

    async def find(self, session: AsyncSession, enterprise: str, team: str) -> Installation | None:
        """That of a workspace, or with an empty `team` of an organization, as it is now."""
        row = await session.get(InstallationRow, (enterprise, team), populate_existing=True)
        return None if row is None else self._read(row)

    async def put(self, session: AsyncSession, new: Installation, at: Moment) -> bool:
        """In the place of what there was for this workspace, in whichever organization it was then; whether
        there was nothing."""
        same = _team == new.team if new.team else (_team == "") & (_enterprise == new.enterprise)
        before = await session.scalars(delete(InstallationRow).where(same).returning(_team))
        is_first = not before.all()
        values: dict[str, Any] = {name: getattr(new, name) for name in AS_THEY_ARE}
        values |= {"name": new.name[:200], "url": new.url[:300]}  # as long as their columns
        values |= {"enterprise_id": new.enterprise, "team_id": new.team, **self.sealed(new, at)}
        session.add(InstallationRow(**values, scopes=",".join(sorted(new.scopes))))
        await session.flush()
        await _tell(session, new)
        return is_first

    async def withdraw(self, session: AsyncSession, team: SlackTeam, at: Moment) -> bool:
        """From now on its organization's installation does not count in a workspace; whether that is news. A
        workspace with an installation of its own does without."""
        found = await self.covering(session, team)
        org = next((one for one in found if one.stands), None)
        if org is None or org.team:
            return False
        await self.put(session, org.withdrawn(team.id, at), at)
        return True

    async def grant(self, session: AsyncSession, team: SlackTeam) -> bool:
        """From now on it counts there again; whether that is news."""
        withdrawn = (
            _enterprise == team.enterprise,
            _team == team.id,
            col(InstallationRow.gone) == tokens.WITHDRAWN,
        )
        done = await session.scalars(delete(InstallationRow).where(*withdrawn).returning(_team))
        if is_news := bool(done.all()):
            await signals.tell(session, signals.InstallationChanged(team.enterprise, team.id))
        return is_news

    async def change(
        self,
        session: AsyncSession,
        one: Installation,
        values: Mapping[str, Any],
        *where: ColumnElement[bool],
    ) -> bool:
        """Changes what is stored of it, if all of `where` holds; whether it does."""
        asked = update(InstallationRow).where(_enterprise == one.enterprise, _team == one.team, *where)
        changed = (await session.scalars(asked.values(values).returning(_team))).all()
        if changed:
            await _tell(session, one)
        return bool(changed)

    def sealed(self, one: Installation, at: Moment) -> dict[str, str | None]:
        """Its tokens, as they are stored."""
        refresh = one.refresh and self.sealer.seal(one.refresh, _label(one, "refresh"), at)
        return {"token": self.sealer.seal(one.token, _label(one, "token"), at), "refresh": refresh or None}

    def _read(self, row: InstallationRow) -> Installation:
        found = Installation(
            *(row.enterprise_id, row.team_id, row.app_id, row.bot_user, row.bot_id),
            frozenset(filter(None, row.scopes.split(","))),
            *(SecretStr(""), UserId(row.installed_by), row.installed_at, None, row.expires_at),
            *(row.url, row.name, row.gone_at, row.gone),
            renewing_until=row.renewing_until,
        )
        label = _label(found, "token")
        try:
            token = self.sealer.open(row.token, label)
            refresh = self.sealer.open(row.refresh, _label(found, "refresh")) if row.refresh else None
        except NoKeyOpens:
            return found
        newest = self.sealer.is_newest(row.token, label)
        return replace(found, token=token, refresh=refresh, by_newest_key=newest)


async def address(session: AsyncSession, game: GameId) -> str:
    """Of the workspace of a game, where Moot is installed in it; else empty."""
    asked = select(col(InstallationRow.url)).join(GameRow, col(GameRow.team_id) == _team)
    return await session.scalar(asked.where(col(GameRow.id) == game)) or ""


def _label(one: Installation, what: str) -> str:
    return f"{one.enterprise}/{one.team} {what}"


async def _tell(session: AsyncSession, one: Installation) -> None:
    await signals.tell(session, signals.InstallationChanged(one.enterprise, one.team))


async def counted(session: AsyncSession) -> dict[str, int]:
    """How many installations stand, and how many are gone and not deleted yet; empty where there never was
    one."""
    found = await session.execute(select(STANDS, func.count()).select_from(InstallationRow).group_by(STANDS))
    by_state = {"installed" if stands else "gone": count for stands, count in found}
    return {"installed": 0, "gone": 0} | by_state if by_state else {}
