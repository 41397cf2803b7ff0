"""Questions: where somebody is, and everything that a card may need to show."""

from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable
from copy import copy
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import (
    aside,
    directory,
    home_pages,
    installations,
    invitees,
    members,
    outbox,
    posts,
    rooms,
    visits,
    zones,
)
from bot.db.directory import Standing
from bot.db.posts import Post
from bot.db.streams import EventStreams, load_once
from bot.db.tables import GameRow, MemberRow
from bot.db.transactions import Transactions, Within
from bot.domain.council import Council
from bot.domain.council.events import CouncilEvent
from bot.domain.edition import AS_WRITTEN, Edition, Offered
from bot.domain.errors.aside import SetAside
from bot.domain.errors.authority import NoGame, NotInACouncil
from bot.domain.game import Game, Stage
from bot.domain.game.events import GameEvent
from bot.domain.game.state import council_ids
from bot.domain.ids import COUNCIL, MOOT, CouncilId, GameId, Moment, SlackTeam, UserId, council_of
from bot.domain.log import Log
from bot.domain.scenario import Scenario
from bot.platform.rates import Pace
from bot.queries import meaning
from bot.queries.meaning import Use
from bot.queries.place import Company, Part, Where
from bot.scenarios.packs import Packs

P = ParamSpec("P")
T = TypeVar("T")


def _asks(
    query: Callable[Concatenate[AsyncSession, GameId, P], Awaitable[T]],
) -> Callable[Concatenate["Reader", GameId, P], Coroutine[Any, Any, T]]:
    """A question about a game that is answered by one look into the database. Raises NoGame."""

    @wraps(query)
    async def ask(reader: "Reader", game: GameId, /, *args: P.args, **named: P.kwargs) -> T:
        return await reader._about(game, lambda session: query(session, game, *args, **named))

    return ask


