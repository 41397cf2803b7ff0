"""A game over days, set up as a facilitator does it: through the form, in a workspace."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.domain.edition import Edition
from bot.domain.ids import UserId
from bot.domain.times.working_time import WorkingTime
from tests.e2e.room import Room, buttons
from tests.patience import until

MONDAY = int(datetime(2031, 3, 10, 8, tzinfo=UTC).timestamp())  # 09:00 in Berlin
Json = dict[str, Any]


async def opened_form(room: Room, typed: str = "new") -> Json:
    """The form, once it is there."""
    await room.people.command(room.director, room.plenary, "/moot", typed)
    await until(lambda: bool(room.people.modals(room.director)), "the form opens")
    return form(room)


def form(room: Room) -> Json:
    """The form as it is now."""
    return dict(room.people.modals(room.director)[-1])


def fields(view: Json) -> list[str]:
    """The names of its inputs."""
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def words(view: Json) -> str:
    """What is written in its sections."""
    return "\n".join(block["text"]["text"] for block in view["blocks"] if block["type"] == "section")


def filled(view: Json, **values: object) -> dict[str, dict[str, object]]:
    """Values for the form's inputs, as somebody fills them in."""
    inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    return {name: {inputs[name]["action_id"]: value} for name, value in values.items()}


async def chosen(room: Room, tempo: str, shows: str) -> Json:
    """The form after somebody chose a tempo."""
    await room.people.click_in_view(room.director, form(room)["id"], "tempo", tempo)
    await until(lambda: shows in fields(form(room)), f"the form asks for {shows}")
    return form(room)


async def test_a_game_over_days_is_created_with_its_timetable_seen_before(room: Room) -> None:
    # given a form that was begun
    view = await opened_form(room)
    assert "speed" in fields(view)
    assert "hours" not in fields(view)

    # when they choose to play over days, fill in the working time and look at the timetable
    view = await chosen(room, "async", "hours")
    wishes = filled(view, name="A week in March", starts_at=MONDAY, holidays="DE-BE", days_off="2031-03-12")
    refused = await room.people.submit(room.director, view["id"], {**wishes, **filled(view, hours="9")})
    await room.people.submit(room.director, view["id"], {**wishes, **filled(view, hours="25-26")})
    await room.people.click_in_view(room.director, view["id"], "preview_timetable")
    await until(lambda: "cannot draw" in words(form(room)), "the faults are told")
    fault = words(form(room))
    room.workspace.modals.view(view["id"]).chosen["hours"]["value"]["value"] = "10-16"  # type: ignore[union-attr]
    await room.people.click_in_view(room.director, view["id"], "preview_timetable")
    await until(lambda: "Emergency" in words(form(room)), "the timetable is shown")
    preview = words(form(room))
    taken = await room.people.submit(room.director, view["id"])

    # then
    assert refused == {"hours": "I can't read these hours: “9”. Write them like 9-17 or 09:30-18:00."}
    assert "I can't read these hours: “25-26”" in fault
    assert "*Simulation setup*: Mon 10 Mar, 09:00 to Mon 10 Mar, 13:00" in preview
    assert "Days off in between: Wed 12 Mar." in preview
    assert taken == {}
    card = await room.card(room.director, room.plenary, "A week in March")
    assert "5 working days (Mon–Fri, 10:00–16:00 Europe/Berlin)" in card["text"]
    game = await room.game()
    assert isinstance(game.working, WorkingTime)
    assert (game.working.opens, game.working.closes) == (time(10), time(16))
    assert game.timezone == game.working.zone == "Europe/Berlin"
    assert len(game.agenda) == 8
    assert "Join" in buttons(card)


async def test_a_format_that_is_chosen_brings_its_tempo_and_the_game_keeps_it(room: Room) -> None:
    # given
    view = await opened_form(room)
    assert {"format:rainbow-road", "tempo", "speed"} <= set(fields(view))

    # when
    await room.people.click_in_view(room.director, view["id"], "format", "seven-days")
    await until(lambda: "hours" in fields(form(room)), "the form asks for working hours")
    view = form(room)
    call = "https://meet.example.org/{council}"
    wishes = filled(view, name="Seven days in March", starts_at=MONDAY, call=call)
    taken = await room.people.submit(room.director, view["id"], wishes)

    # then
    assert "tempo" not in fields(view)
    assert taken == {}
    card = await room.card(room.director, room.plenary, "Seven days in March")
    assert "7 working days" in card["text"]
    assert "*Played as:* Seven working days" in card["text"]
    game = await room.game()
    assert game.edition == Edition("seven-days")
    assert game.working is not None

    # when the seats are dealt, then all have the agenda for their calendar, and at another start a new one
    await room.join(players := [room.person(f"player{number}") for number in range(5)])
    await room.deal()
    table = room.channel(players[0], "council-1")
    [first], [shared] = agendas(room, table), agendas(room, room.plenary)
    assert first["DTSTART"].dt == shared["DTSTART"].dt == datetime.fromtimestamp(MONDAY, UTC)
    assert (first["LOCATION"], shared["LOCATION"]) == ("https://meet.example.org/1", "Slack")
    assert str(first["URL"]).endswith(table)

    # and when there is another call, then the council hears it and its welcome says so
    assert "meet.example.org/1" in (await room.card(players[0], table, "Council 1: "))["text"]
    await room.moot(room.director, "call https://calls.example.org/one council 1")
    await room.settled()
    assert "calls.example.org/one" in (await room.card(players[0], table, "Council 1: "))["text"]
    assert "The call for Council 1" in room.people.history(players[0], table)[-1]["text"]
    await room.moot(room.director, "start 11 March 2031 10:00")
    await room.moot(players[1], "calendar")
    await room.settled()
    for channel in (table, room.plenary):
        _, moved = agendas(room, channel)
        assert moved["UID"] == first["UID"]
        assert moved["SEQUENCE"] > first["SEQUENCE"]
        assert moved["DTSTART"].dt == datetime.fromtimestamp(MONDAY, UTC) + timedelta(days=1, hours=1)
        assert "has changed" in room.people.history(players[0], channel)[-1]["text"]
    assert [one["UID"] for one in agendas(room, room.dm(players[1]))] == [first["UID"]]


