"""`moot replay`: what is typed at its terminal, and the board that it serves."""

import asyncio
from io import BytesIO
from pathlib import Path

import httpx
import pytest

from bot import clock
from bot.cli import replay as command
from bot.domain.errors.log import LogCutOff
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT
from bot.reports.log.lines import log_file, read
from bot.reports.log.replay import Replay
from bot.web.board.replayed import ReplayBoards
from tests.builders import NOON, a_book_of_everything, a_running_game, an_agenda, rainbow_road, recorded
from tests.patience import until


def a_log() -> bytes:
    """A game in its second phase, and its council, as a file."""
    game = a_running_game(*an_agenda())
    assert game.game.clock is not None
    game.do(gc.RingBells(), MOOT, game.game.clock.ends)
    return log_file(game.game, recorded(game, a_book_of_everything()), NOON).content


def some_boards() -> ReplayBoards:
    """Its replay."""
    return ReplayBoards(Replay(read("log", BytesIO(a_log()))), rainbow_road(), "the-link", clock.now, 20)


def test_keys_at_the_terminal_pause_speed_up_and_jump() -> None:
    boards = some_boards()
    (first, began), (second, then) = boards.replay.phases()

    assert command.obeyed(boards, "") == "Paused."
    assert boards.paused
    assert command.obeyed(boards, "+") == "40 times as fast as the game was played."
    assert command.obeyed(boards, second) == f"From {then:%H:%M:%S} UTC."
    assert boards.at == then
    assert command.obeyed(boards, "1") == f"From {began:%H:%M:%S} UTC."
    assert f"Its phases: 1 {first}, 2 {second}" in command.obeyed(boards, "lunch")
    assert command.obeyed(boards, "") == "Resumed."


async def test_its_board_is_behind_a_link_and_shows_the_game_as_it_was(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # given a replay that stands still
    boards = some_boards()
    boards.pause()
    serving = asyncio.create_task(command._shown(boards, 0, browser=False))
    said: list[str] = []

    def address() -> str:
        said.append(capsys.readouterr().out)
        return next((word for word in "".join(said).split() if word.startswith("http://")), "")

    try:
        await until(address, "its address is printed")
        async with httpx.AsyncClient() as client:
            # when somebody opens the link, and somebody else a wrong one
            page = await client.get(address())
            wrong = await client.get(f"{address()[:-4]}none")
    finally:
        serving.cancel()
        await asyncio.wait({serving})

    # then the first sees the game, and the second nothing of it
    assert page.status_code == 200
    assert "Tuesday" in page.text
    assert wrong.status_code == 404
    assert "Tuesday" not in wrong.text
    assert boards.replay.game.agenda[0].title in "".join(said) + capsys.readouterr().out


def test_a_log_that_cannot_be_played_is_refused_before_anything_is_shown(tmp_path: Path) -> None:
    spoiled = tmp_path / "spoiled.jsonl"
    spoiled.write_bytes(a_log()[:-30])

    with pytest.raises(LogCutOff, match="is cut off here"):
        command.show(spoiled, speed=1, at="", port=0, browser=False)
