"""A game's log as a file of JSON Lines.

The first line says what the file is; each other line is an event as it is stored, in the order in which
things happened. A line's `check` follows from the line and from the `check` before it: so a file that was cut
off or edited is recognized, and where. That protects from mishaps, not from forgers.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from pydantic import AwareDatetime, ValidationError

from bot.db.codec import UnknownKind, adapter, decode, encode, wrong_in
from bot.domain.edition import Edition
from bot.domain.errors.log import LogCutOff, LogEdited, LogIsNewer, LogUnreadable, NotALog
from bot.domain.game import Game, Stage
from bot.domain.ids import GameId, Moment, UserId
from bot.domain.log import Recorded, RecordedEvent
from bot.reports.files import File

FORMAT = 1
SCHEMA = "urn:moot:log"
LOG = ".jsonl"  # how its file ends
NOTE = "Holds secrets: who holds which seat, every vote, claim, answer and feedback. For operators only."
CHECK = 16  # characters of a SHA-256
UNREADABLE = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line: what the file is, and which pack it takes to show the game."""

    moot: Literal["game log"]
    format: int
    schema: str
    game: GameId
    name: str
    pack: str
    pack_version: int
    edition: Edition
    stage: Stage
    written_at: AwareDatetime
    events: int  # lines that follow
    note: str = NOTE


@dataclass(frozen=True, slots=True)
class Entry:
    """Every other line. `data` is the event as its `kind` has it."""

    stream: str  # `game:ID` or `council:ID-2`
    version: int  # from 1 within the stream
    at: AwareDatetime
    actor: UserId  # a Slack id, or `moot`
    kind: str
    data: Line


@dataclass(frozen=True, slots=True)
class Kept:
    """A game's log as it was read from a file, in order; the `place` of each event is its line."""

    file: str
    heading: Heading
    events: tuple[RecordedEvent, ...]


# --- writing


def log_file(game: Game, events: Iterable[RecordedEvent], at: Moment) -> File:
    """The log of a game; `at` is now."""
    content = "".join(f"{line}\n" for line in _written(game, tuple(events), at))
    return File(f"{game.id}-log{LOG}", f"Log of {game.name}", content.encode())


def _written(game: Game, events: tuple[RecordedEvent, ...], at: Moment) -> Iterator[str]:
    pack = game.scenario, game.scenario_version, game.edition
    about = Heading("game log", FORMAT, SCHEMA, game.id, game.name, *pack, game.stage, at, len(events))
    check = ""
    for line in (_plain(about), *map(_line, events)):
        check = _check(check, line)
        yield json.dumps({**line, "check": check}, ensure_ascii=False)


def _line(one: RecordedEvent) -> Line:
    return _plain(Entry(one.stream, one.version, one.at, one.actor, *encode(one.event)))


def _plain(line: Heading | Entry) -> Line:
    plain: Line = adapter(type(line)).dump_python(line, mode="json")
    return plain


def _check(before: str, line: Line) -> str:
    said = json.dumps(line, sort_keys=True, ensure_ascii=False)
    return sha256(f"{before}{said}".encode()).hexdigest()[:CHECK]


# --- reading


def read(file: str, lines: Iterable[bytes]) -> Kept:
    """What a file of this name holds. Raises NotALog, LogIsNewer, LogCutOff, LogEdited, LogUnreadable."""
    given = iter(lines)
    check, heading = _heading(file, next(given, b""))
    events: list[RecordedEvent] = []
    for number, raw in enumerate(given, start=2):
        if not raw.strip():
            continue
        line = _parsed(raw)
        left = heading.events - len(events)
        if line is None and (left == 1 or (left and not raw.endswith(b"\n"))):
            break  # the last line, which somebody has cut
        if line is None or line.pop("check", None) != (check := _check(check, line)):
            raise LogEdited(file=file, line=number)
        events.append(_event(file, number, line))
    if len(events) < heading.events:
        raise LogCutOff(file=file, line=len(events) + 2, found=len(events), expected=heading.events)
    if len(events) > heading.events:
        raise LogEdited(file=file, line=heading.events + 2)
    return Kept(file, heading, tuple(events))


def _heading(file: str, raw: bytes) -> tuple[str, Heading]:
    line = _parsed(raw.removeprefix(b"\xef\xbb\xbf")) or {}
    check = line.pop("check", None)
    if line.get("moot") != "game log":
        raise NotALog(file=file)
    if isinstance(line.get("format"), int) and line["format"] > FORMAT:
        raise LogIsNewer(file=file, line=1, what=f"format {line['format']}")
    if check != (made := _check("", line)):
        raise LogEdited(file=file, line=1)
    try:
        heading: Heading = adapter(Heading).validate_python(line)
    except ValidationError as fault:
        raise LogUnreadable(file=file, line=1, fault=", ".join(wrong_in(fault))) from None
    return made, heading


def _parsed(raw: bytes) -> Line | None:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) else None


def _event(file: str, number: int, line: Line) -> RecordedEvent:
    try:
        entry: Entry = adapter(Entry).validate_python(line)
        event = decode(entry.kind, entry.data)
    except UnknownKind:
        raise LogIsNewer(file=file, line=number, what=entry.kind) from None
    except UNREADABLE as fault:
        wrong = ", ".join(wrong_in(fault)) if isinstance(fault, ValidationError) else type(fault).__name__
        raise LogUnreadable(file=file, line=number, fault=wrong) from None
    return Recorded(entry.stream, entry.version, entry.at, entry.actor, event, number)
