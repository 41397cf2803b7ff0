"""What the webhook tells: bells and results, as data. No secrets, nobody's id or name, nobody's vote."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias, get_args

from pydantic import TypeAdapter

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.ids import Moment
from bot.domain.scenario import Scenario
from bot.reports.board import board_of


@dataclass(frozen=True, slots=True)
class AboutGame:
    """The game: its id, which is in its channels' names, its name, and its scenario's title."""

    id: str
    name: str
    scenario: str


@dataclass(frozen=True, slots=True)
class AboutCouncil:
    """A council."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class AboutPhase:
    """An item of the agenda, with its place there, from 1."""

    key: str
    title: str
    kind: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class GameBegan:
    """The first bell rings."""

    type: ClassVar = "game.began"
    game: AboutGame


@dataclass(frozen=True, slots=True)
class PhaseBegan:
    """A bell. `ends` is null where the phase has no time of its own; `run` says how many times it had begun
    before, and `late` that the bell rang late because Moot was away."""

    type: ClassVar = "phase.began"
    game: AboutGame
    phase: AboutPhase
    starts: Moment
    ends: Moment | None
    run: int
    late: bool


@dataclass(frozen=True, slots=True)
class TurnBegan:
    """A council has the floor of the plenary; `then` is the number of the next one, or null."""

    type: ClassVar = "turn.began"
    game: AboutGame
    phase: AboutPhase
    council: AboutCouncil
    ends: Moment
    then: int | None


@dataclass(frozen=True, slots=True)
class VoteClosed:
    """A council's final vote is counted. Of `seats` that could vote, `voted` did."""

    type: ClassVar = "vote.closed"
    game: AboutGame
    council: AboutCouncil
    passed: bool
    voted: int
    seats: int


@dataclass(frozen=True, slots=True)
class GameEnded:
    """The game is over; `early` where a facilitator ended it before its time."""

    type: ClassVar = "game.ended"
    game: AboutGame
    early: bool


@dataclass(frozen=True, slots=True)
class CouncilResult:
    """Whether a council's final vote passed; null where the scenario has none."""

    number: int
    name: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Winner:
    """A role that has won individually, and by what."""

    council: str
    role: str
    by: str


@dataclass(frozen=True, slots=True)
class GameResults:
    """Who has won. Claims can be ruled on until the game is closed; then the results come again, as `final`.
    `undecided` is how many claims are."""

    type: ClassVar = "game.results"
    game: AboutGame
    final: bool
    councils: tuple[CouncilResult, ...]
    winners: tuple[Winner, ...]
    undecided: int


@dataclass(frozen=True, slots=True)
class Ping:
    """A test, which `moot check` sends."""

    type: ClassVar = "moot.ping"


News: TypeAlias = GameBegan | PhaseBegan | TurnBegan | VoteClosed | GameEnded | GameResults | Ping


def of_event(game: Game, scenario: Scenario, event: e.GameEvent) -> News | None:
    """The news of an event, if any. It holds only what the event says, so that it can be sent late."""
    about = _about(game, scenario)
    match event:
        case e.GameStarted():
            return GameBegan(about)
        case e.PhaseStarted(phase, at, ends, late, run):
            has_time = bool(game.agenda[phase].lasts)
            return PhaseBegan(about, _phase(game, phase), at, ends if has_time else None, run, late)
        case e.TurnBegan(phase, council=number, ends=ends, then=then):
            council = AboutCouncil(number, f"Council {number}")
            return TurnBegan(about, _phase(game, phase), council, ends, then)
        case e.GameEnded(early=early):
            return GameEnded(about, early)
        case _:  # intents/news.py says which events are told
            return None


def of_vote(game: Game, scenario: Scenario, council: Council) -> VoteClosed | None:
    """The outcome of a council's final vote; None before it is counted."""
    vote, outcome = council.ballot, council.outcome
    if vote is None or outcome is None:
        return None
    who, turnout = AboutCouncil(council.number, council.name), (vote.turnout, len(vote.electorate))
    return VoteClosed(_about(game, scenario), who, council.won, *turnout)


def of_results(game: Game, scenario: Scenario, councils: Sequence[Council]) -> GameResults | None:
    """The results as they stand; None before the end."""
    found = board_of(game, scenario, councils).results
    if found is None:
        return None
    return GameResults(
        _about(game, scenario),
        final=game.closed_at is not None,
        councils=tuple(CouncilResult(one.number, one.name, one.passed) for one in found.councils),
        winners=tuple(Winner(one.council, one.role, one.words) for one in found.winners),
        undecided=found.undecided,
    )


def _about(game: Game, scenario: Scenario) -> AboutGame:
    return AboutGame(game.id, game.name, scenario.title)


def _phase(game: Game, index: int) -> AboutPhase:
    phase = game.agenda[index]
    return AboutPhase(phase.key, phase.title, phase.kind.value, index + 1, len(game.agenda))


def as_body(news: News, at: Moment) -> str:
    """The body of a request; `at` is when it happened."""
    data = TypeAdapter(type(news)).dump_python(news, mode="json")
    whole = {"type": news.type, "timestamp": at.isoformat(timespec="milliseconds"), "data": data}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def as_schema() -> dict[str, Any]:
    """The JSON schema of every body."""
    kinds = get_args(News)
    mode: Literal["serialization"] = "serialization"
    refs, defs = TypeAdapter.json_schemas((kind.__name__, mode, TypeAdapter(kind)) for kind in kinds)
    bodies = [
        {
            "type": "object",
            "properties": {
                "type": {"const": kind.type},
                "timestamp": {"type": "string", "format": "date-time"},
                "data": refs[kind.__name__, mode],
            },
            "required": ["type", "timestamp", "data"],
        }
        for kind in kinds
    ]
    return {"oneOf": bodies, **defs}
