"""How long a click on the rehearsal page takes to show, alone and while a thousand stand-ins play.

`python -m tests.bench.page --players 1000 --tempo 1`. Measured in the browser: from the click to the frame in
which its effect stands on the page. The floor is the same page in the same run, before anybody plays.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from playwright.async_api import Page, async_playwright
from rich.console import Console
from rich.table import Table

from bot.rehearsal import stage as rehearsal
from bot.rehearsal.cast import cast
from bot.workspace.page.people import People
from tests.browser import LAUNCH_ARGS, chromium_path

ROUNDS = 40
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
    """One click and how long it took to show, in milliseconds."""
    took = float(await page.evaluate(TIMED, {"act": act, "seen": seen, "longest": LONGEST}))
    await asyncio.sleep(0.05)
    return took


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
        """All measures, in milliseconds."""
        moved = await move(page, channels)
        await page.evaluate(f"document.querySelector('#sections [data-channel={self.one}]').click()")
        await page.wait_for_selector(f'#message-list article[data-ts="{ts}"]')
        return {"going to a channel": moved, "reacting": await react(page, ts), "saying": await say(page)}


async def begun(running: rehearsal.Running, playing: list[asyncio.Task[None]]) -> None:
    """Returns when the first bell has rung."""
    game = None
    while game is None or game.phase is None:
        await asyncio.sleep(0.5)
        game = await rehearsal.newest(running)
        for task in playing:
            if task.done():
                task.result()


async def measure(running: rehearsal.Running, page: Page, seconds: float) -> list[dict[str, list[float]]]:
    """Before anybody plays, and while everybody does."""
    lobby, workspace = Lobby(running), running.workspace
    ts = await lobby.furnish()
    await page.goto(f"{running.server.page_url}?as={lobby.watcher}&channel={lobby.one}")
    await page.wait_for_selector("body[data-ready=true]")
    acting = cast(running)
    alone = await lobby.measured(page, ts, [lobby.other, lobby.one])
    playing = [asyncio.create_task(one) for one in acting]
    try:
        await begun(running, playing)
        await asyncio.sleep(seconds)
        plenary = next(one.id for one in workspace.channels.values() if one.name == rehearsal.PLENARY)
        return [alone, await lobby.measured(page, ts, [lobby.other, plenary])]
    finally:
        for task in playing:
            task.cancel()


def shown(times: list[float]) -> str:
    """Median and 95th percentile."""
    return f"{statistics.median(times):.0f} / {sorted(times)[int(len(times) * 0.95) - 1]:.0f} ms"


async def main() -> None:
    """Measures, plays, measures again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--players", type=int, default=1000)
    parser.add_argument("--tempo", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20, help="how long to play before measuring")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plan = rehearsal.Plan(asked.tempo, asked.players, 1, 0, Path(folder))
        async with rehearsal.rehearsal(plan) as running, async_playwright() as playwright:
            await rehearsal.connected(running)
            chromium = playwright.chromium
            browser = await chromium.launch(executable_path=chromium_path(), args=list(LAUNCH_ARGS))
            alone, played = await measure(running, await browser.new_page(), asked.seconds)
            await browser.close()
    heading = f"{asked.players} play at × {asked.tempo}"
    table = Table("click to effect: median / 95 %", "alone", heading, "ratio")
    for what, floor in alone.items():
        ratio = statistics.median(played[what]) / statistics.median(floor)
        table.add_row(what, shown(floor), shown(played[what]), f"{ratio:.1f}")
    Console().print(table)


if __name__ == "__main__":
    asyncio.run(main())
