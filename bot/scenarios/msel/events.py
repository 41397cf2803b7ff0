"""Reads a table-top's event list (MSEL): a JSON list with a record for each event, as T3SF keeps it.

A record has `Real Time` (when it comes), `Subject`, `From`, `Player` (who gets it) and `Script` (the text).
It may have `#`, `Date` (the time in the story), `Photo`, `Picture Name`, `Profile` and `Poll` (options with
`|` between them). Other keys are notes.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.errors import MootError
from bot.domain.parts import LINE_LENGTH
from bot.domain.times.reading import clock_in
from bot.scenarios.faults import did_you_mean
from bot.scenarios.msel.plain import plain

NEEDED = ("Real Time", "Subject", "From", "Player", "Script")
ADDRESSES = ("photo", "profile")
KNOWN = (*NEEDED, "#", "Date", "Photo", "Picture Name", "Profile", "Poll")
LONGEST_SCRIPT = 2600  # of the 2,900 characters of a text; date and options come on top
LONGEST_NAME = 60  # of a player
LONGEST_GAP = timedelta(hours=6)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SOME_DAY = datetime(1, 1, 1)  # noqa: DTZ001 - of times without a day; only differences count
Record = Mapping[str, str]


class NoSuchList(MootError):
    template = "I can't read {file}: {why}."


class WrongList(MootError):
    template = "{file} is not an event list that I can read:\n{faults}"


@dataclass(frozen=True, slots=True)
class Event:
    """What a record says. `at` counts from the first event; `notes` are what else it says."""

    record: int
    at: timedelta
    date: str
    subject: str
    sender: str
    players: tuple[str, ...]
    script: str
    photo: str = ""
    picture_name: str = ""
    profile: str = ""
    options: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    def is_sent_as(self, other: "Event") -> bool:
        """Whether both are one message to different players."""
        return replace(self, record=other.record, players=other.players) == other


@dataclass(frozen=True, slots=True)
class EventList:
    """The events in their order, and what was understood otherwise than it is written."""

    events: tuple[Event, ...]
    guesses: tuple[str, ...]


def read_events(file: Path) -> EventList:
    """The list in this file. Raises NoSuchList, and WrongList with what is wrong at which record."""
    written = [_as_texts(record) for record in _records(file)]
    records = [
        {key: text if key in ADDRESSES else plain(text) for key, text in one.items()} for one in written
    ]
    faults = [fault for number, one in enumerate(records, start=1) for fault in _faults(number, one)]
    if faults:
        raise WrongList(file=file, faults="\n".join(faults))
    starts, guesses = _offsets([one["real time"] for one in records])
    events = [_event(place + 1, one, at) for place, (one, at) in enumerate(zip(records, starts, strict=True))]
    changed = [
        str(n) for n, (one, was) in enumerate(zip(records, written, strict=True), start=1) if one != was
    ]
    if changed:
        where = f"record{'s' * (len(changed) > 1)} {', '.join(changed)}"
        guesses.append(f"Changed: marks that Slack does not know, or that would notify everybody ({where}).")
    return EventList(tuple(_merged(events)), tuple(guesses))


def _records(file: Path) -> list[Any]:
    try:
        found = json.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise NoSuchList(file=file, why=(error.strerror or "it cannot be opened").lower()) from None
    except UnicodeDecodeError:
        raise NoSuchList(file=file, why="it is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NoSuchList(file=file, why=f"it is not JSON ({error.msg} at {where})") from None
    if not isinstance(found, list) or not found:
        raise WrongList(file=file, faults="it must be a list, in [ and ], with a record for each event")
    return found


def _as_texts(record: Any) -> Record:
    """The record with its keys in small letters, and its values as text."""
    if not isinstance(record, dict):
        return {}
    return {
        str(key).strip().lower(): "" if value is None else str(value).strip() for key, value in record.items()
    }


def _faults(number: int, record: Record) -> Iterator[str]:
    if not record:
        yield f"record {number} must have keys, in {{ and }}, such as `Subject`"
        return
    for key in NEEDED:
        if key.lower() not in record:
            unknown = [one for one in record if one not in [known.lower() for known in KNOWN]]
            yield f"record {number} has no `{key}`{did_you_mean(key.lower(), unknown)}"
        elif not record[key.lower()]:
            yield f"record {number}: `{key}` is empty"
    if record.get("real time") and _moment(record["real time"]) is None:
        said = record["real time"]
        yield f"record {number}: I can't read `{said}` as `Real Time`; write it like 09:30 or 9:30 AM"
    for key, most in (("Subject", LINE_LENGTH), ("From", LINE_LENGTH), ("Script", LONGEST_SCRIPT)):
        if len(record.get(key.lower(), "")) > most:
            has = f"{len(record[key.lower()]):,} characters"
            yield f"record {number}: `{key}` has {has}; Moot takes {most:,} at most"
    for player in _players(record.get("player", "")):
        if len(player) > LONGEST_NAME:
            yield f"record {number}: the player's name `{player[:20]}…` is longer than {LONGEST_NAME} letters"


def _event(number: int, record: Record, at: timedelta) -> Event:
    known = [key.lower() for key in KNOWN]
    return Event(
        number,
        at,
        record.get("date", ""),
        " ".join(record["subject"].split()),
        " ".join(record["from"].split()),
        _players(record["player"]),
        record["script"],
        record.get("photo", ""),
        record.get("picture name", ""),
        record.get("profile", ""),
        tuple(option for part in record.get("poll", "").split("|") if (option := part.strip())),
        tuple((key.capitalize(), text) for key, text in record.items() if text and key not in known),
    )


def _players(named: str) -> tuple[str, ...]:
    """One player, or several with commas or semicolons between them."""
    parts = (" ".join(part.split()) for part in re.split("[,;]", named))
    return tuple(dict.fromkeys(part for part in parts if part))


def _moment(text: str) -> datetime | None:
    """A time of day, on the first day that there is, or a day with its time."""
    if (clock := clock_in(text.lower())) is not None:
        return datetime.combine(SOME_DAY, clock)
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _offsets(times: Sequence[str]) -> tuple[list[timedelta], list[str]]:
    """How long after the first event each comes. After midnight, a time of day is of the next day. Where that
    is far from the event before, only the minutes past the hour count, as in T3SF itself."""
    starts, guesses, before = [timedelta(0)], [], _moment(times[0]) or SOME_DAY
    for place, text in enumerate(times[1:], start=1):
        now = _moment(text) or before
        dated = now.year > 1 < before.year
        gap = now - before if dated else (now - before) % DAY
        if gap < timedelta(0) or not (dated or gap <= LONGEST_GAP):
            gap %= HOUR
            both = f"Record {place + 1} is at {text} and record {place} at {times[place - 1]}"
            minutes = gap // timedelta(minutes=1)
            guesses.append(
                f"{both}: like T3SF, Moot looked only at the minutes, and put the two {minutes} apart."
            )
        starts.append(starts[-1] + gap)
        before = now
    return starts, guesses


def _merged(events: Sequence[Event]) -> Iterator[Event]:
    """One message to several players is one event for all of them."""
    waiting = list(events)
    while waiting:
        first, *rest = waiting
        same = [one for one in rest if one.is_sent_as(first)]
        players = dict.fromkeys(player for one in (first, *same) for player in one.players)
        yield replace(first, players=tuple(players))
        waiting = [one for one in rest if one not in same]
