"""Each workspace has its own: what is stored says whose it is, and no use case of one finds anything of
another, although channels, people and messages have the same ids there.
"""

import contextlib
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.installations import Installation
from bot.db.rooms import Gone
from bot.domain.council import Council, Proposal
from bot.domain.council import commands as cc
from bot.domain.errors import Refusal
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import CouncilId, GameId, Moment, SlackTeam, UserId
from bot.domain.inviting import Invitation, Invitee, Named
from bot.domain.rights import Channels, Creators
from bot.domain.scenario import Scenario
from bot.intents.rooms import Invite
from bot.queries.place import Where
from bot.queries.reader import Reader
from bot.services import Services
from bot.services.games import NewGame
from bot.services.questions import Typed
from tests.builders import rainbow_road
from tests.slack.stage import FACILITATOR, NOON, PLENARY, Stage, player
from tests.slack.two_teams import ALPHA, ALPHAS, BRAVO, SECRETS, of_alpha, tables, two_teams

FOREIGN = CouncilId(f"{ALPHAS}-1")
OWNERS = {"team_id", "game_id", "stream"}  # columns; a game's id names its workspace
LOADED = (
    Game,
    Council,
    Proposal,
    Where,
    NewGame,
    Installation,
    AsyncSession,
)  # to have one, somebody has found it


async def _read() -> cc.MoveBallot:
    return cc.MoveBallot()


async def _nobody() -> frozenset[str]:
    return frozenset()


ONE = Invitee(1, Named.MEMBER, user=player(3))


async def _look(reader: Reader) -> object:
    return await reader.game(ALPHAS), await reader.council(FOREIGN)


GIVEN: dict[Any, Any] = {  # by its name, else by its type
    GameId: ALPHAS,
    CouncilId: FOREIGN,
    UserId: player(3),
    Moment: NOON,
    Scenario: rainbow_road(),
    Gone: Gone.ARCHIVED,
    Invite: Invite("council:1", (player(3),)),
    Invitation: Invitation(1, player(1), (ONE,)),
    Invitee: ONE,
    Typed: Typed("/moot", "status"),
    SlackTeam: SlackTeam("", BRAVO),
    Creators: Creators(admins=True),
    Channels: Channels(),
    bytes: b"picture",
    int: 1,
    "team_id": BRAVO,
    "channel": PLENARY,
    "user": player(3),
    "key": "council:1",
    "room": "council:1",
    "ts": "1.1",
    "group": "S1",
    "ask": _nobody,
    "zone": "UTC",
    "file_id": "F1",
    "keys": ["envelope:1"],
    "cards": ["envelope:1"],
    "rooms": ["council:1"],
    "named": [ONE],
    "users": [player(3)],
    "said": {player(3): "left"},
    "body": {"type": "x"},
    "why_not": None,
    "why": "uninstalled",
    "read": _read,
    "look": _look,
    "shown": cc.MoveBallot(),
    "game_id": ALPHAS,
}
OF_THE_PROCESS = {  # use cases that are not of one workspace, and why
    "boards.game_of": "a link opens its board for anybody; nobody can guess one",
    "boards.look": "the same",
    "reader.unfinished": "it is given the workspaces that this replica looks after",
    "reader.all_games": "operators see every game",
    "reader.latest": "the same",
    "installations.all": "the same",
    "reader.ask": "it is given a query and not what Slack said",
    "inbox.done": "it is given what this process has kept",
    "aside.look": "it is given what this process has set aside",
    "aside.goes_on": "what this process has set aside can be run again",
}


@pytest.fixture(params=["sqlite", "postgres"])
async def both(
    request: pytest.FixtureRequest,
    new_database: Callable[[str], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Stage]:
    async with two_teams("counted", new_database(request.param), tmp_path, monkeypatch) as stage:
        yield stage


def use_cases(services: Services) -> Iterator[tuple[str, Any]]:
    """Every one, by its name."""
    for field in fields(services):
        service = getattr(services, field.name)
        for name, _ in inspect.getmembers(type(service), inspect.iscoroutinefunction):
            if not name.startswith("_"):
                yield f"{field.name}.{name}", getattr(service, name)


def arguments(name: str, call: Any) -> tuple[list[Any], dict[str, Any]] | None:
    """What to call it with, naming the other's game; None where somebody has found it already."""
    wanted = [
        one for one in inspect.signature(call).parameters.values() if one.default is inspect.Parameter.empty
    ]
    if any(one.annotation in LOADED for one in wanted):
        return None
    given = {one.name: _given(name, one) for one in wanted}
    named = {one.name: given.pop(one.name) for one in wanted if one.kind is inspect.Parameter.KEYWORD_ONLY}
    return [*given.values()], named


def _given(name: str, one: inspect.Parameter) -> Any:
    if one.name == "command":
        return gc.PauseGame() if name.startswith("games") else cc.OpenBallot()
    key = one.annotation if one.annotation in GIVEN else one.name
    assert key in GIVEN, f"GIVEN needs something for {one} of {name}"
    return GIVEN[key]


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_every_row_of_a_table_belongs_to_one_workspace(table: Table) -> None:
    counted = {table.autoincrement_column.name} if table.autoincrement_column is not None else set()
    uniques = [one for one in table.constraints if isinstance(one, PrimaryKeyConstraint | UniqueConstraint)]
    keys = [{*one.columns.keys()} for one in (*uniques, *(one for one in table.indexes if one.unique))]

    assert {*table.columns.keys()} & OWNERS or table.name == "games", "no column says whose a row is"
    for key in keys:
        own = key & OWNERS or key <= counted | SECRETS or table.name == "games"
        assert own, f"rows of two workspaces may not have the same {sorted(key)}"


async def test_no_use_case_of_one_workspace_finds_anything_of_the_other(both: Stage) -> None:
    before, services = await of_alpha(both), both.store.services.of(SlackTeam("", BRAVO))
    for name, call in use_cases(services):
        given = None if name in OF_THE_PROCESS else arguments(name, call)
        if given is None:
            continue
        found: Any = None
        with contextlib.suppress(Refusal):
            found = await call(*given[0], **given[1])

        assert ALPHAS not in repr(found), f"{name} finds it"
        assert await of_alpha(both) == before, f"{name} changes something of it"
    assert ALPHAS not in both.store.services.aside.found.games()


async def test_in_its_own_workspace_the_same_game_is_found(both: Stage) -> None:
    own = both.store.services.of(SlackTeam("", ALPHA))

    assert (await own.reader.game(ALPHAS))[0].name == "Game Alpha"
    assert await own.reader.room(ALPHAS, "plenary") == PLENARY
    assert (await own.games.handle(ALPHAS, gc.PauseGame(), actor=FACILITATOR)).clock is not None
