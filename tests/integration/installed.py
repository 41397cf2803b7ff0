"""A replica on a database with installations, with a clock of its own and an office in the place of Slack."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.config import Settings
from bot.db.installations import Installation
from bot.db.sealed import new_key
from bot.domain.ids import Moment, SlackTeam, UserId
from bot.runtime.store import Store, open_store
from bot.services.installations import InstallationService
from bot.services.renewals import RenewalRefused, Renewed, Unknown
from tests.builders import NOON

ONE, TWO = SlackTeam("", "T1"), SlackTeam("", "T2")
OLD, NEW = new_key(), new_key()
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def an_installation(team: SlackTeam = ONE, token: str = "xoxb-one", at: Moment = NOON) -> Installation:
    """Moot in a workspace, or in an organization where the workspace has no id."""
    given = "A1", "UMOOT", "BMOOT", frozenset({"chat:write"}), SecretStr(token), UserId("UADMIN"), at
    return Installation(team.enterprise, team.id, *given)


def an_expiring(team: SlackTeam = ONE, at: Moment = NOON) -> Installation:
    """With a token for twelve hours."""
    expiring = an_installation(team, "xoxe.xoxb-1-one", at)
    return replace(expiring, refresh=SecretStr("xoxe-1-one"), expires_at=at + 12 * HOUR)


@dataclass
class Office:
    """In the place of Slack: which tokens it takes, and what becomes of those that renew."""

    dead: set[str] = field(default_factory=set)
    word: str = "token_revoked"
    away: bool = False
    refuses: str = ""
    renewed: list[str] = field(default_factory=list)
    asked: int = 0
    answers: asyncio.Event = field(default_factory=asyncio.Event)

    out_of: set[str] = field(default_factory=set)  # workspaces

    def __post_init__(self) -> None:
        self.answers.set()

    async def renew(self, refresh: SecretStr) -> Renewed:
        self.asked += 1
        await self.answers.wait()
        if self.away:
            raise Unknown
        if self.refuses or refresh.get_secret_value() in self.renewed:
            raise RenewalRefused(self.refuses or "invalid_refresh_token")
        self.renewed.append(refresh.get_secret_value())
        number = len(self.renewed) + 1
        return Renewed(SecretStr(f"xoxe.xoxb-1-{number}"), SecretStr(f"xoxe-1-{number}"), 12 * HOUR)

    async def refusal(self, token: SecretStr) -> str:
        if self.away:
            raise Unknown
        return self.word if token.get_secret_value() in self.dead else ""

    async def reaches(self, token: SecretStr, team: str) -> bool:
        if self.away or token.get_secret_value() in self.dead:
            raise Unknown
        return team not in self.out_of


@dataclass
class House:
    """A store with its clock and an office."""

    store: Store
    office: Office
    now: Moment = NOON
    told: list[tuple[str, str]] = field(default_factory=list)

    @property
    def service(self) -> InstallationService:
        return self.store.services.installations

    async def token(self, team: SlackTeam = ONE) -> str:
        return (await self.service.of(team)).token.get_secret_value()


@asynccontextmanager
async def a_house(url: str, *keys: str, office: Office | None = None) -> AsyncIterator[House]:
    """A replica with these keys."""
    house: House | None = None
    settings = Settings(_env_file=None, database_url=url, moot_token_keys=SecretStr(",".join(keys or (OLD,))))
    async with open_store(settings, lambda: house.now if house else NOON) as store:
        house = House(store, office or Office())
        house.service.renewals.office = house.office
        house.service.listeners.append(lambda *where: house.told.append(where))
        yield house


def a_file(folder: Path) -> str:
    """The URL of a database."""
    return f"sqlite:///{folder / 'moot.db'}"


async def settled(house: House) -> None:
    """What was begun is over."""
    await house.service.renewals.settle()
