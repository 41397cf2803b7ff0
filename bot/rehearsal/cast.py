"""Who plays in a rehearsal, and playing a game to its end."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from bot.domain.errors import MootError
from bot.domain.game import Game, Stage
from bot.domain.scenario import Scenario
from bot.rehearsal.desk import Desk
from bot.rehearsal.director import Director
from bot.rehearsal.installing import install
from bot.rehearsal.stage import PLENARY, Running, alive, connected, newest
from bot.rehearsal.stand_ins import temperaments
from bot.rehearsal.stand_ins.script import Script
from bot.rehearsal.stand_ins.stand_in import StandIn
from bot.rehearsal.stand_ins.temperaments import READER, TEMPERAMENTS
from bot.workspace.page.people import People
from bot.workspace.state.records import Part
from bot.workspace.state.refusals import CannotDo
from bot.workspace.workspace import Workspace

# Plainly invented; two for each seat of two councils, and some to spare.
NAMES = (
    "Ada Amberley", "Ben Birchwood", "Cleo Cornflower", "Dov Driftwood", "Esme Elderflower", "Finn Fernhill",
    "Greta Gooseberry", "Hugo Hazelnut", "Ines Ivywell", "Jonas Juniper", "Kira Kestrel", "Liam Larkspur",
    "Mona Marigold", "Nico Nettle", "Olga Oakapple", "Pim Periwinkle", "Quinn Quince", "Rosa Rowanberry",
    "Sami Snowdrop", "Tilda Thistle", "Uma Umbel", "Vito Violet", "Wanda Willow", "Xaver Xeranthem",
    "Yara Yarrow", "Zeno Zinnia",
)  # fmt: skip


class GaveUp(MootError):
    template = "Somebody could not go on playing: {fault}"


class NoResult(MootError):
    template = "The game did not come to a result within {seconds:.0f} seconds. The bot's log is {log}."


class NoVote(MootError):
    template = (
        "The game was played to its end, but no final vote was held. {why} Sample proposals in the pack let "
        "stand-ins propose more (content/README.md). The bot's log is {log}."
    )


async def prepare(running: Running) -> "Cast":
    """Everybody in their places, and the bot there. Raises BotStopped and NotInstalledHere."""
    await connected(running)
    await comes(running)
    return a_cast(running)


async def play(running: Running, tell: Callable[[Game], None], ready: "Cast | None" = None) -> Game:
    """Plays a game with stand-ins to its end, and returns it. Raises BotStopped, NotInstalledHere, GaveUp and
    NoResult."""
    ready = ready or await prepare(running)
    playing = [asyncio.create_task(one) for one in ready.everybody()]
    watching = asyncio.create_task(_watch(running, ready.scenario, tell))
    unfinished: set[asyncio.Task[Any]] = {watching, *playing}
    try:
        while not watching.done():
            done, unfinished = await asyncio.wait(unfinished, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # a director or a stand-in that could not go on is what is wrong
        return watching.result()
    except CannotDo as fault:
        raise GaveUp(fault=fault) from None
    finally:
        for task in (*playing, watching):
            task.cancel()


async def _watch(running: Running, scenario: Scenario, tell: Callable[[Game], None]) -> Game:
    lasts = sum(phase.lasts.total_seconds() for phase in scenario.agenda)
    longest = lasts / running.plan.tempo * 1.5 + 120
    try:
        async with asyncio.timeout(longest):
            while True:
                alive(running)
                game = await newest(running)
                if game is not None:
                    tell(game)
                    if game.stage is Stage.ENDED and await delivered(running, game):
                        return game
                await asyncio.sleep(0.2)
    except TimeoutError:
        raise NoResult(seconds=longest, log=running.log) from None


async def delivered(running: Running, game: Game) -> bool:
    """Whether everything that the game had to say was sent."""
    return await running.services.reader.open_work(game.id) == 0


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who plays in a game. `lead` is the director's part; None where a kept game goes on. `reader`
    joins, and reads the sheet, for somebody who is still to come."""

    director: str
    plenary: str
    stand_ins: list[StandIn]
    desk: Desk
    scenario: Scenario
    lead: Director | None
    reader: StandIn | None = None

    def everybody(self) -> list[Coroutine[Any, Any, None]]:
        """What they do, each by themselves."""
        last = self.desk.go_on() if self.lead is None else self.lead.run()
        return [*(one.play() for one in self.stand_ins), self.desk.follow(), last]


