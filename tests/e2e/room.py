"""A room to play in: the rehearsal workspace, the real bot on it, and a clock that tests can move."""

import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from bot import logs
from bot.config import Settings
from bot.db import outbox
from bot.domain.game import Game
from bot.domain.game.commands import Join
from bot.domain.ids import GameId, Moment, UserId
from bot.rehearsal.stand_ins.cards import Values, fill, title_of
from bot.runtime import app as bot_app
from bot.runtime import machinery
from bot.runtime.store import Store, open_store
from bot.slack.edge.calling import Clients, OneClient
from bot.slack.edge.manifest import OPTIONAL, manifest
from bot.workspace.page.people import People
from bot.workspace.server import Server
from bot.workspace.state.records import App
from bot.workspace.state.traffic import Exchange
from bot.workspace.workspace import Workspace
from tests.patience import a_workspace, until
from tests.receiver import SECRET

if TYPE_CHECKING:
    from tests.e2e.openings import Openings

Json = dict[str, Any]
DATABASE = "moot.db"
START = datetime(2031, 3, 4, 11, 15, tzinfo=UTC)  # far ahead: the real alarm does not ring by itself
SEED = 1  # of the first game, the next ones count on: who sits where is the same each time
NEVER = 1e6  # seconds: a heartbeat would take a test's jump through time for an absence

_FOR_WHOM = re.compile(r" \([^()]*\)$")


class MovableClock:
    """Runs with real time, since what is tried again waits for it; can be moved ahead, and stopped where it
    matters that little time goes by. freezegun would do so for the whole process, its timeouts included."""

    def __init__(self, start: Moment = START) -> None:
        self._start, self._since = start, time.monotonic()
        self._stands = False

    def now(self) -> Moment:
        """This moment, in UTC."""
        since = 0.0 if self._stands else time.monotonic() - self._since
        return self._start + timedelta(seconds=since)

    def stop(self) -> None:
        """From now on it moves only when it is moved."""
        self._start, self._stands = self.now(), True

    def seconds(self) -> float:
        """The same as Unix seconds."""
        return self.now().timestamp()

    def move(self, by: timedelta) -> None:
        """Jumps ahead."""
        self._start += by


