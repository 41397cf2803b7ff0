"""Visitors to the rehearsal's page come into a quarrel, decide it, see the end, and play again."""

import asyncio
import html
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import expect

from bot.domain.council import Council
from bot.domain.ids import UserId
from bot.rehearsal import stage as rehearsal
from bot.rehearsal.projector import board
from bot.rehearsal.show import Show
from bot.rehearsal.stand_ins.debate import YIELDS
from bot.rehearsal.stand_ins.mind import AGAIN, AGAINST, FOR
from tests.e2e.played import until_ended
from tests.e2e.windows import Windows, a_browser, message
from tests.patience import PATIENCE, a_workspace

pytestmark = pytest.mark.browser


@asynccontextmanager
async def showing(running: rehearsal.Running, faults: list[BaseException]) -> AsyncIterator[str]:
    """A show for somebody called You; gives where the page is to open."""
    await rehearsal.connected(running)
    visitor = running.workspace.add_person("you", real_name="You", display_name="You").id
    places: asyncio.Queue[str] = asyncio.Queue()
    playing = asyncio.create_task(Show(running, visitor, faults.append).run(places.put_nowait))
    place = asyncio.create_task(places.get())
    try:
        either: list[asyncio.Future[Any]] = [place, playing]
        await asyncio.wait(either, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        assert not playing.done(), playing.exception()
        assert faults == []
        yield place.result()
    finally:
        for task in (place, playing):
            task.cancel()
        await asyncio.gather(place, playing, return_exceptions=True)


def reads_like_a_game(running: rehearsal.Running, council: Council) -> None:
    """Some said no, nothing was adopted twice, and whatever people said is whole in the pack's lines."""
    scenario = running.plan.scenario
    amended = [one for opinion in scenario.lines.opinions for one in opinion.amends]
    known = {*(one.text for one in scenario.samples), *(one.text for one in amended)}
    adopted = [council.proposals[policy.proposal].text for policy in council.policies]
    assert len(set(adopted)) == len(adopted)
    assert {one.text for one in council.proposals.values()} <= known
    assert any(False in sides for one in council.proposals.values() for sides in one.sides.values())

    whole = {*_texts(scenario.lines.model_dump()), *YIELDS, *FOR, *AGAINST, AGAIN}
    for channel in running.workspace.channels.values():
        for told in channel.messages.values():
            _, mention, rest = told.text.partition("> ") if told.text.startswith("<@") else ("", "", "")
            words = html.unescape(rest if mention else told.text)
            if told.user in running.workspace.played and told.subtype is None:
                assert words in whole or "Are you with us?" in words


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


@pytest.mark.long
async def test_a_visitor_decides_a_quarrel_sees_the_end_and_plays_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a rehearsal that is ready to be opened
    monkeypatch.setattr(rehearsal, "Workspace", a_workspace)
    plan = rehearsal.Plan(tempo=300, players=5, seed=1, port=0, folder=tmp_path, opening=True)
    faults: list[BaseException] = []
    async with (
        rehearsal.rehearsal(plan) as running,
        showing(running, faults) as place,
        a_browser() as browser,
    ):
        windows = Windows(browser, running.server.page_url.rstrip("/"))

        # when somebody opens the page
        page = await windows.open(place)

        # then somebody speaks to them, about a proposal that waits for their side
        asked = page.locator("#message-list article.message .mention").filter(has_text="You").last
        await expect(asked).to_be_visible()
        notice = page.locator("#notice")
        await expect(notice).to_contain_text("You are the ")
        await expect(notice).to_contain_text("decides")
        game = await rehearsal.newest(running)
        assert game is not None
        (council,) = await running.store.services.reader.councils(game)
        you = UserId(next(one.id for one in running.workspace.people.values() if one.name == "you"))
        seat = council.seat_of(you)
        assert seat is not None
        assert not seat.steward
        waiting = council.proposals[min(council.proposals)]
        assert waiting.side_of(seat.role) is None
        assert {waiting.side_of(one.role) for one in council.filled if one != seat} == {True, False}
        card = message(page, f"Proposal {waiting.number}: {waiting.title}")
        await expect(card).to_contain_text("repl")

        # and a board of the game is there to open beside the page
        beside = await board(running, you)
        async with aiohttp.ClientSession() as http, http.get(beside) as answer:
            assert answer.status == 200
            assert council.name in await answer.text()

        # and the tour begins, and they and whoever runs the game stand above all in the list of people
        await expect(page.locator("#tour")).to_contain_text("This is your council")
        await page.locator("#me").click()
        await expect(page.get_by_role("option").filter(has_text="facilitator")).to_have_count(1)
        await expect(page.get_by_role("group", name="Council 1").get_by_role("option")).to_have_count(5)
        await page.keyboard.press("Escape")

        # and their envelope is in the bot's messages, a click away, and opens in a window
        await notice.get_by_role("link", name="My secret mission").click()
        envelope = message(page, "Your sealed envelope").last
        await envelope.get_by_role("button", name="Open my sheet").click()
        sheet = page.get_by_role("dialog", name="My mission")
        await expect(sheet).to_contain_text("Your secret mission")
        await expect(sheet).to_contain_text(f"role {seat.role}: you play for")
        await page.keyboard.press("Escape")
        await expect(sheet).to_be_hidden()
        await page.go_back()

        # when they take a side, then that decides
        await card.locator("[data-reaction=thumbsup]").click()
        await expect(notice).to_contain_text("is adopted: your side decided it")

        # when the game has come to its end
        await until_ended(running)
        await expect(notice).to_contain_text("is over")

        # then the game reads like one
        reads_like_a_game(running, (await running.store.services.reader.councils(game))[0])

        # and the book opens, the game's buttons are gone, and one press plays another game
        book = await page.request.get(
            str(await notice.get_by_role("link", name="policy book").get_attribute("href"))
        )
        assert book.ok
        how = await page.request.get(
            str(await notice.get_by_role("link", name="Run it in your Slack").get_attribute("href"))
        )
        assert "make run" in await how.text()
        assert [*running.workspace.controls] == ["again"]
        await expect(page.locator("#strip-controls button")).to_have_count(1)
        await notice.get_by_role("button", name="Play again").click()
        await expect(notice).to_contain_text("You are the ")
        again = await rehearsal.newest(running)
        assert again is not None
        assert again.id != game.id
        assert await board(running, you) not in ("", beside)
        await notice.get_by_role("link", name="Proposal 1").click()
        await expect(message(page, "Proposal 1")).to_be_visible()
        await windows.close()
    assert windows.faults == []
    assert faults == []
