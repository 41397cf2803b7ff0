"""What people see of a board, in a real browser: the real server shows sample boards.

`make screens` keeps the pictures."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.reports.board import Board, Turn
from bot.web.board.boards import Trouble
from tests.e2e.boards import (
    NOW,
    Wall,
    a_board,
    a_wall,
    dealt,
    debriefing,
    finished,
    over_days,
    paused,
    presenting,
    signing_up,
    voting,
    wordy,
)
from tests.e2e.town import faults_of
from tests.e2e.windows import Windows, a_browser, sticking_out

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
ANY = re.compile(".")
TURN = 12_000  # milliseconds that a page of councils stays open
PROJECTORS = ((1920, 1080), (1280, 720), (1024, 768))
FARTHEST = 1.9  # hundredths of a projector's height: letters that can just be read from ten metres


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as launched:
        yield launched


@pytest_asyncio.fixture(loop_scope="module")
async def wall(browser: Browser) -> AsyncIterator[Wall]:
    async with a_wall() as here:
        yield here


@pytest_asyncio.fixture(loop_scope="module")
async def windows(browser: Browser, wall: Wall) -> AsyncIterator[Windows]:
    here = Windows(browser, wall.url)
    yield here
    await here.close()
    assert here.faults == [], "the page complained in the browser's console"


async def opened(windows: Windows, *, width: int = 1280, dark: bool = False) -> Page:
    """The board in a window of its own, live."""
    page = await windows.open("/board/anything", width=width, dark=dark)
    await expect(page.locator("#connection")).to_be_hidden()
    return page


async def stopped(windows: Windows) -> Page:
    """The same, where time passes only when a test says so, and whose own clock is an hour wrong."""
    page = await windows.blank()
    await page.clock.install(time=NOW + timedelta(hours=1))
    await page.clock.pause_at(NOW + timedelta(hours=1, seconds=1))
    await windows.to(page, "/board/anything")
    await expect(page.locator("#connection")).to_be_hidden()
    await expect(page.locator("body")).to_have_attribute("data-version", ANY)  # it has heard how late it is
    return page


async def pass_time(wall: Wall, page: Page, seconds: float) -> None:
    """On both sides, first on the page: nothing that the server says in between may come from the future. The
    page is slow: of what was due meanwhile, it does each thing once."""
    await page.clock.fast_forward(round(seconds * 1000))
    wall.moment += timedelta(seconds=seconds)


def seconds_of(text: str) -> int:
    """1:09:41 in seconds."""
    found = 0
    for part in text.split(":"):
        found = found * 60 + int(part)
    return found


async def off_by(wall: Wall, page: Page) -> float:
    """Seconds by which the countdown differs from the server's. No time passes while a slow machine gets to
    it, so what is wrong stays wrong."""
    assert wall.board.phase is not None
    left = (wall.board.phase.ends - wall.moment).total_seconds()
    for _ in range(50):
        off = abs(seconds_of(await page.locator("#count").inner_text()) - ceil(left))
        if off < 1:
            break
        await asyncio.sleep(0.1)
    return off


async def shows(wall: Wall, page: Page, board: Board) -> None:
    """The page has got this board."""
    wall.show(board)
    await expect(page.locator("body")).to_have_attribute("data-version", str(wall.board.version))


async def scrolls(page: Page) -> bool:
    """Whether the page is larger than its window."""
    found: bool = await page.evaluate(
        "() => { const top = document.documentElement;"
        " return top.scrollWidth > innerWidth || top.scrollHeight > innerHeight }"
    )
    return found


async def smallest_letters(page: Page) -> float:
    """Of all that is read from afar, in hundredths of the height of a 16:9 screen that fits the window."""
    found: float = await page.evaluate(
        """() => Math.min(...[...document.querySelectorAll("main *")]
            .filter((one) => one.checkVisibility() && !one.closest("button, .sr-only")
                && [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
            .map((one) => parseFloat(getComputedStyle(one).fontSize)))
            / Math.min(innerHeight / 100, innerWidth / 177.8)"""
    )
    return found


@dataclass
class Camera:
    """Keeps pictures where `--screens` says."""

    config: pytest.Config
    folder: Path | None = None

    def __post_init__(self) -> None:
        if kept := self.config.getoption("--screens"):
            self.folder = Path(kept)
            self.folder.mkdir(parents=True, exist_ok=True)

    async def take(self, page: Page, name: str) -> None:
        """A picture of what a room sees: nobody has touched anything for a while."""
        if self.folder is not None:
            await page.evaluate("() => document.body.classList.add('idle')")
            await page.screenshot(path=self.folder / f"{name}.png", animations="disabled")
            await page.evaluate("() => document.body.classList.remove('idle')")


async def swipe(page: Page, *, left: bool) -> None:
    """A finger goes across the screen."""
    await page.evaluate(
        """(by) => {
            const at = (x) => new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 300 });
            const send = (kind, touch, touches) => document.body.dispatchEvent(
                new TouchEvent(kind, { touches, changedTouches: [touch], bubbles: true }));
            send("touchstart", at(300), [at(300)]);
            send("touchend", at(300 + by), []);
        }""",
        -120 if left else 120,
    )


async def cut_off(page: Page) -> list[str]:
    """Texts that are cut at the edge of their place, other than those that end in an ellipsis."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((one) => {
            const place = one.closest(".tile, #task, #slide, #wins, #facts, #phase, #next, #ask");
            const bare = [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
            if (!place || !bare || !one.checkVisibility() || one.closest(".sr-only")) return false;
            const [inner, outer] = [one.getBoundingClientRect(), place.getBoundingClientRect()];
            return inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1
                || inner.top < outer.top - 1;
        }).map((one) => `${one.className || one.id}: ${one.textContent.slice(0, 40)}`)"""
    )
    return found


# --- the countdown


async def test_in_ten_minutes_a_throttled_page_drifts_by_less_than_a_second(
    wall: Wall, windows: Windows
) -> None:
    # given a slow machine, whose own clock is wrong
    board = a_board()
    assert board.phase is not None
    wall.board = replace(board, phase=replace(board.phase, ends=NOW + timedelta(minutes=12)))
    page = await stopped(windows)
    session = await page.context.new_cdp_session(page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    # when ten minutes pass, in which it seldom gets to work, and hears of things late
    worst = 0.0
    for turn, seconds in enumerate([18.3, 0.43, 17.9, 18.5] * 11):
        await pass_time(wall, page, seconds)
        worst = max(worst, await off_by(wall, page))
        late = timedelta(seconds=3 if turn % 3 else 0)
        wall.moment -= late
        await shows(wall, page, wall.board)
        wall.moment += late
        worst = max(worst, await off_by(wall, page))

    # then it was never wrong by a second
    assert wall.moment > NOW + timedelta(minutes=10)
    assert worst < 1


async def test_a_page_that_loses_its_connection_says_so_keeps_counting_and_reconnects(
    wall: Wall, windows: Windows
) -> None:
    # given
    page = await stopped(windows)
    await expect(page.locator("#count")).to_have_text("4:41")

    # when the server goes away
    wall.down.set()

    # then the page says so in words, also to those who cannot see it, and goes on counting
    await expect(page.locator("#connection")).to_have_text(
        "Connection lost. The clock keeps running; reconnecting …"
    )
    await expect(page.locator("#spoken")).to_contain_text("Connection lost")
    await pass_time(wall, page, 61)
    await expect(page.locator("#count")).to_have_text("3:40")

    # and when it is back, the page finds it by itself, and shows what has changed meanwhile without a flash
    wall.board = replace(paused(), bells=200)
    wall.down.clear()
    for _ in range(40):
        await pass_time(wall, page, 1)
        if await page.locator("#connection").is_hidden():
            break
    await expect(page.locator("#until")).to_have_text("Paused: the clock is stopped")
    await expect(page.locator("#count")).to_have_text("5:41")
    await expect(page.locator("#flash")).not_to_have_class(re.compile("on"))


async def test_words_of_the_server_stand_beside_the_last_board_until_there_is_a_new_one(
    wall: Wall, windows: Windows
) -> None:
    page = await opened(windows)

    wall.trouble(Trouble("The game cannot be read at the moment."))
    await expect(page.locator("#connection")).to_have_text("The game cannot be read at the moment.")
    await expect(page.locator("#phase")).to_have_text("Second council session")

    wall.show(wall.board)
    await expect(page.locator("#connection")).to_be_hidden()


async def test_a_revoked_link_shows_no_board_any_more(wall: Wall, windows: Windows) -> None:
    page = await opened(windows)

    wall.revoke()

    await expect(page.get_by_role("heading", name="There is no board here")).to_be_visible()
    await expect(page.get_by_text("Second council session")).to_have_count(0)
    assert await faults_of(page) == []
    windows.faults.clear()  # the browser complains of the answer 404


# --- what fits where


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_no_board_scrolls_on_a_projector_and_all_can_be_read_from_afar(
    wall: Wall, windows: Windows, dark: bool, pytestconfig: pytest.Config
) -> None:
    page = await opened(windows, dark=dark)
    await page.emulate_media(reduced_motion="reduce")  # buttons that fade have another contrast
    boards = {
        "sign-up": signing_up(),
        "dealt": dealt(),
        "one": a_board(1),
        "two": voting(2),
        "three": voting(),
        "twelve": a_board(12),
        "hundred": a_board(100),
        "days": over_days(),
        "paused": paused(),
        "voting": voting(8),
        "wordy": wordy(3),
        "wordy-thirty": wordy(30),
        "presentation": presenting(policies=14),
        "debrief": debriefing(),
        "results": finished(),
        "results-hundred": finished(100, 6),
    }
    camera = Camera(pytestconfig)
    for name, board in boards.items():
        await shows(wall, page, board)
        for width, height in PROJECTORS[: 1 if dark else None]:
            await page.set_viewport_size({"width": width, "height": height})
            await expect(page.locator("body")).to_have_attribute("data-drawn", f"{width}x{height}")
            assert not await scrolls(page), f"{name} at {width}x{height}"
            assert await cut_off(page) == [], f"{name} at {width}x{height}"
            assert await smallest_letters(page) >= FARTHEST, f"{name} at {width}x{height}"
            await camera.take(page, f"board-{name}-{width}-{'dark' if dark else 'light'}")
        if name not in ("hundred", "results-hundred", "wordy-thirty"):  # axe takes long for so many
            assert await faults_of(page) == [], name


async def test_a_phone_shows_everything_in_one_column(
    wall: Wall, windows: Windows, pytestconfig: pytest.Config
) -> None:
    page = await opened(windows, width=390)
    camera = Camera(pytestconfig)
    shown = {
        "two": voting(2),
        "three": voting(),
        "hundred": a_board(100),
        "presentation": presenting(),
        "results": finished(),
        "sign-up": signing_up(),
    }
    for name, board in shown.items():
        await shows(wall, page, board)
        assert await sticking_out(page.locator("body")) == [], name
        await expect(page.locator("#tools")).to_be_visible()
        await camera.take(page, f"board-{name}-phone")
        if name == "hundred":
            await expect(page.locator("#tiles li.tile:visible")).to_have_count(100)
    assert await faults_of(page) == []


async def test_a_hundred_councils_are_shown_on_pages_that_turn_by_themselves(
    wall: Wall, windows: Windows
) -> None:
    # given
    wall.board = a_board(100)
    page = await stopped(windows)
    seen = set(await page.locator("#tiles h3:visible").all_inner_texts())
    await expect(page.locator("#pages")).to_contain_text("page 1 of")

    # when nobody touches anything
    for _ in range(12):
        await pass_time(wall, page, TURN / 1000)
        seen |= set(await page.locator("#tiles h3:visible").all_inner_texts())

    # then every council has been there
    assert seen == {f"Council {number}" for number in range(1, 101)}

    # and people can stop the pages, and turn them
    await page.keyboard.press(" ")
    await expect(page.get_by_role("button", name="Turn pages again")).to_have_attribute(
        "aria-pressed", "true"
    )
    before = await page.locator("#pages").inner_text()
    await pass_time(wall, page, 2 * TURN / 1000)
    await expect(page.locator("#pages")).to_have_text(before)
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("#pages")).not_to_have_text(before)


# --- what is shown when


async def test_a_board_follows_the_game_by_itself(wall: Wall, windows: Windows) -> None:
    wall.board = signing_up()
    page = await opened(windows)
    await expect(page.get_by_role("heading", name="Join the game")).to_be_visible()
    await expect(page.get_by_alt_text("QR code")).to_have_js_property("complete", True)
    assert await page.get_by_alt_text("QR code").evaluate("(one) => one.naturalWidth") > 0

    await shows(wall, page, voting())
    await expect(page.get_by_role("heading", name="Third council session")).to_be_visible()
    await expect(page.locator("#spoken")).to_contain_text("Phase 6 of 9: Third council session")
    await expect(page.locator("#tiles li.tile").first).to_contain_text("4 of 10 voted")
    await expect(page.locator("#tiles li.tile").last).to_contain_text("Approved")
    await expect(page.locator("#alarm")).to_have_text("Less than 2 minutes left")

    await shows(wall, page, replace(a_board(5), turn=Turn(3, NOW + timedelta(seconds=50), 4, slide=None)))
    await expect(page.locator("#next")).to_contain_text("has the floor: 0:")

    await shows(wall, page, presenting())
    await expect(page.get_by_role("heading", name="Council 2", exact=True)).to_be_visible()
    await expect(page.locator("#turn-over")).to_have_text("Presenting now · next: \u2068Council 3\u2069")
    await expect(page.locator("#turn-count")).to_have_text(re.compile("^0:4[0-9]$"))
    await expect(page.locator("#slide")).to_contain_text("Which problems did you solve?Who is rung at night")

    await shows(wall, page, finished())
    await expect(page.get_by_role("heading", name="2 of 3 councils approved their book")).to_be_visible()
    await expect(page.locator("#wins")).to_contain_text("Finance analyst by the team's priorities")
    await expect(page.locator("#wins")).to_contain_text("Not approved")


async def test_debrief_questions_come_one_at_a_time(wall: Wall, windows: Windows) -> None:
    # given
    wall.board = debriefing()
    page = await stopped(windows)
    ask, over = page.locator("#ask"), page.locator("#ask-over")
    await expect(ask).to_contain_text("How do decisions get made")
    await expect(over).to_have_text("Question 1 of 4")

    # when nobody does anything, then the next one comes
    await pass_time(wall, page, 20)
    await expect(over).to_have_text("Question 2 of 4")

    # and with a key, a button, or a finger, people turn them themselves, and none turns by itself any more
    await page.keyboard.press("ArrowRight")
    await expect(over).to_have_text("Question 3 of 4")
    await page.get_by_role("button", name="Previous").click()
    await expect(over).to_have_text("Question 2 of 4")
    await swipe(page, left=True)
    await expect(over).to_have_text("Question 3 of 4")
    await pass_time(wall, page, 60)
    await expect(over).to_have_text("Question 3 of 4")

    # and the board is a key away
    await page.keyboard.press("b")
    await expect(page.locator("#running")).to_be_visible()
    await page.keyboard.press("a")
    await expect(ask).to_be_visible()


# --- what people switch


async def test_sound_and_flash_are_off_until_somebody_turns_them_on(wall: Wall, windows: Windows) -> None:
    # given
    page = await opened(windows)
    flash = page.locator("#flash")
    await expect(page.get_by_role("button", name="Sound off")).to_have_attribute("aria-pressed", "false")

    # when a bell rings, then nothing flashes
    await shows(wall, page, replace(voting(), bells=200))
    await expect(flash).not_to_have_class(re.compile("on"))

    # and when somebody turns the flash on, it is shown once, and again at the next bell
    await page.get_by_role("button", name="Flash off").click()
    await expect(page.get_by_role("button", name="Flash on")).to_have_attribute("aria-pressed", "true")
    await flash.evaluate("(one) => one.classList.remove('on')")
    await shows(wall, page, replace(voting(), bells=300))
    await expect(flash).to_have_class(re.compile("on"))

    # and where people want no motion, a frame stays for a moment instead
    await page.emulate_media(reduced_motion="reduce")
    assert await flash.evaluate("(one) => getComputedStyle(one).animationName") == "frame"

    # and another change is no bell
    await flash.evaluate("(one) => one.classList.remove('on')")
    await shows(wall, page, replace(paused(), bells=300))
    await expect(flash).not_to_have_class(re.compile("on"))


async def test_keys_switch_colours_full_screen_and_help(wall: Wall, windows: Windows) -> None:
    page = await opened(windows)
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(ground)

    await page.keyboard.press("c")
    assert await page.evaluate(ground) != light
    await page.reload()
    assert await page.evaluate(ground) != light

    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="This board")).to_be_visible()
    assert await faults_of(page) == []
    await page.get_by_label("Use these keys").uncheck()
    await page.keyboard.press("Escape")
    await page.keyboard.press("c")
    assert await page.evaluate(ground) != light
    await page.get_by_role("button", name="Light").click()
    assert await page.evaluate(ground) == light

    await page.keyboard.press("?")
    await page.get_by_label("Use these keys").check()
    await page.keyboard.press("Escape")
    await page.keyboard.press("f")
    await page.wait_for_function("() => document.fullscreenElement !== null")
    await page.keyboard.press("f")
    await page.wait_for_function("() => document.fullscreenElement === null")
