"""The board's links in Slack: facilitators get one each time, and take all of them back at once."""

import re

import pytest

from bot.slack.blocks import names
from tests.slack.stage import FACILITATOR, GAME, STRANGER, Stage, player

BASE = "https://boards.example.org"
LINK = re.compile(rf"{BASE}/board/[\w-]{{43}}")


@pytest.fixture(autouse=True)
async def served(stage: Stage) -> None:
    """A game whose boards are served."""
    await stage.create()
    stage.store.services.boards.served.base = BASE


async def test_each_asking_makes_a_link_of_its_own(stage: Stage) -> None:
    first = await stage.command(FACILITATOR, "/moot", "board")
    second = await stage.press(FACILITATOR, names.SHOW_BOARD, GAME)

    links = LINK.findall(first)[0], LINK.findall(second)[0]
    assert links[0] != links[1]
    assert "1 link to this game's board works now." in first
    assert "2 links to this game's board work now." in second
    assert "nothing private" in first


async def test_all_links_are_revoked_at_once_after_a_question(stage: Stage) -> None:
    await stage.command(FACILITATOR, "/moot", "board")

    asked = await stage.command(FACILITATOR, "/moot", "Board “Revoke”")
    boards = stage.store.services.boards
    still = await boards.links(GAME)
    said = await stage.press(FACILITATOR, names.REVOKE_BOARDS, GAME)

    assert "Revoke the links" in asked
    assert still == 1
    assert "I have revoked 1 link." in said
    assert await boards.links(GAME) == 0
    assert "There is no link to this game's board" in await stage.press(
        FACILITATOR, names.REVOKE_BOARDS, GAME
    )
    assert "There is no link to this game's board" in await stage.command(
        FACILITATOR, "/moot", "board revoke"
    )


@pytest.mark.parametrize("user", [player(1), STRANGER])
async def test_only_facilitators_get_or_revoke_a_link(stage: Stage, user: str) -> None:
    await stage.command(FACILITATOR, "/moot", "board")

    said = [
        await stage.command(user, "/moot", "board"),
        await stage.command(user, "/moot", "board revoke"),
        await stage.press(user, names.SHOW_BOARD, GAME),
        await stage.press(user, names.REVOKE_BOARDS, GAME),
    ]

    assert not LINK.search("".join(said))
    assert all("Only this game's facilitators" in one for one in said)
    assert await stage.store.services.boards.links(GAME) == 1


async def test_where_no_boards_are_shown_the_answer_says_whom_it_takes(stage: Stage) -> None:
    stage.store.services.boards.served.base = ""

    assert "MOOT_BOARD_ADDRESS" in await stage.command(FACILITATOR, "/moot", "board")


async def test_no_link_is_kept_in_the_outbox_or_the_log(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    link = LINK.findall(await stage.command(FACILITATOR, "/moot", "board"))[0]
    token = link.rpartition("/")[2]

    assert token not in "".join(capsys.readouterr())
    assert token.encode() not in stage.kept().database
