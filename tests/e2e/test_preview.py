"""`moot content preview` in a browser: the page follows the author's changes, and shows faults."""

import asyncio
import re
import shutil
import signal
import sys
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.builders import PACKS
from tests.e2e.windows import Windows, a_browser, sticking_out
from tests.patience import PATIENCE

PHONE = 375


@pytest.mark.browser
async def test_the_preview_follows_an_authors_changes_and_shows_faults_with_their_lines(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    # given a preview of a pack, in a window as wide as a phone
    pack = Path(shutil.copytree(PACKS / "blackout", tmp_path / "blackout")) / "pack.yaml"
    command = ("-m", "bot", "content", "preview", str(pack.parent), "--no-browser")
    serving = await asyncio.create_subprocess_exec(
        *(sys.executable, *command), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert serving.stdout is not None
    async with asyncio.timeout(PATIENCE):
        told = (await serving.stdout.readline()).decode()
    (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", told)
    async with a_browser() as browser:
        windows = Windows(browser, address)
        page = await windows.open("", width=PHONE)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Blackout")
        assert await sticking_out(page.locator("main")) == []

        # when a text is changed, then the page shows it by itself
        written = pack.read_text("utf-8")
        pack.write_text(written.replace("title: Blackout", "title: Power cut", 1), "utf-8")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Power cut")

        # when the pack is broken, then its fault stands above what was there
        pack.write_text(written.replace("title: Blackout", "titel: Power cut", 1), "utf-8")
        fault = page.get_by_role("alert")
        await expect(fault).to_contain_text("blackout/pack.yaml:")
        await expect(fault).to_contain_text("`titel` is not a key here")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Power cut")

        # when it is mended, then the fault is gone
        pack.write_text(written, "utf-8")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Blackout")
        await expect(fault).to_have_count(0)
        if kept := pytestconfig.getoption("--screens"):
            wide = await windows.open("", width=1280)
            await expect(wide.get_by_role("heading", level=1)).to_have_text("Blackout")
            await wide.screenshot(path=Path(kept) / "preview-1280.png")
        assert windows.faults == []

        # and Ctrl-C ends it, though a window is still open
        serving.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            _, said = await serving.communicate()
    assert serving.returncode == 0
    assert said.decode() == "Stopped.\n"
