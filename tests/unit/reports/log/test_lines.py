"""A game's log as a file: what goes in comes out, and a file that is not as Moot wrote it is refused."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from bot.db import codec
from bot.domain.council import commands as cc
from bot.domain.council.events import ClaimMade
from bot.domain.errors import MootError
from bot.domain.errors.log import LogCutOff, LogEdited, LogIsNewer, LogUnreadable, NotALog
from bot.domain.log import RecordedEvent
from bot.reports.log import lines
from bot.reports.log.lines import Kept, log_file, read
from tests.builders import a_book_of_everything, a_game, a_running_game, at, by_policies, player, recorded

NAME = "g1-log.jsonl"


def a_log() -> tuple[RecordedEvent, ...]:
    """A game with a council that has voted, in which somebody claims."""
    council = a_book_of_everything()
    council.do(cc.MakeClaim(team_mission=by_policies(1)), player(3), at(40))
    return recorded(a_running_game(), council)


def a_file() -> bytes:
    """That log as a file."""
    return log_file(a_running_game().game, a_log(), at(60)).content


def kept(content: bytes) -> Kept:
    """What is read of a file."""
    return read(NAME, BytesIO(content))


def test_a_log_read_back_from_its_file_is_unchanged() -> None:
    events = a_log()

    file = log_file(a_running_game().game, events, at(60))
    found = kept(file.content)

    assert file.name == NAME
    assert found.heading.events == len(events)
    assert [(one.stream, one.version, one.at, one.actor, one.event) for one in found.events] == [
        (one.stream, one.version, one.at, one.actor, one.event) for one in events
    ]
    assert [one.place for one in found.events] == list(range(2, len(events) + 2)), "each event knows its line"


def test_the_first_line_says_what_the_file_is_and_that_it_holds_secrets() -> None:
    first, second, *_ = a_file().decode().splitlines()

    said = json.loads(first)
    assert said | {"check": ""} == {
        "moot": "game log",
        "format": 1,
        "schema": "urn:moot:log",
        "game": "g1",
        "name": "Tuesday's game",
        "pack": "rainbow-road",
        "pack_version": a_running_game().game.scenario_version,
        "edition": {"format": "", "missions": "", "language": ""},
        "stage": "running",
        "written_at": "2026-11-22T13:00:00Z",
        "events": len(a_log()),
        "note": lines.NOTE,
        "check": "",
    }
    assert json.loads(second)["kind"] == "GameCreated"


def test_changes_that_keep_a_files_meaning_are_accepted() -> None:
    windows = b"\xef\xbb\xbf" + a_file().replace(b"\n", b"\r\n") + b"\r\n"

    assert kept(windows).events == kept(a_file()).events


def _without(number: int) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [line for at, line in enumerate(lines, start=1) if at != number]


def _with(number: int, **changes: Any) -> Callable[[list[bytes]], list[bytes]]:
    """A line as somebody changes it who knows what a check is."""

    def change(given: list[bytes]) -> list[bytes]:
        check, changed = "", []
        for place, raw in enumerate(given, start=1):
            line = json.loads(raw)
            line.pop("check")
            line |= changes if place == number else {}
            check = lines._check(check, line)
            changed.append(json.dumps({**line, "check": check}).encode() + b"\n")
        return changed

    return change


SPOILED: dict[str, tuple[Callable[[list[bytes]], list[bytes]], type[MootError], int]] = {
    "nothing is in it": (lambda _: [], NotALog, 1),
    "a picture": (lambda _: [b"\x89PNG\r\n", b"\x00\xff\n"], NotALog, 1),
    "some other JSON": (lambda _: [b'{"game": "chess"}\n'], NotALog, 1),
    "a list": (lambda _: [b"[1, 2]\n"], NotALog, 1),
    "deep nesting": (lambda _: [b"[" * 100_000], NotALog, 1),
    "the last line is cut in two": (lambda all_: [*all_[:-1], all_[-1][:40]], LogCutOff, 0),
    "the last line is gone": (lambda all_: all_[:-1], LogCutOff, 0),
    "only the first line is left": (lambda all_: all_[:1], LogCutOff, 2),
    "a line in the middle is gone": (_without(5), LogEdited, 5),
    "a line is there twice": (lambda all_: [*all_[:6], all_[5], *all_[6:]], LogEdited, 7),
    "a line is added at the end": (lambda all_: [*all_, b'{"kind": "GameEnded"}\n'], LogEdited, 0),
    "half a line is added at the end": (lambda all_: [*all_, b'{"kind": "GameEn'], LogEdited, 0),
    "a word is another": (lambda all_: [*all_[:2], all_[2].replace(b"U", b"W"), *all_[3:]], LogEdited, 3),
    "a line is no JSON": (lambda all_: [*all_[:2], b"{\n", *all_[3:]], LogEdited, 3),
    "the game has another name": (
        lambda all_: [all_[0].replace(b"Tuesday", b"Wednesday"), *all_[1:]],
        LogEdited,
        1,
    ),
    "the format is newer": (_with(1, format=2), LogIsNewer, 1),
    "an event is of a newer kind": (_with(4, kind="DogAdopted"), LogIsNewer, 4),
    "a field is of another type": (_with(4, data={"player": None}), LogUnreadable, 4),
    "a moment without a zone": (_with(4, at="2026-11-22T12:00:00"), LogUnreadable, 4),
    "the heading lacks its pack": (_with(1, pack=None), LogUnreadable, 1),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_spoiled_file_is_refused_with_its_line_and_a_sentence(what: str) -> None:
    spoil, refusal, line = SPOILED[what]
    content = b"".join(spoil(a_file().splitlines(keepends=True)))

    with pytest.raises(refusal) as refused:
        kept(content)

    sentence = str(refused.value)
    assert sentence.startswith(f"{NAME}, line {line or ''}")
    assert sentence.endswith(".")
    assert "player" not in sentence.lower() or "data" not in sentence, "nothing that stands in it is quoted"


def test_a_cut_off_file_says_how_much_is_left() -> None:
    left = b"".join(a_file().splitlines(keepends=True)[:5])

    with pytest.raises(LogCutOff, match=rf"line 6: .* 4 of its {len(a_log())} events are left"):
        kept(left)


def test_what_an_older_moot_wrote_is_read_in_its_new_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a claim as it was stored when claims rested on numbers of policies alone
    events = a_log()
    place = next(number for number, one in enumerate(events) if isinstance(one.event, ClaimMade))
    old = {"seat": 3, "team_mission": [1], "role_mission": [], "priorities": [], "at": None}
    lines_of = a_file().splitlines(keepends=True)

    found = kept(b"".join(_with(place + 2, data=old)(lines_of)))

    claim = found.events[place].event
    assert "ClaimMade" in codec.UPCASTERS
    assert isinstance(claim, ClaimMade)
    assert claim.team_mission == by_policies(1)


def test_a_game_that_has_only_begun_has_a_log_as_well() -> None:
    log = a_game(players=1)

    found = kept(log_file(log.game, recorded(log), at(1)).content)

    assert len(found.events) == len(log.events)
