"""Which names of time zones can be used here."""

import pytest

from bot.domain.times.zones import is_zone


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "America/Argentina/Ushuaia", "Etc/GMT-2"])
def test_a_zone_of_the_database_can_be_used(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        " ",
        "Factory",
        "Mars/Olympus",
        "Europe",
        "../UTC",
        "/etc/passwd",
        "UTC\0",
        "x" * 5000,
        7,
        ["UTC"],
    ],
)
def test_whatever_else_a_profile_may_say_is_no_zone_and_no_fault(name: object) -> None:
    assert not is_zone(name)
