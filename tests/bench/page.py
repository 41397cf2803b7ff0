"""How long a click on the rehearsal page takes to show, alone and while a thousand stand-ins play.

Measured in the browser: from the click to the frame in which its effect stands on the page. The floor is the
same page in the same run, before anybody plays. Even what needs nobody shows one frame later at best, and a
click comes somewhere within another.
"""

import asyncio
import gc
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median

from playwright.async_api import Page, async_playwright

from bot.cli.main import NEW_OBJECTS
from bot.domain.phases import PhaseKind
from bot.rehearsal import stage as rehearsal
from bot.rehearsal.cast import Cast, a_cast
from bot.workspace.page.people import People
from tests.bench.figures import Asked, Figure, Tell
from tests.browser import LAUNCH_ARGS, chromium_path

LINE = 11
GOAL = 0.03  # seconds
ROUNDS = 40
PLAYED = 20.0  # seconds of a session in which everybody greets, proposes and takes sides
CHARTERED = 5.0  # seconds until the councils have their charters
HASTE = 60.0  # times faster than life is what comes before the session, and what Slack's rates allow
PATIENCE = 300.0  # seconds: whoever gave up joining on a busy machine would be waited for without end
LONGEST = 10_000.0  # milliseconds after which an effect counts as not seen

TIMED = """
async ({ act, seen, longest }) => {
  const [go, until] = [new Function(act), new Function("return " + seen)];
  const before = performance.now();
  go();
  while (!until() && performance.now() - before < longest) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - before;
}
"""


async def timed(page: Page, act: str, seen: str) -> float:
    """One click and how long it took to show, in seconds."""
    took = float(await page.evaluate(TIMED, {"act": act, "seen": seen, "longest": LONGEST})) / 1000
    await asyncio.sleep(0.05)
    return took


async def frames(page: Page) -> list[float]:
    """What needs neither the workspace nor the page's own code: the browser's frames alone."""
    act = "window.done = false; setTimeout(() => { window.done = true; })"
    return [await timed(page, act, "window.done") for _ in range(ROUNDS)]


async def react(page: Page, ts: str) -> list[float]:
    """Giving a reaction and taking it back."""
    chip = f"document.querySelector('#message-list article[data-ts=\"{ts}\"] [data-reaction=eyes]')"
    pressed = f"{chip}?.getAttribute('aria-pressed')"
    return [
        await timed(page, f"{chip}.click()", f"{pressed} === '{str(turn % 2 == 0).lower()}'")
        for turn in range(ROUNDS)
    ]


async def say(page: Page) -> list[float]:
    """Sending a message."""
    times = []
    for _ in range(ROUNDS):
        words = f"bench {time.monotonic_ns()}"
        act = f"""const input = document.querySelector('#composer-input'); input.value = '{words}';
            input.dispatchEvent(new Event('input')); document.querySelector('#composer .send').click()"""
        last = "[...document.querySelectorAll('#message-list article')].slice(-3)"
        times.append(await timed(page, act, f"{last}.some((one) => one.textContent.includes('{words}'))"))
    return times


async def move(page: Page, channels: list[str]) -> list[float]:
    """Going to another channel."""
    times = []
    for turn in range(ROUNDS):
        channel = channels[turn % len(channels)]
        act = f"document.querySelector('#sections [data-channel={channel}]').click()"
        shown = f"document.querySelector('#message-list article')?.dataset.channel === '{channel}'"
        times.append(await timed(page, act, shown))
    return times


