"""`moot content new`: asks what a new pack is about, writes it, and says what to do next."""

import os
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import typer

from bot.config import Settings
from bot.domain.cues import Tempo
from bot.domain.errors import MootError
from bot.domain.rules import DecisionRuleKind
from bot.scenarios.packs import NoContent, content_folder, known_packs
from bot.scenarios.skeleton.wishes import (
    Secrecy,
    TeamWish,
    Wishes,
    key_of,
    read_chair,
    read_key,
    read_length,
    read_teams,
    read_title,
)
from bot.scenarios.skeleton.writing import AlreadyThere, is_taken, write_skeleton

T = TypeVar("T")
TITLE = "Our Hall"
TEAMS = "Regulars 2, Neighbours 2, Owners 2"
LENGTHS = {Tempo.LIVE: "60m", Tempo.ASYNC: "5d"}


class NotOneOf(MootError):
    template = "“{typed}” is none of: {words}."


class KeyTaken(MootError):
    template = "{other} is already a pack with the key {key}. Choose another name for the folder."


@dataclass(frozen=True, slots=True)
class Given:
    """What was given as options; None is asked, or takes its default if nothing `asks`."""

    folder: str | None
    title: str | None
    teams: str | None
    chair: str | None
    decide: str | None
    tempo: str | None
    length: str | None
    missions: str | None
    claims: bool | None
    asks: bool


def new(given: Given) -> None:
    """Writes the pack. Raises what cannot be read of the options, AlreadyThere and CannotWritePack."""
    asking, folder = _Asking(given.asks), _folder(given.folder) if given.folder else None
    title = asking.about("What is it called?", given.title, TITLE, read_title)
    folder = folder or asking.about("In which folder?", None, str(_place(title)), _folder)
    teams = asking.about("Which teams, with how many seats each?", given.teams, TEAMS, read_teams)
    wishes = _wishes(given, asking, folder.resolve().name, title, teams)
    scenario = write_skeleton(folder, wishes)
    seats, phases = len(scenario.roles), len(scenario.agenda)
    counts = f"{len(teams)} teams, {seats} seats, {phases} phases"
    typer.echo(f"\n{folder} is written, and passes its check: {counts}.")
    typer.echo(_next_steps(folder))


def _wishes(given: Given, asking: "_Asking", key: str, title: str, teams: tuple[TeamWish, ...]) -> Wishes:
    names = ", ".join(team.name for team in teams)
    chair = asking.about(
        f"Which of them chairs? ({names})", given.chair, teams[0].name, lambda typed: read_chair(typed, teams)
    )
    rule = asking.which(
        "How does a council decide?",
        given.decide,
        [one for one in DecisionRuleKind if not one.is_share],
    )
    tempo = asking.which("Is it meant to be played live, or over days (async)?", given.tempo, [*Tempo])
    takes = asking.about(
        "How long does it take?", given.length, LENGTHS[tempo], lambda typed: read_length(typed, tempo)
    )
    secrecy = asking.which("Do teams and roles have missions?", given.missions, [*Secrecy])
    claims = given.claims
    if claims is None:
        claims = asking.agreed("Do people claim at the end that they have won?")
    return Wishes(key, title, teams, chair, rule, tempo, takes, secrecy, claims)


def _place(title: str) -> Path:
    """Beside the packs that came with Moot if they are in reach, as in a checkout."""
    here = Path.cwd()
    try:
        shipped = content_folder()
    except NoContent:
        shipped = here
    beside = shipped.relative_to(here) if shipped.parent == here else Path()
    return beside / (key_of(title) or "my-pack")


def _folder(typed: str) -> Path:
    """A folder in which a pack can be written. Raises NotAKey, AlreadyThere and KeyTaken."""
    folder = Path(os.path.expanduser(typed.strip()))
    key = read_key(folder.resolve().name)
    if is_taken(folder):
        raise AlreadyThere(folder=folder)
    if (other := known_packs(Settings()).get(key)) is not None:
        raise KeyTaken(key=key, other=other)
    return folder


class _Asking:
    """Asks for what was not given. Says why an answer cannot be read, and asks again."""

    def __init__(self, asks: bool) -> None:
        self._asks = asks

    def about(self, question: str, given: str | None, default: str, read: Callable[[str], T]) -> T:
        """What was given, answered or is usual, as `read` reads it. What it raises, it raises only for what
        was given."""
        if given is not None or not self._asks:
            return read(default if given is None else given)
        while True:
            try:
                return read(str(typer.prompt(question, default=default)))
            except MootError as refused:
                typer.echo(refused)

    def which(self, question: str, given: str | None, kinds: list[T]) -> T:
        """One of several words; the first is the usual one."""
        words = {str(kind): kind for kind in kinds}

        def read(typed: str) -> T:
            word = typed.strip().lower().replace("-", "_").replace(" ", "_")
            if word not in words:
                raise NotOneOf(typed=typed, words=", ".join(words))
            return words[word]

        return self.about(f"{question} ({', '.join(words)})", given, str(kinds[0]), read)

    def agreed(self, question: str) -> bool:
        """Yes or no; yes is usual."""
        return typer.confirm(question, default=True) if self._asks else True


def _next_steps(folder: Path) -> str:
    moot = ".venv/bin/moot" if Path(".venv/bin/moot").exists() else "moot"
    pack = shlex.quote(str(folder))
    return (
        "\nNow make it yours:\n"
        f"  {moot} content preview {pack}     shows every card in the browser while you write\n"
        f"  {moot} content check {pack}       lists every fault with its file and line\n"
        f"  {moot} content show {pack}        prints the agenda with its times\n"
        f"  {moot} rehearse --pack {pack}     plays it with stand-ins, and a seat for you\n"
        "\nBegin with pack.yaml: the quarrel, the teams, their priorities. Then come the missions, the\n"
        "roles' files, the Handbook, and what stand-ins propose and say. content/README.md shows how."
    )
