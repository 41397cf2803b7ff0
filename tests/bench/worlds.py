"""Games of any size on a database of any size, built in bulk, and the commands that people give in them."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias, cast

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot import clock
from bot.config import Settings
from bot.db.engine import make_sessions
from bot.db.streams import game_streams
from bot.db.tables import (
    EventRow,
    GameRow,
    HomeRow,
    MemberRow,
    OutboxRow,
    OutboxStatus,
    PersonRow,
    PostRow,
    RoomRow,
)
from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.game import Stage
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.game.state import council_ids
from bot.domain.ids import MOOT, ChannelId, CouncilId, GameId, Moment, ProposalNumber, UserId
from bot.domain.phases import PhaseKind
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from bot.slack.acting.asked import Asked
from bot.slack.blocks.message import Message
from bot.slack.commands import FOUND, WORDS
from bot.slack.edge.guard import Answer

TEAM, DIRECTOR, HOST = "T0BENCH", UserId("UDIRECTOR"), UserId("UHOST")
PLAYED, SIGNING_UP = GameId("played"), GameId("signup")
COUNCIL = CouncilId(f"{PLAYED}-1")
ON_THE_TABLE, ADOPTED = ProposalNumber(1), ProposalNumber(2)
BOARDS = "https://moot.example"
A_WHILE = timedelta(seconds=30)  # between two bells that somebody rings
ROWS_AT_ONCE = 20_000
Row: TypeAlias = dict[str, Any]
Command: TypeAlias = Callable[["World", int], Awaitable[object]]


def player(number: int) -> UserId:
    """The n-th person who signs up."""
    return UserId(f"U{number:07}")


@dataclass
class Ahead:
    """A clock that goes, and is ahead of time."""

    by: timedelta = timedelta()

    def __call__(self) -> Moment:
        """What it shows."""
        return clock.now() + self.by


@dataclass
class World:
    """A database with two games of so many players: one `PLAYED` in its first session, one `SIGNING_UP`.
    `holder` has a seat in the first council."""

    store: Store
    clock: Ahead
    players: int
    holder: UserId = MOOT

    async def in_game(self, game: GameId, command: c.GameCommand, actor: UserId = DIRECTOR) -> object:
        """Something happens in a game."""
        return await self.store.services.games.handle(game, command, actor=actor)

    async def at_table(self, command: cc.CouncilCommand, actor: UserId = MOOT) -> object:
        """Something happens in the first council."""
        return await self.store.services.councils.handle(COUNCIL, command, actor=actor)

    async def types(self, user: UserId, text: str, channel: str = "C0") -> int:
        """Somebody types `/moot TEXT`; how many letters Slack is answered."""
        heard = Heard()
        body = {"team_id": TEAM, "channel_id": channel, "user_id": user, "command": "/moot", "text": text}
        asked = Asked.of(body, cast(Answer, heard), cast(Any, None), self.store.services, WORDS)
        handler, _ = FOUND[asked.typed.word]
        await handler(asked)
        return heard.letters

    async def stored(self, *rows: tuple[type, list[Row]]) -> None:
        """Rows of tables, in bulk."""
        async with make_sessions(self.store.engine).begin() as session:
            for table, values in rows:
                for first in range(0, len(values), ROWS_AT_ONCE):
                    await session.execute(insert(table), values[first : first + ROWS_AT_ONCE])


class Heard:
    """Takes an answer as Slack is sent it."""

    letters = 0

    async def __call__(self, message: Message) -> None:
        """A message."""
        self.letters += sum(len(json.dumps(part.as_kwargs())) for part in message.parts())

    turn = in_place = __call__

    def taken(self) -> None:
        """Nothing to acknowledge."""


@asynccontextmanager
async def a_world(folder: Path, players: int = 10) -> AsyncIterator[World]:
    """A world in a SQLite file of its own. Slack has made all channels, and nothing is left to send."""
    async with an_empty_world(folder, players) as world:
        await signing_up(world, SIGNING_UP, HOST, "CSIGNUP")
        await a_played_game(world)
        yield world


@asynccontextmanager
async def an_empty_world(folder: Path, players: int = 10) -> AsyncIterator[World]:
    """Only the database, in a SQLite file of its own."""
    path = folder / f"{players}-{time.monotonic_ns()}.db"
    settings, ahead = Settings(database_url=f"sqlite:///{path}", _env_file=None), Ahead()
    async with open_store(settings, ahead) as store:
        store.services.boards.served.base = BOARDS
        yield World(store, ahead, players)


async def a_dealt_game(world: World, team: str = TEAM, councils: int | None = None) -> None:
    """`PLAYED`, with its seats dealt to so many councils, or to as few as hold everybody."""
    await signing_up(world, PLAYED, DIRECTOR, "CPLENARY", team)
    await world.in_game(PLAYED, c.PlanSeating(councils))
    await world.in_game(PLAYED, c.DealSeats())
    await _made_by_slack(world)
    await delivered(world)
    council = await world.store.services.councils.load(COUNCIL)
    world.holder = next(one.holder for one in council.filled if one.holder and not one.steward)


async def a_played_game(world: World, team: str = TEAM) -> None:
    """`PLAYED`, whose councils are in their first session. The first has two proposals, one adopted, and a
    free seat."""
    await a_dealt_game(world, team)
    await world.in_game(PLAYED, c.StartGame())
    await bell(world, 0)
    for title in ("One", "Two"):
        await world.at_table(cc.SubmitProposal(title, "Text"), world.holder)
    council = await world.store.services.councils.load(COUNCIL)
    steward = next(one.holder for one in council.filled if one.holder and one.steward)
    await world.at_table(cc.RecordDecision(ADOPTED), steward)
    leaver = next(
        one.holder for one in council.filled if one.holder and one.holder not in (steward, world.holder)
    )
    await world.in_game(PLAYED, c.Leave(leaver), leaver)
    await delivered(world)


async def signing_up(world: World, game: GameId, by: UserId, plenary: str, team: str = TEAM) -> None:
    """A game that all players have joined."""
    await world.store.services.games.create(
        NewGame(
            game=game,
            team=("", team),
            name=f"The game {game}",
            scenario="rainbow-road",
            plenary=ChannelId(plenary),
            facilitators=(),
            starts_at=None,
            timezone="UTC",
            speed=1,
            seed=1,
        ),
        actor=by,
    )
    first = 0 if game == PLAYED else world.players
    crowd = [player(first + number) for number in range(1, world.players + 1)]
    async with make_sessions(world.store.engine).begin() as session:
        streams = game_streams()
        folded = await streams.load(session, game)
        joined = [e.PlayerJoined(user, chair=False, open_hand=False) for user in crowd]
        await streams.append(session, game, folded, joined, at=clock.now(), actor=MOOT)
    people = [{"game_id": game, "user_id": user, "facilitator": False, "signed_up": True} for user in crowd]
    await world.stored((PersonRow, people))


async def _made_by_slack(world: World) -> None:
    game, _ = await world.store.services.reader.game(PLAYED)
    numbers = range(1, len([*council_ids(game)]) + 1)
    rooms = [
        {
            "game_id": PLAYED,
            "key": f"council:{number}",
            "channel": f"C{number:05}",
            "archived": False,
            "gone": "",
        }
        for number in numbers
    ]
    await world.stored((RoomRow, rooms))


async def delivered(world: World) -> None:
    """Slack has taken everything."""
    async with make_sessions(world.store.engine).begin() as session:
        await session.execute(update(OutboxRow).values(status=OutboxStatus.DONE, settled_at=clock.now()))


async def homes_opened(world: World) -> None:
    """Every player, and the director, has opened their Home."""
    people = [DIRECTOR, *(player(number) for number in range(1, 2 * world.players + 1))]
    rows = [{"team_id": TEAM, "user_id": user, "enterprise_id": ""} for user in people]
    await world.stored((HomeRow, rows))


async def repeated(world: World, stream: str, until: int) -> None:
    """Adds events to a stream until it has so many: its last two again and again, which undo each other."""
    async with make_sessions(world.store.engine)() as session:
        last = await _last(session, stream)
    rows = [
        {
            "stream": stream,
            "version": version,
            "kind": it.kind,
            "data": it.data,
            "at": it.at,
            "actor": it.actor,
        }
        for version in range(last[-1].version + 1, until + 1)
        for it in (last[(version - last[0].version) % 2],)
    ]
    await world.stored((EventRow, rows))


async def _last(session: AsyncSession, stream: str) -> list[EventRow]:
    newest = select(EventRow).where(col(EventRow.stream) == stream).order_by(col(EventRow.version).desc())
    return [*reversed((await session.scalars(newest.limit(2))).all())]


async def crowded(world: World, games: int, people: int, events: int) -> None:
    """So many other games, over and done with, every second in another workspace; each with so many people,
    events, messages and pieces of work."""
    for number in range(games):
        await world.stored(*_over(f"other{number}", TEAM if number % 2 else f"T{number}", people, events))


def _over(game: str, team: str, people: int, events: int) -> Iterator[tuple[type, list[Row]]]:
    at, of_it = clock.now(), {"game_id": game}
    crowd, many = [f"U9{n:06}" for n in range(people)], range(1, events + 1)
    whole = {"id": game, "enterprise_id": "", "team_id": team, "name": game, "plenary": f"P{game}"}
    yield GameRow, [{**whole, "stage": Stage.ENDED, "created_at": at}]
    part = {**of_it, "facilitator": False, "signed_up": True, "council_id": f"{game}-1"}
    yield PersonRow, [{**part, "user_id": user} for user in crowd]
    gone = {**of_it, "archived": True, "gone": ""}
    yield RoomRow, [{**gone, "key": f"council:{n}", "channel": f"C{game}{n}"} for n in range(1, 11)]
    there = {**of_it, "room": "council:1", "out": "", "since": at}
    yield MemberRow, [{**there, "user_id": user} for user in crowd]
    post = {**of_it, "channel": f"C{game}1", "doubtful": False, "seeded": False}
    yield PostRow, [{**post, "key": f"card:{n}", "ts": f"{n}.1"} for n in many]
    done = {"status": OutboxStatus.DONE, "attempts": 0, "unsure": False, "error": "", "settled_at": at}
    work = {**of_it, **done, "team_id": team, "kind": "card", "lane": f"{game}/council:1", "subject": {}}
    work |= {"priority": 1, "created_at": at}
    yield OutboxRow, [{**work, "coalesce": f"{game}/card:{n}"} for n in many]
    said = {"stream": f"council:{game}-1", "kind": "side_taken", "data": {}, "at": at, "actor": "U1"}
    yield EventRow, [{**said, "version": n} for n in many]


async def voting(world: World) -> None:
    """The first council holds its final vote, ahead of the game."""
    await world.at_table(cc.EnterPhase("session-3", PhaseKind.SESSION, world.clock(), False, True))
    await world.at_table(cc.OpenBallot())


# --- commands


async def join(world: World, turn: int) -> None:
    """Somebody signs up, or is off the list again; the list is as long as before after two turns."""
    user = UserId("UNEWCOMER")
    command = c.Leave(user) if turn % 2 else c.Join(user)
    await world.in_game(SIGNING_UP, command, user)


async def join_late(world: World, turn: int) -> None:
    """The same in the game that is played: they get a seat that is free, or wait for one."""
    user = UserId("ULATECOMER")
    command = c.Leave(user) if turn % 2 else c.Join(user)
    await world.in_game(PLAYED, command, user)


async def take_side(world: World, turn: int) -> None:
    """For a proposal, or for it no longer."""
    command = cc.TakeSide(ON_THE_TABLE, None, True) if turn % 2 else cc.TakeSide(ON_THE_TABLE, True)
    await world.at_table(command, world.holder)


async def vote(world: World, turn: int) -> None:
    """In the final vote, changing one's mind each time."""
    await world.at_table(cc.CastVote(Choice.YES if turn % 2 else Choice.NO), world.holder)


async def status(world: World, _turn: int) -> None:
    """A player asks where the game stands."""
    await world.types(world.holder, "status")


async def board(world: World, _turn: int) -> None:
    """The director asks for a link to the board."""
    await world.types(DIRECTOR, "board", "CPLENARY")


async def bell(world: World, turn: int) -> None:
    """The next phase begins, or the last one again."""
    world.clock.by += A_WHILE
    await world.in_game(PLAYED, c.StepBack() if turn % 2 else c.SkipPhase())