class Lobby:
    """Where somebody clicks about: two channels beside the game."""

    def __init__(self, running: rehearsal.Running) -> None:
        self.running = running
        self.people = People(running.workspace)
        self.watcher = running.workspace.add_person("watcher").id
        self.fan = running.workspace.add_person("fan").id
        inside = [self.watcher, self.fan]
        self.one = running.workspace.add_channel("lobby", members=inside, quiet=True).id
        self.other = running.workspace.add_channel("lobby-too", members=inside, quiet=True).id

    async def furnish(self) -> str:
        """Something to see in both; gives the message that will be reacted to."""
        for number in range(30):
            await self.people.say(self.fan, self.other, f"Message {number}")
        ts = await self.people.say(self.fan, self.one, "React to this")
        await self.people.react(self.fan, self.one, ts, "eyes")
        return ts

    async def measured(self, page: Page, ts: str, channels: list[str]) -> dict[str, list[float]]:
        """All clicks."""
        moved = await move(page, channels)
        await page.evaluate(f"document.querySelector('#sections [data-channel={self.one}]').click()")
        await page.wait_for_selector(f'#message-list article[data-ts="{ts}"]')
        return {"going to a channel": moved, "reacting": await react(page, ts), "saying": await say(page)}


async def in_session(running: rehearsal.Running, acting: Cast, playing: list[asyncio.Task[None]]) -> None:
    """Returns when the councils have their charters and are in session, and everybody has slowed down."""
    await _phase(running, playing, PhaseKind.SETUP)
    await asyncio.sleep(CHARTERED)
    await acting.desk.type("next")
    await _phase(running, playing, PhaseKind.SESSION)
    await acting.desk.play_at(1)


async def _phase(running: rehearsal.Running, playing: list[asyncio.Task[None]], kind: PhaseKind) -> None:
    """Returns when a phase of this kind has begun."""
    game = None
    while game is None or game.phase is None or game.phase.kind is not kind:
        await asyncio.sleep(0.2)
        rehearsal.alive(running)
        for task in playing:
            if task.done():
                task.result()
        game = await rehearsal.newest(running)


async def _both(
    running: rehearsal.Running, page: Page, tell: Tell
) -> tuple[list[float], dict[str, list[float]], dict[str, list[float]]]:
    """The browser's frames; and the clicks before anybody plays, and while everybody does."""
    lobby, workspace = Lobby(running), running.workspace
    ts = await lobby.furnish()
    await page.goto(f"{running.server.page_url}?as={lobby.watcher}&channel={lobby.one}")
    await page.wait_for_selector("body[data-ready=true]")
    acting = a_cast(running)
    for one in acting.stand_ins:
        one.tempo = HASTE
    tell("clicks on a page where nobody plays")
    floor, alone = await frames(page), await lobby.measured(page, ts, [lobby.other, lobby.one])
    playing = [asyncio.create_task(one) for one in acting.everybody()]
    try:
        tell(f"{running.plan.players:,} stand-ins begin to play")
        await in_session(running, acting, playing)
        await asyncio.sleep(PLAYED)
        plenary = next(one.id for one in workspace.channels.values() if one.name == rehearsal.PLENARY)
        tell("clicks while they play")
        return floor, alone, await lobby.measured(page, ts, [lobby.other, plenary])
    finally:
        for task in playing:
            task.cancel()


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 11."""
    gc.set_threshold(NEW_OBJECTS, 20, 20)  # as in `moot rehearse`
    with tempfile.TemporaryDirectory() as folder:
        plan = rehearsal.Plan(
            1, asked.players, 1, 0, Path(folder), opening=True
        )  # so rates are in haste, too
        async with rehearsal.rehearsal(plan) as running, async_playwright() as playwright:
            running.workspace.delivery.ack_seconds = PATIENCE
            await rehearsal.connected(running)
            path = chromium_path()
            browser = await playwright.chromium.launch(executable_path=path, args=list(LAUNCH_ARGS))
            shown, alone, played = await _both(running, await browser.new_page(), tell)
            await browser.close()
    yield Figure(LINE, "an effect that needs the browser alone: median", median(shown))
    for what, times in played.items():
        ours, last = median(times), sorted(times)[int(len(times) * 0.95) - 1]
        yield Figure(LINE, f"{what} while {asked.players:,} play: median", ours, goal=GOAL)
        yield Figure(LINE, f"{what} while {asked.players:,} play: 95 %", last)
        yield Figure(LINE, f"{what}, to the same page while nobody plays", ours, floor=median(alone[what]))
