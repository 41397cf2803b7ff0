"""The schedule on paper: local times, or lengths before anybody knows when the game begins."""

from datetime import timedelta

from bot.domain.timetable import timetable
from bot.reports.kit import schedule
from bot.reports.kit.schedule import Schedule
from tests.builders import NOON, PARIS, a_game, a_phase, an_agenda, at, creation, harbour
from tests.unit.reports.kit.kits import LINK, a_schedule


def test_each_zone_has_its_own_times_and_the_games_own_stands_in_every_table() -> None:
    planned = a_schedule(harbour(), "Europe/Paris", "Asia/Tokyo", "America/New_York", "Pacific/Auckland")

    first, second = schedule.data(planned, "The harbour", LINK)["tables"]

    assert [place for _, place in first["columns"]] == [
        "", "Europe/Paris", "Asia/Tokyo", "America/New York", "Europe/Paris",
    ]  # fmt: skip
    assert [place for _, place in second["columns"]] == [
        "",
        "Europe/Paris",
        "Pacific/Auckland",
        "Europe/Paris",
    ]
    assert first["rows"][0][1:4] == ["Sun 22 Nov, 13:00", "Sun 22 Nov, 21:00", "Sun 22 Nov, 07:00"]
    assert second["rows"][0][2] == "Mon 23 Nov, 01:00"
    assert any("final vote opens at Sun 22 Nov, 13:" in note for note in first["notes"])


def test_without_a_start_times_count_from_the_first_bell_with_room_to_write_others() -> None:
    [table] = schedule.data(a_schedule(harbour(), planned=False), "The harbour", "")["tables"]

    assert [name for name, _ in table["columns"]] == ["Phase", "After the first bell", "Lasts", "Our time"]
    assert table["rows"][0][1] == "—"
    assert table["rows"][1][1].endswith("min")
    assert {row[3] for row in table["rows"]} == {""}


def test_over_days_nights_and_days_off_elsewhere_are_marked() -> None:
    agenda = (a_phase("session-1", 60 * 8), a_phase("wrap-up", 0))
    slots = timetable(agenda, at(60 * 21), PARIS)

    [table] = schedule.data(
        Schedule(slots, ("Europe/Paris", "America/New_York"), PARIS, planned=True), "The harbour", ""
    )["tables"]

    assert table["rows"][0][1:3] == ["Mon 23 Nov, 10:00", "Mon 23 Nov, 04:00 (night)"]


def test_a_games_zones_are_those_of_its_people_most_of_them_first() -> None:
    game = a_game(creation(starts_at=NOON + timedelta(days=1), timezone="Europe/Paris")).game
    people = dict(
        zip("ABCDE", ("Asia/Tokyo", "Europe/Paris", "Asia/Kolkata", "Asia/Kolkata", "UTC"), strict=True)
    )

    made = schedule.of_game(game, NOON, people)

    assert made.zones == ("Europe/Paris", "Asia/Kolkata", "Asia/Tokyo", "UTC")
    assert made.planned
    assert made.slots[0].begins == NOON + timedelta(days=1)
    assert not schedule.of_game(a_game(creation(an_agenda())).game, NOON, {}).planned
