"""Browser windows in which people use the rehearsal page; what a page complains about is collected."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)

from tests.browser import LAUNCH_ARGS, chromium_path, why_missing
from tests.patience import PATIENCE


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    """A Chromium; the test is skipped where there is none, and fails where there must be one."""
    path = chromium_path()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"the browser tests must run in CI, but {why_missing()}")
        pytest.skip(f"BROWSER TESTS SKIPPED: {why_missing()}")
    expect.set_options(timeout=PATIENCE * 1000)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=list(LAUNCH_ARGS))
        yield launched
        await launched.close()


@dataclass
class Windows:
    """Opens windows of one workspace. `faults` is what their consoles complained about."""

    browser: Browser
    url: str
    faults: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    async def open(self, path: str, *, width: int = 1280, dark: bool = False) -> Page:
        """A window of its own, once everything has been read."""
        page = await self.blank(width=width, dark=dark)
        await self.to(page, path)
        return page

    async def blank(self, *, width: int = 1280, dark: bool = False) -> Page:
        """A window of its own, in which nothing has been opened yet."""
        size: ViewportSize = {"width": width, "height": 740 if width < 700 else 860}
        context = await self.browser.new_context(
            viewport=size,
            timezone_id="Asia/Tokyo",
            locale="en-GB",
            color_scheme="dark" if dark else "light",
            has_touch=width < 700,
        )
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        page.on("pageerror", self._on_error)
        page.on("console", self._on_console)
        self.pages.append(page)
        return page

    async def to(self, page: Page, path: str) -> None:
        """Opens something in a window, until everything has been read."""
        await page.goto(self.url + path)
        await expect(page.locator("body")).to_have_attribute("data-ready", "true")

    def _on_error(self, error: Error) -> None:
        self.faults.append(str(error))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "ERR_" not in message.text:
            self.faults.append(message.text)

    async def close(self) -> None:
        """Closes all windows."""
        for page in self.pages:
            await page.context.close()


def composer(page: Page) -> Locator:
    """Where one writes to the channel."""
    return page.locator("#composer-input")


async def write(page: Page, text: str) -> None:
    """Writes and sends."""
    await composer(page).fill(text)
    await composer(page).press("Enter")


def message(page: Page, text: str) -> Locator:
    """The messages in the channel that contain a text; those on their way cannot be used yet."""
    return page.locator("#message-list article.message:not(.sending)").filter(has_text=text)


async def sticking_out(what: Locator) -> list[str]:
    """What in there reaches beyond the window's right edge."""
    found: list[str] = await what.evaluate(
        """(top) => [top, ...top.querySelectorAll("*")]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 40)}`)"""
    )
    return found
