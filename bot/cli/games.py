"""`moot games`: every game at a glance, or one in detail."""

import asyncio
import json
from collections.abc import Mapping

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from typing_extensions import TypedDict

from bot import clock
from bot.cli.operating import NoSuchGame
from bot.config import Settings
from bot.domain.ballot import Ballot
from bot.domain.errors import MootError
from bot.domain.errors.aside import SetAside
from bot.domain.game import Game, Stage
from bot.domain.ids import GameId, Moment
from bot.queries.overview import Overview, Stuck, overview
from bot.queries.whole import Listed, listed
from bot.runtime.existing import open_existing

SHOWN = 200  # games; nobody reads more
GOES_ON = (
    "A game that is set aside stands still while all others go on. Once the cause is fixed, a running bot "
    "resumes it within seconds."
)
out = Console()


class NoSuchStage(MootError):
    template = "There is no stage {stage}. A game is in one of these: {stages}."


class GameJson(TypedDict):
    """A game in the list; `aside` is why it cannot be run, empty where it can."""

    id: str
    name: str
    workspace: str
    stage: str
    facilitators: list[str]
    created: str
    due: str | None
    aside: str


class GamesJson(TypedDict):
    """The list, newest first."""

    games: list[GameJson]


class CouncilJson(TypedDict):
    """How far a council is: counts only."""

    number: int
    filled: int
    seats: int
    charter: bool
    policies: int
    votes: int | None
    needs: list[str]


class StuckJson(TypedDict):
    """A piece of work that Slack refused."""

    what: str
    error: str
    waits: bool
    advice: str


class GameDetailsJson(GameJson):
    """A game with its phase, its councils and what is stuck in it."""

    plenary: str
    scenario: str
    phase: str
    bell: str | None
    paused_since: str | None
    players: int
    councils: list[CouncilJson]
    stuck: list[StuckJson]


def games(workspace: str, stage: str, *, everything: bool, as_json: bool) -> None:
    """Lists games, newest first, of a workspace or in a stage where these are named."""
    if stage and stage not in [*Stage]:
        raise NoSuchStage(stage=stage, stages=", ".join(Stage))
    most = None if everything or as_json else SHOWN
    found, count = asyncio.run(_listed(workspace, stage, most))
    if as_json:
        typer.echo(json.dumps(for_machines(found), indent=2, ensure_ascii=False))
        return
    if not found:
        out.print(f"There is no game {'like that ' if workspace or stage else ''}in this database yet.")
        return
    table = Table("id", "name", "team", "stage", "facilitators", "set aside: why")
    for one in found:
        row, why = one.row, one.aside.sentence if one.aside else ""
        about = (row.id, escape(row.name), row.team_id, row.stage, " ".join(one.facilitators), escape(why))
        table.add_row(*about)
    out.print(table)
    if count > len(found):
        out.print(
            f"… and {count - len(found):,} older ones: --all shows them, --workspace and --stage choose."
        )
    if any(one.aside for one in found):
        out.print(GOES_ON, highlight=False)


def show(game: str, *, as_json: bool) -> None:
    """Shows a game's phase, next bell, councils, stuck work and facilitators."""
    details = asyncio.run(_details(GameId(game)))
    if as_json:
        typer.echo(json.dumps(details, indent=2, ensure_ascii=False))
    else:
        _print(details)


async def _listed(workspace: str, stage: str, most: int | None) -> tuple[list[Listed], int]:
    async with open_existing(Settings()) as store:
        reader = store.services.reader
        found = [one async for one in listed(reader, workspace, stage, most)]
        return found, await reader.count_games(workspace, stage)


async def _details(game: GameId) -> GameDetailsJson:
    async with open_existing(Settings()) as store:
        reader = store.services.reader
        one = await anext(listed(reader, game=game), None)
        if one is None:
            raise NoSuchGame(game=game)
        try:
            seen = await overview(reader, game, clock.now()) if one.aside is None else None
        except SetAside:
            seen = None
        return with_details(one, seen)


def for_machines(found: list[Listed]) -> GamesJson:
    """The list for machines."""
    return {"games": [_as_json(one) for one in found]}


def _as_json(one: Listed) -> GameJson:
    row = one.row
    return {
        "id": row.id,
        "name": row.name,
        "workspace": row.team_id,
        "stage": row.stage,
        "facilitators": [*one.facilitators],
        "created": row.created_at.isoformat(),
        "due": _iso(row.due_at),
        "aside": one.aside.sentence if one.aside else "",
    }


def with_details(one: Listed, seen: Overview | None) -> GameDetailsJson:
    """A game for machines, as far as it can be `seen`."""
    game = seen.game if seen else None
    return {
        **_as_json(one),
        "plenary": one.row.plenary,
        "scenario": game.scenario if game else "",
        "phase": _phase(game),
        "bell": _iso(game.clock.ends) if game and game.clock and game.phase and not game.paused else None,
        "paused_since": _iso(game.clock.paused_at) if game and game.clock else None,
        "players": len(game.players) if game else 0,
        "councils": _councils(seen) if seen else [],
        "stuck": _stuck(seen.stuck) if seen else [],
    }


def _phase(game: Game | None) -> str:
    if game is None or game.clock is None or game.phase is None:
        return ""
    return f"{game.phase.title} ({game.clock.phase + 1} of {len(game.agenda)})"


def _councils(seen: Overview) -> list[CouncilJson]:
    return [
        {
            "number": one.council.number,
            "filled": len(one.council.filled),
            "seats": len(one.council.seats),
            "charter": one.council.charter is not None,
            "policies": len(one.council.order),
            "votes": _voted(one.council.ballot),
            "needs": [need.name.lower() for need in one.needs],
        }
        for one in seen.councils
    ]


def _voted(ballot: Ballot | None) -> int | None:
    return ballot.turnout if ballot else None


def _stuck(stuck: Mapping[int, tuple[Stuck, ...]]) -> list[StuckJson]:
    return [
        {
            "what": " ".join(filter(None, (one.what, one.place or one.whom))),
            "error": one.error,
            "waits": one.waits,
            "advice": one.advice,
        }
        for some in stuck.values()
        for one in some
    ]


def _iso(moment: Moment | None) -> str | None:
    return moment.isoformat() if moment else None


def _print(told: GameDetailsJson) -> None:
    lines = {
        "game": f"{told['name']} ({told['id']})",
        "workspace": f"{told['workspace']}, plenary {told['plenary']}",
        "scenario": told["scenario"],
        "stage": told["stage"],
        "phase": told["phase"],
        "next bell": told["bell"] or "",
        "paused since": told["paused_since"] or "",
        "players": str(told["players"]),
        "facilitators": " ".join(told["facilitators"]) or "nobody: `moot games facilitate` names somebody",
        "set aside": told["aside"],
    }
    for about, said in lines.items():
        if said:
            out.print(f"{about:<13} {escape(said)}", highlight=False)
    if told["councils"]:
        table = Table("council", "seats", "charter", "policies", "votes", "needs")
        for one in told["councils"]:
            votes = "" if one["votes"] is None else str(one["votes"])
            needs = ", ".join(one["needs"]).replace("_", " ")
            filled, charter = f"{one['filled']} of {one['seats']}", "yes" if one["charter"] else "no"
            table.add_row(str(one["number"]), filled, charter, str(one["policies"]), votes, needs)
        out.print(table)
    for stuck in told["stuck"]:
        state = "waits" if stuck["waits"] else "given up"
        out.print(f"{state}: {escape(stuck['what'])}: {stuck['error']}. {stuck['advice']}", highlight=False)