@dataclass(eq=False, repr=False)
class Reader:
    """Reads; never writes. With `team`, it finds nothing of other workspaces, whatever ids are asked for."""

    _transactions: Transactions | Within
    _games: EventStreams[Game, GameEvent]
    _councils: EventStreams[Council, CouncilEvent]
    _packs: Packs
    pace: Pace
    _team: SlackTeam | None = None
    address: str = ""  # of the workspace, as auth.test gives it

    async def at_once(self, look: Callable[["Reader"], Awaitable[T]]) -> T:
        """What `look` finds with the reader that it is given, as of one moment and in one transaction. It may
        ask nothing else."""

        async def work(session: AsyncSession) -> T:
            load_once(session)
            looking = copy(self)
            looking._transactions = Within(session)
            return await look(looking)

        return await self._transactions.read(work)

    async def where(self, team_id: str, channel: str, user: UserId, use: Use = Use.ALWAYS) -> Where:
        """The place of somebody who acts in a channel, where that is of use then: in the game whose room it
        is; elsewhere in the game that they have a part in. Raises NoGame and WhichGame."""
        return await self._transactions.read(
            lambda session: self._where(session, team_id, channel, user, use)
        )

    async def ask(self, query: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """The answer to another question, asked as of one moment."""
        return await self._transactions.read(query)

    async def companies(self, team_id: str, user: UserId) -> tuple[Company, ...]:
        """All the games that somebody has a part in and that have not ended."""

        async def company(session: AsyncSession, one: Standing) -> Company:
            facilitators = frozenset(map(UserId, await directory.facilitators(session, one.game)))
            return Company(one.name, facilitators, (one.council or "").rpartition("-")[2])

        async def work(session: AsyncSession) -> tuple[Company, ...]:
            found = await directory.standings(session, team_id, user)
            return tuple([await company(session, one) for one in found if not one.ended])

        return await self._transactions.read(work)

    async def at_home(self, team_id: str, user: UserId) -> tuple[Where, tuple[GameId, ...]]:
        """The place that somebody's Home shows: in the game that they chose, else in the one that they mean;
        and the others that they may choose. Raises NoGame and WhichGame."""

        async def work(session: AsyncSession) -> tuple[Where, tuple[GameId, ...]]:
            found = await directory.standings(session, team_id, user)
            left = [one.game for one in found if not one.ended] or [one.game for one in found]
            shown = GameId(await home_pages.chosen(session, team_id, user) or "")
            if shown not in left:
                shown = (await self._elsewhere(session, team_id, user)).game
            return await self._where_in(session, shown, user), tuple(one for one in left if one != shown)

        return await self._transactions.read(work)

    async def may_begin_in(self, team_id: str, channel: str) -> None:
        """Whether a new game may have this channel as its plenary. Raises RoomOfAGame and ChannelTaken."""
        meaning.may_begin_in(
            await self._transactions.read(
                lambda session: directory.standings_in(session, team_id, channel, MOOT)
            )
        )

    async def where_in(self, game: GameId, user: UserId) -> Where:
        """The place of somebody in a game. Raises NoGame."""
        return await self._transactions.read(lambda session: self._where_in(session, game, user))

    async def game(self, game: GameId) -> tuple[Game, Scenario]:
        """A game and its scenario. Raises NoGame."""
        return await self._transactions.read(lambda session: self._game(session, game))

    async def parts(self, team_id: str, user: UserId, limit: int = 200) -> tuple[Part, ...]:
        """The games that somebody is or was in, newest first."""
        rows = await self._transactions.read(
            lambda session: directory.games_with(session, team_id, user, limit)
        )
        return tuple(
            Part(
                GameId(game.id),
                game.name,
                Stage(game.stage),
                game.plenary,
                game.created_at,
                person.facilitator,
                CouncilId(person.council_id) if person.council_id else None,
            )
            for game, person in rows
        )

    async def council(self, council: CouncilId) -> Council:
        """A council. Raises NotInACouncil."""
        return await self._transactions.read(lambda session: self._council(session, council))

    async def table(self, game: GameId, council: CouncilId) -> tuple[Game, Scenario, Council]:
        """A council with its game, as of one moment. Raises NoGame and NotInACouncil."""

        async def work(session: AsyncSession) -> tuple[Game, Scenario, Council]:
            return *await self._game(session, game), await self._council(session, council)

        return await self._transactions.read(work)

    async def councils(self, game: Game) -> tuple[Council, ...]:
        """The game's councils, by number."""

        found = await self._transactions.read(
            lambda session: self._councils.load_each(session, council_ids(game))
        )
        councils = tuple(one.state for one in found if one.state is not None)
        if len(councils) < len(found):
            raise NotInACouncil
        return councils

    async def councils_of(self, where: Where) -> tuple[Council, ...]:
        """All councils of the game for somebody who facilitates it, and none for anybody else."""
        return await self.councils(where.game) if where.facilitates else ()

    async def game_event(self, game: GameId, version: int) -> GameEvent:
        """What happened in a game at this version."""
        return await self._about(game, lambda session: self._games.event(session, game, version))

    async def game_log(self, game: GameId, since: Moment, until: Moment) -> list[GameEvent]:
        """What happened in a game after `since`, up to `until`."""
        return await self._transactions.read(lambda session: self._games.between(session, game, since, until))

    async def council_log(self, council: CouncilId, since: Moment, until: Moment) -> list[CouncilEvent]:
        """What happened in a council after `since`, up to `until`."""
        return await self._transactions.read(
            lambda session: self._councils.between(session, council, since, until)
        )

    async def log(self, game: GameId) -> Log:
        """All that happened in a game and in its councils, as it is stored. Holds secrets. Raises NoGame."""

        async def work(session: AsyncSession) -> Log:
            found, _ = await self._game(session, game)
            own = await self._games.recorded(session, [game])
            councils = await self._councils.recorded(session, council_ids(found))
            return Log(own[game], {CouncilId(key): events for key, events in councils.items()})

        return await self._transactions.read(work)

    async def link(self, game: GameId, key: str) -> str | None:
        """The address of a message of ours; None where it is not known."""
        return (await self.links(game, [key])).get(key)

    async def links(self, game: GameId, keys: Iterable[str]) -> dict[str, str]:
        """The addresses of messages of ours by their keys, as far as they are known, in the shape that
        chat.getPermalink gives."""
        if not self.address:
            return {}
        found = await self._about(game, lambda session: posts.those(session, game, keys))
        return {one.key: f"{self.channel_link(one.channel)}/p{one.ts.replace('.', '')}" for one in found}

    async def plenary_link(self, game: Game) -> str:
        """The address of a game's plenary; empty where the workspace's is unknown. It need not be that of
        this reader's workspace."""
        if self.address:
            return self.channel_link(game.plenary)
        found = await self._transactions.read(lambda session: installations.address(session, game.id))
        return f"{found}archives/{game.plenary}" if found else ""

    def channel_link(self, channel: str) -> str:
        """The address of a channel, in the shape that Slack gives; empty where the workspace's is unknown."""
        return f"{self.address}archives/{channel}" if self.address else ""

    async def room(self, game: GameId, key: str) -> str | None:
        """The channel id of a room, once Slack has made it."""
        return (await self.open_room(game, key))[0]

    async def archived(self, game: GameId) -> Collection[str]:
        """The keys of the councils' rooms whose channels Moot has archived."""
        found = await self._about(game, lambda session: rooms.rooms(session, game, COUNCIL))
        return {room.key for room in found if room.archived}

    async def council_rooms(self, game: GameId) -> dict[int, str]:
        """The channels of the councils, by number, where Slack has made them."""
        found = await self._about(game, lambda session: rooms.rooms(session, game, "council:"))
        return {int(row.key.partition(":")[2]): row.channel for row in found}

    async def outside(self, game: GameId) -> dict[CouncilId, dict[UserId, MemberRow]]:
        """The holders of seats who are not in their council's channel, and facilitators whom Slack does not
        let in; with why, and since when."""
        rows = await self._about(game, lambda session: members.missing(session, game))
        found: dict[CouncilId, dict[UserId, MemberRow]] = {}
        for row in rows:
            found.setdefault(council_of(game, row.room), {})[UserId(row.user_id)] = row
        return found

    async def latest(self) -> GameId | None:
        """The game that was created last."""
        row = await self._transactions.read(directory.latest_game)
        return GameId(row.id) if row else None

    async def running(self) -> tuple[GameId, ...]:
        """Every game that has not ended."""
        rows = await self._transactions.read(lambda session: directory.running(session, self._team))
        return tuple(GameId(row.id) for row in rows)

    async def all_games(
        self, workspace: str = "", stage: str = "", most: int | None = None, game: GameId | None = None
    ) -> list[tuple[GameRow, tuple[str, ...]]]:
        """Games with their facilitators, newest first: all, or those of a workspace or in a stage, at most so
        many, or this one."""

        async def work(session: AsyncSession) -> list[tuple[GameRow, tuple[str, ...]]]:
            rows = await directory.all_games(session, workspace, stage, most, game)
            people = await directory.all_facilitators(session, [row.id for row in rows])
            return [(row, tuple(people.get(row.id, ()))) for row in rows]

        return await self._transactions.read(work)

    async def count_games(self, workspace: str = "", stage: str = "") -> int:
        """How many games there are, or of a workspace or in a stage."""
        return await self._transactions.read(lambda session: directory.count_games(session, workspace, stage))

    async def unfinished(self, teams: Collection[str]) -> tuple[GameId, ...]:
        """Every game in these workspaces that has not ended, of whose end a council may not have heard, or
        that is set aside."""
        rows = await self._transactions.read(lambda session: directory.unfinished(session, teams))
        return tuple(GameId(row.id) for row in rows)

    async def post_at(self, team_id: str, channel: str, ts: str) -> Post | None:
        """The message of ours at this place."""
        return await self._transactions.read(lambda session: posts.post_at(session, team_id, channel, ts))

    # --- what these functions say of a game

    invitation = _asks(invitees.load)
    last_visit = _asks(visits.last)
    post = _asks(posts.post)
    card_place = _asks(posts.card_place)
    channels = _asks(posts.channels)
    open_room = _asks(rooms.open_room)
    further = _asks(posts.further)
    opened = _asks(directory.opened)
    zones = _asks(zones.zones)
    lost_rooms = _asks(rooms.lost)
    gone_rooms = _asks(rooms.gone)
    undelivered = _asks(outbox.undelivered)
    open_work = _asks(outbox.open_count)
    team_of = _asks(directory.team_of)
    set_aside = _asks(aside.row)

    # --- content

    def scenario(self, key: str, edition: Edition) -> Scenario:
        """A pack in one of its editions."""
        return self._packs.scenario(key, edition)

    def offered(self, key: str, language: str = "") -> Offered:
        """A pack's formats and sets of missions in one of its languages, and which languages it has."""
        return self._packs.offered(key, language)

    def packs(self) -> tuple[Scenario, ...]:
        """All packs."""
        return tuple(self._packs.scenario(key, AS_WRITTEN) for key in self._packs.keys())  # noqa: SIM118 - not a dict

    # --- inside a transaction

    async def _about(self, game: GameId, look: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What is found of a game. Raises NoGame where it is another workspace's."""

        async def work(session: AsyncSession) -> T:
            if not await self._games.is_seen(session, game):
                raise NoGame
            return await look(session)

        return await self._transactions.read(work)

    async def _where(
        self, session: AsyncSession, team_id: str, channel: str, user: UserId, use: Use
    ) -> Where:
        found = await directory.standings_in(session, team_id, channel, user) if channel else ()
        rooms = meaning.of_use([one for one in found if not one.room.startswith("dm:")], use)
        here = meaning.in_room(rooms)
        if here is None:
            try:
                here = await self._elsewhere(session, team_id, user, Use.UNTIL_THE_END if rooms else use)
            except NoGame:
                if not rooms:
                    raise
                here = rooms[0]
        at_table = here.room.startswith(COUNCIL)
        council = council_of(here.game, here.room) if at_table else here.council
        return await self._place(session, here.game, council, user)

    async def _elsewhere(
        self, session: AsyncSession, team_id: str, user: UserId, use: Use = Use.ALWAYS
    ) -> Standing:
        found = meaning.of_use(await directory.standings(session, team_id, user), use)
        left = [one for one in found if not one.ended] or found
        unsure = () if len(left) < 2 or any(one.acts for one in left) else left
        watched = {one.game for one in unsure if await self._watches(session, one.game, user)}
        return meaning.elsewhere(found, watched, use)

    async def _watches(self, session: AsyncSession, key: GameId, user: UserId) -> bool:
        try:
            game = (await self._games.load(session, key)).state
        except SetAside:
            return False  # nobody can tell, and it may be another game that they mean
        return game is not None and user in game.sign_ups and game.sign_ups[user].observer

    async def _where_in(self, session: AsyncSession, game: GameId, user: UserId) -> Where:
        return await self._place(session, game, await directory.seat_of(session, game, user), user)

    async def _place(
        self, session: AsyncSession, key: GameId, council_id: CouncilId | None, user: UserId
    ) -> Where:
        game, scenario = await self._game(session, key)
        council = await self._council(session, council_id) if council_id else None
        return Where(game, scenario, user, council, council.seat_of(user) if council else None)

    async def _game(self, session: AsyncSession, key: GameId) -> tuple[Game, Scenario]:
        folded = await self._games.load(session, key)
        if folded.state is None:
            raise NoGame
        game = folded.state
        return game, self._packs.scenario(game.scenario, game.edition)

    async def _council(self, session: AsyncSession, key: CouncilId) -> Council:
        folded = await self._councils.load(session, key)
        if folded.state is None:
            raise NotInACouncil
        return folded.state