async def comes(running: Running) -> None:
    """The director installs the bot, where it is still to come. Raises NotInstalledHere."""
    if not running.app.installed:
        await install(running.workspace, running.app, _director(running.workspace), running.log)


def cast(running: Running) -> list[Coroutine[Any, Any, None]]:
    """What people do: a stand-in for every seat, a few who come late, and last the director. Where a game was
    kept it goes on, and the director has nothing left to do but to keep the tempo."""
    return a_cast(running).everybody()


def a_cast(running: Running, *, number: int = 1, visitor: str = "") -> Cast:
    """Who plays the game of this number, in a workspace that is new, was kept, or has seen games before. One
    of the seats is the `visitor`'s, if there is one."""
    workspace, plan, people = running.workspace, running.plan, People(running.workspace)
    known = PLENARY in workspace.names
    director, plenary = _plenary(running) if known else _founded(running, plan.players - bool(visitor))
    pack, seed, seats = plan.scenario, plan.seed + number - 1, plan.players - bool(visitor)
    acting = [
        _stand_in(running, people, user, pack, place, seed=seed, late=place >= seats, resumes=known)
        for place, user in enumerate(workspace.played)
    ]
    desk = Desk(people, director, plenary, acting, partial(newest, running), plan.tempo)
    workspace.controls = {one.key: one for one in desk.controls()}
    if known and number == 1:
        return Cast(director, plenary, acting, desk, pack, None)
    patience, name = 120 + plan.players, f"{workspace.name} game{f' {number}' if number > 1 else ''}"
    lead = Director(
        *(people, director, plenary, plan.players, plan.tempo, name, patience, plan.ballot),
        scenario=pack.key,
        edition=plan.edition,
    )
    reader = None
    if visitor:
        reader = _stand_in(running, people, visitor, pack, 9, seed=seed, late=False, resumes=known)
    return Cast(director, plenary, acting, desk, pack, lead, reader)


def _plenary(running: Running) -> tuple[str, str]:
    """The director and the plenary of a workspace in which somebody has played."""
    return _director(running.workspace), running.workspace.names[PLENARY].id


def _director(workspace: Workspace) -> str:
    """Who runs the games, and the workspace."""
    known = next((one for one in workspace.people.values() if one.name == "director"), None)
    name = "Dora Dandelion"
    return (known or workspace.add_person("director", real_name=name, display_name=name, is_admin=True)).id


def _founded(running: Running, players: int) -> tuple[str, str]:
    """Brings everybody into a new plenary, the bot last, so that it does not hear of each of them."""
    workspace, plan = running.workspace, running.plan
    director = _director(workspace)
    late = min(plan.players // 20, 10)
    for number in range(players + late):
        random = Random(f"{plan.seed}:{number}:temperament")  # noqa: S311 - a stand-in's whims
        kind = TEMPERAMENTS.get(plan.temperament) or temperaments.some(random)
        workspace.played[_somebody(workspace, number)] = Part(kind.name)
    everybody = [one.id for one in workspace.people.values() if not one.is_bot]
    plenary = workspace.add_channel(PLENARY, members=everybody, quiet=True)
    workspace.invite(plenary.id, running.app.bot_user_id, by=director)
    return director, plenary.id


def _somebody(workspace: Workspace, number: int) -> str:
    name = NAMES[number % len(NAMES)] + (f" {number // len(NAMES) + 1}" if number >= len(NAMES) else "")
    handle = name.lower().replace(" ", ".")
    return workspace.add_person(handle, real_name=name, display_name=name).id


def _stand_in(
    running: Running,
    people: People,
    user: str,
    scenario: Scenario,
    number: int,
    *,
    seed: int,
    late: bool,
    resumes: bool,
) -> StandIn:
    plan, played = running.plan, running.workspace.played
    part = played.get(user, Part())
    chairs = number % len(scenario.roles) < 2
    return StandIn(
        people,
        user,
        Script.of(scenario),
        float(plan.tempo),
        Random(f"{seed}:{number}"),  # noqa: S311 - a stand-in's whims
        chairs=chairs,
        temperament=TEMPERAMENTS.get(part.note, READER),
        late=late,
        leaves=number % 20 == 19 and not chairs,
        resumes=resumes,
        absent=lambda who: who not in played or not played[who].on,
    )
