"""What another workspace sends finds nothing: no button, word, form or event of it shows or changes a game,
although people, channels and messages have the same ids there, and it names the game, its council and more.
"""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.db.engine import make_sessions
from bot.db.posts import Post, save_post
from bot.domain.game import Game
from bot.domain.ids import ChannelId
from bot.slack.blocks import names
from bot.slack.buttons import HANDLERS
from bot.slack.commands import FOUND
from bot.slack.edge.manifest import EVENTS
from bot.slack.reactions import listeners as reactions
from bot.slack.submissions import TAKEN
from tests.slack.stage import COUNCIL, FACILITATOR, GAME, PLENARY, TEAM, Stage
from tests.slack.test_buttons import people, reach, value_of
from tests.slack.test_forms import filled, views_of

OTHER = "T0OTHER"
WHOSE = {  # the game's workspace, and the one in which people act
    "at the bot of another workspace": (OTHER, TEAM),
    "sent by another workspace": (TEAM, OTHER),
}
OF_A_CHANNEL = (names.NEW_GAME, names.PREVIEW_TIMETABLE)
NOT_OF_A_GAME = ("pulses", "leases", "homes", "inbox", "outbox")
TS = "1900000000.000100"


@pytest.fixture(params=("session-1", "counted"))
async def game(stage: Stage, request: pytest.FixtureRequest) -> Game:
    """A game in this state, with a card for each kind of reaction at a known place."""
    stage.team, stage.acts_in = WHOSE[request.getfixturevalue("whose")]
    await reach(stage, request.param)
    async with make_sessions(stage.store.engine).begin() as session:
        for number, key in enumerate((f"proposal:{COUNCIL}:1", f"ballot:{COUNCIL}")):
            await save_post(session, Post(GAME, key, ChannelId(PLENARY), f"{TS}{number}"))
    return (await stage.store.services.reader.game(GAME))[0]


async def kept(stage: Stage) -> dict[str, list[Any]]:
    """Everything that is stored of the game."""
    tables = {one.name: one for one in SQLModel.metadata.sorted_tables if one.name not in NOT_OF_A_GAME}
    outbox = SQLModel.metadata.tables["outbox"]
    async with make_sessions(stage.store.engine)() as session:
        found = {name: sorted(map(repr, await session.execute(select(one)))) for name, one in tables.items()}
        work = select(outbox).where(outbox.c.game_id == GAME).order_by(outbox.c.id)
        return found | {"outbox": list(map(repr, await session.execute(work)))}


async def insiders(stage: Stage) -> list[str]:
    """Who could do most there, if it were their game."""
    found = await people(stage)
    return [found["facilitator"], found["steward"]]


def shows_nothing(stage: Stage, said: str) -> bool:
    """Whether neither these words nor what was sent to Slack tells anything of the game."""
    return not any(GAME in one or "The game" in one for one in (said, json.dumps(stage.slack.calls)))


@pytest.mark.parametrize("whose", WHOSE)
async def test_no_button_of_another_workspace_finds_the_game(stage: Stage, game: Game, whose: str) -> None:
    before = await kept(stage)
    for user in await insiders(stage):
        for action in sorted(HANDLERS):
            value = PLENARY if action in OF_A_CHANNEL else value_of(action, game)
            said = await stage.press(user, action, value)

            assert shows_nothing(stage, said), (action, said)
    assert await kept(stage) == before


@pytest.mark.parametrize("whose", WHOSE)
async def test_no_word_of_another_workspace_finds_the_game(stage: Stage, game: Game, whose: str) -> None:
    before = await kept(stage)
    for user in await insiders(stage):
        for word in sorted(FOUND):
            said = await stage.command(user, "/moot", f"{word} 2m")

            assert shows_nothing(stage, said), (word, said)
        assert shows_nothing(stage, await stage.command(user, "/propose", "Owners answer. Each has one."))
    assert await kept(stage) == before


@pytest.mark.parametrize("whose", WHOSE)
async def test_no_form_of_another_workspace_finds_the_game(stage: Stage, game: Game, whose: str) -> None:
    before = await kept(stage)
    for user in await insiders(stage):
        for taken in TAKEN:
            if taken.form.callback == "create_form":
                continue  # it makes a game of its own
            view = json.loads(json.dumps(views_of(taken.form)[0]).replace("gallery", GAME))
            answer = await stage.sent(user, filled(view))

            assert answer.status == 200
            assert shows_nothing(stage, str(answer.body)), (taken.form, answer.body)
    assert await kept(stage) == before


@pytest.mark.parametrize("whose", WHOSE)
async def test_no_event_of_another_workspace_finds_the_game(
    stage: Stage, game: Game, whose: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactions, "KNOWN_WITHIN", (0,))
    before = await kept(stage)
    for user in await insiders(stage):
        for kind in EVENTS:
            for card in range(2):
                item = {"type": "message", "channel": PLENARY, "ts": f"{TS}{card}"}
                about = {"item": item, "item_user": "U0BOT", "reaction": "+1", "channel": PLENARY}
                answer = await stage.event(type=kind, user=_somebody(kind, user), **about)

                assert answer.status == 200
    assert shows_nothing(stage, "".join(stage.said))
    assert await kept(stage) == before


def _somebody(kind: str, user: str) -> Any:
    return {"id": user, "tz": "Asia/Tokyo", "deleted": True} if kind == "user_change" else user


async def test_the_same_payloads_find_the_game_in_its_own_workspace(stage: Stage) -> None:
    await reach(stage, "session-1")
    before = await kept(stage)

    assert "The game" in await stage.press(FACILITATOR, names.SHOW_COUNCILS, f"{GAME}:need:1")
    assert "The game" in await stage.command(FACILITATOR, "/moot", "status")
    await stage.command(FACILITATOR, "/moot", "pause")
    assert await kept(stage) != before
