"""`python -m tests.picture`: writes the README's animated picture, by playing the beginning of a rehearsal.

Chromium plays a visitor: their council's quarrel, their mission, the proposal, the reaction that adopts it,
the vote, the result. Between two moments of the story no time passes in the picture, however long it took.
"""

import argparse
import asyncio
import io
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.rehearsal import stage as rehearsal
from bot.rehearsal.show import Show
from tests.browser import LAUNCH_ARGS, chromium_path, why_missing
from tests.patience import PATIENCE

PICTURE = Path(__file__).resolve().parents[1] / ".readme" / "rehearsal.webp"
WIDTH, HEIGHT = 900, 660
MOST = 2_000_000  # bytes
STEPS = 6  # frames of a pointer on its way
HAS_EMOJI = """() => {
  const pen = Object.assign(document.createElement("canvas"), { width: 20, height: 20 }).getContext("2d");
  pen.fillText("\\u{1F44D}", 0, 14);
  const dots = pen.getImageData(0, 0, 20, 20).data;
  return dots.some((one, at) => at % 4 < 2 && one !== dots[at + 1]);
}"""
POINTER = """() => {
  const it = document.createElement("div");
  it.id = "pointer";
  it.style = "position:fixed;z-index:99;left:600px;top:500px;width:22px;height:22px;margin:6px 0 0 6px;" +
    "border-radius:50%;background:rgb(245 180 60 / 75%);border:2px solid #7a4a00;pointer-events:none";
  document.body.append(it);
}"""


@dataclass
class Film:
    """Frames of a page, and how many milliseconds each stands."""

    page: Page
    frames: list[Image.Image] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)
    at: tuple[float, float] = (600, 500)

    async def take(self, milliseconds: int) -> None:
        """What the page shows now, for so long."""
        shot = Image.open(io.BytesIO(await self.page.screenshot(animations="disabled"))).convert("RGB")
        if self.frames and self.frames[-1].tobytes() == shot.tobytes():
            self.lasts[-1] += milliseconds
            return
        self.frames.append(shot)
        self.lasts.append(milliseconds)

    async def press(self, what: Locator) -> None:
        """The pointer goes there, and presses."""
        await what.scroll_into_view_if_needed()
        box = await what.bounding_box()
        assert box is not None
        there = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        for step in range(1, STEPS + 1):
            part = step / STEPS
            x, y = (here + (goal - here) * part for here, goal in zip(self.at, there, strict=True))
            await self.page.evaluate(
                "([x, y]) => Object.assign(pointer.style, {left: `${x}px`, top: `${y}px`})", [x, y]
            )
            await self.take(60)
        self.at = there
        await self.take(350)
        await what.click()

    def write(self, path: Path) -> None:
        """The picture. SystemExit where it is too heavy."""
        path.parent.mkdir(exist_ok=True)
        first, *others = self.frames
        first.save(
            path, save_all=True, append_images=others, duration=self.lasts, loop=0, lossless=True, method=6
        )
        size, seconds = path.stat().st_size, sum(self.lasts) / 1000
        print(f"{path}: {size / 1e6:.2f} MB, {len(self.frames)} frames, {seconds:.0f} seconds")
        if size > MOST:
            raise SystemExit("That is too heavy for a README.")


async def story(film: Film, running: rehearsal.Running) -> None:
    """What the picture tells."""
    page = film.page
    notice, dialog = page.locator("#notice"), page.get_by_role("dialog")
    proposal = page.locator("#message-list article.message").filter(has_text="Proposal 1: ").first

    # a quarrel
    await expect(page.locator("#message-list .mention").filter(has_text="You").last).to_be_in_viewport()
    await film.take(2600)
    await film.press(proposal.get_by_role("button", name="replies"))
    await expect(page.locator("#thread-list article").nth(2)).to_be_visible()
    await film.take(2600)
    await page.get_by_role("button", name="Close thread").click()

    # my envelope
    await film.press(notice.get_by_role("link", name="My secret mission"))
    envelope = page.get_by_role("button", name="Open my sheet").first
    await expect(envelope).to_be_visible()
    await film.take(800)
    await film.press(envelope)
    await expect(dialog).to_contain_text("secret mission")
    await film.take(3000)
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()

    # the reaction that adopts a proposal
    await film.press(notice.get_by_role("link", name="Proposal 1"))
    await expect(proposal).to_be_visible()
    await film.take(1600)
    await film.press(proposal.locator("[data-reaction=thumbsup]"))
    await expect(notice).to_contain_text("is adopted")
    await film.take(2400)

    # the vote, and the result
    ballot = page.locator("#message-list article.message").filter(
        has=page.locator("[data-reaction=white_check_mark]")
    )
    await expect(ballot.last).to_be_visible()
    await ballot.last.scroll_into_view_if_needed()
    await film.take(1400)
    await film.press(ballot.last.locator("[data-reaction=white_check_mark]"))
    await film.take(1000)
    await expect(notice).to_contain_text("is over")
    await film.take(3600)


@asynccontextmanager
async def a_page(browser: Browser, address: str) -> AsyncIterator[Page]:
    """The visitor's window, without the tour and the director's strip."""
    context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE * 1000)
    page = await context.new_page()
    await page.goto(address)
    await expect(page.locator("body")).to_have_attribute("data-ready", "true")
    if not await page.evaluate(HAS_EMOJI):
        raise SystemExit("There is no font with emoji here; on Debian it is fonts-noto-color-emoji.")
    await page.get_by_role("button", name="Skip tour").click()
    await page.get_by_role("button", name="Director's strip").click()
    await page.evaluate(POINTER)
    yield page
    await context.close()


async def made(path: Path, seed: int) -> None:
    """Plays, and writes the picture."""
    expect.set_options(timeout=PATIENCE * 1000)
    with tempfile.TemporaryDirectory() as folder:
        plan = rehearsal.Plan(tempo=60, players=5, seed=seed, port=0, folder=Path(folder), opening=True)
        async with rehearsal.rehearsal(plan) as running, async_playwright() as playwright:
            await rehearsal.connected(running)
            visitor = running.workspace.add_person("you", real_name="You", display_name="You").id
            places: asyncio.Queue[str] = asyncio.Queue()
            playing = asyncio.create_task(Show(running, visitor, _fault).run(places.put_nowait))
            browser = await playwright.chromium.launch(
                executable_path=chromium_path(), args=list(LAUNCH_ARGS)
            )
            async with a_page(browser, running.server.page_url.rstrip("/") + await places.get()) as page:
                film = Film(page)
                await story(film, running)
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)
            await browser.close()
    film.write(path)


def _fault(fault: BaseException) -> None:
    raise fault


def main() -> None:
    """Makes the picture, or says why it cannot."""
    arguments = argparse.ArgumentParser(description="Writes the README's animated picture.")
    arguments.add_argument("--to", type=Path, default=PICTURE)
    arguments.add_argument("--seed", type=int, default=1, help="the same seed makes the same stand-ins")
    given = arguments.parse_args()
    if chromium_path() is None:
        raise SystemExit(why_missing())
    asyncio.run(made(given.to, given.seed))


if __name__ == "__main__":
    main()
