"""Tokens that expire are renewed in time: once, however many replicas there are."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.db.installations import Installation
from bot.domain.errors.installations import TokenRanOut
from bot.domain.errors.store import StoreAway
from bot.services import renewals
from bot.services.renewals import Renewed
from tests.builders import NOON
from tests.integration.installed import (
    HOUR,
    MINUTE,
    ONE,
    Office,
    a_file,
    a_house,
    an_expiring,
    an_installation,
    settled,
)
from tests.patience import until


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


async def test_a_new_token_that_cannot_be_stored_is_told_to_operators(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewals, "STORED_AGAIN_IN", 0.0)
    async with a_house(a_file(tmp_path)) as house:
        # given a database that goes away for good while Slack renews a token
        await house.service.save(an_expiring())
        house.now += 11 * HOUR

        async def away(*_: object) -> None:
            raise StoreAway

        class Late(Office):
            async def renew(self, refresh: SecretStr) -> Renewed:
                monkeypatch.setattr(house.service.renewals, "_transactions", SimpleNamespace(write=away))
                return await super().renew(refresh)

        house.service.renewals.office = Late()

        # when
        with capture_logs() as lines:
            await house.token()
            await settled(house)

        # then
        (told,) = [one for one in lines if one["log_level"] == "error"]
        assert "could not be stored" in told["event"]
        assert told["workspace"] == ONE.id


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
