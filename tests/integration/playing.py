"""Playing without Slack: the real services on a real store, a clock that stands until it is moved, and the
courier's own work against a Slack that answers as it should and keeps what it was told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.clock import Clock
from bot.config import Settings
from bot.courier.rendering.renderer import Renderer
from bot.courier.rendering.seen import NoLonger, NotYet
from bot.courier.settling import Also, AnswerService
from bot.courier.work import Worker
from bot.db import rooms
from bot.db.engine import Sessions, make_readers, make_sessions
from bot.db.posts import Post
from bot.db.streams import council_streams, game_streams
from bot.db.tables import OutboxRow, OutboxStatus, PostRow, RoomRow
from bot.db.transactions import T, Transactions
from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.errors import Refusal
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, CouncilId, GameId, UserId
from bot.domain.times.working_time import WorkingTime
from bot.intents.intent import Delivery
from bot.intents.rows import enqueue, intent_of
from bot.platform.rates import Pace
from bot.queries.reader import Reader
from bot.reports.board import Board, board_of
from bot.runtime.store import Store, open_store
from bot.scenarios.packs import Packs, packs_of
from bot.services.games import NewGame
from bot.slack.blocks import names
from bot.workspace.api.block_kit.blocks import check_message_blocks
from tests.builders import NOON

DIRECTOR = UserId("UDIRECTOR")
GAME = GameId("g1")
PLENARY = ChannelId("CPLENARY")
BOT = "UMOOT"
TINY = Path(__file__).parents[1] / "packs"  # small packs of other kinds than the shipped one


@cache
def tiny_packs() -> Packs:
    """Read and checked once, when a game is first played with them."""
    return packs_of(Settings(moot_content=TINY, _env_file=None))


@dataclass
class Slack:
    """Answers every call of the courier, checks each message as Slack would, and remembers."""

    members: dict[str, set[str]] = field(default_factory=lambda: {PLENARY: set()})
    names: dict[str, str] = field(default_factory=dict)
    messages: dict[tuple[str, str], str] = field(default_factory=dict)  # (channel, ts): its words now
    reactions: dict[tuple[str, str], dict[str, list[str]]] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # by name
    shared: list[tuple[str, ...]] = field(default_factory=list)  # where, the comment, and the titles
    said: list[str] = field(default_factory=list)  # all that was ever shown, with its blocks

    async def __call__(self, method: str, channel: str, /, **arguments: Any) -> Any:
        """A call of the Web API."""
        self.calls[method] = self.calls.get(method, 0) + 1
        answer: dict[str, Any] = getattr(self, f"_{method.replace('.', '_')}")(**arguments)
        return answer

    async def upload(self, url: str, content: bytes, /) -> None:
        """A file's content."""
        self.files[url] = content

    def outside(self, _turn: asyncio.Semaphore, /) -> AbstractAsyncContextManager[aiohttp.ClientSession]:
        """These games have no webhook."""
        raise AssertionError

    def _files_getUploadURLExternal(  # noqa: N802
        self, filename: str, length: int, alt_txt: str
    ) -> dict[str, Any]:
        assert length > 0
        assert alt_txt
        return {"upload_url": filename, "file_id": f"F-{filename}"}

    def _files_completeUploadExternal(  # noqa: N802
        self, files: list[dict[str, str]], initial_comment: str, channel_id: str
    ) -> dict[str, Any]:
        """Answers before it is done, as Slack may: it does not say yet where the files stand."""
        assert all(one["id"].removeprefix("F-") in self.files for one in files)
        self.shared.append((channel_id, initial_comment, *(one["title"] for one in files)))
        return {"files": [{"id": one["id"]} for one in files]}

    def _pins_add(self, channel: str, timestamp: str) -> dict[str, Any]:
        assert (channel, timestamp) in self.messages
        return {}

    def _conversations_canvases_create(
        self, channel_id: str, title: str, document_content: dict[str, str]
    ) -> dict[str, Any]:
        assert channel_id in self.members
        self.said.append(f"{title}\n{document_content['markdown']}")
        return {"canvas_id": f"F-{channel_id}"}

    def _canvases_edit(self, canvas_id: str, changes: list[dict[str, Any]]) -> dict[str, Any]:
        self.said += [one["document_content"]["markdown"] for one in changes]
        return {}

    def channel(self, name: str) -> str:
        """The id of a channel by how its name begins."""
        return next(key for key, full in self.names.items() if full.startswith(f"{name}-"))

    def words(self, channel: str) -> str:
        """Everything that stands in a channel."""
        return "\n".join(text for (where, _), text in self.messages.items() if where == channel)

    def _users_info(self, user: str) -> dict[str, Any]:
        return {"user": {"tz": "Europe/Paris"}}

    def _conversations_create(self, name: str, is_private: bool) -> dict[str, Any]:
        assert is_private
        assert name not in self.names.values()
        key = f"C{len(self.names) + 1:04}"
        self.names[key], self.members[key] = name, {BOT}
        return {"channel": {"id": key}}

    def _conversations_invite(self, channel: str, users: str, force: bool) -> dict[str, Any]:
        self.members[channel] |= set(users.split(","))
        return {}

    def _conversations_kick(self, channel: str, user: str) -> dict[str, Any]:
        self.members[channel].discard(user)
        return {}

    def _conversations_archive(self, channel: str) -> dict[str, Any]:
        self.members[channel] = set()
        return {}

    def _conversations_setTopic(self, channel: str, topic: str) -> dict[str, Any]:  # noqa: N802
        self.said.append(topic)
        assert 0 < len(topic) <= 250
        return {}

    def _chat_postMessage(self, channel: str, text: str, blocks: Any, **_: Any) -> dict[str, Any]:  # noqa: N802
        where = f"D{channel}" if channel.startswith("U") else channel
        ts = f"{len(self.messages) + 1}.0"
        self._keep((where, ts), text, blocks)
        return {"channel": where, "ts": ts}

    def _chat_update(self, channel: str, ts: str, text: str, blocks: Any) -> dict[str, Any]:
        assert (channel, ts) in self.messages
        self._keep((channel, ts), text, blocks)
        return {}

    def _chat_postEphemeral(self, channel: str, user: str, text: str, blocks: Any) -> dict[str, Any]:  # noqa: N802
        check_message_blocks(blocks)
        self.said.append(json.dumps([text, blocks]))
        return {}

    def _reactions_add(self, channel: str, timestamp: str, name: str) -> dict[str, Any]:
        self.reactions.setdefault((channel, timestamp), {}).setdefault(name, []).append(BOT)
        return {}

    def _reactions_get(self, channel: str, timestamp: str, full: bool) -> dict[str, Any]:
        assert full
        found = self.reactions.get((channel, timestamp), {})
        return {"message": {"reactions": [{"name": name, "users": users} for name, users in found.items()]}}

    def _views_publish(self, user_id: str, view: Any) -> dict[str, Any]:
        self.said.append(json.dumps(view))
        return {}

    def _keep(self, where: tuple[str, str], text: str, blocks: Any) -> None:
        assert 0 < len(text) <= 4000
        check_message_blocks(blocks)
        self.messages[where] = text
        self.said.append(json.dumps([text, blocks]))


