"""Writes the pack that an event list makes: a team for each player, one long session, and the events as injects."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.domain.audience import Everybody
from bot.domain.errors import MootError
from bot.domain.picture import shows_picture
from bot.domain.times.writing import length
from bot.scenarios.files import HANDBOOK, PACK
from bot.scenarios.msel.events import Event, EventList

MOST_EVENTS = 90  # injects that a pack can have
AFTER = timedelta(minutes=10)  # what is left of the exercise after the last event
GUIDE, GUIDE_SECTION = "facilitator/1-events.md", 12  # events below one heading
_EVERYBODY = {"all", "all players", "all teams", "everybody", "everyone"}
_WHO = dict.fromkeys(("facilitator", "facilitators", "game master", "game masters"), Everybody.FACILITATORS) | {
    "observers": Everybody.OBSERVERS
}
_NO_NAME = re.compile(r"(attachment|image|picture|photo|file|img|screenshot|untitled)?[\W_\d]*", re.IGNORECASE)
_MARKDOWN = (
    (re.compile(r"\*\*(\S.*?)\*\*"), r"*\1*"),
    (re.compile(r"\[([^\]]+)\]\((\w+:[^)\s]+)\)"), r"\1 (\2)"),
    (re.compile(r"^#{1,6} +(.*)$", re.MULTILINE), r"*\1*"),
    (re.compile(r"<([!@#])"), r"\1"),
    (re.compile(r"(?<!\w)@(channel|here|everyone)\b"), r"\1"),
    (re.compile(r"^\|", re.MULTILINE), "¦"),
)


class TooManyEvents(MootError):
    template = (
        "The list has {count} events, and a pack takes {most}. Split it into two exercises, and import each."
    )


class FolderInUse(MootError):
    template = "{folder} is there already. Name a folder that is not: --to my-exercise."


class NotAFolder(MootError):
    template = (
        "{folder} cannot be a pack's folder: its name is the pack's key, so it begins with a small letter and has small "
        "letters, digits and hyphens, 40 at most. Try --to {instead}."
    )


@dataclass(frozen=True, slots=True)
class Made:
    """The files of the pack, by their paths in its folder, and what its author should know: what was left out,
    what was guessed, and what is left to do."""

    files: Mapping[str, str]
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Notes:
    """What is said once, however many events it is about."""

    about: dict[str, list[int]] = field(default_factory=dict)

    def add(self, what: str, record: int) -> None:
        self.about.setdefault(what, []).append(record)

    def told(self) -> Iterator[str]:
        for what, records in self.about.items():
            yield f"{what} (record{'s' * (len(records) > 1)} {', '.join(map(str, records))})."


def key_of(named: str) -> str:
    """A short name made of any words; `exercise` where none of them can stand in one."""
    plain = unicodedata.normalize("NFKD", named.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-0123456789")[:40].strip("-") or "exercise"


def make(events: EventList, key: str, title: str) -> Made:
    """The pack of this key. Raises TooManyEvents."""
    if len(events.events) > MOST_EVENTS:
        raise TooManyEvents(count=len(events.events), most=MOST_EVENTS)
    notes = _Notes()
    teams = _teams(events.events)
    injects = [_inject(one, place, teams, notes) for place, one in enumerate(events.events, start=1)]
    left = (*events.guesses, *notes.told(), *_to_do(teams))
    pack = _pack(key, title, teams, injects, events.events[-1].at)
    files = {
        PACK: f"# {title}: a table-top made of an event list. What each key means: Moot's content/REFERENCE.md.\n"
        + _yaml(pack),
        HANDBOOK: _handbook(teams),
        GUIDE: _guide(events.events, left),
    }
    return Made(files, left)


def write(made: Made, folder: Path) -> None:
    """Writes the files. Raises FolderInUse and NotAFolder."""
    if folder.exists():
        raise FolderInUse(folder=folder)
    if key_of(folder.name) != folder.name:
        raise NotAFolder(folder=folder, instead=folder.with_name(key_of(folder.name)))
    for name, text in made.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


# --- who plays


def _teams(events: Sequence[Event]) -> dict[str, str]:
    """The teams' keys by their names: every player that is not a word for everybody."""
    teams: dict[str, str] = {}
    for name in dict.fromkeys(player for event in events for player in event.players):
        if name.lower() in _EVERYBODY or name.lower() in _WHO:
            continue
        same = next((known for known in teams if known.lower() == name.lower()), None)
        key = teams[same] if same else _free(key_of(name), {*teams.values(), *Everybody})
        teams[name] = key
    return teams or {"Players": "players"}


def _free(key: str, taken: set[str]) -> str:
    keys = (f"{key[:36].strip('-')}-{number}" if number > 1 else key for number in range(1, len(taken) + 2))
    return next(one for one in keys if one not in taken)


def _to(event: Event, teams: Mapping[str, str]) -> list[str]:
    """The names for `to`; none where everybody hears it."""
    named = [_WHO.get(player.lower()) or teams.get(player, "") for player in event.players]
    return [] if "" in named or {*named} >= {*teams.values()} else [str(name) for name in dict.fromkeys(named)]


# --- what happens