@dataclass
class Room:
    """What a test can do and see. People are named; `ids` are Slack's."""

    workspace: Workspace
    app: App
    store: Store
    clock: MovableClock
    people: People
    plenary: str
    director: str
    ids: dict[str, str] = field(default_factory=dict)
    begin_from: Callable[[int], Awaitable[None]] | None = None
    """Makes it the copy of a room in which a game with so many players is opened."""

    def person(self, name: str, **details: Any) -> str:
        """Somebody new in the plenary; returns their id."""
        found = self.workspace.add_person(name, **details)
        self.workspace.invite(self.plenary, found.id)
        self.ids[name] = found.id
        return found.id

    # --- acting

    async def moot(self, user: str, text: str, channel: str | None = None) -> str:
        """Types `/moot TEXT` and returns the words of the answer that only this person sees."""
        return await self.asked(user, "/moot", text, channel)

    async def asked(self, user: str, command: str, text: str, channel: str | None = None) -> str:
        """Types a slash command and returns the words of the answer."""
        where = channel or self.plenary
        before = self.private(user, where)
        await self.people.command(user, where, command, text)
        await until(lambda: len(self.private(user, where)) > len(before), f"{command} {text} is answered")
        return "\n".join(one["text"] for one in self.private(user, where)[len(before) :])

    async def press(self, user: str, message: Json, label: str) -> None:
        """Presses the button with these words."""
        button = buttons(message)[label]
        await self.people.click(user, message["channel"], message["ts"], button["action_id"])

    async def pressed(self, user: str, message: Json, label: str) -> str:
        """Presses a button and returns the words of the answer that only this person sees."""
        before = self.private(user, message["channel"])
        await self.press(user, message, label)
        await until(lambda: len(self.private(user, message["channel"])) > len(before), f"{label} is answered")
        return str(self.private(user, message["channel"])[-1]["text"])

    async def fill(self, user: str, message: Json, label: str, values: Values) -> None:
        """Presses a button that opens a form, fills it in and submits it."""
        await fill(self.people, user, lambda: self.press(user, message, label), values)

    async def choose(self, user: str, message: Json, label: str) -> None:
        """Chooses from the menu of a message by its words."""
        found = [
            (element["action_id"], option["value"])
            for block in message["blocks"]
            if block["type"] == "actions"
            for element in block["elements"]
            if element["type"] == "overflow"
            for option in element["options"]
            if _FOR_WHOM.sub("", option["text"]["text"]) == label
        ]
        assert found, f"no menu offers {label!r}"
        await self.people.choose(user, message["channel"], message["ts"], *found[0])

    async def opens(self, user: str, act: Callable[[], Awaitable[None]]) -> Json:
        """Does something that opens a window, and returns it."""
        known = {view["id"] for view in self.people.modals(user)}
        await act()
        await until(lambda: any(one["id"] not in known for one in self.people.modals(user)), "a window opens")
        return next(one for one in self.people.modals(user)[::-1] if one["id"] not in known)

    async def submit(self, user: str, view: Json, values: dict[str, Any]) -> dict[str, str]:
        """Fills in a window that is open, and submits it; returns what is wrong, by block."""
        filled = {block: {"value": value} for block, value in values.items()}
        return await self.people.submit(user, view["id"], filled)

    async def report(self, number: int) -> str:
        """The words of the card about an invitation, once all are looked up."""
        await self.settled()
        channel = await self.people.open_dm(self.director, self.app.bot_user_id)
        card = await self.card(self.director, channel, f"Invitation {number}")
        assert "Done:" in card["text"], card["text"]
        return str(card["text"])

    async def sent(
        self, user: str, open_it: Callable[[], Awaitable[None]], values: Values | None = None
    ) -> str:
        """Opens a window, fills it in and sends it; the words that stand in its place then, or the error."""
        known = {view["id"] for view in self.people.modals(user)}
        await open_it()
        await until(
            lambda: {view["id"] for view in self.people.modals(user)} - known != set(), "a window opens"
        )
        view = self.people.modals(user)[-1]
        if not view.get("submit"):
            return words(view)
        filled = {block: {"value": value} for block, value in (values or {}).items()}
        errors = await self.people.submit(user, view["id"], filled)
        if errors:
            await self.people.close_view(user, view["id"])
            return " ".join(errors.values())
        now = [one for one in self.people.modals(user) if one["id"] == view["id"]]
        return words(now[0]) if now else ""

    async def at_home(self, user: str, label: str) -> Callable[[], Awaitable[None]]:
        """Opens somebody's Home; what presses the button with these words there."""
        await self.people.open_home(user, self.app.id)

        def found() -> Json | None:
            home = self.people.home(user, self.app.id)
            return buttons(home).get(label) if home else None

        await until(lambda: found() is not None, f"there is a button {label!r} on Home")
        home, button = self.people.home(user, self.app.id), found()
        assert home is not None
        assert button is not None
        return partial(self.people.click_in_view, user, home["id"], button["action_id"])

    def private(self, user: str, channel: str) -> list[Json]:
        """What only this person sees in a channel."""
        return [one for one in self.people.history(user, channel) if one["ephemeral"]]

    # --- the game

    async def create(self, **values: str) -> None:
        """The director creates a game."""
        await fill(
            self.people,
            self.director,
            lambda: self.people.command(self.director, self.plenary, "/moot", "new"),
            {"name": "Tuesday's game", **values},
        )
        await self.card(self.director, self.plenary, "Tuesday's game")

    async def opened(self, players: int) -> list[str]:
        """A created, dealt and started game with this many players; returns their ids. Where nothing has
        happened yet, it is a copy of one that was played before."""
        if self.begin_from is not None and await self._is_new():
            await self.begin_from(players)
            return [*self.ids.values()]
        return await self.play_opening(players)

    async def _is_new(self) -> bool:
        trouble = self.workspace.faults.waiting()
        return not self.ids and not trouble and await self.store.services.reader.latest() is None

    async def play_opening(self, players: int) -> list[str]:
        """The same, played here and now: for tests about what happens until then."""
        await self.create()
        ids = [self.person(f"player{number:02}") for number in range(1, players + 1)]
        await self.join(ids)
        await self.deal()
        await self.moot(self.director, "start")
        await self.settled()
        return ids

    async def join(self, users: Iterable[str]) -> None:
        """Signs people up, not by way of Slack, which takes longer than all else: tests about that way type
        `/moot join`."""
        game = await self.game()
        for user in map(UserId, users):
            await self.store.services.games.handle(game.id, Join(user), actor=user)

    async def to_half_time(self) -> None:
        """Half of the phase is over; nothing else happens."""
        clock = (await self.game()).clock
        assert clock is not None
        self.clock.move(clock.starts + (clock.ends - clock.starts) / 2 - self.clock.now())

    async def deal(self) -> None:
        """The director deals the seats."""
        await self.moot(self.director, "seat")
        plan = self.private(self.director, self.plenary)[-1]
        await self.press(self.director, plan, "Deal the seats")
        await until(
            lambda: any(
                "The seats are dealt" in one["text"] for one in self.private(self.director, self.plenary)
            ),
            "the deal is answered",
        )
        await self.settled()

    async def game(self) -> Game:
        """The newest game."""
        key = await self.store.services.reader.latest()
        assert key is not None
        return (await self.store.services.reader.game(key))[0]

    async def bell(self) -> Game:
        """Moves the clock to the end of the phase and rings everything on the way, a cue at a time."""
        game = await self.game()
        assert game.clock is not None
        phase = game.clock.phase
        while True:
            due = game.next_due()
            if due is None:
                break
            self.clock.move(max(timedelta(), due - self.clock.now()) + timedelta(milliseconds=5))
            await self.ring(game.id)
            game = await self.game()
            if game.clock is None or game.clock.phase != phase or game.next_due() is None:
                break
        await self.settled()
        return await self.game()

    async def cue(self) -> Game:
        """Moves the clock to the next cue or bell, and rings it."""
        game = await self.game()
        due = game.next_due()
        assert due is not None
        self.clock.move(max(timedelta(), due - self.clock.now()) + timedelta(milliseconds=5))
        await self.ring(game.id)
        await self.settled()
        return await self.game()

    async def to(self, kind: str) -> Game:
        """Rings on until a phase of this kind runs."""
        game = await self.game()
        while game.phase is None or game.phase.kind != kind:
            game = await self.bell()
        return game

    async def to_phase(self, key: str) -> Game:
        """Rings on until this phase runs."""
        game = await self.game()
        while game.phase is None or game.phase.key != key:
            game = await self.bell()
        return game

    async def open_vote(self) -> str:
        """The facilitator opens the final vote everywhere, and reads where it was."""
        await self.moot(self.director, "vote")
        return await self.pressed(
            self.director, self.private(self.director, self.plenary)[-1], "Open the vote everywhere"
        )

    async def ring(self, game: GameId) -> None:
        """The alarm, of a bot that was there all the time that the clock has moved on."""
        await self.store.services.presence.note()
        await self.store.services.presence.ring(game)

    async def table(self, number: int = 1) -> dict[int, str]:
        """Who sits in a council, by role number."""
        game = await self.game()
        assert game.deal is not None
        return {int(role): str(user) for role, user in game.deal.councils[number - 1]}

    async def settled(self) -> None:
        """Waits until everything that is to be sent by now has been sent; what waits for somebody's morning
        is not."""
        latest: Exchange | None = None

        async def is_sent() -> bool:
            nonlocal latest
            before, latest = latest, self.workspace.traffic.exchanges[-1]
            if before is not latest:
                return False  # the bot is at work, and a look at the database would only hold it up
            return await self.store.answers._transactions.read(self._oldest_due) is None

        await until(is_sent, "everything is sent")

    async def _oldest_due(self, session: AsyncSession) -> Moment | None:
        return await outbox.oldest_due(session, self.clock.now())

    # --- seeing

    def channel(self, user: str, prefix: str) -> str:
        """The id of this person's channel whose name begins so; AssertionError if they are in none."""
        found = [
            one for one in self.people.channels(user) if one["name"].startswith(prefix) and one["is_member"]
        ]
        assert found, f"{user} is in no channel {prefix}…"
        return str(found[0]["id"])

    def dm(self, user: str) -> str:
        """The id of the conversation with the bot."""
        return next(
            str(one["id"])
            for one in self.people.channels(user)
            if one["kind"] == "dm" and one["with"] == self.app.bot_user_id
        )

    async def to_director(self) -> str:
        """The id of the director's conversation with the bot."""
        return str(await self.people.open_dm(self.director, self.app.bot_user_id))

    def titles(self, user: str, channel: str) -> list[str]:
        """The titles of the cards in a channel, in order."""
        return [title_of(one) for one in self.people.history(user, channel) if title_of(one)]

    async def console(self, label: str) -> Json:
        """What `/moot status` showed the director that has a button with these words."""

        def shown() -> list[Json]:
            return [one for one in self.private(self.director, self.plenary) if label in buttons(one)]

        await until(lambda: bool(shown()), f"a console has the button {label!r}")
        return shown()[-1]

    async def card(self, user: str, channel: str, title: str) -> Json:
        """The newest card with this title, once it is there."""
        await until(lambda: self.find(user, channel, title) is not None, f"there is a card {title!r}")
        found = self.find(user, channel, title)
        assert found is not None
        return found

    def find(self, user: str, channel: str, title: str) -> Json | None:
        """The newest card with this title, else one whose title (or words, without a title) begins so."""
        newest = self.people.history(user, channel)[::-1]
        named = [(title_of(message) or str(message["text"]).strip("*"), message) for message in newest]
        found = [message for words, message in named if words == title] or [
            message for words, message in named if words.startswith(title)
        ]
        return dict(found[0]) if found else None


