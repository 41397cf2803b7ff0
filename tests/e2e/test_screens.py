"""The twelve surfaces that people see most, on a phone, a tablet and a laptop: nothing sticks out.

`make screens` keeps the pictures in var/screens; an ordinary run only looks.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from bot.domain.game import Stage
from tests.e2e.room import Room
from tests.e2e.windows import Windows, message, sticking_out

pytestmark = pytest.mark.browser
SIZES = {"phone": (390, 740), "tablet": (768, 860), "laptop": (1280, 860)}


@dataclass
class Camera:
    """One person's window, which takes every size. `folder`: where pictures go, if they are kept."""

    page: Page
    folder: Path | None

    async def go(self, where: str, name: str) -> None:
        """To a channel."""
        await self.page.goto(f"{self.page.url.partition('?')[0]}?{where}")
        await expect(self.page.locator("#title")).to_contain_text(name)

    async def take(self, name: str, text: str) -> None:
        """Pictures of the newest message with this text."""
        await self._of(message(self.page, text).last, name)

    async def take_form(self, name: str, card: str, label: str) -> None:
        """Pictures of the form that a card's button opens."""
        await message(self.page, card).last.get_by_role("button", name=label).first.click()
        await self._of(self.page.get_by_role("dialog"), name)
        await self.page.keyboard.press("Escape")
        await expect(self.page.get_by_role("dialog")).to_be_hidden()

    async def take_home(self, name: str) -> None:
        """Pictures of Home."""
        await self.page.locator("#sections [data-app]").click()
        await self.page.get_by_role("link", name="Home", exact=True).click()  # news opens as messages
        await expect(self.page.locator("#home")).to_contain_text("My games")
        await self._of(self.page.locator("#home"), name)

    async def _of(self, what: Locator, name: str) -> None:
        for size, (width, height) in SIZES.items():
            await self.page.set_viewport_size({"width": width, "height": height})
            await expect(what).to_be_visible()
            await what.scroll_into_view_if_needed()
            assert await sticking_out(what) == [], f"{name} on a {size}: something sticks out to the right"
            if self.folder is not None:
                await self.page.screenshot(path=self.folder / f"{name}-{size}.png")


async def a_camera(windows: Windows, room: Room, user: str, folder: Path | None) -> Camera:
    return Camera(await windows.open(f"?as={user}&channel={room.plenary}"), folder)


@pytest.mark.long
async def test_what_people_see_most_fits_every_screen(
    room: Room, windows: Windows, pytestconfig: pytest.Config
) -> None:
    folder = Path(kept) if (kept := pytestconfig.getoption("--screens")) else None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)

    # sign-up, and the plan
    await room.create()
    people = [room.person(name) for name in ("ada", "ben", "cleo", "dov", "esme")]
    for user in people:
        await room.moot(user, "join chair" if user == people[0] else "join")
    await room.settled()
    player = await a_camera(windows, room, people[0], folder)
    await player.take("01-sign-up", "Tuesday's game")
    boss = await a_camera(windows, room, room.director, folder)
    await room.moot(room.director, "seat")
    await boss.take("02-seating-plan", "Deal the seats")

    # the envelope, the sheet, a phase's card, and its forms
    await room.deal()
    await room.moot(room.director, "start")
    await room.settled()
    await room.to("session")
    table = room.channel(people[0], "council-1")
    direct = room.dm(people[0])
    await player.go(f"as={people[0]}&channel={direct}", "Moot")
    await player.take("03-envelope", "Your sealed envelope")
    await player.take_form("04-sheet", "Your sealed envelope", "Open my sheet")
    await player.go(f"as={people[0]}&channel={table}", "council-1")
    await player.take("05-phase", "Write the charter")
    await player.take_form("06-charter-form", "Write the charter", "Write the charter")
    await player.take_form("07-proposal-form", "Propose a policy", "Propose a policy")

    # proposals and policies
    await room.asked(
        people[0], "/propose", "Each data set has one owner, named where everybody looks.", table
    )
    await room.settled()
    await player.take("08-proposal", "Proposal 1")
    await room.press(people[0], await room.card(people[0], table, "Proposal 1"), "Record as decided")
    await room.settled()
    await player.take_home("09-home")
    await boss.take_home("10-console")

    # the vote and the results
    await player.go(f"as={people[0]}&channel={table}", "council-1")
    while "The final vote" not in room.titles(people[0], table):
        await room.cue()
    await player.take("11-ballot", "The final vote")
    ballot = await room.card(people[0], table, "The final vote")
    for user in people:
        await room.people.react(user, table, ballot["ts"], "white_check_mark")
    while (await room.game()).stage is not Stage.ENDED:
        await room.bell()
    await room.settled()
    await player.go(f"as={people[0]}&channel={room.plenary}", "plenary")
    await player.take("12-result", "Tuesday's game: the result")
