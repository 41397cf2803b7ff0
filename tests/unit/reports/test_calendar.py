"""The agenda for calendars: read back, and by the rules of RFC 5545."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import icalendar

from bot.domain.agenda import plan_agenda
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import Moment
from bot.domain.times.working_time import WorkingTime
from bot.reports.calendar import Place, entries, file_of
from tests.builders import FACILITATOR, NOON, GameLog, a_dealt_game, at, creation, harbour, rainbow_road

PACK = rainbow_road()
PLACE = Place("https://acme.slack.com/archives/G0TABLE", "https://meet.example.org/a,b;c?pwd=1&lang=en")
WORK = WorkingTime("Europe/Berlin", time(9), time(17))
MONDAY = datetime(2031, 3, 24, 8, tzinfo=UTC)  # at nine in Berlin, a week before its clocks change


def a_live_game(name: str = "Tuesday's game") -> GameLog:
    command = replace(creation(plan_agenda(PACK)), starts_at=at(60), name=name, timezone="Europe/Berlin")
    return a_dealt_game(command)


def a_week() -> GameLog:
    agenda = plan_agenda(PACK, working=WORK)
    command = replace(creation(agenda), starts_at=MONDAY, working=WORK, timezone="Europe/Berlin")
    return a_dealt_game(command)


def written(game: Game, when: Moment = NOON, place: Place = PLACE) -> bytes:
    return file_of(game, PACK, place, when, "0").content


def events(game: Game, when: Moment = NOON) -> list[Any]:
    """The entries of the file, as the library reads them."""
    return read(written(game, when))


def read(content: bytes) -> list[Any]:
    found: Any = icalendar.Calendar.from_ical(content)
    return list(found.walk("VEVENT"))


def check_rules(content: bytes) -> None:
    """What RFC 5545 asks of every file."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines), "3.1: lines end in CRLF"
    assert all(len(line) <= 75 for line in lines), "3.1: no line has more than 75 octets"
    assert all(one.decode() or True for one in lines), "folding breaks no character apart"
    whole = content.replace(b"\r\n ", b"").decode().split("\r\n")
    assert whole[0] == "BEGIN:VCALENDAR"
    assert whole.count("VERSION:2.0") == 1, "3.7.4"
    assert sum(line.startswith("PRODID:") for line in whole) == 1, "3.7.3"
    found = read(content)
    uids = [str(one["UID"]) for one in found]
    assert uids, "3.4: at least one component"
    assert len(set(uids)) == len(uids), "3.8.4.7"
    for one in found:
        for needed in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "STATUS"):
            assert isinstance(one[needed], list) is False, (needed, "once")
        starts = one["DTSTART"].dt
        assert "DTEND" not in one or one["DTEND"].dt > starts, "3.8.2.2: later than the start"
        assert one["STATUS"] in ("CONFIRMED", "CANCELLED"), "3.8.1.11"
        assert one["TRANSP"] in ("OPAQUE", "TRANSPARENT"), "3.8.2.7"
        assert not one.walk("VALARM")
    for line in whole:
        name, _, value = line.partition(":")
        if name.startswith("DT"):
            assert re.fullmatch(r"\d{8}T\d{6}Z", value), ("3.3.5: in UTC", line)
        if name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), ("3.3.11: escaped", line)


def test_a_live_game_is_one_entry_with_its_agenda_in_the_games_zone() -> None:
    game = a_live_game().game

    [one] = events(game)

    assert (one["DTSTART"].dt, one["DTEND"].dt) == (at(60), at(60) + sum_of(game))
    assert one["SUMMARY"] == "Tuesday's game"
    said = str(one["DESCRIPTION"])
    assert f"14:00 {game.agenda[0].title}" in said
    assert "Times are in" in said
    assert one["LOCATION"] == PLACE.call
    assert one["URL"] == PLACE.channel
    assert (one["STATUS"], one["TRANSP"]) == ("CONFIRMED", "OPAQUE")
    check_rules(written(game))


def sum_of(game: Game) -> timedelta:
    return sum((phase.lasts for phase in game.agenda), timedelta())