def buttons(message: Json) -> dict[str, Json]:
    """The buttons of a message by their words, without those that say who may press them."""
    return {
        _FOR_WHOM.sub("", element["text"]["text"]): element
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    }


def words(view: Json) -> str:
    """The words of a window."""
    return "\n".join(
        block["text"]["text"] for block in view["blocks"] if block["type"] in ("section", "header")
    )


@asynccontextmanager
async def a_room(
    folder: Path,
    database_url: str = "",
    content: Path | None = None,
    optional_scopes: Iterable[str] = OPTIONAL,
    webhook: str = "",
    openings: "Openings | None" = None,
) -> AsyncIterator[Room]:
    """A workspace with the bot in its plenary, and a director; on SQLite, if no other database is named.

    `content` has packs besides the shipped; `webhook` is the address of a receiver (tests/receiver.py); games
    may begin from `openings`.
    """
    logs.configure("DEBUG", "json")
    clock = MovableClock()
    workspace = a_workspace(clock=clock.seconds, record=True)
    app = workspace.add_app(manifest(), optional_scopes=optional_scopes)
    async with Server(workspace) as server:
        settings = settings_for(server, app, folder, database_url)
        settings = settings.model_copy(update={"moot_content": content, **_told(webhook)})
        async with AsyncExitStack() as bot:
            store = await bot.enter_async_context(running_bot(settings, clock))
            director = workspace.add_person("director", tz="Europe/Berlin").id
            plenary = workspace.add_channel("plenary", members=[app.bot_user_id, director]).id
            room = Room(workspace, app, store, clock, People(workspace), plenary, director)

            async def begin_from(players: int) -> None:
                assert openings is not None
                opening = await openings.of(players)
                await bot.aclose()
                opening.put(workspace, folder)
                room.ids.update(opening.ids)
                (room.app,) = workspace.apps.values()
                clock.move(opening.at - clock.now())
                again = settings.model_copy(update=_tokens(room.app))
                room.store = await bot.enter_async_context(running_bot(again, clock, seed=SEED + 1))

            if openings is not None and not database_url:
                room.begin_from = begin_from
            yield room