def _inject(event: Event, place: int, teams: Mapping[str, str], notes: _Notes) -> dict[str, Any]:
    inject: dict[str, Any] = {"key": f"event-{place}", "title": event.subject, "text": _text(event, notes)}
    if to := _to(event, teams):
        inject["to"] = to
    inject["sender"] = event.sender
    if event.photo and shows_picture(event.photo):
        inject["picture"] = {"url": event.photo, "alt": _alt(event, notes)}
    elif event.photo:
        notes.add("Left out: a picture that is not a PNG, JPEG or GIF at an https:// address", event.record)
    if event.profile:
        notes.add("Left out: the sender's own picture; Moot shows the sender's name", event.record)
    return {**inject, "phase": "exercise", "after_start": _duration(event.at)}


def _text(event: Event, notes: _Notes) -> str:
    plain = event.script
    for pattern, instead in _MARKDOWN:
        plain = pattern.sub(instead, plain)
    if plain != event.script:
        notes.add("Changed: marks that Slack does not know, or that would ring everybody, in the text", event.record)
    if event.options:
        notes.add(
            "Left out: the buttons of a poll; its answers stand in the text, and in the facilitator's notes", event.record
        )
    when = [f"_{event.date.strip('_')}_"] if event.date else []
    answers = [f"Decide, and say so in your channel: {' | '.join(event.options)}"] if event.options else []
    return "\n\n".join((*when, plain.strip(), *answers))


def _alt(event: Event, notes: _Notes) -> str:
    name = re.sub(r"[_\W]+", " ", event.picture_name.rpartition(".")[0] or event.picture_name).strip()
    if _NO_NAME.fullmatch(name):
        notes.add("To do: say in `alt` what the picture shows; now it says only who sent it", event.record)
        return f"A picture sent by {event.sender}"
    notes.add("To do: say in `alt` what the picture shows; now it is the name of the file", event.record)
    return name


def _duration(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"


def _to_do(teams: Mapping[str, str]) -> Iterator[str]:
    first = next(iter(teams))
    yield (
        f"To do: {first} chairs, since the list does not say who does; move `stewards: true` to another team if that "
        "is wrong. Each player has one seat in a council; give a role more `seats` if several people share an inbox."
    )


# --- the files


def _pack(
    key: str, title: str, teams: Mapping[str, str], injects: Sequence[Mapping[str, Any]], last: timedelta
) -> dict[str, Any]:
    names, lasts = list(teams), max(last + AFTER, 2 * AFTER)
    count = f"{len(injects)} event{'s' * (len(injects) != 1)}"
    return {
        "key": key,
        "version": 1,
        "title": title,
        "summary": f"A table-top exercise for {_listed(names)}: {count} in {length(lasts)}.",
        "story": "Something is happening, and it happens to you. What you know comes to you as messages.",
        "rules": ["Speak for your post.", "Do what you would do on a real day.", "Write down what you decide."],
        "content_note": "An exercise: nothing that the messages tell has happened.",
        "minimum": len({*teams.values()}),
        "claims": False,
        "ballot": {"held": False},
        "reveal": "none",
        "sheet": [],
        "teams": [
            {"key": team, "name": name, "represents": f"{name}, as in the event list."}
            | ({"stewards": True} if place == 0 else {})
            for place, (team, name) in enumerate(_named(teams).items())
        ],
        "roles": [
            {"number": place, "key": f"{team[:38]}-1", "name": name, "team": team, "public": "Reads its inbox."}
            for place, (team, name) in enumerate(_named(teams).items(), start=1)
        ],
        "charter": {
            "rules": [{"kind": "majority", "name": "Majority", "text": "More than half of the filled seats."}],
            "enactment": "Whoever proposed it does it, or names who does.",
            "enforcement": "Those who chair ask for it again.",
            "given": {"rule": "majority", "quorum": 0.5, "proposers": "anyone"},
        },
        "agenda": [
            {
                "key": "briefing",
                "kind": "setup",
                "title": "Briefing",
                "lasts": "5m",
                "card": "Read the Handbook. Say who you are, and who is in charge of what.",
            },
            {
                "key": "exercise",
                "kind": "session",
                "title": "The exercise",
                "lasts": _duration(lasts),
                "card": (
                    "Messages come in now, some of them only to you. Tell the others what they need to know, decide "
                    "what you do, and write each decision down with /propose: the book is your log."
                ),
                "cues": [{"kind": "notice", "before_end": "2m", "text": "{left} left. Write down what is still open."}],
            },
            {
                "key": "hot-wash",
                "kind": "wrap_up",
                "title": "Looking back",
                "lasts": "15m",
                "card": "What happened, what went well, and what would you change on Monday?",
            },
        ],
        "injects": list(injects),
        "debrief": ["What did you know, and when?", "What would you change?"],
        "wrap_up": "Thank you. The exercise is over. Take your log with you.",
    }


def _named(teams: Mapping[str, str]) -> dict[str, str]:
    """The first name of each key."""
    return {key: name for name, key in reversed(teams.items())} and {
        key: next(name for name, other in teams.items() if other == key) for key in dict.fromkeys(teams.values())
    }


def _handbook(teams: Mapping[str, str]) -> str:
    return (
        "## How this works\n\nMessages tell you what happens. Some come to everybody, in the channel, and some only to "
        "you, as a direct message. Nobody else sees those unless you pass them on.\n\nWhat you decide belongs into the "
        "book: type /propose. `/moot missed` shows again what you were told.\n\n## Who is at the table\n\n"
        + "\n".join(f"- {name}" for name in _named(teams).values())
        + "\n"
    )


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
    said = [f"{_duration(event.at)}: “{event.subject}”, from {event.sender} to {_listed(list(event.players))}."]
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
