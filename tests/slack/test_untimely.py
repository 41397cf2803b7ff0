"""Every word and button before the first bell and after the end: a true sentence, and no untimely change."""

import re
from typing import Any

import pytest

from bot.courier.rendering.renderer import Renderer
from bot.domain.council import Council
from bot.domain.errors.authority import NotInACouncil
from bot.domain.game import Game
from bot.domain.ids import UserId
from bot.slack.blocks import names
from bot.slack.buttons import AFTERWARDS, HANDLERS
from bot.slack.commands import FOUND, OVER_AT_THE_END
from tests.slack.stage import GAME, TEAM
from tests.slack.stage import Stage as Scene
from tests.slack.test_buttons import people, reach, value_of

OVER = "This game has ended"
OTHER_GAMES = ("help", "games", names.SHOW_GAMES)  # they speak of others, which one may join
# What changes something before the first bell, as it should.
BEFORE = {"join", "leave", "observe", "seat", "deal", "start", "end"}
BUTTONS_BEFORE = {
    names.JOIN, names.JOIN_AS_CHAIR, names.JOIN_OPENLY, names.OBSERVE, names.LEAVE, names.DEAL_SEATS,
    names.REDEAL, names.PLAN_COUNCILS, names.SHOW_PLAN, names.START_GAME, names.START_ANYWAY, names.END_GAME,
    names.END_ANYWAY, names.STEP_DOWN, names.GIVE_SEAT,
}  # fmt: skip
# What changes something after the end, as it should: facilitators close the game.
BUTTONS_AFTERWARDS = {(names.CLOSE_GAME, "facilitator")}
# Only what a council has, of which there is none yet.
NEEDS_A_COUNCIL = re.compile(re.escape(NotInACouncil().sentence.partition(".")[0]))


async def state_of(scene: Scene) -> tuple[Game, Council | None]:
    game = await scene.store.services.games.load(GAME)
    return game, await scene.council() if game.deal is not None else None


async def everything(scene: Scene) -> list[tuple[str, str, str, bool]]:
    """Each word and button, by everybody: what it was, who, what they read, and whether anything changed."""
    found, kinds, now = [], await people(scene), await state_of(scene)
    for who, user in kinds.items():
        for word in sorted(FOUND):
            said = await scene.command(user, "/moot", word)
            before, now = now, await state_of(scene)
            found.append((f"/moot {word}", who, said, before != now))
        for action in sorted(HANDLERS):
            said = await scene.press(user, action, value_of(action, now[0]))
            before, now = now, await state_of(scene)
            found.append((action, who, said, before != now))
    return found


async def test_after_the_end_whatever_has_no_place_says_so_and_nothing_changes(stage: Scene) -> None:
    await reach(stage, "ended")

    for what, who, said, changed in await everything(stage):
        word = what.removeprefix("/moot ")
        over = word in OVER_AT_THE_END if word != what else what not in AFTERWARDS
        assert said.strip(), (what, who)
        assert "Something went wrong" not in said, (what, who)
        assert changed == ((what, who) in BUTTONS_AFTERWARDS), (what, who, said)
        assert said.startswith(OVER) == over, (what, who, said)
        assert "/moot join" not in said or word in OTHER_GAMES, (what, who, said)


@pytest.mark.parametrize(
    "text", ["", "Owners answer. Each model has one.", "amend 1 Other words", "park 1", "history 1"]
)
async def test_after_the_end_nothing_is_proposed(stage: Scene, text: str) -> None:
    await reach(stage, "ended")
    before = await state_of(stage)

    for user in (await people(stage)).values():
        assert (await stage.command(user, "/propose", text)).startswith(OVER)
    assert await state_of(stage) == before


@pytest.mark.parametrize("state", ["sign-up", "dealt"])
async def test_before_the_first_bell_everything_answers_and_only_what_belongs_there_changes_anything(
    stage: Scene, state: str
) -> None:
    await reach(stage, state)
    kinds, before = await people(stage), await state_of(stage)
    for who, user in kinds.items():
        for word in sorted(set(FOUND) - BEFORE):
            said = await stage.command(user, "/moot", word)
            assert said.strip(), (word, who)
            assert "Something went wrong" not in said, (word, who)
            assert before == await state_of(stage), (word, who, said)
            if state == "sign-up":
                assert "You hold no" not in said, (word, who, said)
                assert not NEEDS_A_COUNCIL.search(said), (word, who, said)
        for action in sorted(set(HANDLERS) - BUTTONS_BEFORE):
            said = await stage.press(user, action, value_of(action, before[0]))
            assert said.strip(), (action, who)
            assert "Something went wrong" not in said, (action, who)
            assert before == await state_of(stage), (action, who, said)


@pytest.mark.parametrize("state", ["sign-up", "dealt", "ended"])
async def test_a_home_offers_nothing_that_would_be_refused_then(stage: Scene, state: str) -> None:
    await reach(stage, state)

    for who, user in (await people(stage)).items():
        for action, value in await home_of(stage, user):
            if names.name_of(action) in BUTTONS_BEFORE:
                continue
            said = await stage.press(user, action, value)
            assert OVER not in said, (who, action, said)
            assert "Something went wrong" not in said, (who, action, said)
            assert "not running" not in said, (who, action, said)


async def home_of(scene: Scene, user: str) -> list[tuple[str, str]]:
    """The buttons of somebody's Home, with their values."""
    renderer = Renderer(scene.store.services.reader, scene.store.services.now)
    view = await renderer.home(TEAM, UserId(user))
    found: list[tuple[str, str]] = []
    for block in view.to_dict()["blocks"]:
        elements: list[dict[str, Any]] = [*block.get("elements", []), block.get("accessory") or {}]
        found += [(one["action_id"], one.get("value", "")) for one in elements if one.get("type") == "button"]
    return found