def agendas(room: Room, channel: str) -> list[Any]:
    """The first entry of each calendar file there, oldest first."""
    messages = room.workspace.channels[channel].messages.values()
    shared = [one for message in messages for one in message.files]
    found = [room.workspace.files[one] for one in shared]
    read: list[Any] = [Calendar.from_ical(one.content or b"") for one in found if one.name.endswith(".ics")]
    return [one.walk("VEVENT")[0] for one in read]


async def test_what_was_typed_stays_when_the_tempo_changes_to_and_fro(room: Room) -> None:
    # given
    view = await opened_form(room, "new async Our week")
    assert "hours" in fields(view)

    # when
    await room.people.submit(
        room.director, view["id"], filled(view, timezone="Nowhere/Land", holidays="FR", days_off="?")
    )
    await chosen(room, "live", "speed")
    view = await chosen(room, "async", "hours")
    refused = await room.people.submit(room.director, view["id"])

    # then
    assert list(refused) == ["timezone"]
    assert "Nowhere/Land" in refused["timezone"]


@pytest.mark.parametrize("tempo", ["live", "async"])
async def test_a_start_in_the_past_is_refused_at_its_field(room: Room, tempo: str) -> None:
    view = await opened_form(room, f"new {tempo}")

    refused = await room.people.submit(
        room.director, view["id"], filled(view, starts_at=int(room.clock.seconds()) - 86_400)
    )

    assert list(refused) == ["starts_at"]
    assert "in the past" in refused["starts_at"]


async def test_the_agenda_has_each_bell_in_the_zones_of_those_who_joined_with_nights_marked(
    room: Room,
) -> None:
    # given a game over days, which people in three zones have joined
    view = await opened_form(room, "new async Our week")
    await room.people.submit(room.director, view["id"], filled(view, starts_at=MONDAY))
    await room.card(room.director, room.plenary, "Our week")
    for number, zone in enumerate(["America/New_York", "Asia/Kolkata", "Asia/Kolkata"]):
        await room.moot(room.person(f"player{number}", tz=zone), "join")
    await room.settled()

    # when
    seen = await room.moot(room.director, "agenda")
    theirs = await room.moot(room.ids["player1"], "agenda")

    # then
    assert f"*Simulation setup*: <!date^{MONDAY}^{{date_long_pretty}}, {{time}}|Mon 10 Mar, 09:00" in seen
    assert "• Asia/Kolkata (2 people): Mon 10 Mar, 13:30\n" in seen
    assert "• America/New_York (1 person): Mon 10 Mar, 04:00 :crescent_moon: night\n" in seen
    assert "Europe/Berlin (1 person)" not in seen, "it is the reader's own"
    assert "Kolkata" not in theirs
    assert "• America/New_York (1 person): Mon 10 Mar, 04:00 :crescent_moon: night\n" in theirs
    assert "First council session" in theirs


async def test_somebody_who_travels_takes_their_night_along(room: Room) -> None:
    # given
    view = await opened_form(room, "new async Our week")
    await room.people.submit(room.director, view["id"], filled(view, starts_at=MONDAY))
    await room.card(room.director, room.plenary, "Our week")
    ada = room.person("ada", tz="Europe/Paris")
    await room.moot(ada, "join")
    await room.settled()

    # when
    room.workspace.people[ada].tz = "Asia/Tokyo"
    room.workspace.person_changed(room.workspace.people[ada])

    # then
    game = await room.game()
    zones = {UserId(ada): "Asia/Tokyo", UserId(room.director): "Europe/Berlin"}

    async def moved() -> bool:
        return await room.store.services.reader.zones(game.id) == zones

    await until(moved, "their zone is the new one")
