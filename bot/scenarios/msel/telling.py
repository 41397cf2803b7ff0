"""What an event list tells: whom its players are, and each event as an inject."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.domain.audience import Everybody
from bot.domain.picture import shows_picture
from bot.scenarios.msel.events import Event
from bot.scenarios.skeleton.wishes import key_of

EXERCISE = "exercise"  # the phase in which everything happens
_EVERYBODY = {"all", "all players", "all teams", "everybody", "everyone"}
_WHO: dict[str, str] = {
    "facilitator": Everybody.FACILITATORS,
    "facilitators": Everybody.FACILITATORS,
    "game masters": Everybody.FACILITATORS,
    "observers": Everybody.OBSERVERS,
}
_NO_NAME = re.compile(
    r"(attachment|image|picture|photo|file|img|screenshot|untitled)?[\W_\d]*", re.IGNORECASE
)


@dataclass(slots=True)
class Notes:
    """What is said once, however many events it is about."""

    about: dict[str, list[int]] = field(default_factory=dict)

    def add(self, what: str, record: int) -> None:
        self.about.setdefault(what, []).append(record)

    def told(self) -> Iterator[str]:
        for what, records in self.about.items():
            yield f"{what} (record{'s' * (len(records) > 1)} {', '.join(map(str, records))})."


# --- who plays


def teams_of(events: Sequence[Event]) -> dict[str, str]:
    """The names of the teams by their keys: every player that is not a word for everybody."""
    teams: dict[str, str] = {}
    for name in dict.fromkeys(player for event in events for player in event.players):
        known = {one.lower() for one in teams.values()} | _EVERYBODY | _WHO.keys()
        if name.lower() not in known:
            teams[_free(key_of(name) or "team", {*teams, *Everybody})] = name
    return teams or {"players": "Player"}


def _free(key: str, taken: set[str]) -> str:
    keys = (f"{key[:36].strip('-')}-{number}" if number > 1 else key for number in range(1, len(taken) + 2))
    return next(one for one in keys if one not in taken)


def told_to(event: Event, teams: Mapping[str, str], *, aloud: bool) -> list[str]:
    """The names for `to`; none for what everybody hears, if that may be said aloud."""
    keys = _WHO | {name.lower(): key for key, name in teams.items()}
    named = [keys.get(player.lower(), "") for player in event.players]
    everybody = "" in named or {*named} >= {*teams}
    names = [*teams, *named] if everybody else named
    return [] if everybody and aloud else [str(name) for name in dict.fromkeys(names) if name]


# --- what happens


def inject(event: Event, key: str, notes: Notes) -> dict[str, Any]:
    """The event as an entry of `injects`, without whom it is for. What is lost goes into the notes."""
    told: dict[str, Any] = {"key": key, "title": event.subject, "text": _text(event, notes)}
    told["sender"] = event.sender
    if event.photo and shows_picture(event.photo):
        told["picture"] = {"url": event.photo, "alt": _alt(event, notes)}
    elif event.photo:
        notes.add("Left out: a picture that is not a PNG, JPEG or GIF at an https:// address", event.record)
    if event.profile:
        notes.add("Left out: the sender's own picture; Moot shows the sender's name", event.record)
    return {**told, "phase": EXERCISE, "after_start": duration(event.at)}


def _text(event: Event, notes: Notes) -> str:
    if event.options:
        left = "Left out: a poll's buttons and deadline; its answers are in the text and in your guide"
        notes.add(left, event.record)
    when = [f"_{event.date.strip('_')}_"] if event.date else []
    choice = f"Decide, and say so in your channel: {' | '.join(event.options)}"
    return "\n\n".join((*when, event.script, *([choice] if event.options else [])))


def _alt(event: Event, notes: Notes) -> str:
    name = re.sub(r"[_\W]+", " ", event.picture_name.rpartition(".")[0] or event.picture_name).strip()
    if _NO_NAME.fullmatch(name):
        notes.add("To do: say in `alt` what the picture shows; now it says only who sent it", event.record)
        return f"A picture sent by {event.sender}"
    notes.add("To do: say in `alt` what the picture shows; now it is the name of the file", event.record)
    return name


def duration(span: timedelta) -> str:
    """A length as packs write it."""
    seconds = int(span.total_seconds())
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"
