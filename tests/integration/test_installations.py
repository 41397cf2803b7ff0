"""Where Moot is installed: tokens that stay sealed, are renewed once, and end when Slack says so."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.config import Settings
from bot.db.installations import Installation
from bot.db.sealed import new_key
from bot.db.signals import listen
from bot.domain.errors.installations import NotInstalled, TokenRanOut, TokenSealed
from bot.domain.ids import Moment, SlackTeam, UserId
from bot.runtime.store import Store, open_store
from bot.services.installations import InstallationService
from bot.services.renewals import RenewalRefused, Renewed, Unknown
from tests.builders import NOON
from tests.conftest import Databases
from tests.patience import until

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
    away: bool = False
    refuses: str = ""
    renewed: list[str] = field(default_factory=list)
    asked: int = 0
    answers: asyncio.Event = field(default_factory=asyncio.Event)

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

    async def lives(self, token: SecretStr) -> bool:
        if self.away:
            raise Unknown
        return token.get_secret_value() not in self.dead


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


async def test_each_workspace_has_its_own_token_and_others_have_none(database_url: str) -> None:
    async with a_house(database_url) as house:
        assert await house.service.save(an_installation(ONE, "xoxb-one"))
        assert await house.service.save(an_installation(TWO, "xoxb-two"))

        assert await house.token(ONE) == "xoxb-one"
        assert await house.token(TWO) == "xoxb-two"
        assert await house.service.of(ONE) == an_installation(ONE, "xoxb-one")
        with pytest.raises(NotInstalled):
            await house.service.of(SlackTeam("", "T3"))
        with pytest.raises(NotInstalled):
            await house.service.of(SlackTeam("", ""))


async def test_in_an_organization_the_workspaces_own_installation_comes_first(database_url: str) -> None:
    async with a_house(database_url) as house:
        await house.service.save(an_installation(SlackTeam("E1", ""), "xoxb-org"))
        await house.service.save(an_installation(SlackTeam("E1", "T1"), "xoxb-own"))

        assert await house.token(SlackTeam("E1", "T1")) == "xoxb-own"
        assert await house.token(SlackTeam("E1", "T2")) == "xoxb-org"
        for stranger in (SlackTeam("E2", "T3"), SlackTeam("", "T3")):
            with pytest.raises(NotInstalled):
                await house.service.of(stranger)

        # when its own is gone, the organization's is left
        house.office.dead.add("xoxb-own")
        assert not await house.service.lost(SlackTeam("E1", "T1"), "app_uninstalled", NOON + HOUR)
        assert await house.token(SlackTeam("E1", "T1")) == "xoxb-org"


async def test_a_workspace_that_joins_an_organization_keeps_its_token(database_url: str) -> None:
    async with a_house(database_url) as house:
        await house.service.save(an_installation(ONE, "xoxb-one"))
        assert await house.token(SlackTeam("E1", "T1")) == "xoxb-one"

        assert not await house.service.save(an_installation(SlackTeam("E1", "T1"), "xoxb-again"))

        assert await house.token(ONE) == await house.token(SlackTeam("E1", "T1")) == "xoxb-again"
        assert len(await house.service.all()) == 1


async def test_a_reinstallation_replaces_the_token_on_every_replica(database_url: str) -> None:
    async with a_house(database_url) as house, a_house(database_url) as other:
        await house.service.save(an_installation(ONE, "xoxb-one"))
        assert await other.token() == "xoxb-one"

        assert not await house.service.save(an_installation(ONE, "xoxb-again", NOON + HOUR))

        assert await house.token() == "xoxb-again"
        assert house.told == [("", "T1"), ("", "T1")]
        other.now += MINUTE  # no signal came, on SQLite
        assert await other.token() == "xoxb-again"


async def test_another_replica_looks_up_at_once_what_has_changed(new_database: Databases) -> None:
    url = new_database("postgres")
    async with a_house(url) as house, a_house(url) as other:
        await house.service.save(an_installation(ONE, "xoxb-one"))
        assert await other.token() == "xoxb-one"
        heard = asyncio.create_task(listen(url, other.store.leases.holder, other.store.wakeups.heard))

        async def again() -> bool:
            await house.service.save(an_installation(ONE, "xoxb-again"))
            return ("", "T1") in other.told

        await until(again, "the other hears of it")
        assert await other.token() == "xoxb-again"
        heard.cancel()


async def test_a_long_name_and_address_are_cut_and_not_refused(database_url: str) -> None:
    async with a_house(database_url) as house:
        await house.service.save(replace(an_installation(), name="n" * 500, url="https://" + "u" * 500))

        assert len((await house.service.of(ONE)).name) == 200


# --- gone


async def test_a_workspace_is_gone_once_however_often_slack_says_so(database_url: str) -> None:
    async with a_house(database_url) as house:
        await house.service.save(an_installation())
        house.office.dead.add("xoxb-one")

        for why in ("tokens_revoked", "app_uninstalled", "tokens_revoked"):
            assert await house.service.lost(ONE, why, NOON + HOUR)

        with pytest.raises(NotInstalled):
            await house.service.of(ONE)
        (gone,) = await house.service.all()
        assert (gone.gone, gone.gone_at) == ("tokens_revoked", NOON + HOUR)
        assert house.told == [("", "T1"), ("", "T1")]


@pytest.mark.parametrize("late", [-HOUR, timedelta(seconds=-1), timedelta(seconds=1)])
async def test_late_news_from_before_a_reinstallation_changes_nothing(
    late: timedelta, tmp_path: Path
) -> None:
    async with a_house(a_file(tmp_path)) as house:
        await house.service.save(an_installation())
        house.office.dead.add("xoxb-one")
        await house.service.lost(ONE, "app_uninstalled", NOON + HOUR)
        await house.service.save(an_installation(ONE, "xoxb-again", NOON + 2 * HOUR))

        # when: Slack's clock may differ from ours
        assert not await house.service.lost(ONE, "tokens_revoked", NOON + 2 * HOUR + late)

        # then
        assert await house.token() == "xoxb-again"


@pytest.mark.parametrize(("after", "gone"), [(-MINUTE, False), (MINUTE, True)])
async def test_where_slack_cannot_be_asked_the_moment_decides(
    after: timedelta, gone: bool, tmp_path: Path
) -> None:
    async with a_house(a_file(tmp_path), office=Office(away=True)) as house:
        await house.service.save(an_installation())

        assert await house.service.lost(ONE, "app_uninstalled", NOON + after) is gone


@pytest.mark.parametrize(("after", "gone"), [(-MINUTE, False), (MINUTE, True)])
async def test_where_no_key_opens_the_token_the_moment_decides(
    after: timedelta, gone: bool, tmp_path: Path
) -> None:
    async with a_house(a_file(tmp_path), OLD) as house:
        await house.service.save(an_installation())
    async with a_house(a_file(tmp_path), NEW) as house:
        assert await house.service.lost(ONE, "app_uninstalled", NOON + after) is gone


async def test_where_no_key_opens_a_workspaces_token_its_organizations_is_used(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path), OLD) as house:
        await house.service.save(an_installation(SlackTeam("E1", "T1"), "xoxb-own"))
    async with a_house(a_file(tmp_path), NEW) as house:
        await house.service.save(an_installation(SlackTeam("E1", ""), "xoxb-org"))

        assert await house.token(SlackTeam("E1", "T1")) == "xoxb-org"


@pytest.mark.parametrize("told", [SlackTeam("E1", ""), SlackTeam("E1", "T1")])
async def test_an_organization_is_gone_with_all_its_workspaces(told: SlackTeam, tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path)) as house:
        await house.service.save(an_installation(SlackTeam("E1", ""), "xoxb-org"))
        await house.service.save(an_installation(SlackTeam("E2", ""), "xoxb-other"))
        assert await house.token(SlackTeam("E1", "T1")) == "xoxb-org"
        house.office.dead.add("xoxb-org")

        assert await house.service.lost(told, "app_uninstalled", NOON + HOUR)

        for team in ("T1", "T2"):
            with pytest.raises(NotInstalled):
                await house.service.of(SlackTeam("E1", team))
        assert await house.token(SlackTeam("E2", "T3")) == "xoxb-other"


# --- tokens that expire


async def settled(house: House) -> None:
    """What was begun is over."""
    await house.service.renewals.settle()


async def test_a_token_is_renewed_before_it_expires_while_the_old_one_works(database_url: str) -> None:
    async with a_house(database_url) as house:
        await house.service.save(an_expiring())
        house.now += 9 * HOUR
        assert await house.token() == "xoxe.xoxb-1-one"
        assert house.office.renewed == []

        house.now += HOUR + MINUTE
        assert await house.token() == "xoxe.xoxb-1-one"
        await settled(house)

        assert await house.token() == "xoxe.xoxb-1-2"
        assert house.office.renewed == ["xoxe-1-one"]
        assert (await house.service.of(ONE)).expires_at == house.now + 12 * HOUR


async def test_replicas_renew_a_token_once_and_wait_for_it_where_they_must(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office()
    async with a_house(database_url, office=office) as house, a_house(database_url, office=office) as other:
        await house.service.save(an_expiring())
        house.now = other.now = NOON + 13 * HOUR  # all were away
        office.answers.clear()
        looks, look = asyncio.Event(), other.service.renewals._elsewhere

        async def looked(found: Installation) -> Installation:
            looks.set()
            return await look(found)

        monkeypatch.setattr(other.service.renewals, "_elsewhere", looked)

        # when one asks Slack, and the other needs the token, too
        first = asyncio.gather(house.token(), house.token())
        await until(lambda: office.asked, "Slack is asked")
        second = asyncio.gather(other.token(), other.token())
        await until(lambda: looks.is_set() or office.asked > 1, "the other waits")
        office.answers.set()

        # then
        assert {*await first, *await second} == {"xoxe.xoxb-1-2"}
        assert office.asked == 1


async def test_while_slack_is_away_the_old_token_is_used_and_then_the_new_one(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path), office=Office(away=True)) as house:
        await house.service.save(an_expiring())
        house.now += 11 * HOUR
        assert await house.token() == "xoxe.xoxb-1-one"
        await settled(house)

        house.office.away = False
        house.now += 2 * MINUTE
        await house.token()
        await settled(house)

        assert await house.token() == "xoxe.xoxb-1-2"


async def test_a_token_that_slack_no_longer_renews_works_to_its_end(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path), office=Office(refuses="invalid_refresh_token")) as house:
        await house.service.save(an_expiring())
        house.now += 11 * HOUR
        await house.token()
        await settled(house)
        assert await house.token() == "xoxe.xoxb-1-one"

        house.now += HOUR
        with pytest.raises(TokenRanOut):
            await house.service.of(ONE)


async def test_a_renewal_that_is_late_does_not_replace_what_was_installed_meanwhile(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path)) as house:
        await house.service.save(an_expiring())
        house.now += 11 * HOUR
        house.office.answers.clear()
        await house.token()
        await asyncio.sleep(0)
        await house.service.save(an_installation(ONE, "xoxb-again", house.now))

        house.office.answers.set()
        await settled(house)

        assert await house.token() == "xoxb-again"


async def test_a_renewal_under_way_is_stored_before_the_bot_stops(tmp_path: Path) -> None:
    office = Office()
    async with a_house(a_file(tmp_path), office=office) as house:
        await house.service.save(an_expiring())
        house.now += 11 * HOUR
        office.answers.clear()
        await house.token()
        asyncio.get_running_loop().call_later(0.05, office.answers.set)

    async with a_house(a_file(tmp_path), office=office) as house:
        assert await house.token() == "xoxe.xoxb-1-2"


# --- keys


async def test_after_resealing_the_old_key_can_go(database_url: str) -> None:
    async with a_house(database_url, OLD) as house:
        await house.service.save(an_installation(ONE, "xoxb-one"))
        await house.service.save(an_expiring(TWO))

    async with a_house(database_url, NEW, OLD) as house:
        assert [one.by_newest_key for one in await house.service.all()] == [False, False]
        assert await house.service.reseal() == 2
        assert await house.service.reseal() == 0

    async with a_house(database_url, NEW) as house:
        assert await house.service.of(ONE) == an_installation(ONE, "xoxb-one")
        assert await house.service.of(TWO) == an_expiring(TWO)


async def test_a_token_that_no_key_opens_is_named_and_harms_no_other_workspace(database_url: str) -> None:
    async with a_house(database_url, OLD) as house:
        await house.service.save(an_installation(ONE, "xoxb-one"))
    async with a_house(database_url, NEW) as house:
        await house.service.save(an_installation(TWO, "xoxb-two"))

        assert await house.token(TWO) == "xoxb-two"
        with capture_logs() as lines, pytest.raises(TokenSealed):
            await house.service.of(ONE)
        assert [(one["workspace"], one["log_level"]) for one in lines] == [("T1", "error")]
        assert [one.opens for one in await house.service.all()] == [False, True]
        assert await house.service.reseal() == 0

        # when it is installed again, it opens
        await house.service.save(an_installation(ONE, "xoxb-again"))
        assert await house.token(ONE) == "xoxb-again"


async def test_a_row_copied_to_another_workspace_does_not_open(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path)) as house:
        await house.service.save(an_installation(ONE, "xoxb-one"))
        await house.service.save(an_installation(TWO, "xoxb-two"))

        copied = "UPDATE installations SET token = (SELECT token FROM installations WHERE team_id = 'T1')"
        async with house.store.engine.begin() as connection:
            await connection.execute(text(copied))

        assert [one.opens for one in await house.service.all()] == [True, False]


def test_the_file_of_the_database_shows_no_token(tmp_path: Path) -> None:
    secrets = ("xoxb-one", "xoxe.xoxb-1-one", "xoxe-1-one", "xoxe.xoxb-1-2", "xoxe-1-2", OLD)

    async def used() -> str:
        async with a_house(a_file(tmp_path)) as house:
            await house.service.save(an_installation(TWO, "xoxb-one"))
            await house.service.save(an_expiring())
            house.now += 11 * HOUR
            await house.token()
            await settled(house)
            state = house.store.states.new()
            assert await house.store.states.use(state)
            return state

    state = asyncio.run(used())

    with sqlite3.connect(tmp_path / "moot.db") as file:
        assert file.execute("SELECT count(*) FROM installations").fetchone() == (2,)
    content = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert not [secret for secret in (*secrets, state) if secret.encode() in content]


# --- states


async def test_a_state_works_once_on_whichever_replica(database_url: str) -> None:
    async with a_house(database_url) as house, a_house(database_url) as other:
        state = house.store.states.new()

        uses = await asyncio.gather(*(one.store.states.use(state) for one in (house, other, house, other)))

        assert sorted(uses) == [False, False, False, True]


@pytest.mark.parametrize(
    ("wrong", "later"),
    [
        (lambda state: state, timedelta(minutes=11)),
        (lambda state: state + "x", MINUTE),
        (lambda state: "x" * 5_000, MINUTE),
        (lambda state: "", MINUTE),
    ],
)
async def test_a_state_that_is_old_or_none_of_ours_does_not_work(
    wrong: Callable[[str], str], later: timedelta, tmp_path: Path
) -> None:
    async with a_house(a_file(tmp_path)) as house:
        state = house.store.states.new()
        house.now += later

        assert not await house.store.states.use(wrong(state))


async def test_used_states_are_forgotten_once_they_have_expired(tmp_path: Path) -> None:
    async def count(house: House) -> int:
        async with house.store.engine.connect() as connection:
            return int(await connection.scalar(text("SELECT count(*) FROM oauth_states")) or 0)

    async with a_house(a_file(tmp_path)) as house:
        for _ in range(3):
            assert await house.store.states.use(house.store.states.new())
        assert await count(house) == 3

        house.now += HOUR
        assert await house.store.states.use(house.store.states.new())
        assert await count(house) == 1


def a_file(folder: Path) -> str:
    """The URL of a database."""
    return f"sqlite:///{folder / 'moot.db'}"
