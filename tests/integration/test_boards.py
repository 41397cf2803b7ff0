"""Boards on a real server: links, live events, and what comes between a page and its bot."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import logs
from bot.config import Settings
from bot.db.tables import BoardLinkRow
from bot.domain.errors import MootError
from bot.domain.errors.aside import SetAside
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.boards import NoBoard
from bot.domain.errors.store import StoreAway
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, UserId
from bot.reports.board import board_of
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from bot.web.board import live
from bot.web.board.serving import boards_served
from tests.builders import NOON
from tests.patience import PATIENCE, until
from tests.watching import Page

GAME, DIRECTOR = GameId("g1"), UserId("UDIRECTOR")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at the database more often than once a second."""
    monkeypatch.setattr(live, "LOOKS_EACH", 0.02)


@dataclass
class Hall:
    """A store whose boards are served, and people with pages."""

    store: Store
    http: aiohttp.ClientSession
    url: str
    pages: list[asyncio.Task[None]] = field(default_factory=list)

    async def link(self) -> str:
        """A new link."""
        return await self.store.services.boards.make(GAME, DIRECTOR)

    def open(self, link: str) -> Page:
        """Somebody opens it."""
        page = Page()
        self.pages.append(asyncio.create_task(page.watch(self.http, link)))
        return page

    async def do(self, command: c.GameCommand, by: UserId = DIRECTOR) -> None:
        """Something happens in the game."""
        await self.store.services.games.handle(GAME, command, actor=by)

    async def status(self, url: str, method: str = "GET") -> tuple[int, str]:
        """What is answered."""
        async with self.http.request(method, url) as answer:
            return answer.status, await answer.text()


@asynccontextmanager
async def a_hall(url: str, *, new: bool = True) -> AsyncIterator[Hall]:
    """A game in sign-up whose boards are served."""
    told = Settings(database_url=url, moot_board_address="127.0.0.1:0", _env_file=None)
    async with (
        open_store(told, lambda: NOON) as store,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
    ):
        game = NewGame(
            GAME, ("", "T1"), "Tuesday's <game>", "rainbow-road", ChannelId("CPLENARY"), (), None, "UTC", 1, 7
        )
        if new:
            await store.services.games.create(game, actor=DIRECTOR)
        hall = None
        async with boards_served(told, store.services) as base:
            hall = Hall(store, http, base)
            yield hall
        await asyncio.wait_for(asyncio.gather(*hall.pages, return_exceptions=True), PATIENCE)


def a_file(folder: Path) -> str:
    """The URL of a database."""
    return f"sqlite:///{folder / 'moot.db'}"


async def test_a_page_sees_the_board_and_every_change(database_url: str) -> None:
    # given
    async with a_hall(database_url) as hall:
        page = hall.open(await hall.link())
        await until(lambda: page.boards(), "the board")

        # when
        await hall.do(c.Join(UserId("UADA")), UserId("UADA"))

        # then
        await until(lambda: page.boards()[-1]["signed_up"]["players"] == 1, "the change")
        assert len(page.boards()) == 2
        assert page.boards()[1]["now"] == NOON.isoformat()
        assert page.boards()[1]["version"] > page.boards()[0]["version"]


async def test_a_hundred_pages_share_one_board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    made = 0

    def counted(*args: Any, **named: Any) -> Any:
        nonlocal made
        made += 1
        return board_of(*args, **named)

    monkeypatch.setattr("bot.web.board.live.board_of", counted)
    async with a_hall(a_file(tmp_path)) as hall:
        link = await hall.link()
        pages = [hall.open(link) for _ in range(100)]
        await until(lambda: all(page.boards() for page in pages), "everybody sees it")
        before = made

        # when
        await hall.do(c.Join(UserId("UADA")), UserId("UADA"))
        await until(lambda: all(len(page.boards()) == 2 for page in pages), "everybody sees the change")

        # then
        assert made == before + 1


async def test_a_revoked_link_is_cut_off_and_then_like_one_that_never_was(database_url: str) -> None:
    # given
    async with a_hall(database_url) as hall:
        link = await hall.link()
        page = hall.open(link)
        await until(lambda: page.boards(), "the board")

        # when
        revoked = await hall.store.services.boards.revoke(GAME, DIRECTOR)
        other = hall.open(await hall.link())

        # then
        assert revoked == 1
        await until(lambda: page.ended, "the stream ends")
        assert page.heard[-1] == ("gone", {})
        gone, never = await hall.status(link), await hall.status(f"{hall.url}/board/{'a' * 43}")
        assert gone == never
        assert gone[0] == 404
        assert (await hall.status(f"{link}/live"))[0] == 404
        await until(lambda: other.boards(), "a new link works")
        assert await hall.store.services.boards.links(GAME) == 1


async def test_what_another_replica_does_is_seen_too(database_url: str) -> None:
    async with (
        a_hall(database_url) as hall,
        open_store(Settings(database_url=database_url, _env_file=None), lambda: NOON) as other,
    ):
        page = hall.open(await hall.link())
        await until(lambda: page.boards(), "the board")

        await other.services.games.handle(GAME, c.Join(UserId("UADA")), actor=UserId("UADA"))
        await until(lambda: page.boards()[-1]["signed_up"]["players"] == 1, "the change")
        await other.services.boards.revoke(GAME, DIRECTOR)

        await until(lambda: page.ended, "the link is cut off")


async def test_a_link_outlives_a_restart(tmp_path: Path) -> None:
    async with a_hall(a_file(tmp_path)) as hall:
        path = (await hall.link()).removeprefix(hall.url)
        await hall.do(c.Join(UserId("UADA")), UserId("UADA"))

    async with a_hall(a_file(tmp_path), new=False) as hall:
        page = hall.open(f"{hall.url}{path}")
        await until(lambda: page.boards(), "the board")

    assert page.boards()[0]["signed_up"]["players"] == 1


