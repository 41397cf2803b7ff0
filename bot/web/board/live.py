"""The boards of the games that are played.

While somebody watches, one task looks once a second at what the database has, whichever replica wrote it:
which logs have grown, and which links still work. A game's board is made once for all who watch it.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass, field, replace

import structlog

from bot.clock import Clock
from bot.domain.council import Council
from bot.domain.errors.aside import SetAside
from bot.domain.errors.authority import NoGame, NotInACouncil
from bot.domain.errors.store import StoreAway
from bot.domain.game import Game
from bot.domain.game.state import council_ids
from bot.domain.ids import CouncilId, GameId, Moment
from bot.queries.reader import Reader
from bot.reports.board import Board, board_of
from bot.services.boards import BoardService, Look, digest_of
from bot.web.board.boards import Shown, Trouble

log = structlog.get_logger(__name__)
LOOKS_EACH = 1.0  # seconds
LATE_BY = 3  # looks for which an event may be stored after one with a higher place
ASIDE = "This game cannot be shown for now. Its facilitators have been told why."
AWAY = "The game cannot be read at the moment. This page keeps trying."
BROKEN = "This game cannot be shown for now. Moot's log says why."


@dataclass(eq=False, slots=True)
class Watched:
    """A game that somebody watches, as it was read last."""

    game: GameId
    links: Counter[str] = field(default_factory=Counter)  # by digest: how many watch by it
    revoked: set[str] = field(default_factory=set)
    state: Game | None = None
    councils: dict[CouncilId, Council] = field(default_factory=dict)
    shown: Shown | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, shown: Shown) -> None:
        """Everybody who watches sees it, unless it is what they see already."""
        before = self.shown
        if _same(before, shown):
            return
        if isinstance(before, Board) and isinstance(shown, Board) and shown.version <= before.version:
            shown = replace(shown, version=before.version + 1)  # it was stored since we looked
        self.shown = shown
        self.wake()

    def wake(self) -> None:
        """Everybody who watches looks again."""
        self.changed.set()
        self.changed = asyncio.Event()


class LiveBoards:
    """What the links of a database show."""

    def __init__(self, links: BoardService, reader: Reader, clock: Clock) -> None:
        self._links, self._reader, self._clock = links, reader, clock
        self._watched: dict[GameId, Watched] = {}
        self._places: deque[int] = deque(maxlen=LATE_BY)  # up to where each of the last looks saw
        self._seen: dict[str, int] = {}  # the last place of each stream that has grown lately
        self._beginning = asyncio.Lock()
        self._asking = asyncio.Lock()  # so that requests with guessed links leave room for reading games
        self._task: asyncio.Task[None] | None = None

    def now(self) -> Moment:
        """The time by which bells ring."""
        return self._clock()

    async def look(self, token: str) -> Shown | None:
        """What this link shows now; None where it leads nowhere."""
        async with self._asking:
            try:
                game = await self._links.game_of(digest_of(token))
            except StoreAway:
                return Trouble(AWAY)
            if game is None:
                return None
            watched = self._watched.get(game) or Watched(game)
            return watched.shown or await self._made(watched, 0)

    async def changes(self, token: str) -> AsyncGenerator[Shown, None]:
        """What this link shows now, and then after every change. Ends when the link leads nowhere."""
        digest, game = digest_of(token), GameId("")
        while not game:
            try:
                async with self._asking:
                    found = await self._links.game_of(digest)
            except StoreAway:
                yield Trouble(AWAY)
                await asyncio.sleep(LOOKS_EACH)
                continue
            if found is None:
                return
            game = found
        watched = self._watched.setdefault(game, Watched(game))
        watched.links[digest] += 1
        try:
            await self._begin(watched)
            async for shown in _until(watched, digest):
                yield shown
        finally:
            self._leave(watched, digest)

    async def close(self) -> None:
        """Nobody watches any more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def _leave(self, watched: Watched, digest: str) -> None:
        watched.links -= Counter([digest])
        if not watched.links:
            del self._watched[watched.game]

    async def _begin(self, watched: Watched) -> None:
        """The first of all who watch has the database looked at; the first of a game has its board made."""
        async with self._beginning:
            if self._task is None or self._task.done():
                self._places.clear()
                self._seen.clear()
                with suppress(StoreAway):
                    self._places.append((await self._links.look((), None)).latest)
                self._task = asyncio.create_task(self._looking(), name="boards")
            if watched.shown is None:
                watched.show(await self._made(watched, max(self._places, default=0)))

    async def _looking(self) -> None:
        """As long as somebody watches."""
        while self._watched:
            await asyncio.sleep(LOOKS_EACH)
            since = self._places[0] if self._places else None
            links = [digest for one in self._watched.values() for digest in one.links]
            try:
                await self._see(await self._links.look(links, since))
            except StoreAway:
                continue  # pages keep what they show, and count on
            except Exception:
                log.exception("boards could not be looked after", action="board")

    async def _see(self, look: Look) -> None:
        grown = {stream for stream, place in look.grown.items() if place > self._seen.get(stream, 0)}
        for watched in [*self._watched.values()]:
            revoked = watched.links.keys() - look.standing
            if revoked - watched.revoked:
                watched.revoked |= revoked
                watched.wake()
            for council in [*watched.councils]:
                if f"council:{council}" in grown:
                    del watched.councils[council]
            watched.show(await self._made(watched, look.latest))
        self._places.append(look.latest)
        self._seen = dict(look.grown)

    async def _made(self, watched: Watched, version: int) -> Shown:
        """The game's board as things stand."""
        try:
            return await self._board(watched, version)
        except (SetAside, NoGame):
            return Trouble(ASIDE)
        except StoreAway:
            return watched.shown or Trouble(AWAY)
        except Exception:
            log.exception("a board could not be made", action="board", game=watched.game)
            return Trouble(BROKEN)

    async def _board(self, watched: Watched, version: int) -> Shown:
        game, scenario = await self._reader.game(watched.game)
        missing = [key for key in council_ids(game) if key not in watched.councils]
        if game is watched.state and not missing and isinstance(watched.shown, Board):
            return watched.shown
        with suppress(NotInACouncil):  # the seats are being dealt
            if not watched.councils:
                watched.councils = {one.id: one for one in await self._reader.councils(game)}
            else:
                watched.councils |= {key: await self._reader.council(key) for key in missing}
        watched.state = game
        councils = sorted(watched.councils.values(), key=lambda one: one.number)
        address = await self._reader.plenary_link(game)
        return board_of(game, scenario, councils, plenary=address, version=version)


async def _until(watched: Watched, digest: str) -> AsyncGenerator[Shown, None]:
    """What is shown, until the link is revoked; of changes in between, only the last."""
    seen: Shown | None = None
    while digest not in watched.revoked:
        changed = watched.changed
        if watched.shown is not None and watched.shown is not seen:
            seen = watched.shown
            yield seen
        else:
            await changed.wait()


def _same(one: Shown | None, other: Shown) -> bool:
    """Whether they show the same, whatever their versions are."""
    if isinstance(one, Board) and isinstance(other, Board):
        return replace(one, version=other.version) == other
    return one == other
