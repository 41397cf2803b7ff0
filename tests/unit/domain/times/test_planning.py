"""Working time as people write it: what is understood, and what the others are told at which field."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.errors import Refusal
from bot.domain.times.planning import WishesRefused, WorkingWishes, working_time
from bot.domain.times.reading import read_days, read_hours, read_weekdays
from bot.domain.times.working_time import WorkingTime
from bot.domain.times.zones import read_zone

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("europe/paris", "Europe/Paris"),
        (" America/New York ", "America/New_York"),
        ("kolkata", "Asia/Kolkata"),
    ],
)
def test_a_zone_is_understood_by_its_name_or_city(typed: str, meant: str) -> None:
    assert read_zone(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "9-17",
        "09:00 – 17:00",
        "9am to 5pm",
        "9.00-17h00",
        "9:00-5 PM",
        "9 a.m. until 5 p.m.",
        "9-5",
        "9 to 5",
    ],
)
def test_hours_are_understood_as_people_write_them(typed: str) -> None:
    assert read_hours(typed) == (time(9), time(17))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("Sun–Thu", (0, 1, 2, 3, 6)),
        ("Mon, wed and FRIDAY", (0, 2, 4)),
        ("monday to thursday", (0, 1, 2, 3)),
        ("Tues., Thurs., saturdays", (1, 3, 5)),
    ],
)
def test_weekdays_are_understood_as_people_write_them(typed: str, meant: tuple[int, ...]) -> None:
    assert read_weekdays(typed) == meant


def test_days_off_may_be_single_days_and_stretches() -> None:
    assert read_days("2027-01-04, 2026-12-30..2027-01-01") == (
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 4),
    )


@pytest.mark.parametrize(
    ("wishes", "starts_at", "field", "words"),
    [
        (WorkingWishes("Europe/Pari"), None, "zone", "did you mean Europe/Paris?"),
        (WorkingWishes("UTC", hours="nine-five"), None, "hours", "like 9-17"),
        (WorkingWishes("UTC", hours="25:99-26"), None, "hours", "like 9-17"),
        (WorkingWishes("UTC", hours="0am-17pm"), None, "hours", "like 9-17"),
        (WorkingWishes("UTC", hours="17-9"), None, "hours", "earlier one first"),
        (WorkingWishes("UTC", hours="9-9"), None, "hours", "earlier one first"),
        (WorkingWishes("UTC", weekdays="some"), None, "weekdays", "like mon-fri"),
        (WorkingWishes("UTC", weekdays="money, friend"), None, "weekdays", "like mon-fri"),
        (WorkingWishes("UTC", weekdays=""), None, "weekdays", "like mon-fri"),
        (WorkingWishes("UTC", holidays="Frnce"), None, "holidays", "did you mean FR?"),
        (WorkingWishes("UTC", holidays="DE-XX"), None, "holidays", "a region “XX”"),
        (WorkingWishes("UTC", days_off="2026-02-30"), None, "days_off", "like 2026-12-24"),
        (WorkingWishes("UTC", days_off="2026-12-24..2026-12-20"), None, "days_off", "before it begins"),
        (WorkingWishes("UTC", days_off="2026-11-01..2027-10-01"), None, "days_off", "no working day"),
        (WorkingWishes("UTC"), MONDAY - timedelta(days=2), "starts_at", "in the past"),
        (WorkingWishes("UTC"), MONDAY + timedelta(days=400), "starts_at", "more than a year"),
        (WorkingWishes("UTC"), MONDAY + timedelta(days=5), "starts_at", "Monday 30 November"),
        (
            WorkingWishes("Europe/Paris", holidays="FR"),
            datetime(2026, 12, 25, 9, tzinfo=UTC),
            "starts_at",
            "Friday 25 December (Christmas Day). The next working day is Monday 28 December",
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_field_with_an_example(
    wishes: WorkingWishes, starts_at: datetime | None, field: str, words: str
) -> None:
    with pytest.raises(WishesRefused) as refused:
        working_time(wishes, starts_at, MONDAY)

    assert list(refused.value.faults) == [field]
    assert words in refused.value.faults[field]


def test_several_faults_are_told_together() -> None:
    wishes = WorkingWishes("Mars", "?", "?", "?", "?")

    with pytest.raises(WishesRefused) as refused:
        working_time(wishes, MONDAY - timedelta(days=9), MONDAY)

    assert list(refused.value.faults) == ["zone", "hours", "weekdays", "holidays", "days_off", "starts_at"]
    assert isinstance(refused.value, Refusal)


def test_holidays_of_several_countries_are_kept_as_dates_for_two_years() -> None:
    working = working_time(
        WorkingWishes("Europe/Paris", holidays="FR, DE-BY", days_off="2026-11-26"), None, MONDAY
    )

    assert isinstance(working, WorkingTime)
    assert working.days_off[:3] == (date(2026, 11, 26), date(2026, 12, 25), date(2027, 1, 1))
    assert date(2027, 1, 6) in working.days_off  # Epiphany, in Bavaria
    assert date(2027, 7, 14) in working.days_off  # in France
    assert date(2026, 12, 26) not in working.days_off  # a Saturday
    assert working.days_off[-1] > date(2028, 10, 1)
