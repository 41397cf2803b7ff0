"""The first minutes of four people: someone deciding, a player on a phone, a facilitator, somebody in a week.

Each is played in the page as a person would, counting presses (clicks, and commands that are typed) and
seconds until the first thing of their own. Presses are facts, and asserted; seconds depend on the machine,
and are only told. `make screens` keeps the numbers in var/screens/first-minutes.txt, with pictures.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from bot.domain.game import Stage
from bot.domain.ids import UserId
from bot.domain.seating import Seat
from bot.rehearsal import stage as rehearsal
from tests.builders import rainbow_road
from tests.e2e.room import Room
from tests.e2e.test_care import a_week, clock_shows
from tests.e2e.test_opening import showing
from tests.e2e.town import faults_of
from tests.e2e.windows import Windows, a_browser, message, sticking_out, write
from tests.patience import a_workspace

pytestmark = pytest.mark.browser
HEIGHTS = {390: 740, 820: 1180, 1280: 860}  # by width: a phone, a tablet, a laptop
Record = Callable[[str, object], None]


@dataclass
class Visit:
    """One person at the page. `who` names the visit in pictures and numbers, which are kept in `folder`."""

    who: str
    page: Page
    folder: Path | None
    record: Record
    presses: int = 0
    began: float = field(default_factory=time.monotonic)
    pictures: int = 0

    async def press(self, what: Locator) -> None:
        """One press, of what is there to be pressed."""
        await what.click()
        self.presses += 1

    async def type(self, command: str) -> None:
        """One command, sent from the message box."""
        await write(self.page, command)
        self.presses += 1

    def begins(self) -> None:
        """From here on presses and seconds count."""
        self.presses, self.began = 0, time.monotonic()

    def tells(self, what: str, goal: str) -> None:
        """Notes how many presses and seconds it took until now."""
        seconds = round(time.monotonic() - self.began, 1)
        name = f"{self.who}_{what}".replace(" ", "_")
        self.record(f"{name}_presses", self.presses)
        self.record(f"{name}_seconds", seconds)
        line = f"{self.who}, {what}: {self.presses} presses, {seconds} s (goal: {goal})"
        print(line)
        if self.folder is not None:
            with (self.folder / "first-minutes.txt").open("a", encoding="utf-8") as kept:
                kept.write(line + "\n")

    async def look(self, name: str, what: Locator | None = None) -> None:
        """Looks around: anybody can reach what is there, and nothing sticks out, however wide the window."""
        assert await faults_of(self.page) == [], f"{self.who}: {name}"
        self.pictures += 1
        await self.page.emulate_media(reduced_motion="reduce")
        size = self.page.viewport_size
        assert size is not None
        for width, height in HEIGHTS.items():
            await self.page.set_viewport_size({"width": width, "height": height})
            if what is not None:
                await what.scroll_into_view_if_needed()
            assert await sticking_out(self.page.locator("#main")) == [], f"{name} at {width}"
            if self.folder is not None:
                await self.page.screenshot(
                    path=self.folder / f"{self.who.replace(' ', '-')}-{self.pictures}-{name}-{width}.png"
                )
        await self.page.set_viewport_size(size)


@pytest.fixture(scope="module")
def folder(pytestconfig: pytest.Config) -> Path | None:
    """Where numbers and pictures go, if they are kept; numbers of before are forgotten."""
    if not (kept := pytestconfig.getoption("--screens")):
        return None
    Path(kept).mkdir(parents=True, exist_ok=True)
    (Path(kept) / "first-minutes.txt").unlink(missing_ok=True)
    return Path(kept)


@pytest.mark.long
async def test_someone_deciding_is_spoken_to_in_their_seat_before_they_press_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path | None, record_property: Record
) -> None:
    # given a rehearsal, as `make rehearse` begins it
    monkeypatch.setattr(rehearsal, "Workspace", a_workspace)
    plan = rehearsal.Plan(tempo=12, players=5, seed=1, port=0, folder=tmp_path, opening=True)
    faults: list[BaseException] = []
    async with (
        rehearsal.rehearsal(plan) as running,
        showing(running, faults) as place,
        a_browser() as browser,
    ):
        # when somebody opens the page on a small laptop
        windows = Windows(browser, running.server.page_url.rstrip("/"))
        began = time.monotonic()
        page = await windows.open(place)
        await page.set_viewport_size({"width": 1280, "height": 620})
        visit = Visit("someone deciding", page, folder, record_property, began=began)

        # then they see, without a press, their seat, their envelope, and who speaks to them of a proposal
        notice = page.locator("#notice")
        asked = page.locator("#message-list article.message .mention").filter(has_text="You").last
        await expect(notice).to_contain_text("You are the ")
        await expect(asked).to_be_in_viewport()
        visit.tells("spoken to", "0 presses, 5 s")
        assert visit.presses == 0
        envelope = notice.get_by_role("link", name="My secret mission")
        await expect(envelope).to_be_in_viewport()
        await visit.look("opening", asked)

        # and one press on the proposal decides it
        visit.begins()
        card = message(page, "Proposal 1: ").last
        await visit.press(card.locator("[data-reaction=thumbsup]"))
        await expect(notice).to_contain_text("is adopted: your side decided it")
        visit.tells("decided", "1 press")
        assert visit.presses == 1
        await visit.look("decided", card)
        await windows.close()
    assert windows.faults == []
    assert faults == []


async def seat_of(room: Room, user: str) -> Seat:
    [council] = await room.store.services.reader.councils(await room.game())
    seat = council.seat_of(UserId(user))
    assert seat is not None
    return seat


async def test_a_player_on_a_phone_reads_their_missions_three_presses_after_they_join(
    room: Room, windows: Windows, folder: Path | None, record_property: Record
) -> None:
    # given somebody with a phone, in a channel in which a game is announced
    await room.create()
    ada = room.person("ada")
    page = await windows.open(f"?as={ada}&channel={room.plenary}", width=390)
    visit = Visit("a player", page, folder, record_property)
    card = message(page, "Tuesday's game").first
    await visit.look("sign-up", card)

    # when they join, and the game begins with four others
    visit.begins()
    await visit.press(card.get_by_role("button", name="Join", exact=True))
    await expect(message(page, "You are in").or_(message(page, "You have joined")).last).to_be_visible()
    others = [room.person(name) for name in ("ben", "cleo", "dov", "esme")]
    for user in others:
        await room.moot(user, "join")
    await room.deal()
    await room.moot(room.director, "start")
    await room.to("session")

    # then both of their missions are before them, with no more than two presses besides
    visit.began = time.monotonic()
    await visit.press(message(page, "First council session").get_by_role("button", name="My mission").last)
    sheet, seat = page.get_by_role("dialog", name="My mission"), await seat_of(room, ada)
    scenario = rainbow_road()
    for mission in (scenario.team(seat.team).mission, scenario.role(seat.role).sheet.mission):
        words = re.sub("[*`]", "", mission)  # as they are shown: bold, and code
        await expect(sheet.locator(".section-text").filter(has_text=words)).to_be_in_viewport()
    visit.tells("missions read", "3 presses")
    assert visit.presses <= 3
    await visit.look("missions")


async def test_a_facilitator_deals_the_seats_four_presses_after_the_form(
    room: Room, windows: Windows, folder: Path | None, record_property: Record
) -> None:
    # given a facilitator who creates a game in its form
    page = await windows.open(f"?as={room.director}&channel={room.plenary}")
    visit = Visit("a facilitator", page, folder, record_property)
    await write(page, "/moot new")
    form = page.get_by_role("dialog")
    await form.get_by_label("Name").first.fill("Monday's game")
    await visit.look("form")
    await form.locator(".submit").click()
    await expect(form).to_be_hidden()
    await expect(message(page, "Monday's game").first).to_be_visible()

    # when they open the card that leads them, and five have joined
    await expect(page.locator("#sections [data-app].unread")).to_be_visible()
    visit.begins()
    await visit.press(page.locator("#sections [data-app]"))
    guide = message(page, "Monday's game").last
    await visit.look("first-step", guide)
    for name in ("ada", "ben", "cleo", "dov", "esme"):
        await room.moot(room.person(name), "join")

    # then they look at the plan and deal it, by the buttons that come next
    await visit.press(guide.get_by_role("button", name="See the seating plan"))
    deal = page.get_by_role("button", name="Deal the seats", exact=True).last
    await expect(message(page, "ada").last).to_be_visible()
    await visit.look("plan", deal)
    await visit.press(deal)
    await visit.press(page.get_by_role("alertdialog").get_by_role("button").last)
    await expect(guide).to_contain_text("Step 3 of 3")
    visit.tells("seats dealt", "4 presses")
    assert visit.presses <= 4
    assert (await room.game()).stage is Stage.DEALT
    await visit.look("dealt", guide)


async def test_somebody_in_a_week_sees_when_what_comes_and_gets_from_a_reminder_to_the_vote(
    room: Room, windows: Windows, folder: Path | None, record_property: Record
) -> None:
    # given a game over days, in which somebody has proposed something
    players = await a_week(room)
    table = room.channel(players[0], "council-1")
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    await room.card(players[0], table, "Proposal 1:")
    council = (await room.store.services.reader.councils(await room.game()))[0]
    me = next(str(one.holder) for one in council.filled if not one.steward and one.holder != players[0])
    page = await windows.open(f"?as={me}&channel={table}", width=820)
    visit = Visit("a week", page, folder, record_property)

    # when they ask what comes when, and for their sheet
    visit.begins()
    await visit.type("/moot agenda")
    agenda = message(page, "Emergency").and_(page.locator("[data-ephemeral=true]")).last
    await expect(agenda).to_contain_text("First council session")
    visit.tells("agenda", "1 press")
    await visit.look("agenda", agenda)
    visit.begins()
    await visit.press(page.locator("#message-list").get_by_role("button", name="My mission").last)
    sheet = page.get_by_role("dialog", name="My mission")
    await expect(sheet).to_contain_text("secret mission")
    visit.tells("sheet", "1 press")
    await visit.look("sheet")
    await page.keyboard.press("Escape")

    # when somebody proposes more, and half of the time is over, then one reminder leads to each card
    await clock_shows(room, 15)
    await room.asked(players[0], "/propose", "Two people review. Nobody merges alone.", table)
    await room.card(players[0], table, "Proposal 2:")
    await clock_shows(room, 24 + 9)
    await clock_shows(room, 24 + 14.3)
    visit.begins()
    await visit.press(page.locator("#sections [data-app]"))
    reminder = message(page, "Half the time has passed")
    await expect(reminder).to_have_count(1)
    await visit.look("reminder", reminder)
    await visit.press(reminder.get_by_role("link").filter(has_text="proposal 1"))
    card = message(page, "Proposal 1: ").first
    await expect(card).to_be_in_viewport()
    await visit.press(card.locator("[data-reaction=thumbsup]"))
    await expect(card.locator("[data-reaction=thumbsup][aria-pressed=true]")).to_be_visible()
    visit.tells("voted from the reminder", "3 presses")
    assert visit.presses == 3

    # and what they missed is one command
    visit.begins()
    await visit.type("/moot missed")
    missed = message(page, "What you missed").last
    await expect(missed).to_contain_text("proposal 2")
    visit.tells("missed", "1 press")
    await visit.look("missed", missed)
