"""Who is who, and the tour: what whoever runs a workspace says of it to those who look."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.workspace.state.guide import Deed, Guide, Label, Step, Target
from tests.e2e.town import Town, a_town, faults_of, order_card
from tests.e2e.windows import a_browser, composer, message, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
WIDTHS = [(1280, False), (820, True), (390, False), (390, True)]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as launched:
        yield launched


@pytest_asyncio.fixture(loop_scope="module")
async def town(browser: Browser) -> AsyncIterator[Town]:
    async with a_town(browser) as here:
        yield here


async def a_tour(town: Town) -> None:
    """Ada listens, presses a button, orders, reacts, and becomes Grace, who runs the bakery."""
    ada, room, bake = town.ada.id, town.general.id, Target(actions=("bake",))
    sells, takes = (Deed("click", {"action_id": "bake"}),), (Deed("command", {"command": "/order"}),)
    steps = (
        Step("listen", "Listen", "What people say stands here.", Target("newest"), ada, room),
        Step("bake", "Bake", "Press this.", bake, ada, room, sells, "Baked."),
        Step("left", "Left out", "Nobody reads this.", Target(actions=("nothing",)), ada, room),
        Step("say", "Order", "Type /order.", Target("composer"), ada, room, takes),
        Step("react", "React", "Add yours.", Target(reactions=("cake",)), ada, room, (Deed("react"),)),
        Step("run", "Run it", "Be Grace.", Target("people"), done=(Deed("act_as", {"user": town.grace.id}),)),
    )  # fmt: skip
    ts = await town.people.say(town.grace.id, room, "Bread or cake?")
    await town.people.react(town.grace.id, room, ts, "cake")
    for number in range(30):
        await town.people.say(town.alan.id, room, f"Crumb {number}.")
    await town.post("An order", order_card("2 × Rye"))
    opens = {town.grace.id: Label(role="baker", pinned=True, opens=town.app.id)}
    town.workspace.explain(Guide(opens, steps))


def panel(page: Page) -> Locator:
    return page.locator("#tour")


async def press(page: Page, name: str) -> None:
    await panel(page).get_by_role("button", name=name, exact=True).click()


POINTED_AT = """() => {
    const box = (name) => document.querySelector(name).getBoundingClientRect();
    const [ring, panel] = [box("#tour-ring"), box("#tour")];
    const beside = ring.right <= panel.left || panel.right <= ring.left;
    const apart = beside || ring.bottom <= panel.top + 1 || panel.bottom <= ring.top;
    if (!apart) return `covered: ${JSON.stringify([ring, panel])}`;
    if (panel.bottom > innerHeight + 1 || panel.top < 0 || ring.bottom > innerHeight + 9) return "out";
    const [x, y] = [(ring.left + ring.right) / 2, (ring.top + ring.bottom) / 2];
    return document.elementFromPoint(x, y)?.textContent ?? "nothing";
}"""


async def pointed_at(page: Page) -> str:
    """What the ring is around; the panel does not lie over it, and both are in view."""
    await expect(page.locator("#tour-ring")).to_be_visible()
    return str(await page.evaluate(POINTED_AT))


@pytest.mark.parametrize(("width", "dark"), WIDTHS)
async def test_a_tour_points_at_the_page_and_goes_on_when_somebody_does_it(
    town: Town, width: int, dark: bool
) -> None:
    # Given somebody who opens a page that has a tour
    await a_tour(town)
    page = await town.window(town.ada, town.general, width=width, dark=dark)

    # When they read the first step, it points at the newest message, and axe finds no fault
    await expect(panel(page)).to_contain_text("1 of 6")
    assert "2 × Rye" in await pointed_at(page)
    assert await faults_of(page) == [], "the first step"
    await press(page, "Next")
    await expect(panel(page)).to_contain_text("Press this.")
    await expect(panel(page)).to_be_focused()
    assert "Bake it" in await pointed_at(page)

    # And when they do what a step asks for, it goes on, over the one that points at nothing
    await message(page, "2 × Rye").get_by_role("button", name="Bake it").click()
    await expect(panel(page)).to_contain_text("4 of 6")
    assert "covered" not in await pointed_at(page)
    await write(page, "/order bread")
    form = page.get_by_role("dialog", name="Order bread")
    await expect(form).to_be_visible()
    await expect(panel(page)).to_be_hidden()
    await form.get_by_role("button", name="Not now").click()
    await expect(panel(page)).to_contain_text("5 of 6")
    row = message(page, "Bread or cake?")
    await expect(row).to_be_in_viewport()
    assert "1" in await pointed_at(page)
    await row.locator("[data-reaction=cake]").click()

    # Then the last one is over when they act as somebody else, whose place opens at once
    await expect(panel(page)).to_contain_text("6 of 6")
    if width < 720:
        await page.get_by_role("button", name="Channels and people").click()
    assert await faults_of(page) == [], "the last step"
    await page.locator("#me").click()
    await page.get_by_role("option", name="grace").click()
    await expect(page.get_by_text("The bell rang 0 times.")).to_be_visible()
    await expect(panel(page)).to_be_hidden()
    await expect(page.get_by_role("button", name="Tour", exact=True)).to_be_visible()


async def test_a_tour_is_put_away_and_resumed_with_the_keyboard(town: Town) -> None:
    # Given somebody in the second step, who got there with the keyboard
    await a_tour(town)
    page = await town.window(town.ada, town.general)
    await expect(panel(page)).to_contain_text("1 of 6")
    await panel(page).focus()
    await page.keyboard.press("ArrowRight")
    await expect(panel(page)).to_contain_text("2 of 6")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowRight")

    # When they put it away, and read the page anew
    await page.keyboard.press("Escape")
    await expect(panel(page)).to_be_hidden()
    button = page.get_by_role("button", name="Resume tour (2/6)")
    await expect(button).to_be_focused()
    await page.reload()
    await expect(page.locator("body")).to_have_attribute("data-ready", "true")
    await expect(panel(page)).to_be_hidden()

    # Then it goes on where they left it, and takes them back to where it is
    back = town.workspace.add_channel("back-room", members=[town.ada.id])
    await page.locator(f"#sections [data-channel={back.id}]").click()
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(panel(page)).to_be_focused()
    await expect(page.locator("#title")).to_contain_text("general")
    assert "Bake it" in await pointed_at(page)

    # And where what it points at has gone, it says so; and nobody who is typing loses the focus to it
    await message(page, "2 × Rye").get_by_role("button", name="Throw it away").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Throw").click()
    await expect(panel(page)).to_contain_text("Baked.")
    await composer(page).press_sequentially("/ord")
    await expect(composer(page)).to_be_focused()


async def test_sixty_people_are_found_by_group_and_role(town: Town) -> None:
    # Given sixty people in six groups, one who is in none, and two who stand above all
    labels = {town.grace.id: Label("", "runs it", pinned=True, opens=town.app.id)}
    for number in range(60):
        one = town.workspace.add_person(f"baker-{chr(97 + number // 10)}{chr(97 + number % 10)}")
        role = "master" if number % 10 == 0 else f"hand {number % 10}"
        labels[one.id] = Label(f"Oven {number // 10 + 1}", role)
    labels[town.ada.id] = Label("Oven 2", "master", pinned=True, opens=town.general.id)
    town.workspace.explain(Guide(labels))
    page = await town.window(town.ada, town.general, width=390)

    # When the list is opened on a phone
    await page.get_by_role("button", name="Channels and people").click()
    await page.locator("#me").click()
    options = page.get_by_role("option")

    # Then both stand first, all others in their groups, and nobody is left out
    await expect(options.nth(0)).to_contain_text("master")
    await expect(options.nth(1)).to_contain_text("runs it")
    assert await page.get_by_role("group", name="Oven").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-label'))"
    ) == [f"Oven {number}" for number in range(1, 7)]
    await expect(page.get_by_role("group", name="Others").get_by_role("option")).to_have_text(["AalanAlan"])
    assert await faults_of(page) == []

    # And a group and a role find somebody, whom one then acts as
    await page.keyboard.type("oven 3 master")
    await expect(options).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator("#me")).to_have_text("BCActing as · masterbaker-ca")
