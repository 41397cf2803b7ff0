"""Writes the pack of an event list: a team for each player, one long session, and the events as injects."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import MootError
from bot.domain.parts import LINE_LENGTH
from bot.domain.scenario import Scenario
from bot.domain.times.writing import length
from bot.scenarios.faults import BrokenPack
from bot.scenarios.files import HANDBOOK, PACK
from bot.scenarios.load import load_pack
from bot.scenarios.msel.events import Event, EventList
from bot.scenarios.msel.telling import EXERCISE, Notes, duration, inject, teams_of, told_to
from bot.scenarios.skeleton.wishes import read_key
from bot.scenarios.skeleton.writing import AlreadyThere, is_taken

MOST_EVENTS = 90  # injects that a pack can have
AFTER = timedelta(minutes=10)  # what is left of the exercise after the last event
ALONE = 8  # seats of a team that plays alone
GUIDE, GUIDE_SECTION = "facilitator/1-events.md", 12  # events below one heading
QUIETLY = (
    "Changed: messages for everybody go to each person directly, since some of them were for only some "
    "people before."
)
_TEMPLATE = Path(__file__).with_name("table-top.yaml")


class TooManyEvents(MootError):
    template = (
        "The list has {count} events, and a pack takes {most} at most. Split it into two, and import each."
    )


@dataclass(frozen=True, slots=True)
class Made:
    """The files of the pack, by their paths in its folder, and what its author should know: what was left
    out, what was guessed, and what is left to do."""

    files: Mapping[str, str]
    notes: tuple[str, ...]


def make(events: EventList, key: str, title: str, *, aloud: bool = True) -> Made:
    """The pack of this key. What everybody is told is posted in the channels, if it may be said `aloud`; else
    each is written to. Raises TooManyEvents."""
    if len(events.events) > MOST_EVENTS:
        raise TooManyEvents(count=len(events.events), most=MOST_EVENTS)
    notes = Notes()
    teams = teams_of(events.events)
    injects = [inject(one, f"event-{place}", notes) for place, one in enumerate(events.events, start=1)]
    for one, event in zip(injects, events.events, strict=True):
        if to := told_to(event, teams, aloud=aloud):
            one["to"] = to
    _tell_apart(injects, notes)
    left = (*events.guesses, *notes.told(), *([] if aloud else [QUIETLY]), *_to_do(teams))
    pack = _pack(teams, injects, max(events.events[-1].at + AFTER, 2 * AFTER))
    files = {
        PACK: "# A table-top exercise made from an event list. Moot's content/README.md explains packs.\n"
        + _yaml({**pack, "key": key, "title": title}),
        HANDBOOK: _handbook(teams),
        GUIDE: _guide(events.events, left),
    }
    return Made(files, left)


def write(events: EventList, folder: Path, title: str) -> tuple[Scenario, tuple[str, ...]]:
    """Writes the pack, and says what to know of it. Raises AlreadyThere, NotAKey, TooManyEvents, and
    BrokenPack if something is left for its author to mend."""
    if is_taken(folder):
        raise AlreadyThere(folder=folder)
    made = make(events, read_key(folder.name), title)
    _write(made, folder)
    try:
        return load_pack(folder), made.notes
    except BrokenPack:  # perhaps what some were told is said aloud later
        made = make(events, folder.name, title, aloud=False)
        _write(made, folder)
        return load_pack(folder), made.notes


def _write(made: Made, folder: Path) -> None:
    for name, text in made.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _tell_apart(injects: Sequence[dict[str, Any]], notes: Notes) -> None:
    """A facilitator picks an inject by its title, so no two have the same."""
    times: Counter[str] = Counter()
    for place, one in enumerate(injects, start=1):
        title = one["title"]
        times[title.lower()] += 1
        if (time := times[title.lower()]) > 1:
            one["title"] = f"{title[: LINE_LENGTH - 5]} ({time})"
            notes.add("Changed: a repeated subject now has a number", place)


def _to_do(teams: Mapping[str, str]) -> Iterator[str]:
    first = next(iter(teams.values()))
    yield f"To do: {first} chairs, since the list names nobody; move `stewards: true` if somebody else does."
    if len(teams) > 1:
        yield "To do: each player has one seat in a council; give a role `seats: 3` if three people share it."


# --- the files


def _pack(teams: Mapping[str, str], injects: Sequence[Mapping[str, Any]], lasts: timedelta) -> dict[str, Any]:
    pack: dict[str, Any] = yaml.safe_load(_TEMPLATE.read_text("utf-8"))
    count = f"{len(injects)} event{'s' * (len(injects) != 1)}"
    exercise = next(phase for phase in pack["agenda"] if phase["key"] == EXERCISE)
    exercise["lasts"] = duration(lasts)
    pack["summary"] = f"A table-top exercise for {_listed([*teams.values()])}: {count} in {length(lasts)}."
    pack["minimum"] = len(teams)
    pack["teams"] = [
        {"key": key, "name": name, "represents": f"{name}, as in the event list."}
        for key, name in teams.items()
    ]
    pack["teams"][0]["stewards"] = True
    pack["roles"] = [
        {"number": place, "key": f"{key[:37]}-1", "name": name, "team": key, "public": "Reads its messages."}
        for place, (key, name) in enumerate(teams.items(), start=1)
    ]
    if len(teams) == 1:
        pack["roles"][0]["seats"] = ALONE
    pack["injects"] = list(injects)
    for place, sample in enumerate(pack["samples"]):
        pack["samples"][place] = {"role": 1 + place % len(teams), **sample}
    return pack


def _handbook(teams: Mapping[str, str]) -> str:
    who = "\n".join(f"- {name}" for name in teams.values())
    return f"""\
## How this works

Messages tell you what happens. Some come to everybody, in the channel. Others come only to you, as a direct
message, and nobody else knows of them unless you pass them on. `/moot missed` shows again what you were told.

What you decide belongs in the book: type /propose.

## Who is at the table

{who}
"""


def _guide(events: Sequence[Event], left: Sequence[str]) -> str:
    parts = ["# The events, and what to expect\n"]
    for first in range(0, len(events), GUIDE_SECTION):
        some = events[first : first + GUIDE_SECTION]
        parts.append(f"## Events {first + 1} to {first + len(some)}\n")
        parts += [f"- {_line(event)}" for event in some]
        parts.append("")
    parts += ["## Made from an event list\n", *(f"- {_flat(one)}" for one in left), ""]
    return "\n".join(parts)


def _line(event: Event) -> str:
    to = _listed(event.players)
    said = [f"{duration(event.at)}: “{event.subject}”, from {event.sender} to {to}."]
    if event.options:
        said.append(f"Expects one of: {' | '.join(event.options)}.")
    said += [f"{key}: {text}" for key, text in event.notes]
    return _flat(" ".join(said))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines with their lines."""


def _as_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _as_text)


def _yaml(pack: Mapping[str, Any]) -> str:
    return yaml.dump(pack, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