class Office(AnswerService):
    """Settles work round by round: a transaction for each of thousands of rows would be most of a test's
    time. What stands where is known at once, and stored at the end of the round."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock
        self.posts: dict[str, Post] = {}
        self.rooms: dict[str, str] = {"plenary": PLENARY}
        self._unsaved: list[PostRow | RoomRow] = []

    async def waiting(self) -> Sequence[OutboxRow]:
        """All work that is open, in its order."""
        async with self._sessions() as session:
            found = select(OutboxRow).where(col(OutboxRow.status) == OutboxStatus.WAITING)
            return (await session.scalars(found.order_by(col(OutboxRow.id)))).all()

    async def settle(self, rows: Sequence[OutboxRow]) -> None:
        """They were sent; where what they made stands is kept."""
        async with self._sessions.begin() as session:
            session.add_all(self._unsaved)
            sent = [row.id for row in rows]
            change = update(OutboxRow).where(col(OutboxRow.id).in_(sent))
            await session.execute(change.values(status=OutboxStatus.DONE))
        self._unsaved.clear()

    async def room_made(self, row: OutboxRow, channel: str) -> None:
        """Slack made a channel."""
        self._made(GameId(row.game_id), row.room, channel)

    def _made(self, game: GameId, key: str, channel: str) -> None:
        self.rooms[key] = channel
        self._unsaved.append(RoomRow(game_id=game, key=key, channel=channel))

    async def instead(self, row: OutboxRow, work: Iterable[Delivery]) -> None:
        """Other work takes the row's place."""
        async with self._sessions.begin() as session:
            await enqueue(session, work, row.team_id, GameId(row.game_id), self.now())

    async def room_closed(self, row: OutboxRow) -> None:
        """A channel is archived."""
        async with self._sessions.begin() as session:
            await rooms.archive_room(session, GameId(row.game_id), row.room)

    async def posted(self, row: OutboxRow, post: Post, *also: Also, done: bool = False) -> None:
        """A message stands; whoever plays settles the row."""
        room = row.room
        self.posts[post.key] = post
        self._unsaved.append(PostRow(game_id=post.game, key=post.key, channel=post.channel, ts=post.ts))
        if room.startswith("dm:") and room not in self.rooms:
            self._made(post.game, room, post.channel)

    async def is_seeded(self, post: Post) -> bool:
        """Each card gets its choices once."""
        return False

    async def seeded(self, post: Post) -> None:
        """The choices stand."""

    async def awaits_earlier(self, row: OutboxRow) -> bool:
        """Everything is done in its order, so what is not there yet never will be."""
        return False


