"""What is sealed opens with any of the keys, for its owner only, and shows nothing."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.db.sealed import NoKeyOpens, NoKeys, Sealer, new_key
from tests.builders import NOON

OLD, NEW = new_key(), new_key()
TOKEN = SecretStr("xoxb-hush")


def test_what_is_sealed_shows_nothing_and_opens_again() -> None:
    sealed = Sealer([OLD]).seal(TOKEN, "/T1 token", NOON)

    assert "hush" not in sealed
    assert Sealer([OLD]).open(sealed, "/T1 token") == TOKEN


def test_each_key_opens_and_the_first_one_seals() -> None:
    before, after = Sealer([OLD]), Sealer([NEW, OLD])
    sealed = before.seal(TOKEN, "/T1 token", NOON)

    assert after.open(sealed, "/T1 token") == TOKEN
    assert not after.is_newest(sealed, "/T1 token")
    assert after.is_newest(after.seal(TOKEN, "/T1 token", NOON), "/T1 token")


@pytest.mark.parametrize("keys", [[], [NEW]])
def test_without_the_right_key_nothing_opens(keys: list[str]) -> None:
    sealed = Sealer([OLD]).seal(TOKEN, "/T1 token", NOON)

    with pytest.raises(NoKeyOpens):
        Sealer(keys).open(sealed, "/T1 token")


@pytest.mark.parametrize("whose", ["/T2 token", "E1/T1 token", "/T1 refresh", ""])
def test_what_was_sealed_for_somebody_else_does_not_open(whose: str) -> None:
    sealed = Sealer([OLD]).seal(TOKEN, "/T1 token", NOON)

    with pytest.raises(NoKeyOpens):
        Sealer([OLD]).open(sealed, whose)


@pytest.mark.parametrize("damage", ["", "x", "ä", "gAAAA", "=", "xoxb-in-the-clear"])
def test_what_is_damaged_does_not_open(damage: str) -> None:
    sealed = Sealer([OLD]).seal(TOKEN, "/T1 token", NOON)

    for broken in (damage, sealed[:-8], f"{damage or '?'}{sealed}"):
        with pytest.raises(NoKeyOpens):
            Sealer([OLD]).open(broken, "/T1 token")


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(NoKeys):
        Sealer([]).seal(TOKEN, "/T1 token", NOON)


def test_what_is_too_old_or_not_made_yet_does_not_open_within_its_time() -> None:
    sealer, ten = Sealer([OLD]), timedelta(minutes=10)
    sealed = sealer.seal(TOKEN, "state", NOON)

    assert sealer.opens_within(sealed, "state", ten, NOON + timedelta(minutes=9))
    assert not sealer.opens_within(sealed, "state", ten, NOON + timedelta(minutes=11))
    assert not sealer.opens_within(sealed, "state", ten, NOON - timedelta(minutes=11))
    assert not sealer.opens_within(sealed, "token", ten, NOON)