def test_over_days_each_phase_is_an_entry_that_leaves_people_free_but_none_tells_of_a_surprise() -> None:
    game = a_week().game

    found = events(game)

    planned = [phase.title for phase in game.agenda if not phase.kind.traits.breaks_in]
    assert [str(one["SUMMARY"]) for one in found] == [f"{game.name}: {title}" for title in planned]
    assert found[0]["DTSTART"].dt == MONDAY
    assert {str(one["TRANSP"]) for one in found} == {"TRANSPARENT"}
    check_rules(written(game))


def test_a_later_file_moves_the_same_entries_and_raises_their_number() -> None:
    log = a_week()
    before = {str(one["UID"]): one for one in events(log.game)}

    log.do(gc.PlanStart(by_itself=False, starts_at=MONDAY + timedelta(days=1)), FACILITATOR, NOON)
    after = {str(one["UID"]): one for one in events(log.game, at(9))}

    assert after.keys() == before.keys()
    for key, one in after.items():
        assert one["DTSTART"].dt > before[key]["DTSTART"].dt
        assert one["SEQUENCE"] > before[key]["SEQUENCE"]
        assert one["DTSTAMP"].dt == at(9)


def test_a_pause_moves_the_end_of_the_phase_that_runs_and_not_its_bell() -> None:
    week = a_week()
    week.do(gc.StartGame(), at=MONDAY)
    before = events(week.game, MONDAY)[0]
    week.do(gc.PauseGame(), at=MONDAY + timedelta(hours=1))
    week.do(gc.ResumeGame(), at=MONDAY + timedelta(days=1, hours=1))

    now = events(week.game, MONDAY + timedelta(days=1, hours=1))[0]

    assert now["DTSTART"].dt == before["DTSTART"].dt == MONDAY
    assert now["DTEND"].dt == before["DTEND"].dt + timedelta(days=1)


def test_what_is_over_keeps_its_real_hours_and_what_never_came_is_cancelled() -> None:
    log = a_week()
    log.do(gc.StartGame(), FACILITATOR, MONDAY)
    log.do(gc.SkipPhase(), FACILITATOR, MONDAY + timedelta(hours=1))
    log.do(gc.EndGame(), FACILITATOR, MONDAY + timedelta(hours=2))

    first, second, *others = events(log.game, MONDAY + timedelta(hours=2))

    assert (first["DTSTART"].dt, first["DTEND"].dt) == (MONDAY, MONDAY + timedelta(hours=1))
    assert (second["DTEND"].dt, second["STATUS"]) == (MONDAY + timedelta(hours=2), "CONFIRMED")
    assert {str(one["STATUS"]) for one in others} == {"CANCELLED"}
    assert all(str(one["SUMMARY"]).startswith("Cancelled: ") for one in others)
    check_rules(written(log.game))


def test_a_live_game_that_never_begins_is_cancelled_and_one_that_ends_early_is_not() -> None:
    never, early = a_live_game(), a_live_game()
    never.do(gc.EndGame(), FACILITATOR, NOON)
    early.do(gc.StartGame(), FACILITATOR, at(60))
    early.do(gc.EndGame(), FACILITATOR, at(70))

    [one] = events(never.game)
    [other] = events(early.game, at(70))

    assert (one["STATUS"], one["DTSTART"].dt) == ("CANCELLED", at(60))
    assert (other["STATUS"], other["DTEND"].dt) == ("CONFIRMED", at(70))


def test_names_in_any_script_and_with_every_mark_come_back_as_they_were() -> None:
    for name in ('Ünïcode; a, b\\c: "d"', "城市治理" * 20, "مجلس المدينة " * 6, "🌈" * 40, "Line\\nbreak"):
        content = written(a_live_game(name).game)

        check_rules(content)
        assert str(read(content)[0]["SUMMARY"]) == name


def test_without_a_start_there_is_nothing_to_put_into_a_calendar() -> None:
    game = a_dealt_game(replace(creation(plan_agenda(harbour())), starts_at=None)).game

    assert entries(game, harbour(), NOON) == ()


def test_nothing_secret_is_in_it() -> None:
    content = written(a_week().game).replace(b"\r\n ", b"").decode()

    assert not [text for _, text in PACK.private_texts() if text[:40] in content]
    assert "U0FACIL" not in content
