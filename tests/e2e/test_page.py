"""People use the rehearsal page in a real browser; behind it are the real server and a small Bolt app."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Route, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.state.records import Part
from tests.e2e.town import Json, Town, a_town, faults_of, option, order_card, plain
from tests.e2e.windows import a_browser, composer, message, write
from tests.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as launched:
        yield launched


@pytest_asyncio.fixture(loop_scope="module")
async def town(browser: Browser) -> AsyncIterator[Town]:
    async with a_town(browser) as here:
        yield here


async def test_a_person_orders_through_a_form_and_is_told_what_is_wrong_with_it(town: Town) -> None:
    # Given somebody who opened the form with a command
    page = await town.window(town.ada, town.general)
    await write(page, "/order bread")
    form = page.get_by_role("dialog", name="Order bread")
    await expect(form.get_by_label("Name on the bag")).to_be_focused()

    # When they leave out what is required, the page itself says so
    await form.get_by_role("button", name="Order", exact=True).click()
    await expect(form.locator("[data-block-id=bread]").get_by_role("alert")).to_contain_text("required")

    # And when the app refuses a value, its sentence stands at the field and the rest is kept
    await form.get_by_label("Name on the bag").fill("nobody")
    await form.get_by_label("Bread").click()
    await page.get_by_role("option", name="Spelt").click()
    await form.get_by_label("How many").fill("3")
    await form.get_by_label("Together with").click()
    await page.get_by_role("option", name="grace").click()
    await page.keyboard.press("Escape")
    await form.get_by_label("Day").fill("2027-03-01")
    await form.get_by_label("Yes").check()
    await form.get_by_label("Seeds").check()
    await form.get_by_role("button", name="Order", exact=True).click()
    await expect(form.locator("[data-block-id=name]").get_by_role("alert")).to_have_text(
        "We do not know nobody."
    )
    await expect(form.get_by_label("Name on the bag")).to_have_attribute("aria-invalid", "true")
    await expect(form.locator("[data-block-id=bread]").get_by_role("alert")).to_be_hidden()

    # Then, once it is mended, the form closes and everything arrived as it was entered
    await form.get_by_label("Name on the bag").fill("Ada")
    await form.get_by_label("Name on the bag").press("Enter")
    await expect(form).to_be_hidden()
    await expect(message(page, "3 × Spelt")).to_be_visible()
    (values,) = town.bakery.orders
    assert values["with"]["it"]["selected_users"] == [town.grace.id]
    assert values["day"]["it"]["selected_date"] == "2027-03-01"
    assert values["slice"]["it"]["selected_option"]["value"] == "y"
    assert [each["value"] for each in values["extras"]["it"]["selected_options"]] == ["seeds"]


async def test_what_was_typed_survives_when_the_app_changes_the_form(town: Town) -> None:
    # Given a form that is half filled in
    page = await town.window(town.ada, town.general)
    await write(page, "/order bread")
    form = page.get_by_role("dialog", name="Order bread")
    await form.get_by_label("Name on the bag").fill("Ada")
    await form.get_by_label("Bread").click()
    await page.get_by_role("option", name="Rye").click()

    # When the app changes it
    await form.get_by_role("button", name="Another offer").click()

    # Then the new words are there and what was typed still is
    await expect(form.get_by_text("Tomorrow: spelt", exact=True)).to_be_visible()
    await expect(form.get_by_label("Name on the bag")).to_have_value("Ada")
    await expect(form.get_by_label("Bread")).to_have_value("Rye")

    # And Escape closes it
    await page.keyboard.press("Escape")
    await expect(form).to_be_hidden()
    await expect(composer(page)).to_be_focused()


async def test_forms_lie_on_top_of_each_other_and_only_the_topmost_closes(town: Town) -> None:
    # Given a form that is half filled in
    page = await town.window(town.ada, town.general)
    await write(page, "/order bread")
    form = page.get_by_role("dialog", name="Order bread")
    await form.get_by_label("Name on the bag").fill("Ada")

    # When another one is opened from it
    await form.get_by_role("button", name="See the oven").click()
    oven = page.get_by_role("dialog", name="The oven")
    await expect(oven).to_be_visible()
    await expect(form).to_be_hidden()

    # Then Escape closes that one alone, and the first is as it was
    await page.keyboard.press("Escape")
    await expect(oven).to_be_hidden()
    await expect(form.get_by_label("Name on the bag")).to_have_value("Ada")


async def test_a_menu_in_a_message_is_chosen_from_with_the_keyboard(town: Town) -> None:
    # Given a message with a menu that asks before it takes a choice
    sure = {"title": plain("Sure?"), "text": plain("It is milled at once."), "confirm": plain("Mill it")}
    menu = {
        "type": "static_select",
        "action_id": "flour",
        "placeholder": plain("Which flour?"),
        "options": [option("rye", "Rye"), option("spelt", "Spelt"), option("oat", "Oat")],
        "confirm": {**sure, "deny": plain("Wait")},
    }
    blocks: list[Json] = [{"type": "actions", "block_id": "flour", "elements": [menu]}]
    client = AsyncWebClient(token=town.app.bot_token, base_url=town.server.api_url)
    await client.chat_postMessage(channel=town.general.id, text="Flour", blocks=blocks)
    page = await town.window(town.ada, town.general)
    box = page.get_by_role("combobox", name="Which flour?")

    # When somebody searches in it, takes what is found, and then would rather wait
    await box.focus()
    await box.press_sequentially("spe")
    await expect(page.get_by_role("option")).to_have_count(1)
    await box.press("Enter")
    await page.get_by_role("alertdialog", name="Sure?").get_by_role("button", name="Wait").click()

    # Then nothing is chosen
    await expect(box).to_have_value("")

    # And when they go through with it, the app hears of it
    await box.press("ArrowDown")
    await box.press("ArrowDown")
    await box.press("Enter")
    await page.keyboard.press("Enter")
    await expect(message(page, "Flour: spelt")).to_be_visible()
    await expect(box).to_have_value("Spelt")
    assert town.bakery.choices == [("spelt", "spelt")]


async def test_a_message_changes_for_everybody_when_its_button_is_pressed(town: Town) -> None:
    # Given an order that two people look at
    client = AsyncWebClient(token=town.app.bot_token, base_url=town.server.api_url)
    await client.chat_postMessage(channel=town.general.id, text="An order", blocks=order_card("2 × Rye"))
    hers, his = await town.window(town.ada, town.general), await town.window(town.alan, town.general)

    # When one of them presses a button that asks first, and thinks better of it
    await message(hers, "2 × Rye").get_by_role("button", name="Throw it away").click()
    question = hers.get_by_role("alertdialog", name="Throw it away?")
    await expect(question).to_contain_text("Bread is precious.")
    await question.get_by_role("button", name="Keep it").click()
    await expect(question).to_be_hidden()
    await expect(message(hers, "2 × Rye")).to_be_visible()

    # And then presses the other one
    await message(hers, "2 × Rye").get_by_role("button", name="Bake it").click()

    # Then both see the message changed
    await expect(message(hers, "Baked by @ada")).to_be_visible()
    await expect(message(his, "Baked by @ada")).to_be_visible()
    await expect(his.get_by_role("button", name="Bake it")).to_be_hidden()


async def test_what_is_said_to_one_person_is_not_shown_to_another(town: Town) -> None:
    # Given two people in one channel
    hers, his = await town.window(town.ada, town.general), await town.window(town.alan, town.general)

    # When one of them asks for a secret
    await write(hers, "/whisper")

    # Then she sees it, marked as hers alone
    secret = message(hers, "The secret is salt.")
    await expect(secret).to_contain_text("Only visible to you")
    await expect(secret).to_have_attribute("data-ephemeral", "true")

    # And he sees what was said after it, but not the secret, not even when the page is read anew
    await write(hers, "Thank you!")
    await expect(message(his, "Thank you!")).to_be_visible()
    await expect(message(his, "The secret")).to_have_count(0)
    await his.reload()
    await expect(message(his, "Thank you!")).to_be_visible()
    await expect(message(his, "The secret")).to_have_count(0)

    # And acting as him in her window hides it as well
    await hers.get_by_role("link", name="Act as alan").click()
    await expect(hers.locator("#me")).to_contain_text("alan")
    await expect(message(hers, "Thank you!")).to_be_visible()
    await expect(message(hers, "The secret")).to_have_count(0)


async def test_an_app_that_does_not_answer_is_reported_and_the_words_are_kept(town: Town) -> None:
    # Given a command whose app never acknowledges it
    town.workspace.delivery.ack_seconds = 0.2
    page = await town.window(town.ada, town.general)

    # When somebody uses it
    await write(page, "/broken please")

    # Then they are told, once, and can try again
    await expect(page.locator("#toasts [role=alert]")).to_have_count(1)
    await expect(page.locator("#toasts [role=alert]")).to_contain_text("/broken")
    await expect(composer(page)).to_have_value("/broken please")


async def test_home_shows_what_the_app_published_and_follows_its_button(town: Town) -> None:
    # Given somebody who opens the app
    page = await town.window(town.ada, town.general)
    await page.locator(f"#sections [data-app={town.app.id}]").click()
    await expect(page.get_by_text("The bell rang 0 times.")).to_be_visible()

    # When they fill in its field and press its button
    await page.get_by_label("Your name").fill("Ada")
    await page.get_by_role("button", name="Ring the bell").click()

    # Then Home shows what followed, the field is as it was, and the app knew what was in it
    await expect(page.get_by_text("The bell rang 1 times.")).to_be_visible()
    await expect(page.get_by_label("Your name")).to_have_value("Ada")
    assert town.bakery.guests == ["Ada"]

    # And the other tab is a conversation with the app
    await page.get_by_role("link", name="Messages", exact=True).click()
    await expect(composer(page)).to_have_attribute("placeholder", "Message Bakery")


async def test_reactions_are_counted_and_one_s_own_are_marked(town: Town) -> None:
    # Given a message that somebody has reacted to
    ts = await town.people.say(town.ada.id, town.general.id, "Bread or cake?")
    await town.people.react(town.grace.id, town.general.id, ts, "cake")
    hers, his = await town.window(town.ada, town.general), await town.window(town.alan, town.general)
    cake = message(his, "Bread or cake?").locator("[data-reaction=cake]")
    await expect(cake).to_have_attribute("aria-pressed", "false")

    # When another joins in with a click
    await cake.click()

    # Then it counts for both, and is marked as his own for him alone
    await expect(cake).to_have_attribute("aria-label", ":cake: 2 reactions, including yours")
    await expect(cake).to_have_attribute("aria-pressed", "true")
    hers_too = message(hers, "Bread or cake?").locator("[data-reaction=cake]")
    await expect(hers_too).to_contain_text("2")
    await expect(hers_too).to_have_attribute("aria-pressed", "false")

    # And a second click takes it back, and the picker finds others by their names
    await cake.click()
    await expect(cake).to_have_attribute("aria-pressed", "false")
    await message(his, "Bread or cake?").get_by_role("button", name="Add reaction").last.click()
    await his.get_by_label("Search emoji").fill("rocket")
    await his.keyboard.press("Enter")
    await expect(message(hers, "Bread or cake?").locator("[data-reaction=rocket]")).to_contain_text("1")


async def test_a_reaction_shows_before_the_workspace_answers_and_is_gone_if_it_refuses(town: Town) -> None:
    # Given a workspace that takes its time
    ts = await town.people.say(town.ada.id, town.general.id, "Bread or cake?")
    await town.people.react(town.grace.id, town.general.id, ts, "cake")
    page, refuse = await town.window(town.alan, town.general), asyncio.Event()

    async def slowly(route: Route) -> None:
        await refuse.wait()
        await route.fulfill(json={"ok": False, "error": "Not today."})

    await page.route("**/page/act", slowly)

    # When somebody joins in
    cake = message(page, "Bread or cake?").locator("[data-reaction=cake]")
    await cake.click()

    # Then they see it at once
    await expect(cake).to_have_attribute("aria-label", ":cake: 2 reactions, including yours")

    # And what was there before, once it is refused
    refuse.set()
    await expect(page.get_by_text("Not today.")).to_be_visible()
    await expect(cake).to_have_attribute("aria-label", ":cake: 1 reaction")


@pytest.mark.parametrize("in_a_thread", [False, True])
async def test_what_one_says_shows_before_the_workspace_answers_and_is_theirs_again_if_it_refuses(
    town: Town, in_a_thread: bool
) -> None:
    # Given a workspace that takes its time
    await town.people.say(town.ada.id, town.general.id, "Bread or cake?")
    page, answers = await town.window(town.alan, town.general), asyncio.Event()
    if in_a_thread:
        await message(page, "Bread or cake?").hover()
        await page.get_by_role("button", name="Reply in thread").first.click()
    where = page.locator("#thread-list" if in_a_thread else "#message-list")
    field = page.locator("#thread-input" if in_a_thread else "#composer-input")

    async def slowly(route: Route) -> None:
        await answers.wait()
        if "cake" in (route.request.post_data or ""):
            await route.fulfill(json={"ok": False, "error": "Not today."})
        else:
            await route.continue_()

    await page.route("**/page/act", slowly)

    # When somebody says two things
    for words in ("*Bread* <please>", "or cake"):
        await field.fill(words)
        await field.press("Enter")

    # Then they see both at once, as they will stand there
    said = where.locator("article.sending")
    await expect(said.locator(".text")).to_have_text(["Bread <please>", "or cake"])
    await expect(field).to_have_value("")

    # And once the workspace answers, what it took stands there once, and what it refused can be sent again
    answers.set()
    await expect(page.get_by_text("Not today.")).to_be_visible()
    await expect(field).to_have_value("or cake")
    await expect(where.locator("article", has_text="<please>")).to_have_count(1)
    await expect(said).to_have_count(0)


async def test_what_people_type_is_shown_as_text_with_their_marks(town: Town) -> None:
    # Given somebody who types marks, a name picked from the list, and things that look like HTML
    page = await town.window(town.ada, town.general)
    await composer(page).press_sequentially("@gra")
    await page.get_by_role("option", name="grace").click()
    await composer(page).press_sequentially("*bold* `co<de` <img src=x onerror=alert(1)> :tada: &amp;")

    # When it is sent
    await composer(page).press("Enter")

    # Then the marks are drawn and all else is literally what was typed
    said = message(page, "bold")
    await expect(said.locator(".mention")).to_have_text("@grace")
    await expect(said.locator("b")).to_have_text("bold")
    await expect(said.locator("code")).to_have_text("co<de")
    await expect(said).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(said).to_contain_text("&amp;")
    await expect(said.get_by_label(":tada:")).to_have_text("🎉")
    await expect(said.locator("img")).to_have_count(0)


async def test_times_are_in_the_zone_of_the_one_who_reads(town: Town) -> None:
    # Given a message that names a moment: noon in UTC
    client = AsyncWebClient(token=town.app.bot_token, base_url=town.server.api_url)
    await client.chat_postMessage(
        channel=town.general.id, text="Bell: <!date^1767268800^{date_num} {time}|noon UTC>"
    )

    # When somebody reads it whose browser is in Tokyo
    page = await town.window(town.ada, town.general)

    # Then it says so in Tokyo's time
    await expect(message(page, "Bell:").locator("time.date")).to_have_text("2026-01-01 21:00")


async def test_commands_are_completed_with_the_keyboard(town: Town) -> None:
    # Given a composer in which a slash was typed
    page = await town.window(town.ada, town.general)
    await composer(page).press_sequentially("/")
    suggestions = page.get_by_role("listbox", name="Suggestions")
    await expect(suggestions.get_by_role("option")).to_have_count(3)

    # When one goes on typing and takes what is left with Tab
    await composer(page).press_sequentially("ord")
    await expect(suggestions.get_by_role("option")).to_have_count(1)
    await expect(suggestions.get_by_role("option")).to_contain_text("Order something")
    await composer(page).press("Tab")

    # Then the command stands there, with a hint of what may follow
    await expect(composer(page)).to_have_value("/order ")
    await expect(page.locator("#composer .usage-hint")).to_contain_text("what")

    # And an unknown command is refused in words
    await write(page, "/oder")
    await expect(page.locator("#toasts [role=alert]")).to_contain_text("/oder is not a valid command")

    # But Slack's own /invite, which cards name, brings somebody in
    back = town.workspace.add_channel("back-room", members=[town.ada.id])
    await page.locator(f"#sections [data-channel={back.id}]").click()
    await expect(page.locator("#title")).to_contain_text("back-room")
    await composer(page).fill(f"/invite @{town.grace.name}")
    await composer(page).press("Escape")
    await composer(page).press("Enter")
    await until(lambda: town.grace.id in back.members, "the invited person is a member")


async def test_unread_messages_and_mentions_are_counted_in_the_sidebar(town: Town) -> None:
    # Given a private channel, and somebody who looks at another one
    back = town.workspace.add_channel("back-room", private=True, members=[town.ada.id, town.grace.id])
    page = await town.window(town.ada, town.general)
    link = page.locator(f"#sections [data-channel={back.id}]")
    await link.click()
    await expect(page.locator("#title")).to_contain_text("back-room")
    await page.locator(f"#sections [data-channel={town.general.id}]").click()
    await expect(page.locator("#title")).to_contain_text("general")

    # When things are said there, one of them to her
    await town.people.say(town.grace.id, back.id, "Anybody?")
    await expect(link).to_contain_text("unread")
    await town.people.say(town.grace.id, back.id, "@ada the oven!")

    # Then the sidebar says that it is unread and how often she was mentioned
    await expect(link.locator(".count-badge")).to_have_text("1 mention")

    # And opening it clears the marks
    await link.click()
    await expect(message(page, "the oven!")).to_be_visible()
    await expect(link.locator(".count-badge")).to_have_count(0)


async def test_a_lost_connection_is_shown_and_nothing_is_missed(town: Town) -> None:
    # Given a page whose stream breaks and cannot be had again for a while
    page = await town.window(town.ada, town.general)
    await page.route("**/page/stream*", lambda route: route.abort())
    town.workspace.changes.close()
    await expect(page.locator("#reconnecting")).to_be_visible()

    # When something is said meanwhile, and the connection comes back
    await town.people.say(town.grace.id, town.general.id, "You missed this")
    await page.unroute("**/page/stream*")

    # Then the notice goes away, what was missed is there, and the page is live again
    await expect(page.locator("#reconnecting")).to_be_hidden()
    await expect(message(page, "You missed this")).to_be_visible()
    await town.people.say(town.grace.id, town.general.id, "And this is new")
    await expect(message(page, "And this is new")).to_be_visible()


async def test_a_long_history_is_drawn_in_parts_and_does_not_jump(town: Town) -> None:
    # Given a channel with hundreds of messages
    for number in range(450):
        await town.people.say((town.ada, town.grace)[number // 3 % 2].id, town.general.id, f"Loaf {number}.")
    page = await town.window(town.alan, town.general)

    # When it is opened, the last of them are drawn and the newest is in view
    rows = page.locator("article.message")
    await expect(rows).to_have_count(80)
    await expect(message(page, "Loaf 449.")).to_be_in_viewport()

    # And when one asks for earlier ones, more are drawn, back to the first
    for count in (160, 200, 280, 360, 400, 450):
        await page.get_by_role("button", name="Show earlier messages").click()
        await expect(rows).to_have_count(count)
    await expect(page.get_by_text("This is the start of general.")).to_be_visible()
    await expect(message(page, "Loaf 0.")).to_have_count(1)

    # Then what is said now does not move the page, but can be jumped to
    await town.people.say(town.grace.id, town.general.id, "Fresh loaf")
    await expect(message(page, "Fresh loaf")).not_to_be_in_viewport()
    await page.get_by_role("button", name="1 new message").click()
    await expect(message(page, "Fresh loaf")).to_be_in_viewport()


async def test_a_permalink_shows_its_message(town: Town) -> None:
    # Given an old message far up in a channel
    ts = await town.people.say(town.ada.id, town.general.id, "Remember this")
    for number in range(230):
        await town.people.say(town.grace.id, town.general.id, f"Crumb {number}.")

    # When its permalink is opened
    link = f"archives/{town.general.id}/p{ts.replace('.', '')}?as={town.ada.id}"
    page = await town.window(town.ada, path=link)

    # Then it is in view
    await expect(message(page, "Remember this")).to_be_in_viewport()


async def test_the_page_works_on_a_phone(town: Town) -> None:
    # Given a phone, 360 pixels wide
    back = town.workspace.add_channel("back-room", private=True, members=[town.ada.id])
    page = await town.window(town.ada, town.general, width=360)
    await expect(page.locator("#sidebar")).not_to_be_in_viewport()

    # When one opens the menu and goes to another channel
    await page.get_by_role("button", name="Channels and people").click()
    await page.locator(f"#sections [data-channel={back.id}]").click()
    await expect(page.locator("#title")).to_contain_text("back-room")
    await expect(page.locator("#sidebar")).not_to_be_in_viewport()

    # And writes, and fills in a form
    await write(page, "From my phone")
    await expect(message(page, "From my phone")).to_be_in_viewport()
    await write(page, "/order bread")
    form = page.get_by_role("dialog", name="Order bread")
    await expect(form.get_by_role("button", name="Order", exact=True)).to_be_in_viewport()
    await form.get_by_role("button", name="Not now").click()
    await expect(form).to_be_hidden()

    # Then nothing is wider than the screen
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_everybody_can_be_acted_as_in_one_click_and_by_name(town: Town) -> None:
    # Given a window that shows one person's channels
    page = await town.window(town.ada, town.general)

    # When another face is clicked
    await page.get_by_role("link", name="Act as grace").click()

    # Then the window is hers, and so is its address
    await expect(page.locator("#me")).to_contain_text("grace")
    await expect(page).to_have_url(f"{town.server.page_url}?as={town.grace.id}&channel={town.general.id}")
    await write(page, "It is me")
    await expect(message(page, "It is me").locator(".author")).to_have_text("grace")

    # And people can be found by name
    await page.get_by_role("button", name="Find a person to act as").click()
    await page.keyboard.type("ala")
    await page.keyboard.press("Enter")
    await expect(page.locator("#me")).to_contain_text("alan")


async def test_a_thread_is_read_and_answered_beside_its_channel(town: Town) -> None:
    # Given a message that somebody has answered in a thread
    ts = await town.people.say(town.ada.id, town.general.id, "Who bakes?")
    await town.people.say(town.grace.id, town.general.id, "I do", thread_ts=ts)
    hers, his = await town.window(town.ada, town.general), await town.window(town.alan, town.general)
    await expect(hers.locator("article.message")).to_have_count(1)

    # When two people open it, and one of them answers
    for page in (hers, his):
        await page.get_by_role("button", name="1 reply").click()
        await expect(page.get_by_role("complementary", name="Thread")).to_contain_text("I do")
    await hers.get_by_label("Reply in the thread").fill("Thank you!")
    await hers.keyboard.press("Enter")

    # Then both see the answer there, and only its count in the channel
    for page in (hers, his):
        thread = page.get_by_role("complementary", name="Thread")
        await expect(thread.locator("article").filter(has_text="Thank you!")).to_be_visible()
        await expect(page.locator("#message-list").get_by_role("button", name="2 replies")).to_be_visible()
        await expect(page.locator("#message-list article")).to_have_count(1)

    # And the address leads back to it, and Escape closes it
    await his.reload()
    await expect(his.get_by_role("complementary", name="Thread")).to_contain_text("Thank you!")
    await his.get_by_label("Reply in the thread").press("Escape")
    await expect(his.get_by_role("complementary", name="Thread")).to_be_hidden()


async def test_one_s_own_message_is_changed_where_it_stands(town: Town) -> None:
    # Given somebody who mistyped
    hers, his = await town.window(town.ada, town.general), await town.window(town.alan, town.general)
    await write(hers, "Frech bread & rolls")
    await expect(message(his, "Frech")).to_be_visible()

    # When they press the arrow up and mend it
    await composer(hers).press("ArrowUp")
    await expect(hers.get_by_label("Edit message")).to_have_value("Frech bread & rolls")
    await hers.get_by_label("Edit message").fill("Fresh bread & rolls")
    await hers.keyboard.press("Enter")

    # Then everybody sees it, marked as edited
    await expect(message(his, "Fresh bread & rolls")).to_contain_text("(edited)")
    await expect(message(hers, "Fresh bread & rolls")).to_be_visible()


async def test_pictures_are_shown_and_other_files_can_be_downloaded(town: Town) -> None:
    # Given two people who look at one channel
    hers, his = await town.window(town.ada, town.general), await town.window(town.alan, town.general)
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003"
        "8401803d4a2d5d0000000049454e44ae426082"
    )

    # When one of them attaches a picture and a text
    files: list[FilePayload] = [
        {"name": "loaf.png", "mimeType": "image/png", "buffer": pixel},
        {"name": "recipe.html", "mimeType": "text/html", "buffer": b"<script>alert(1)</script>"},
    ]
    await hers.locator("#composer .composer-file").set_input_files(files)

    # Then the other sees the picture, and gets the text as a download and never as a page
    await expect(his.get_by_role("img", name="loaf.png")).to_be_visible()
    link = his.get_by_role("link", name="recipe.html")
    answer = await his.request.get(await link.get_attribute("href") or "")
    assert answer.headers["content-disposition"] == 'attachment; filename="recipe.html"'
    assert answer.headers["content-type"] == "application/octet-stream"


async def test_what_an_app_keeps_in_a_channel_stands_above_its_messages(town: Town) -> None:
    # Given an app that has pinned a message and made a canvas, in a channel that somebody looks at
    page = await town.window(town.ada, town.general)
    client = AsyncWebClient(token=town.app.bot_token, base_url=town.server.api_url)
    channel, recipe = town.general.id, "# Rye\n\n- Flour \\*fine\\*\n- Water"
    posted = await client.chat_postMessage(channel=channel, text="*The price list*")
    await client.pins_add(channel=channel, timestamp=posted["ts"])
    content = {"type": "markdown", "markdown": recipe}
    made = await client.conversations_canvases_create(
        channel_id=channel, title="Recipes", document_content=content
    )

    # When they open each
    await page.get_by_role("button", name="1 pinned").click()
    await expect(page.get_by_role("menuitem", name="The price list")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Canvas: Recipes").click()

    # Then they read it, as it was last written, and axe finds no fault
    canvas = page.get_by_role("dialog", name="Canvas")
    await expect(canvas.get_by_role("heading", name="Rye")).to_be_visible()
    await expect(canvas.get_by_role("listitem").first).to_have_text("Flour *fine*")
    assert await faults_of(page) == []
    await page.keyboard.press("Escape")
    change = {"operation": "replace", "document_content": {"type": "markdown", "markdown": "Sold out"}}
    await client.canvases_edit(canvas_id=made["canvas_id"], changes=[change])
    await page.get_by_role("button", name="Canvas: Recipes").click()
    await expect(canvas).to_contain_text("Sold out")


async def test_places_are_found_by_name_with_the_keyboard(town: Town) -> None:
    # Given somebody in one channel, with another one in the list
    town.workspace.add_channel("back-room", private=True, members=[town.ada.id])
    page = await town.window(town.ada, town.general)

    # When they ask for it by a part of its name
    await page.keyboard.press("Control+k")
    await page.keyboard.type("back")
    await page.keyboard.press("Enter")

    # Then they are there
    await expect(page.locator("#title")).to_contain_text("back-room")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (820, True), (360, False)])
async def test_everybody_can_use_the_page(town: Town, width: int, dark: bool) -> None:
    # Given a channel with all kinds of things in it
    client = AsyncWebClient(token=town.app.bot_token, base_url=town.server.api_url)
    ts = await town.people.say(town.grace.id, town.general.id, "Bread for @ada? `now` :tada:")
    await town.people.react(town.alan.id, town.general.id, ts, "cake")
    await town.people.say(town.alan.id, town.general.id, "Yes", thread_ts=ts)
    cells = [
        [{"type": "raw_text", "text": word} for word in row] for row in (("Bread", "Price"), ("Rye", "3"))
    ]
    blocks = [*order_card("2 × Rye"), {"type": "table", "rows": cells}]
    await client.chat_postMessage(channel=town.general.id, text="An order", blocks=blocks)
    town.workspace.played[town.alan.id] = Part("quiet")

    # When one goes through everything the page has, then axe finds no fault anywhere
    page = await town.window(town.ada, town.general, width=width, dark=dark)
    assert await faults_of(page) == [], "the channel"
    await page.locator("#message-list").get_by_role("button", name="1 reply").click()
    await expect(page.get_by_role("complementary", name="Thread")).to_contain_text("Yes")
    assert await faults_of(page) == [], "the thread"
    await page.get_by_role("button", name="Close thread").click()
    await message(page, "Bread for").get_by_role("button", name="Add reaction").first.click()
    assert await faults_of(page) == [], "the emoji picker"
    await page.keyboard.press("Escape")
    await write(page, "/order bread")
    form = page.get_by_role("dialog", name="Order bread")
    await form.get_by_role("button", name="Order", exact=True).click()
    await expect(form.locator("[data-block-id=bread]").get_by_role("alert")).to_contain_text("required")
    assert await faults_of(page) == [], "a form with errors"
    await form.get_by_role("button", name="Not now").click()
    await page.goto(f"{town.server.page_url}?as={town.ada.id}&app={town.app.id}")
    await expect(page.get_by_text("The bell rang 0 times.")).to_be_visible()
    assert await faults_of(page) == [], "Home"
    if width > 700:
        await page.get_by_role("button", name="Director's strip").click()
        await page.get_by_role("button", name="Traffic").click()
        await page.locator("#inspector tbody button").first.click()
        assert await faults_of(page) == [], "the traffic"
        await page.get_by_role("button", name="Stand-ins 1/1").click()
        assert await faults_of(page) == [], "the stand-ins"
    await page.goto(f"{town.server.page_url}conformance")
    assert await faults_of(page) == [], "the conformance page"


async def test_the_director_makes_trouble_takes_a_seat_and_sees_the_traffic(town: Town) -> None:
    # Given a window with the director's strip, and a stand-in
    town.workspace.played[town.alan.id] = Part("quiet")
    page = await town.window(town.ada, town.general)
    await page.get_by_role("button", name="Director's strip").click()

    # When the director takes over the stand-in's seat
    await page.get_by_role("button", name="Stand-ins 1/1").click()
    await page.get_by_role("button", name="Take over").click()

    # Then the window is that person's, and no stand-in plays them
    await expect(page.locator("#me")).to_contain_text("alan")
    assert not town.workspace.played[town.alan.id].on

    # And when posts are made to fail and the app is asked for something
    await page.get_by_role("button", name="Trouble").click()
    await page.get_by_role("menuitem", name="Rate limit the next posts").click()
    await expect(page.get_by_role("button", name="Trouble (1)")).to_be_visible()
    await page.get_by_role("button", name="Traffic").click()
    await write(page, "/whisper")

    # Then the traffic has it, with its payload, and no token in it
    line = page.locator("#inspector tbody tr").filter(has_text="/whisper")
    await expect(line).to_contain_text("acknowledged")
    await line.get_by_role("button").click()
    detail = page.get_by_role("region", name="The chosen exchange")
    await expect(detail).to_contain_text('"command": "/whisper"')
    await expect(detail).to_contain_text('"response_url": "(hidden)"')
