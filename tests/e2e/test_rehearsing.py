"""What whoever watches a rehearsal can do to it: another tempo, and going on after a restart."""

import asyncio
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.game import Game
from bot.rehearsal import stage as rehearsal
from bot.rehearsal.cast import cast
from bot.rehearsal.desk import Desk
from bot.rehearsal.show import Show
from bot.rehearsal.stand_ins.cards import fill
from bot.workspace.page.people import People
from tests.e2e import played
from tests.e2e.room import Room
from tests.patience import PATIENCE, a_workspace, until

SHORTLY = timedelta(seconds=30)  # in which a busy machine has pressed and looked


async def test_a_game_goes_on_at_another_tempo_from_this_second_on(room: Room) -> None:
    # given a game that runs as fast as life, and the director's desk
    await room.opened(5)
    desk = Desk(room.people, room.director, room.plenary, [], room.game, 1, room.clock.now)
    before = await room.game()
    assert before.clock is not None
    lasts = before.clock.ends - before.clock.starts

    # when it is to go ten times as fast
    said = await desk.controls()[3].run()

    # then what is left of the phase is a tenth, by time taken as any facilitator could
    assert said is not None
    assert said.startswith("The director typed: /moot take ")
    await _until(room, lambda game: _left(game, room) < lasts / 10 + SHORTLY)

    # and when the next phase begins, it is cut in the same way
    await room.bell()
    following = asyncio.create_task(desk.follow())
    planned = before.agenda[1].lasts
    await _until(room, lambda game: _left(game, room) < planned / 10 + SHORTLY)
    following.cancel()

    # and to press it again, or while the desk looks for a new phase, takes nothing more
    await room.bell()
    following = asyncio.create_task(desk.follow())
    await asyncio.gather(desk.controls()[3].run(), desk.controls()[3].run())
    again = before.agenda[2].lasts / 10
    await _until(room, lambda game: _left(game, room) < again + SHORTLY)
    assert _left(await room.game(), room) > again - SHORTLY
    following.cancel()

    # and a pause is a pause
    await desk.controls()[0].run()
    await _until(room, lambda game: game.paused)


async def _until(room: Room, holds: Callable[[Game], bool]) -> None:
    async def so() -> bool:
        return holds(await room.game())

    await until(so, "the game is so")


def _left(game: Game, room: Room) -> timedelta:
    assert game.clock is not None
    return game.clock.ends - room.clock.now()


@pytest.mark.long
async def test_a_kept_rehearsal_goes_on_where_it_was_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a rehearsal that is ended in its second phase
    monkeypatch.setattr(rehearsal, "Workspace", a_workspace)
    plan = rehearsal.Plan(tempo=100, players=5, seed=3, port=0, folder=tmp_path, keep=True)
    first = await _until_phase(plan, 1)

    # when it is started anew
    second = await _until_phase(plan, 3)

    # then it is the same game, and it went on
    assert second.id == first.id
    assert second.clock is not None
    assert second.clock.phase >= 3


async def _until_phase(plan: rehearsal.Plan, phase: int) -> Game:
    async with rehearsal.rehearsal(plan) as running:
        await rehearsal.connected(running)
        playing = [asyncio.create_task(one) for one in cast(running)]
        try:
            return await played.until_phase(running, phase)
        finally:
            for task in playing:
                task.cancel()


@pytest.mark.long
async def test_a_facilitator_practises_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a rehearsal that begins with an empty channel
    monkeypatch.setattr(rehearsal, "Workspace", a_workspace)
    plan = rehearsal.Plan(tempo=100, players=5, seed=3, port=0, folder=tmp_path)
    async with rehearsal.rehearsal(plan) as running:
        await rehearsal.connected(running)
        workspace, people = running.workspace, People(running.workspace)
        you = workspace.add_person("you", real_name="You", display_name="You").id
        places: asyncio.Queue[str] = asyncio.Queue()
        playing = asyncio.create_task(Show(running, you, _raised).run(places.put_nowait))
        plenary = (await asyncio.wait_for(places.get(), PATIENCE)).rpartition("=")[2]

        # when the visitor creates a game in its form
        await fill(people, you, lambda: people.command(you, plenary, "/moot", "new"), {"name": "Mine"})

        # then the game is theirs, and the others join by themselves
        async def joined() -> bool:
            game = await rehearsal.newest(running)
            return game is not None and len(game.players) == plan.players and you in game.facilitators

        await until(joined, "everybody has joined")
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)


def _raised(fault: BaseException) -> None:
    raise AssertionError from fault


@pytest.mark.long
@pytest.mark.skipif(shutil.which("ps") is None, reason="only ps tells which processes there are")
@pytest.mark.parametrize(
    ("begins", "by"),
    [
        ([], signal.SIGINT),
        (["--from-the-start"], signal.SIGTERM),
        (["--from-the-start"], signal.SIGKILL),
    ],
)
async def test_a_rehearsal_that_ends_leaves_no_bot_behind(
    tmp_path: Path, begins: list[str], by: signal.Signals
) -> None:
    # given a rehearsal in a process of its own, whose bot is connected
    rehearsing = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "rehearse", "--players", "5", "--folder", str(tmp_path), *begins),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert rehearsing.stdout is not None
    async with asyncio.timeout(PATIENCE):
        await anext(line async for line in rehearsing.stdout if b"The workspace is open" in line)
    bot = next(pid for pid, parent in _processes().items() if parent == rehearsing.pid)

    # when it is ended, or killed
    rehearsing.send_signal(by)
    async with asyncio.timeout(PATIENCE):
        await rehearsing.wait()

        # then the bot is gone too, and stopped in good order
        while bot in _processes():  # noqa: ASYNC110 - it is nobody's child any more
            await asyncio.sleep(0.05)
    assert "Stopped." in (tmp_path / "bot.log").read_text()


def _processes() -> dict[int, int]:
    """Every process that runs, and its parent's id; what is dead and not yet buried does not run."""
    command = ("ps", "-A", "-o", "pid=,ppid=,stat=")
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {int(pid): int(parent) for pid, parent, state in map(str.split, lines) if state[0] != "Z"}
