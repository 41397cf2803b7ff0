"""A table-top's event list becomes a pack that passes the check; what it cannot hold is said."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import cli
from bot.domain.scenario import Scenario
from bot.scenarios.load import load_pack
from bot.scenarios.msel.events import NoSuchList, WrongList, read_events
from bot.scenarios.msel.making import TooManyEvents, write
from bot.scenarios.skeleton.wishes import NotAKey
from bot.scenarios.skeleton.writing import AlreadyThere

FLOOD: dict[str, Any] = {
    "#": 1,
    "Real Time": "09:00 AM",
    "Date": "Sunday, before dawn",
    "Subject": "Water in the archive",
    "From": "Night guard",
    "Player": "Museum",
    "Script": "There is water on the floor of the archive, and it is rising.",
    "Photo": "",
    "Picture Name": "",
    "Profile": "",
    "Poll": "",
}


def an_event(**said: str) -> dict[str, Any]:
    return {**FLOOD, **{key.replace("_", " ").title(): text for key, text in said.items()}}


def a_list(folder: Path, *events: object) -> Path:
    file = folder / "flood_night.json"
    file.write_text(json.dumps(events), "utf-8")
    return file


def imported(folder: Path, *events: object) -> tuple[Scenario, str]:
    """The pack, and what was said of it."""
    file = a_list(folder, *events)
    pack = folder / "flood-night"
    command = ["content", "import", "msel", str(file), "--to", str(pack)]
    result = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert result.exit_code == 0
    return load_pack(pack), result.stdout


def test_each_player_is_a_team_and_gets_its_own_events_at_their_times(tmp_path: Path) -> None:
    pack, _ = imported(
        tmp_path,
        FLOOD,
        an_event(real_time="9:12 AM", player="Fire Service", subject="A call"),
        an_event(real_time="10:02 AM", player="Museum; Press office", subject="A journalist"),
        an_event(real_time="10:30", player="All", subject="The river"),
    )

    assert [team.name for team in pack.teams] == ["Museum", "Fire Service", "Press office"]
    assert [(one.title, one.to, one.after_start) for one in pack.injects] == [
        ("Water in the archive", ("museum",), timedelta(0)),
        ("A call", ("fire-service",), timedelta(minutes=12)),
        ("A journalist", ("museum", "press-office"), timedelta(minutes=62)),
        ("The river", ("museum", "fire-service", "press-office"), timedelta(minutes=90)),
    ]
    assert pack.injects[0].sender == "Night guard"
    assert pack.injects[0].text.startswith("_Sunday, before dawn_\n\nThere is water")
    assert pack.phase("exercise").lasts == timedelta(minutes=100)
    assert pack.minimum == 3


def test_one_message_to_several_players_is_one_inject_and_one_to_all_is_for_everybody(tmp_path: Path) -> None:
    pack, _ = imported(
        tmp_path,
        an_event(player="Museum", script="The bridge is closed."),
        an_event(player="Fire Service", script="The bridge is closed."),
        an_event(real_time="09:05 AM", player="Museum", subject="Alone", script="Are you there?"),
    )

    assert [(one.title, one.to) for one in pack.injects] == [
        ("Water in the archive", ()),
        ("Alone", ("museum",)),
    ]


def test_pictures_come_along_where_slack_shows_them_and_what_is_lost_is_said(tmp_path: Path) -> None:
    shown = {
        "Photo": "https://example.org/a.jpg",
        "Picture Name": "wet_boxes.jpg",
        "Profile": "https://example.org/b.png",
    }
    pack, said = imported(
        tmp_path,
        FLOOD | shown,
        an_event(real_time="09:10 AM", photo="https://example.org/b.png", picture_name="attachment.jpg"),
        an_event(real_time="09:20 AM", photo="C:/pictures/c.png", subject="A map"),
    )

    assert [one.picture and one.picture.alt for one in pack.injects] == [
        "wet boxes",
        "A picture sent by Night guard",
        None,
    ]
    assert "Left out: a picture that is not a PNG, JPEG or GIF at an https:// address (record 3)." in said
    assert "Left out: the sender's own picture; Moot shows the sender's name (record 1)." in said
    assert "now it is the name of the file (record 1)." in said
    assert "now it says only who sent it (record 2)." in said


def test_expected_answers_stand_in_the_facilitators_guide(tmp_path: Path) -> None:
    pack, said = imported(
        tmp_path,
        FLOOD | {"Poll": "Evacuate | Stay", "Expected Response": "They call the fire service.", "Cost": None},
    )

    guide = (tmp_path / "flood-night" / "facilitator" / "1-events.md").read_text("utf-8")
    assert "Expects one of: Evacuate | Stay. Expected response: They call the fire service." in guide
    assert "Left out: a poll's buttons" in said
    assert "Left out: a poll's buttons" in guide
    assert pack.injects[0].text.endswith("Decide, and say so in your channel: Evacuate | Stay")


def test_marks_that_ring_or_that_slack_does_not_know_are_made_plain(tmp_path: Path) -> None:
    script = "# News\n**Wet** boxes, [here](https://example.org). @channel <!here> {left} *and* | more"
    pack, said = imported(tmp_path, an_event(script=f"{script}\u202e :nowhere:"))

    assert pack.injects[0].text.endswith(
        "*News*\n*Wet* boxes, here (https://example.org). channel !here> (left) *and* | more nowhere"
    )
    assert "Changed: marks that Slack does not know, or that would notify everybody (record 1)." in said


def test_what_some_were_told_and_all_hear_later_is_written_to_each(tmp_path: Path) -> None:
    pack, said = imported(
        tmp_path, FLOOD, an_event(player="Police"), FLOOD | {"Player": "Everyone", "Real Time": "9.30 am"}
    )

    assert len(pack.injects) == 2
    assert "some of them were for only some people before" not in said

    other = tmp_path / "other"
    other.mkdir()
    pack, said = imported(
        other,
        FLOOD,
        an_event(player="Police", subject="B", script="Hm."),
        FLOOD | {"Player": "All", "#": 3, "Date": ""},
    )
    assert pack.injects[-1].to == ("museum", "police")
    assert "some of them were for only some people before" in said


def test_events_of_the_same_subject_can_be_told_apart(tmp_path: Path) -> None:
    pack, said = imported(
        tmp_path, FLOOD, an_event(real_time="09:20 AM", script="It has reached the shelves.")
    )

    assert [one.title for one in pack.injects] == ["Water in the archive", "Water in the archive (2)"]
    assert "Changed: a repeated subject now has a number (record 2)." in said


def test_facilitators_and_observers_need_no_team(tmp_path: Path) -> None:
    pack, _ = imported(
        tmp_path, FLOOD, an_event(player="Game Masters"), an_event(player="observers", date="x")
    )

    assert [team.key for team in pack.teams] == ["museum"]
    assert [one.to for one in pack.injects] == [("museum", "facilitators"), ("observers",)]
    assert len(pack.roles) == 8, "a team that plays alone has several seats"


@pytest.mark.parametrize(
    ("times", "minutes"),
    [
        (("23:50", "00:10", "00:15"), [0, 20, 25]),
        (("07:29 AM", "07:30 PM", "07:31 PM"), [0, 1, 2]),
        (("2026-05-01 09:00", "2026-05-01T17:30:00"), [0, 510]),
        (("09:00:30", "9:01 am"), [0, 0.5]),
    ],
)
def test_clock_times_become_lengths_from_the_first_event(
    times: tuple[str, ...], minutes: list[float], tmp_path: Path
) -> None:
    events = [an_event(real_time=time, subject=f"At {time}") for time in times]

    read = read_events(a_list(tmp_path, *events))

    assert [one.at / timedelta(minutes=1) for one in read.events] == minutes


WRONG = {
    "no list": (None, "it must be a list"),
    "no record": ([FLOOD, "flood"], "record 2 must have keys"),
    "a key left out": ([{**FLOOD, "Subject": None}], "record 1: `Subject` is empty"),
    "a key mistyped": (
        [FLOOD, {"Subjet" if key == "Subject" else key: text for key, text in FLOOD.items()}],
        "record 2 has no `Subject` (did you mean `subjet`?)",
    ),
    "no time": (
        [an_event(real_time="soon")],
        "record 1: I can't read `soon` as `Real Time`; write it like 09:30",
    ),
    "a long script": (
        [an_event(script="a" * 2700)],
        "record 1: `Script` has 2,700 characters; Moot takes 2,600 at most",
    ),
    "a long player": (
        [an_event(player="a" * 80)],
        "record 1: the player's name `aaaaaaaaaaaaaaaaaaaa…` is longer than 60 letters",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_list_is_refused_with_what_is_wrong_at_which_record(name: str, tmp_path: Path) -> None:
    written, message = WRONG[name]
    file = tmp_path / "list.json"
    file.write_text(json.dumps(written), "utf-8")

    with pytest.raises(WrongList) as refused:
        read_events(file)

    assert message in str(refused.value)


def test_a_file_that_cannot_be_read_is_refused_with_why(tmp_path: Path) -> None:
    with pytest.raises(NoSuchList, match="no such file"):
        read_events(tmp_path / "nothing.json")
    (tmp_path / "list.json").write_text('[{"Subject": }]', "utf-8")
    with pytest.raises(NoSuchList, match=r"it is not JSON \(.* at line 1, column 14\)"):
        read_events(tmp_path / "list.json")


def test_nothing_is_overwritten_and_a_folder_needs_a_name_that_can_be_a_key(tmp_path: Path) -> None:
    events = read_events(a_list(tmp_path, FLOOD))
    with pytest.raises(AlreadyThere):
        write(events, tmp_path, "Flood")
    with pytest.raises(NotAKey, match="Try flood-night"):
        write(events, tmp_path / "Flood Night", "Flood")
    many = read_events(a_list(tmp_path, *(an_event(subject=f"Event {number}") for number in range(91))))
    with pytest.raises(TooManyEvents, match="91 events"):
        write(many, tmp_path / "many", "Many")