def _told(webhook: str) -> dict[str, SecretStr]:
    secret = SECRET if webhook else ""
    return {"moot_webhook_url": SecretStr(webhook), "moot_webhook_secret": SecretStr(secret)}


@dataclass(frozen=True)
class Place:
    """A workspace with a plenary and a director, in which the bot may stop and another one start."""

    workspace: Workspace
    app: App
    settings: Settings
    clock: MovableClock
    plenary: str
    director: str

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Room]:
        """The bot, for as long as the room is open."""
        async with running_bot(self.settings, self.clock) as store:
            people = People(self.workspace)
            yield Room(self.workspace, self.app, store, self.clock, people, self.plenary, self.director)


@asynccontextmanager
async def a_place(folder: Path) -> AsyncIterator[Place]:
    """A workspace where nothing runs yet; the bot's database will be in the folder."""
    clock = MovableClock()
    workspace = a_workspace(clock=clock.seconds)
    app = workspace.add_app(manifest())
    async with Server(workspace) as server:
        director = workspace.add_person("director").id
        plenary = workspace.add_channel("plenary", members=[app.bot_user_id, director]).id
        yield Place(workspace, app, settings_for(server, app, folder), clock, plenary, director)


def settings_for(server: Server, app: App, folder: Path, database_url: str = "") -> Settings:
    """The bot's settings for a workspace; its own budgets are out of the way."""
    return Settings(
        **_tokens(app),
        slack_api_url=server.api_url,
        database_url=database_url or f"sqlite:///{folder / DATABASE}",
        moot_budget_factor=100_000,
    )


def _tokens(app: App) -> dict[str, SecretStr]:
    return {"slack_bot_token": SecretStr(app.bot_token), "slack_app_token": SecretStr(app.app_token)}


@asynccontextmanager
async def running_bot(
    settings: Settings, clock: MovableClock, *, http: bool = False, seed: int = SEED
) -> AsyncIterator[Store]:
    """The real bot in this process, connected over real HTTP and WebSocket, or reached over `http` only."""
    async with (
        open_store(settings, clock.now, new_seed=count(seed).__next__) as store,
        aiohttp.ClientSession() as session,
    ):
        clients = await _clients(settings, store, session)
        async with (
            machinery.delivering(store, clients, settings, beat_every=NEVER),
            machinery.connected(store, clients, settings, http=http),
        ):
            yield store


async def _clients(settings: Settings, store: Store, session: aiohttp.ClientSession) -> Clients:
    if settings.many:
        return await bot_app.make_clients(settings, store, session, http=True)
    return OneClient(bot_app.make_client(settings, session, store.health.metrics))


def everything_sent(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """(method or address, what was sent as text) of all calls, oldest first."""
    for one in workspace.sent:
        yield one.method, str(one.args)
