"""The keyboard keeps its place on the page, whatever is picked, pressed, closed, or arrives meanwhile."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from slack_sdk.web.async_client import AsyncWebClient

from tests.e2e.town import Json, Town, a_town, field_of, option, plain
from tests.e2e.windows import a_browser, composer, message, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as launched:
        yield launched


@pytest_asyncio.fixture(loop_scope="module")
async def town(browser: Browser) -> AsyncIterator[Town]:
    async with a_town(browser) as here:
        yield here


async def test_focus_stays_when_an_emoji_is_picked(town: Town) -> None:
    # Given a message with a reaction, and a draft
    ts = await town.people.say(town.grace.id, town.general.id, "Bread or cake?")
    await town.people.react(town.grace.id, town.general.id, ts, "cake")
    page = await town.window(town.ada, town.general)
    row = message(page, "Bread or cake?")
    add = row.locator(".chip-add")

    # When one picks an emoji with the keyboard beside the reactions
    await add.focus()
    await add.press("Enter")
    await page.get_by_label("Search emoji").fill("rocket")
    await page.keyboard.press("Enter")

    # Then the focus is where it was, when the reaction is there too
    await expect(row.locator("[data-reaction=rocket]")).to_be_visible()
    await expect(add).to_be_focused()

    # And it stays while others react, and while the picker is open
    await add.press("Enter")
    await town.people.react(town.alan.id, town.general.id, ts, "eyes")
    await expect(row.locator("[data-reaction=eyes]")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(add).to_be_focused()

    # And taking back the only reaction of its kind leaves it on the one beside it
    await row.locator("[data-reaction=rocket]").focus()
    await page.keyboard.press("Enter")
    await expect(row.locator("[data-reaction=rocket]")).to_have_count(0)
    await expect(row.locator("[data-reaction=eyes]")).to_be_focused()

    # And R on a message gives it back to the message, and in the message box it stays there
    await row.focus()
    await page.keyboard.press("r")
    await page.get_by_label("Search emoji").fill("tada")
    await page.keyboard.press("Enter")
    await expect(row).to_be_focused()
    await composer(page).fill("Hooray ")
    await page.get_by_role("button", name="Emoji", exact=True).click()
    await page.get_by_label("Search emoji").fill("tada")
    await page.keyboard.press("Enter")
    await expect(composer(page)).to_be_focused()
    await expect(composer(page)).to_have_value("Hooray :tada: ")


async def test_focus_stays_when_a_message_is_drawn_anew(town: Town) -> None:
    # Given a message with a field, a menu and a button, of which each has been changed since it was drawn
    client = AsyncWebClient(token=town.app.bot_token, base_url=town.server.api_url)

    def blocks(words: str) -> list[Json]:
        menu = {"type": "static_select", "action_id": "flour", "placeholder": plain(f"{words}?")}
        go = {"type": "button", "action_id": "heard", "text": plain(f"{words}!")}
        wish = {"type": "plain_text_input", "action_id": "wish"}
        return [
            field_of("wish", "Wish", wish, hint=plain(words)),
            {"type": "actions", "block_id": "two", "elements": [{**menu, "options": [option("a", "A")]}, go]},
        ]

    posted = await client.chat_postMessage(
        channel=town.general.id, text="Old", blocks=blocks("Old"), attachments=[{"blocks": blocks("Old")[1:]}]
    )
    page = await town.window(town.ada, town.general)
    row = page.locator("#message-list article").last

    async def change(words: str) -> None:
        await client.chat_update(
            channel=town.general.id,
            ts=str(posted["ts"]),
            text=words,
            blocks=blocks(words),
            attachments=[{"blocks": blocks(words)[1:]}],
        )
        await expect(row.get_by_role("button", name=f"{words}!").first).to_be_visible()

    # When one is typing in the field, the caret stays; and so does the focus on menu and button
    wish = row.get_by_label("Wish", exact=True)
    await wish.fill("No seeds")
    await wish.press("Home")
    await change("New")
    await expect(wish).to_be_focused()
    await page.keyboard.type("Please: ")
    await expect(wish).to_have_value("Please: No seeds")
    await row.get_by_role("combobox").first.focus()
    await change("Newer")
    await expect(row.get_by_role("combobox").first).to_be_focused()
    await row.get_by_role("button", name="Newer!").last.focus()
    await change("Newest")
    await expect(row.get_by_role("button", name="Newest!").last).to_be_focused()

    # And a message that goes hands it to its neighbour
    await town.people.say(town.grace.id, town.general.id, "Neighbour")
    await expect(message(page, "Neighbour")).to_be_visible()
    await client.chat_delete(channel=town.general.id, ts=str(posted["ts"]))
    await expect(message(page, "Neighbour")).to_be_focused()


async def test_focus_comes_back_from_forms_threads_menus_and_notices(town: Town) -> None:
    # Given somebody at the message box
    page = await town.window(town.ada, town.general)

    # When a form opened from a list is closed, a place is looked for in vain, and a notice is put away
    await write(page, "/order bread")
    await expect(page.get_by_role("dialog", name="Order bread")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(composer(page)).to_be_focused()
    await page.keyboard.press("Control+k")
    await page.keyboard.press("Escape")
    await expect(composer(page)).to_be_focused()
    await write(page, "/oder")
    await page.get_by_role("button", name="Dismiss").click()
    await expect(composer(page)).to_be_focused()

    # And a thread gives it back to its message
    await write(page, "Who bakes?")
    await message(page, "Who bakes?").focus()
    await page.keyboard.press("t")
    await expect(page.get_by_label("Reply in the thread")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(message(page, "Who bakes?")).to_be_focused()

    # And the tabs of an app keep it
    await page.locator(f"#sections [data-app={town.app.id}]").click()
    await page.get_by_role("link", name="Messages", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#title")).to_contain_text("Bakery")
    await expect(composer(page)).to_be_focused()


async def test_a_lost_connection_does_not_take_the_focus(town: Town) -> None:
    # Given somebody on a reaction
    ts = await town.people.say(town.grace.id, town.general.id, "Bread or cake?")
    await town.people.react(town.grace.id, town.general.id, ts, "cake")
    page = await town.window(town.ada, town.general)
    await page.locator("[data-reaction=cake]").focus()

    # When the stream breaks and comes back
    town.workspace.changes.close()
    await expect(page.locator("#reconnecting")).to_be_visible()
    await expect(page.locator("#reconnecting")).to_be_hidden()
    await town.people.say(town.grace.id, town.general.id, "It is back")
    await expect(message(page, "It is back")).to_be_visible()

    # Then the focus is still there
    await expect(page.locator("[data-reaction=cake]")).to_be_focused()


@pytest.mark.parametrize("width", [1280, 390])
async def test_the_first_links_skip_to_where_one_goes_on(town: Town, width: int) -> None:
    # Given a page that was just opened
    page = await town.window(town.ada, town.general, width=width)

    # When one begins at the top, then there are ways to the messages, to the message box and to the channels
    first = page.get_by_role("link", name="Skip to the messages")
    assert await page.evaluate("document.querySelector('a[href], button').id") == "skip-list"
    await first.focus()
    await expect(first).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages")).to_be_focused()
    await page.get_by_role("link", name="Skip to the message box").focus()
    await page.keyboard.press("Enter")
    await expect(composer(page)).to_be_focused()
    await page.get_by_role("link", name="Skip to the channels").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#sidebar [aria-current]").last).to_be_focused()

    # And on Home, where there is no message box, it is Home
    await page.locator(f"#sections [data-app={town.app.id}]").click()
    await expect(page.get_by_text("The bell rang 0 times.")).to_be_visible()
    for name in ("Skip to the messages", "Skip to the message box"):
        await page.get_by_role("link", name=name).focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("#home")).to_be_focused()


async def test_dark_and_light_follow_the_system_until_somebody_chooses(town: Town) -> None:
    # Given a system that is dark
    page = await town.window(town.ada, town.general, dark=True)

    async def ground() -> str:
        return str(await page.evaluate("getComputedStyle(document.body).backgroundColor"))

    dark = await ground()

    # When it becomes light, the page does; and when somebody wants it dark it is, also after a reload
    await page.emulate_media(color_scheme="light")
    light = await ground()
    await page.get_by_role("button", name="Dark or light").click()
    await page.get_by_role("menuitemradio", name="Dark").click()
    chosen = await ground()
    await page.reload()
    await expect(page.locator("body")).to_have_attribute("data-ready", "true")

    # Then it was told apart
    assert light != dark
    assert (chosen, await ground()) == (dark, dark)
    await page.get_by_role("button", name="Dark or light").click()
    await expect(page.get_by_role("menuitemradio", name="Dark")).to_have_attribute("aria-checked", "true")
    await page.get_by_role("menuitemradio", name="As the system").click()
    assert await ground() == light
