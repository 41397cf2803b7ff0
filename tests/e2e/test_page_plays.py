"""A whole game through the browser: a player and a facilitator who use the page as people would."""

import re
from collections.abc import Callable

import pytest
from playwright.async_api import Locator, Page, expect

from bot.domain.game import Game, Stage
from tests.e2e.room import Room
from tests.e2e.windows import Windows, message, write
from tests.patience import until

pytestmark = pytest.mark.browser


async def shown(where: Locator) -> None:
    await expect(where).to_be_visible()


async def press(page: Page, card: Locator, label: str, *, sure: bool = False) -> None:
    """Presses a card's button, and says yes where it asks."""
    said = re.compile(rf"^{re.escape(label)}( \([^()]*\))?$")  # perhaps with who may press it
    await card.get_by_role("button", name=said).click()
    if sure:
        await page.get_by_role("alertdialog").get_by_role("button").last.click()


async def go(page: Page, prefix: str) -> None:
    """Opens a channel by the beginning of its name."""
    link = page.locator("#sections a.place").filter(has_text=prefix).first
    await link.click()
    await expect(page.locator("#title")).to_contain_text(prefix)


async def test_a_player_joins_reads_proposes_reacts_votes_and_claims(room: Room, windows: Windows) -> None:
    # Given a game that somebody finds in the plenary
    await room.create()
    ada = room.person("ada")
    page = await windows.open(f"?as={ada}&channel={room.plenary}")

    # When she joins, and the game begins with four others
    await press(page, message(page, "Tuesday's game").first, "Join: I can chair")
    await shown(message(page, "offered to chair"))
    others = [room.person(name) for name in ("ben", "cleo", "dov", "esme")]
    for user in others:
        await room.moot(user, "join")
    await room.deal()
    await room.moot(room.director, "start")
    await room.to("session")

    # Then her envelope waits in the app's messages, and opens there
    await page.locator("#sections a.place").filter(has_text="APP").click()
    if await page.get_by_role("link", name="Messages", exact=True).get_attribute("aria-current") is None:
        await page.get_by_role("link", name="Messages", exact=True).click()
    await press(page, message(page, "Your sealed envelope"), "Open my sheet")
    sheet = page.get_by_role("dialog", name="My mission")
    await expect(sheet).to_contain_text("Your secret mission")
    await page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()

    # When she writes the charter and proposes in forms, and others agree
    await go(page, "council-1")
    await press(page, message(page, "Write the charter").first, "Write the charter")
    form = page.get_by_role("dialog")
    await form.locator(".submit").click()
    await expect(form).to_be_hidden()
    await press(page, message(page, "Propose a policy").last, "Propose a policy")
    await form.get_by_label("Title").fill("Owners are named")
    await form.get_by_label("Policy", exact=False).first.fill("Each data set has one owner.")
    await form.locator(".submit").click()
    await expect(form).to_be_hidden()
    proposal = message(page, "Proposal 1: Owners are named")
    await shown(proposal)
    await proposal.locator("[data-reaction=thumbsup]").click()
    table = room.channel(ada, "council-1")
    card = await room.card(ada, table, "Proposal 1: Owners are named")
    for user in others[:3]:
        await room.people.react(user, table, card["ts"], "thumbsup")

    # Then it becomes a policy before her eyes
    await shown(message(page, "Policy 1 is adopted"))

    # When the vote opens, she votes with a click
    while "The final vote" not in room.titles(ada, table):
        await room.cue()
    ballot = message(page, "The final vote").filter(has=page.locator("[data-reaction=white_check_mark]"))
    await ballot.last.locator("[data-reaction=white_check_mark]").click()
    card = await room.card(ada, table, "The final vote")
    for user in others[:3]:
        await room.people.react(user, table, card["ts"], "white_check_mark")
    game = await room.to("presentations")
    await shown(message(page, "The book is approved").first)

    # And she claims to have won, with the policy that proves it
    await press(page, message(page, "Make my claim").last, "Make my claim")
    await form.get_by_role("combobox").first.click()
    await page.get_by_role("option").first.click()
    await page.keyboard.press("Escape")
    await form.locator(".submit").click()
    await expect(form).to_be_hidden()
    await shown(message(page, "Claim: ").last)
    assert game.stage is Stage.RUNNING


async def test_a_facilitator_runs_a_game_from_the_page(room: Room, windows: Windows) -> None:
    # Given a facilitator in the plenary
    page = await windows.open(f"?as={room.director}&channel={room.plenary}")

    # When they create a game in its form
    await write(page, "/moot new")
    form = page.get_by_role("dialog")
    await form.get_by_label("Name").first.fill("Monday's game")
    await form.locator(".submit").click()
    await expect(form).to_be_hidden()
    await shown(message(page, "Monday's game").first)

    # And when five have joined, plan, deal and start it by buttons
    for name in ("ada", "ben", "cleo", "dov", "esme"):
        await room.moot(room.person(name), "join")
    await write(page, "/moot seat")
    await press(page, message(page, "Deal the seats").last, "Deal the seats", sure=True)
    await shown(message(page, "The seats are dealt").last)
    await room.settled()
    app = page.locator("#sections [data-app]")
    await app.click()
    await page.get_by_role("link", name="Home", exact=True).click()  # news opens as messages
    home = page.locator("#home")
    await press(page, home, "Start the game", sure=True)
    await until_game(room, lambda game: game.stage is Stage.RUNNING)

    # Then Home is the console: it pauses, resumes, adds time and goes on
    await room.settled()
    await press(page, home, "Pause")
    await expect(home.get_by_role("button", name="Resume", exact=True)).to_be_visible()
    assert (await room.game()).paused
    await press(page, home, "Resume")
    await expect(home.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    before = (await room.game()).clock
    assert before is not None
    await press(page, home, "Add 2 minutes")
    await until_game(room, lambda game: game.clock is not None and game.clock.ends > before.ends)
    await room.settled()
    await press(page, home, "Next phase", sure=True)
    await until_game(room, lambda game: game.clock is not None and game.clock.phase == 1)


async def until_game(room: Room, holds: Callable[[Game], bool]) -> None:
    async def so() -> bool:
        return holds(await room.game())

    await until(so, "the game is so")