class OneSession(Transactions):
    """Reads a whole round of deliveries in one session."""

    def __init__(self, readers: Sessions) -> None:
        self._readers = readers
        self.session: AsyncSession | None = None

    async def read(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What `work` returns."""
        if self.session is not None:
            return await work(self.session)
        async with self._readers() as session:
            return await work(session)


class Look(Reader):
    """What cards are made of; what stands where, the office knows."""

    def anew(self, game: GameId) -> None:
        """What was read of a game was rewritten."""
        self._games.anew(game)
        self._councils.anew(game)

    def __init__(self, once: OneSession, office: Office, packs: Packs) -> None:
        super().__init__(once, game_streams(), council_streams(), packs, Pace())
        self._office = office

    async def post(self, game: GameId, key: str) -> Post | None:
        """Where a message of ours stands."""
        return self._office.posts.get(key)

    async def room(self, game: GameId, key: str) -> str | None:
        """The channel of a room."""
        return self._office.rooms.get(key)


@dataclass
class Play:
    """A game as its people and the alarm play it."""

    store: Store
    slack: Slack
    now: datetime = NOON
    packs: Packs = field(default_factory=tiny_packs)
    boards: list[Board] = field(default_factory=list)  # all that a board has shown

    def __post_init__(self) -> None:
        engine, services = self.store.engine, self.store.services
        self.office, self.once = (
            Office(make_sessions(engine), lambda: self.now),
            OneSession(make_readers(engine)),
        )
        look = self.look = Look(self.once, self.office, self.packs)
        self.worker = Worker(Renderer(look, lambda: self.now), replace(services, reader=look), self.office)

    # --- what is

    async def game(self) -> Game:
        """The game now."""
        return await self.store.services.games.load(GAME)

    async def councils(self) -> tuple[Council, ...]:
        """The councils now, by number."""
        return await self.store.services.reader.councils(await self.game())

    # --- what people do

    async def do(self, command: c.GameCommand, by: UserId = DIRECTOR) -> Game:
        """A command to the game, and the same again, which changes nothing more."""
        after = await self.store.services.games.handle(GAME, command, actor=by)
        self.now += timedelta(milliseconds=1)
        again = await _unless_refused(self.store.services.games.handle(GAME, command, actor=by))
        assert again in (after, None)
        return after

    async def act(self, council: CouncilId, command: cc.CouncilCommand, by: UserId) -> Council:
        """A command to a council, and the same delivery again, which changes nothing more."""
        at = self.now
        after = await self.store.services.councils.handle(council, command, actor=by, at=at)
        handling = self.store.services.councils.handle(council, command, actor=by, at=at)
        assert await _unless_refused(handling) in (after, None)
        self.now += timedelta(milliseconds=1)
        return after

    async def refused(self, council: CouncilId, command: cc.CouncilCommand, by: UserId) -> str:
        """The refusal's name; AssertionError if it is not refused."""
        try:
            await self.store.services.councils.handle(council, command, actor=by, at=self.now)
        except Refusal as refusal:
            return type(refusal).__name__
        raise AssertionError(f"{type(command).__name__} of {by} was not refused")

    async def vote(self, council: Council, choice: Choice, by: UserId) -> None:
        """A reaction on the ballot, as Slack shows and tells it."""
        post = await self.store.services.reader.post(GAME, f"ballot:{council.id}")
        assert post is not None, "the ballot stands before anybody votes"
        shown = self.slack.reactions[post.channel, post.ts]
        shown.setdefault(names.VOTE_EMOJI[choice], []).append(by)
        await self.act(council.id, cc.CastVote(choice), by)

    # --- what the alarm and the courier do

    async def to(self, key: str) -> Game:
        """Rings every bell and cue at its second until this phase runs."""
        game = await self.game()
        while game.phase is None or game.phase.key != key:
            game = await self.ring()
        await self.store.services.games.ring(GAME)  # two alarms at once
        return game

    async def ring(self) -> Game:
        """The next bell, cue or turn, and everything that it sends."""
        due = (await self.game()).next_due()
        assert due is not None
        self.now = max(self.now, due)
        await self.store.services.games.ring(GAME)
        await self.deliver()
        return await self.game()

    async def to_the_end(self) -> Game:
        """Rings until the game is over."""
        game = await self.game()
        while game.stage is not Stage.ENDED:
            game = await self.ring()
        return game

    async def deliver(self) -> None:
        """Everything that waits is rendered and sent, in its order."""
        while rows := await self.office.waiting():
            async with make_readers(self.store.engine)() as self.once.session:
                done = [row for row in rows if await self._delivers(row)]
            self.once.session = None
            assert done, f"nothing moves: {[(row.kind, row.subject) for row in rows]}"
            await self.office.settle(done)
        await self._look_at_the_board()

    async def _look_at_the_board(self) -> None:
        game, scenario = await self.store.services.reader.game(GAME)
        board = board_of(game, scenario, await self.councils(), plenary="https://acme.slack.com/archives/C1")
        if board not in self.boards[-1:]:
            self.boards.append(board)

    def on_boards(self, *texts: str) -> list[str]:
        """Which of these texts stood on a board at any time."""
        shown = [json.dumps(board.as_json(), ensure_ascii=False) for board in self.boards]
        found = (
            text for text in texts if any(json.dumps(text, ensure_ascii=False)[1:-1] in one for one in shown)
        )
        return [*found]

    async def _delivers(self, row: OutboxRow) -> bool:
        try:
            intent = intent_of(row)
            await self.worker.first_call(row, intent)
            await self.worker.do(row, intent, self.slack)
        except NotYet:
            return False
        except NoLonger:
            pass
        return True


async def _unless_refused(handling: Coroutine[Any, Any, T]) -> T | None:
    """What comes of it; None for a refusal, which changes nothing."""
    try:
        return await handling
    except Refusal:
        return None


@asynccontextmanager
async def a_play(
    folder: Path,
    scenario: str = "rainbow-road",
    content: Path | None = None,
    edition: Edition = AS_WRITTEN,
    working: WorkingTime | None = None,
    url: str = "",
) -> AsyncIterator[Play]:
    """A game in sign-up, on a migrated store; of a pack in `content`, if that is given. With `working`, it is
    played over days; `url` is another database than a file in the folder."""
    holder: list[Play] = []
    url = url or f"sqlite:///{folder / 'moot.db'}"
    settings = Settings(database_url=url, moot_content=content or TINY, _env_file=None)
    packs = packs_of(settings) if content else tiny_packs()
    async with open_store(settings, lambda: holder[0].now if holder else NOON) as store:
        play = Play(store, Slack(), packs=packs)
        holder.append(play)
        new = NewGame(GAME, ("", "T1"), "Tuesday's game", scenario, PLENARY, (), None, "UTC", speed=1, seed=7)
        new = replace(new, edition=edition, working=working)
        await store.services.games.create(new, actor=DIRECTOR)
        yield play
