"""Help that knows who asks and when; the games of a person."""

import re

import pytest

from bot.domain.game import commands as gc
from bot.slack.blocks import names
from tests.slack.stage import FACILITATOR, GAME, STRANGER, Stage, player
from tests.slack.test_buttons import people, reach

NOT_HERE = "C0ELSEWHERE"


def words(said: str) -> set[str]:
    """The commands that an answer offers."""
    return set(re.findall(r"`/moot (\w+)", said))


async def test_whoever_is_in_no_game_reads_how_to_join_or_make_one(stage: Stage) -> None:
    said = await stage.command(STRANGER, "/moot", "", NOT_HERE)
    listed = await stage.command(STRANGER, "/moot", "help commands", NOT_HERE)

    assert "You are not in a game" in said
    assert words(listed) == {"join", "games", "help", "new", "admin", "data", "forget"}


@pytest.mark.parametrize(
    ("state", "who", "offered", "not_offered"),
    [
        ("sign-up", "facilitator", {"seat", "swap", "invite"}, {"pause", "next", "start", "vote"}),
        ("sign-up", "stranger", {"join", "observe", "x"}, {"mission", "owe", "seat", "straw"}),
        ("dealt", "facilitator", {"start", "councils"}, {"seat", "pause"}),
        (
            "session-1",
            "player",
            {"mission", "owe", "straw", "handover"},
            {"join", "seat", "pause", "feedback"},
        ),
        ("session-1", "facilitator", {"pause", "next", "say", "vote", "end"}, {"start", "seat"}),
        ("ended", "player", {"mission", "policies", "feedback"}, {"leave", "straw", "handover"}),
        ("ended", "facilitator", {"councils", "feedback"}, {"pause", "end", "vote"}),
    ],
)
async def test_help_offers_what_this_person_can_do_now(
    stage: Stage, state: str, who: str, offered: set[str], not_offered: set[str]
) -> None:
    await reach(stage, state)
    user = (await people(stage))[who]

    found = words(await stage.press(user, f"{names.TYPE}:all", f"{GAME}:/moot help commands"))

    assert offered <= found
    assert not found & not_offered


async def test_help_says_first_what_somebody_owes(stage: Stage) -> None:
    await reach(stage, "session-1")

    said = await stage.command(await stage.holder(steward=True), "/moot")

    assert "Write the charter" in said
    assert "/moot status" not in said


async def test_help_all_lists_everything_for_everybody(stage: Stage) -> None:
    await reach(stage, "ended")

    found = words(await stage.command(STRANGER, "/moot", "help all"))

    assert {"seat", "pause", "straw", "mission", "join", "proxy"} <= found


async def test_ones_games_are_listed_with_the_result_of_those_that_are_over(stage: Stage) -> None:
    # given
    assert "not been in a game yet" in await stage.command(STRANGER, "/moot", "games", NOT_HERE)
    await reach(stage, "session-1")

    # when
    running = await stage.command(await stage.holder(steward=False), "/moot", "games", NOT_HERE)
    await stage.do(gc.EndGame())
    over = await stage.press(FACILITATOR, names.SHOW_GAMES, GAME)

    # then
    assert "running" in running
    assert "You sit in Council 1" in running
    assert "over" in over
    assert "You run it" in over
    assert "not been in a game yet" in await stage.command(STRANGER, "/moot", "games", NOT_HERE)


async def test_whoever_has_left_does_not_find_the_game_any_more(stage: Stage) -> None:
    await stage.create()
    await stage.do(gc.Leave(player(1)), player(1))

    assert "not been in a game yet" in await stage.command(player(1), "/moot", "games", NOT_HERE)