async def test_only_a_digest_of_the_link_is_kept(tmp_path: Path) -> None:
    async with a_hall(a_file(tmp_path)) as hall:
        token = (await hall.link()).rpartition("/")[2]
        async with AsyncSession(hall.store.engine) as session:
            (row,) = (await session.scalars(select(BoardLinkRow))).all()

    assert len(token) == 43
    assert token not in str(row.model_dump())
    assert (row.game_id, row.made_by, row.revoked_at) == (GAME, DIRECTOR, None)
    assert token.encode() not in (tmp_path / "moot.db").read_bytes()


async def test_only_facilitators_make_or_revoke_links(tmp_path: Path) -> None:
    async with a_hall(a_file(tmp_path)) as hall:
        boards = hall.store.services.boards
        with pytest.raises(FacilitatorsOnly):
            await boards.make(GAME, UserId("UADA"))
        with pytest.raises(FacilitatorsOnly):
            await boards.revoke(GAME, UserId("UADA"))


async def test_without_an_address_there_are_no_boards(tmp_path: Path) -> None:
    settings = Settings(database_url=a_file(tmp_path), _env_file=None)
    async with open_store(settings, lambda: NOON) as store, boards_served(settings, store.services) as base:
        assert base == ""
        with pytest.raises(NoBoard):
            await store.services.boards.make(GAME, DIRECTOR)


async def test_every_answer_has_strict_headers_and_none_repeats_the_host(tmp_path: Path) -> None:
    async with a_hall(a_file(tmp_path)) as hall:
        link = await hall.link()
        ways = ("/static/board.css", "/static", "/nowhere", f"/board/{'a' * 43}", "/board/", "/%00")
        for path in (link, f"{link}/", *(f"{hall.url}{way}" for way in ways)):
            for method in ("GET", "HEAD", "POST"):
                async with hall.http.request(
                    method, path, headers={"host": "evil.example"}, allow_redirects=False
                ) as answer:
                    said = await answer.text()
                    assert answer.headers["referrer-policy"] == "no-referrer"
                    assert answer.headers["cache-control"] == "no-store"
                    assert answer.headers["x-content-type-options"] == "nosniff"
                    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
                    policy = answer.headers["content-security-policy"].split("; ")
                    assert {"default-src 'none'", "frame-ancestors 'none'", "script-src 'self'"} <= set(
                        policy
                    )
                    assert "evil" not in f"{said}{answer.headers}"
                    assert answer.status in (200, 404, 405)


async def test_a_head_request_opens_no_stream(tmp_path: Path) -> None:
    async with a_hall(a_file(tmp_path)) as hall, asyncio.timeout(PATIENCE):
        assert (await hall.status(f"{await hall.link()}/live", "HEAD")) == (200, "")


async def test_names_and_titles_are_never_markup(tmp_path: Path) -> None:
    async with a_hall(a_file(tmp_path)) as hall:
        _, page = await hall.status(await hall.link())

    assert "<game>" not in page
    assert r"Tuesday's \u003cgame\u003e" in page


async def test_streams_end_at_once_when_moot_stops(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    # given
    loop = asyncio.get_running_loop()
    async with a_hall(a_file(tmp_path)) as hall:
        page = hall.open(await hall.link())
        await until(lambda: page.boards(), "the board")
        stops = loop.time()

    # then the page knows that it was only interrupted, and nothing was waited for
    assert page.ended
    assert "gone" not in [event for event, _ in page.heard]
    assert loop.time() - stops < PATIENCE
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


async def test_a_page_that_is_closed_leaves_nothing_behind(tmp_path: Path) -> None:
    async with a_hall(a_file(tmp_path)) as hall:
        page = hall.open(await hall.link())
        await until(lambda: page.boards(), "the board")

        hall.pages[0].cancel()

        def quiet() -> bool:
            return not [task for task in asyncio.all_tasks() if task.get_name() == "boards"]

        await until(quiet, "nobody looks at the database any more")


@pytest.mark.parametrize("away", [SetAside(since="now"), StoreAway()])
async def test_a_game_that_cannot_be_read_says_so_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, away: MootError
) -> None:
    # given a game that cannot be read
    async with a_hall(a_file(tmp_path)) as hall:
        link, reader = await hall.link(), hall.store.services.reader

        async def unread(_: GameId) -> Any:
            raise away

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(reader, "game", unread)

            # when
            page = hall.open(link)
            await until(lambda: page.heard, "something is said")
            status, said = await hall.status(link)

        # then
        assert page.heard[0][0] == "trouble"
        assert page.heard[0][1]["words"] in said
        assert status == 200
        await until(lambda: page.boards(), "the board comes back")


@pytest.mark.parametrize("how", ["text", "json"])
async def test_what_is_broken_is_logged_without_the_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], how: str
) -> None:
    # given pages that are broken, before they are made and while they are shown
    logs.configure("DEBUG", how)
    async with a_hall(a_file(tmp_path)) as hall:
        link = await hall.link()
        token = link.rpartition("/")[2]

        async def broken(_: GameId) -> Any:
            raise RuntimeError("broken")

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(hall.store.services.reader, "game", broken)
            _, said = await hall.status(link)
        monkeypatch.setattr("bot.web.board.app._encoded", lambda _: 1 / 0)

        # when
        status, _ = await hall.status(link)
        with pytest.raises(aiohttp.ClientPayloadError):
            await hall.status(f"{link}/live")

    # then
    told = "".join(capfd.readouterr())
    assert "Moot's log says why" in said
    assert status == 500
    assert "a board could not be made" in told
    assert told.count("a board could not be shown") == 2
    assert token not in told
