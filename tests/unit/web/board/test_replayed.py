"""The board of a replay: the game as it was, at any speed, on a page whose time never goes back."""

from datetime import timedelta
from io import BytesIO

import pytest

from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, Moment
from bot.reports.board import Board
from bot.reports.log.lines import log_file, read
from bot.reports.log.replay import Replay
from bot.web.board.replayed import ReplayBoards
from tests.builders import (
    NOON,
    a_book_of_everything,
    a_game,
    a_running_game,
    an_agenda,
    rainbow_road,
    recorded,
)

SECOND = timedelta(seconds=1)
LINK = "the-link"


class Now:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = NOON + timedelta(days=400)

    def __call__(self) -> Moment:
        return self.at


def a_replay(speed: float = 1) -> tuple[ReplayBoards, Now]:
    """A game of two phases whose council has voted, an event each second."""
    game = a_running_game(*an_agenda())
    assert game.game.clock is not None
    game.do(gc.RingBells(), MOOT, game.game.clock.ends)
    events = recorded(game, a_book_of_everything())
    replay = Replay(read("log", BytesIO(log_file(game.game, events, NOON).content)))
    now = Now()
    return ReplayBoards(replay, rainbow_road(), LINK, now, speed), now


async def shown(boards: ReplayBoards) -> Board:
    """What the page shows."""
    board = await boards.look(LINK)
    assert isinstance(board, Board)
    assert board.phase is not None
    return board


def left(boards: ReplayBoards, board: Board) -> timedelta:
    """What the countdown says."""
    assert board.phase is not None
    return board.phase.ends - (board.phase.paused or boards.now())


async def test_a_replay_begins_with_the_first_phase_at_the_time_of_the_game() -> None:
    boards, _ = a_replay()

    board = await shown(boards)

    assert boards.now() == boards.replay.begins() < NOON + timedelta(minutes=1)
    assert board.phase is not None
    assert board.phase.number == 1
    assert board.councils == ()
    assert await boards.look("another") is None
    assert [one async for one in boards.changes("another")] == []


@pytest.mark.parametrize("speed", [1, 60])
async def test_it_moves_on_as_fast_as_is_asked(speed: int) -> None:
    boards, now = a_replay(speed)
    began, before = boards.now(), await shown(boards)

    now.at += 2 * SECOND

    assert boards.now() - began == speed * 2 * SECOND
    after = await shown(boards)
    assert after.version > before.version
    assert boards.replay.over == (speed == 60)
    assert sum(one.policies for one in after.councils) == (2 if speed == 60 else 0)


async def test_a_paused_replay_stands_still_while_its_pages_time_goes_on() -> None:
    boards, now = a_replay()
    now.at += SECOND
    before = await shown(boards)
    said = left(boards, before)

    boards.pause()
    now.at += 30 * SECOND
    paused = await shown(boards)

    assert paused.phase is not None
    assert paused.phase.paused is not None
    assert left(boards, paused) == said
    assert boards.replay.played < len(boards.replay.events)
    told = boards.now()

    boards.pause()
    goes_on = await shown(boards)

    assert goes_on.phase is not None
    assert goes_on.phase.paused is None
    assert (boards.now(), left(boards, goes_on)) == (told, said)


async def test_a_jump_leads_there_and_back_and_the_pages_time_never_goes_back() -> None:
    boards, now = a_replay(60)
    (_, first), (_, second) = boards.replay.phases()
    told = [boards.now()]

    for to, number in ((second, 2), (first, 1), (second, 2)):
        boards.jump(to)
        board = await shown(boards)
        assert board.phase is not None
        assert board.phase.number == number
        assert boards.at == to
        told.append(boards.now())
        now.at += SECOND / 100
    boards.faster(0.001)

    assert told == sorted(told)
    assert boards.speed == 1, "a page cannot count more slowly than seconds pass"


async def test_it_stops_at_the_end_and_no_number_of_keys_makes_it_too_fast_to_count() -> None:
    boards, now = a_replay()

    for _ in range(2000):
        boards.faster(2)
    now.at += timedelta(days=1)

    assert boards.at == boards.replay.events[-1].at
    assert await boards.look(LINK) is not None
    assert boards.replay.over


async def test_everybody_who_watches_hears_of_a_jump() -> None:
    boards, _ = a_replay()
    boards.pause()
    changes = boards.changes(LINK)
    first = await anext(changes)

    boards.jump(list(boards.replay.phases())[1][1])
    second = await anext(changes)

    assert isinstance(first, Board)
    assert isinstance(second, Board)
    assert first.phase is not None
    assert second.phase is not None
    assert (first.phase.number, second.phase.number) == (1, 2)
    await changes.aclose()


async def test_a_game_that_never_began_is_shown_as_it_waited() -> None:
    game = a_game(players=3)
    replay = Replay(read("log", BytesIO(log_file(game.game, recorded(game), NOON).content)))
    now = Now()
    boards = ReplayBoards(replay, rainbow_road(), LINK, now, 1)

    now.at += 10 * SECOND

    board = await boards.look(LINK)
    assert isinstance(board, Board)
    assert (board.stage, board.signed_up.players, board.join) == ("sign_up", 3, None)
