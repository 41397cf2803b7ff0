"""Where Moot is installed: tokens that stay sealed, and end when Slack says so."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.db.signals import listen
from bot.domain.errors.installations import NotInstalled, TokenSealed
from bot.domain.ids import SlackTeam
from tests.builders import NOON
from tests.conftest import Databases
from tests.integration.installed import (
    HOUR,
    MINUTE,
    NEW,
    OLD,
    ONE,
    TWO,
    Office,
    a_file,
    a_house,
    an_expiring,
    an_installation,
    settled,
)
from tests.patience import until


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


# --- gone, and no event told


@pytest.mark.parametrize("word", ["token_revoked", "account_inactive", "app_uninstalled", "invalid_auth"])
async def test_a_token_that_slack_refuses_for_good_ends_the_installation_once(
    word: str, database_url: str
) -> None:
    async with a_house(database_url, office=Office(word=word)) as house:
        await house.service.save(an_installation())
        await house.service.save(an_installation(TWO, "xoxb-two"))
        house.office.dead.add("xoxb-one")

        # when
        for since in (NOON + HOUR, NOON + 2 * HOUR):
            await house.service.refused(ONE, since)

        # then it is gone since that showed
        with pytest.raises(NotInstalled):
            await house.service.of(ONE)
        assert [(one.gone, one.gone_at) for one in await house.service.all()] == [
            (word, NOON + HOUR),
            ("", None),
        ]

        # and installed again, it is there
        await house.service.save(an_installation(ONE, "xoxb-again", NOON + 3 * HOUR))
        await house.service.refused(ONE, NOON + HOUR)
        assert await house.token() == "xoxb-again"


@pytest.mark.parametrize("word", ["token_expired", "not_authed", "ratelimited"])
async def test_words_that_say_nothing_about_the_workspace_end_nothing(word: str, tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path), office=Office(word=word)) as house:
        await house.service.save(an_installation())
        house.office.dead.add("xoxb-one")

        await house.service.refused(ONE, NOON + HOUR)

        assert await house.token() == "xoxb-one"


async def test_where_slack_takes_no_token_from_this_address_nobody_is_gone(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path), office=Office(word="invalid_auth")) as house:
        await house.service.save(an_installation())
        await house.service.save(an_installation(TWO, "xoxb-two"))
        house.office.dead |= {"xoxb-one", "xoxb-two"}

        for team in (ONE, TWO):
            await house.service.refused(team, NOON + HOUR)

        assert (await house.token(ONE), await house.token(TWO)) == ("xoxb-one", "xoxb-two")


@pytest.mark.parametrize("refuses", ["", "invalid_grant"])
@pytest.mark.parametrize(
    ("word", "gone"), [("token_revoked", False), ("invalid_auth", False), ("account_inactive", True)]
)
async def test_after_a_failed_renewal_only_a_deleted_account_counts(
    word: str, gone: bool, refuses: str, tmp_path: Path
) -> None:
    office = Office(word=word, away=not refuses, refuses=refuses)
    async with a_house(a_file(tmp_path), office=office) as house:
        # given a renewal that failed, or of which nobody knows how it ended
        await house.service.save(an_expiring())
        await house.service.save(an_installation(TWO, "xoxb-two"))
        house.now += 11 * HOUR
        await house.token()
        await settled(house)
        office.away = False
        office.dead.add("xoxe.xoxb-1-one")

        # when
        await house.service.refused(ONE, house.now)

        # then
        (there,) = [one for one in await house.service.all() if one.team == ONE.id]
        assert (not there.stands) is gone


async def test_a_wrong_key_ends_no_installation(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path), OLD) as house:
        await house.service.save(an_installation())
    async with a_house(a_file(tmp_path), NEW, office=Office(dead={"", "xoxb-one"})) as house:
        await house.service.refused(ONE, NOON + HOUR)

        assert [one.stands for one in await house.service.all()] == [True]


async def test_what_ended_with_a_renewal_that_another_replica_made_ends_nothing(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path)) as house:
        # given a token that is renewed while Slack is asked about the one before
        await house.service.save(an_expiring())
        house.now += 11 * HOUR

        class Slow(Office):
            async def refusal(self, token: SecretStr) -> str:
                await house.token()
                await settled(house)
                return "token_revoked" if token.get_secret_value() == "xoxe.xoxb-1-one" else ""

        house.service.renewals.office = Slow()

        # when
        await house.service.refused(ONE, house.now)

        # then
        assert await house.token() == "xoxe.xoxb-1-2"


# --- out of a workspace of an organization


ORG, ELSEWHERE = SlackTeam("E1", ""), SlackTeam("E1", "T2")
MINE = SlackTeam("E1", "T1")


async def test_a_workspace_that_its_organization_took_moot_out_of_is_gone_alone(database_url: str) -> None:
    async with a_house(database_url) as house:
        # given
        await house.service.save(an_installation(ORG, "xoxb-org"))
        house.office.out_of.add("T1")

        # when, however often Slack says so
        for at in (NOON + HOUR, NOON + 2 * HOUR):
            assert await house.service.withdrawn(MINE, at)

        # then
        with pytest.raises(NotInstalled):
            await house.service.of(MINE)
        assert await house.token(ELSEWHERE) == "xoxb-org"
        (gone,) = [one for one in await house.service.all() if not one.stands]
        assert (gone.team, gone.gone, gone.gone_at) == ("T1", "team_access_revoked", NOON + HOUR)
        assert house.told == [("E1", ""), ("E1", "T1")]

        # and when it is added again, it is there
        house.office.out_of.clear()
        await house.service.granted(MINE, NOON + 3 * HOUR)
        assert await house.token(MINE) == "xoxb-org"
        assert house.told[2:] == [("E1", "T1")]


async def test_a_workspace_of_which_nothing_is_known_loses_nothing(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path)) as house:
        assert not await house.service.withdrawn(MINE, NOON)
        await house.service.granted(MINE, NOON)

        assert await house.service.all() == []


async def test_late_news_about_a_workspace_changes_nothing_that_slack_denies(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path)) as house:
        await house.service.save(an_installation(ORG, "xoxb-org"))

        assert not await house.service.withdrawn(MINE, NOON + HOUR)
        assert await house.token(MINE) == "xoxb-org"

        house.office.out_of.add("T1")
        assert await house.service.withdrawn(MINE, NOON + HOUR)
        await house.service.granted(MINE, NOON)
        with pytest.raises(NotInstalled):
            await house.service.of(MINE)

        # but its clock may differ from ours
        house.office.out_of.clear()
        await house.service.granted(MINE, NOON + HOUR - timedelta(seconds=1))
        assert await house.token(MINE) == "xoxb-org"


async def test_where_slack_does_not_say_its_news_counts_and_a_refused_call_does_not(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path), office=Office(away=True)) as house:
        await house.service.save(an_installation(ORG, "xoxb-org"))

        assert not await house.service.withdrawn(MINE, NOON + HOUR, told=False)
        assert not await house.service.withdrawn(MINE, NOON - HOUR), "it was installed later"
        assert await house.service.withdrawn(MINE, NOON + 2 * HOUR)

        await house.service.granted(MINE, NOON + HOUR)  # before
        with pytest.raises(NotInstalled):
            await house.service.of(MINE)
        await house.service.granted(MINE, NOON + 3 * HOUR)
        assert await house.token(MINE) == "xoxb-org"


async def test_a_workspace_with_its_own_installation_does_without_its_organizations(tmp_path: Path) -> None:
    async with a_house(a_file(tmp_path), office=Office(out_of={"T1"})) as house:
        await house.service.save(an_installation(ORG, "xoxb-org"))
        await house.service.save(an_installation(MINE, "xoxb-own"))
        assert not await house.service.withdrawn(MINE, NOON + HOUR)
        assert await house.token(MINE) == "xoxb-own"

        # and one that gets its own later is there
        assert not await house.service.withdrawn(ELSEWHERE, NOON + HOUR)
        house.office.out_of.add("T2")
        assert await house.service.withdrawn(ELSEWHERE, NOON + HOUR)
        await house.service.save(an_installation(ELSEWHERE, "xoxb-two", NOON + 2 * HOUR))
        assert await house.token(ELSEWHERE) == "xoxb-two"


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
