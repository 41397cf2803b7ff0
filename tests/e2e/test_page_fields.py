"""Whatever a message, a form or Home asks for can be used on the page, and reaches the app."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from tests.e2e.town import Json, Town, a_town, field_of, option, plain
from tests.e2e.windows import a_browser, composer, message
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


TYPED: list[tuple[str, Json, str]] = [
    ("Loaves", {"type": "number_input", "is_decimal_allowed": True}, "2.5"),
    ("Shop", {"type": "url_text_input"}, "https://mill.example/rye"),
    ("Mail", {"type": "email_text_input"}, "ada@mill.example"),
    ("Day", {"type": "datepicker"}, "2027-03-01"),
    ("Hour", {"type": "timepicker"}, "07:30"),
    ("Wish", {"type": "plain_text_input"}, "No seeds"),
    ("Story", {"type": "plain_text_input", "multiline": True}, "Long ago"),
]
GO = {
    "type": "actions",
    "block_id": "go",
    "elements": [{"type": "button", "action_id": "heard", "text": plain("Go")}],
}


def fields(action_id: str, **more: Any) -> list[Json]:
    return [
        field_of(label, label, {**element, "action_id": action_id}, **more) for label, element, _ in TYPED
    ]


def client_of(town: Town) -> AsyncWebClient:
    return AsyncWebClient(token=town.app.bot_token, base_url=town.server.api_url)


async def fill_in(page: Page) -> None:
    for label, _, typed in TYPED:
        await page.get_by_label(label, exact=True).fill(typed)
        await page.get_by_label(label, exact=True).press("Tab")


def entered(values: Json) -> list[Any]:
    """What an app was told of each field, in order."""
    states = [next(iter(values[label].values())) for label, _, _ in TYPED]
    return [next(value for key, value in state.items() if key != "type") for state in states]


@pytest.mark.parametrize("action_id", ["value", "plain_text_input-action"])
async def test_every_typed_field_reaches_the_app_whatever_its_action_id(town: Town, action_id: str) -> None:
    # Given the same fields in a message, on Home and in a form; in the message each would be told on Enter
    await client_of(town).chat_postMessage(
        channel=town.general.id, text="Fill in", blocks=[*fields(action_id, dispatch_action=True), GO]
    )
    page = await town.window(town.ada, town.general)

    # When they are filled in with the keyboard and the button beside them is pressed
    for place in ("message", "home"):
        if place == "home":
            town.bakery.home = [*fields(action_id), GO]
            await page.locator(f"#sections [data-app={town.app.id}]").click()
        await fill_in(page)
        await page.get_by_role("button", name="Go", exact=True).click()
        await until_heard(town, 1 if place == "message" else 2)

    # And when a form with them is sent
    trigger = town.workspace.modals.new_trigger(town.ada.id, town.app)
    view = {"type": "modal", "callback_id": "typed", "title": plain("Typed"), "submit": plain("Send")}
    await client_of(town).views_open(trigger_id=trigger, view={**view, "blocks": [*fields(action_id), GO]})
    form = page.get_by_role("dialog", name="Typed")
    await expect(form).to_be_visible()
    for label, _, typed in TYPED:
        await form.get_by_label(label, exact=True).fill(typed)
    await form.get_by_role("button", name="Go", exact=True).click()
    await until_heard(town, 3)

    # Then the app was told everything each time, and nobody was told that anything failed
    wanted = [typed for _, _, typed in TYPED]
    first, *others = town.bakery.heard
    assert entered(first["state"]["values"]) == wanted
    assert [entered(body["view"]["state"]["values"]) for body in others] == [wanted, wanted]
    await expect(page.locator("#toasts > *")).to_have_count(0)


async def until_heard(town: Town, times: int) -> None:
    await until(lambda: len(town.bakery.heard) >= times, "the app has heard of it")


async def test_enter_sends_after_a_name_was_picked(town: Town) -> None:
    # Given somebody who picks a name from the list, with the keyboard
    page = await town.window(town.ada, town.general)
    await composer(page).press_sequentially("@gra")
    await expect(page.get_by_role("option", name="grace")).to_be_visible()
    await composer(page).press("Enter")
    await expect(composer(page)).to_have_value("@grace ")

    # When they press Enter again
    await composer(page).press("Enter")

    # Then it is sent, and the same after a name, an emoji and a sign that is no name
    await expect(message(page, "@grace")).to_have_count(1)
    await composer(page).press_sequentially("See you @ :tad")
    await composer(page).press("Tab")
    await composer(page).press("Enter")
    await expect(message(page, "See you @")).to_have_count(1)
    await composer(page).press_sequentially("Bread for @ala")
    await page.get_by_role("option", name="alan").click()
    await composer(page).press_sequentially("please")
    await composer(page).press("Enter")
    await expect(message(page, "Bread for @alan please")).to_have_count(1)


async def test_what_was_half_written_waits_for_who_wrote_it(town: Town) -> None:
    # Given a message that asks for a wish, half written, and something half said
    await client_of(town).chat_postMessage(
        channel=town.general.id,
        text="Wish",
        blocks=[field_of("Wish", "Wish", {"type": "plain_text_input", "action_id": "x"}), GO],
    )
    page = await town.window(town.ada, town.general)
    await page.get_by_label("Wish", exact=True).fill("No seeds")
    await composer(page).fill("I wonder")

    # When one looks at the page as somebody else, and comes back
    await page.get_by_role("link", name="Act as grace").click()
    await expect(page.get_by_label("Wish", exact=True)).to_have_value("")
    await expect(composer(page)).to_have_value("")
    await page.get_by_role("link", name="Act as ada").click()

    # Then both are there
    await expect(page.get_by_label("Wish", exact=True)).to_have_value("No seeds")
    await expect(composer(page)).to_have_value("I wonder")


async def test_buttons_and_menus_in_attachments_can_be_used(town: Town) -> None:
    # Given a message with an attachment that has blocks, and one from before there were blocks
    breads = [option("rye", "Rye"), option("oat", "Oat")]
    menu = {
        "type": "static_select",
        "action_id": "bread",
        "options": breads,
        "placeholder": plain("Which bread?"),
    }
    mark = field_of("Mark", "Mark", {"type": "plain_text_input", "action_id": "mark"})
    blocks = [mark, {"type": "section", "block_id": "s", "text": plain("Bread"), "accessory": menu}, GO]
    sure = {"title": "Really?", "text": "It is a long game.", "ok_text": "Play", "dismiss_text": "Wait"}
    old: Json = {
        "fallback": "A game",
        "title": "A game",
        "text": "Which *one*?",
        "callback_id": "games",
        "fields": [{"title": "Players", "value": "two", "short": True}],
        "actions": [
            {"name": "game", "text": "Chess", "type": "button", "value": "chess", "confirm": sure},
            {"name": "game", "text": "Others", "type": "select", "options": [{"text": "Go", "value": "go"}]},
        ],
    }
    await client_of(town).chat_postMessage(
        channel=town.general.id, text="Two", attachments=[{"color": "#36a64f", "blocks": blocks}, old]
    )
    page = await town.window(town.ada, town.general)
    row = message(page, "Two")

    # When the field is filled in, and the button pressed
    await row.get_by_label("Mark", exact=True).fill("A.")
    await row.get_by_role("button", name="Go", exact=True).click()
    await until_heard(town, 1)

    # Then the app is told where it stands, and what was typed
    (body,) = town.bakery.heard
    assert body["container"]["type"] == "message_attachment"
    assert body["state"]["values"]["Mark"]["mark"]["value"] == "A."

    # And the older menu and button are told to it as they always were; the answer takes the message's place
    await row.get_by_role("combobox", name="Others").click()
    await page.get_by_role("option", name="Go").click()
    await until_heard(town, 2)
    assert town.bakery.heard[1]["actions"][0]["selected_options"] == [{"value": "go"}]
    await expect(message(page, "It is chess, then.")).to_be_visible()
    await client_of(town).chat_postMessage(channel=town.general.id, text="Again", attachments=[old])
    await message(page, "Again").get_by_role("button", name="Chess").click()
    await page.get_by_role("alertdialog", name="Really?").get_by_role("button", name="Play").click()
    await until_heard(town, 3)
    assert town.bakery.heard[2]["actions"][0]["value"] == "chess"
    await expect(page.locator("#toasts > *")).to_have_count(0)
