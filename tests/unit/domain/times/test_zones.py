"""Time zones as people name them, and in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.times.zones import (
    _NAMED,
    NoSuchOffset,
    SeveralZones,
    UnknownZone,
    is_zone,
    read_zone,
    zone_name,
    zone_there,
)

WINTER, SUMMER = datetime(2031, 1, 15, 12, tzinfo=UTC), datetime(2031, 7, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin ", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("Berlin time", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Istanbul", "Europe/Istanbul"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("CET", "Europe/Berlin"),
        ("cest", "Europe/Berlin"),
        ("EST", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("PDT", "America/Los_Angeles"),
        ("PT", "America/Los_Angeles"),
        ("Eastern", "America/New_York"),
        ("Eastern Standard Time", "America/New_York"),
        ("Pacific time", "America/Los_Angeles"),
        ("MST", "America/Denver"),
        ("UTC", "UTC"),
        ("gmt", "UTC"),
        ("GMT+0", "UTC"),
        ("Mumbai", "Asia/Kolkata"),
        ("(CET)", "Europe/Berlin"),
        ("Bei\u200bjing", "Asia/Shanghai"),
    ],
)
def test_a_zone_is_read_as_people_name_it(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("GMT+2", 2),
        ("gmt +2", 2),
        ("UTC+02:00", 2),
        ("UTC+2", 2),
        ("+2", 2),
        ("+0200", 2),
        ("GMT-5", -5),
        ("UTC−5", -5),
        ("UTC+14", 14),
        ("UTC+5:30", 5.5),
        ("utc+0545", 5.75),
        ("UTC+9.30", 9.5),
    ],
)
def test_an_offset_with_plus_is_that_far_ahead(typed: str, hours: float) -> None:
    zone = ZoneInfo(read_zone(typed))

    for moment in (WINTER, SUMMER):
        assert moment.astimezone(zone).utcoffset() == timedelta(hours=hours)


def test_an_abbreviation_follows_its_places_summer_time() -> None:
    for typed, winter, summer in (("PST", -8, -7), ("EST", -5, -4), ("CET", 1, 2), ("GMT", 0, 0)):
        zone = ZoneInfo(read_zone(typed))
        assert WINTER.astimezone(zone).utcoffset() == timedelta(hours=winter), typed
        assert SUMMER.astimezone(zone).utcoffset() == timedelta(hours=summer), typed


@pytest.mark.parametrize("typed", ["IST", "cst", "BST", "Samoa"])
def test_a_name_with_several_meanings_is_asked_about(typed: str) -> None:
    with pytest.raises(SeveralZones) as refused:
        read_zone(typed)

    for zone in refused.value.facts["zones"].replace(" and ", ", ").split(", "):
        assert read_zone(zone) == zone


@pytest.mark.parametrize("typed", ["UTC+25", "UTC+1:17", "GMT-13"])
def test_an_offset_that_no_place_keeps_is_refused(typed: str) -> None:
    with pytest.raises(NoSuchOffset, match="Europe/Berlin"):
        read_zone(typed)


@pytest.mark.parametrize(
    ("typed", "near"), [("Europe/Berln", "Europe/Berlin"), ("Chicgo", "America/Chicago")]
)
def test_a_slip_is_told_with_the_nearest_name(typed: str, near: str) -> None:
    with pytest.raises(UnknownZone, match=f"did you mean {near}"):
        read_zone(typed)


def test_every_name_is_of_zones_that_there_are() -> None:
    assert {zone for zones in _NAMED.values() for zone in zones} == {
        read_zone(zone) for zones in _NAMED.values() for zone in zones
    }


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Paris", "Europe/Paris (UTC+1)"),
        ("Asia/Kathmandu", "Asia/Kathmandu (UTC+5:45)"),
        ("America/St_Johns", "America/St_Johns (UTC-3:30)"),
        ("UTC", "UTC"),
        ("Etc/GMT-2", "UTC+2"),
        ("Etc/GMT+11", "UTC-11"),
    ],
)
def test_a_zone_in_words_says_how_far_it_is_ahead(zone: str, words: str) -> None:
    assert zone_there(zone, WINTER) == words
    assert words.startswith(zone_name(zone))


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
