"""Questions: where somebody is, and everything that a card may need to show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory, invitees, outbox, posts, rooms, visits
from bot.db.directory import Opened, Standing
from bot.db.posts import CardPlace, Post
from bot.db.streams import EventStreams
from bot.db.tables import GameRow, OutboxRow
from bot.db.transactions import Transactions
from bot.domain.council import Council
from bot.domain.council.events import CouncilEvent
from bot.domain.errors.authority import FacilitatorsOnly, NoGame, NotInACouncil
from bot.domain.game import Game, Stage
from bot.domain.game.events import GameEvent
from bot.domain.game.state import council_ids
from bot.domain.ids import CouncilId, GameId, Moment, UserId
from bot.domain.inviting import Invitation
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.platform.rates import Pace
from bot.scenarios.packs import Packs


@dataclass(frozen=True, slots=True)
class Where:
    """Somebody's place: the game, their part in it, and the council that they speak in or hold a seat of."""

    game: Game
    scenario: Scenario
    user: UserId
    council: Council | None
    seat: Seat | None  # in `council`

    @property
    def facilitates(self) -> bool:
        """Whether they are one of the game's facilitators."""
        return self.user in self.game.facilitators

    def as_facilitator(self) -> "Where":
        """This place, if they facilitate. Raises FacilitatorsOnly."""
        if not self.facilitates:
            raise FacilitatorsOnly
        return self

    def in_council(self) -> Council:
        """The council; raises NotInACouncil."""
        if self.council is None:
            raise NotInACouncil
        return self.council


@dataclass(frozen=True, slots=True)
class Part:
    """A game, and what somebody was or is in it."""

    game: GameId
    name: str
    stage: Stage
    plenary: str
    created: Moment
    facilitates: bool
    council: CouncilId | None


class Reader:
    """Reads; never writes."""

    def __init__(
        self,
        transactions: Transactions,
        games: EventStreams[Game, GameEvent],
        councils: EventStreams[Council, CouncilEvent],
        packs: Packs,
        pace: Pace,
    ) -> None:
        self.pace = pace
        self._transactions = transactions
        self._games = games
        self._councils = councils
        self._packs = packs

    async def where(self, team_id: str, channel: str, user: UserId) -> Where:
        """The place of somebody who acts in a channel; in no room of a game, their newest game's.

        Raises NoGame.
        """
        return await self._transactions.read(lambda session: self._where(session, team_id, channel, user))

    async def where_in(self, game: GameId, user: UserId) -> Where:
        """The place of somebody in a game. Raises NoGame."""
        return await self._transactions.read(lambda session: self._where_in(session, game, user))

    async def game(self, game: GameId) -> tuple[Game, Scenario]:
        """A game and its scenario. Raises NoGame."""
        return await self._transactions.read(lambda session: self._game(session, game))

    async def parts(self, team_id: str, user: UserId, limit: int = 30) -> tuple[Part, ...]:
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

        async def work(session: AsyncSession) -> tuple[Council, ...]:
            return tuple([await self._council(session, key) for key in council_ids(game)])

        return await self._transactions.read(work)

    async def councils_of(self, where: Where) -> tuple[Council, ...]:
        """All councils of the game for somebody who facilitates it, and none for anybody else."""
        return await self.councils(where.game) if where.facilitates else ()

    async def game_event(self, game: GameId, version: int) -> GameEvent:
        """What happened in a game at this version."""
        return await self._transactions.read(lambda session: self._games.event(session, game, version))

    async def invitation(self, game: GameId, number: int) -> Invitation:
        """A list of people whom a facilitator named."""
        return await self._transactions.read(lambda session: invitees.load(session, game, number))

    async def game_log(self, game: GameId, since: Moment, until: Moment) -> list[GameEvent]:
        """What happened in a game after `since`, up to `until`."""
        return await self._transactions.read(lambda session: self._games.between(session, game, since, until))

    async def council_log(self, council: CouncilId, since: Moment, until: Moment) -> list[CouncilEvent]:
        """What happened in a council after `since`, up to `until`."""
        return await self._transactions.read(
            lambda session: self._councils.between(session, council, since, until)
        )

    async def last_visit(self, game: GameId, user: UserId, at: Moment) -> Moment | None:
        """When the visit before this one ended, in a game over days."""
        return await self._transactions.read(lambda session: visits.last(session, game, user, at))

    async def post(self, game: GameId, key: str) -> Post | None:
        """Where a message of ours stands."""
        return await self._transactions.read(lambda session: posts.post(session, game, key))

    async def card_place(self, game: GameId, key: str, room: str) -> CardPlace:
        """Where a card stands, and where its room is."""
        return await self._transactions.read(lambda session: posts.card_place(session, game, key, room))

    async def post_at(self, team_id: str, channel: str, ts: str) -> Post | None:
        """What message of ours stands there."""
        return await self._transactions.read(lambda session: posts.post_at(session, team_id, channel, ts))

    async def room(self, game: GameId, key: str) -> str | None:
        """The channel id of a room, once Slack has made it."""
        return (await self.open_room(game, key))[0]

    async def open_room(self, game: GameId, key: str) -> tuple[str | None, bool]:
        """The channel id of a room, once Slack has made it; and whether it is not archived."""
        row = await self._transactions.read(lambda session: rooms.room(session, game, key))
        return (row.channel, not row.archived) if row else (None, False)

    async def opened(self, game: GameId) -> Opened:
        """How far the opening of a game is."""
        return await self._transactions.read(lambda session: directory.opened(session, game))

    async def zones(self, game: GameId) -> dict[UserId, str]:
        """The time zones of the people of a game, as far as they are known."""
        return await self._transactions.read(lambda session: directory.zones(session, game))

    async def council_rooms(self, game: GameId) -> dict[int, str]:
        """The channels of the councils, by number, where Slack has made them."""
        found = await self._transactions.read(lambda session: rooms.rooms(session, game, "council:"))
        return {int(row.key.partition(":")[2]): row.channel for row in found}

    async def undelivered(self, game: GameId) -> Sequence[OutboxRow]:
        """Work that is stuck or was given up."""
        return await self._transactions.read(lambda session: outbox.undelivered(session, game))

    async def latest(self) -> GameId | None:
        """The game that was created last."""
        row = await self._transactions.read(directory.latest_game)
        return GameId(row.id) if row else None

    async def open_work(self, game: GameId) -> int:
        """How many pieces of work of a game are not settled."""
        return await self._transactions.read(lambda session: outbox.open_count(session, game))

    async def running(self) -> tuple[GameId, ...]:
        """Every game that has not ended."""
        rows = await self._transactions.read(directory.running)
        return tuple(GameId(row.id) for row in rows)

    async def all_games(self) -> list[tuple[GameRow, tuple[str, ...]]]:
        """Every game with its facilitators, newest first."""

        async def work(session: AsyncSession) -> list[tuple[GameRow, tuple[str, ...]]]:
            rows = await directory.all_games(session)
            return [(row, tuple(await directory.facilitators(session, GameId(row.id)))) for row in rows]

        return await self._transactions.read(work)

    async def unfinished(self, teams: Collection[str]) -> tuple[GameId, ...]:
        """Every game in these workspaces that has not ended, of whose end a council may not have heard, or
        that is set aside."""
        rows = await self._transactions.read(lambda session: directory.unfinished(session, teams))
        return tuple(GameId(row.id) for row in rows)

    async def team_of(self, game: GameId) -> str | None:
        """The workspace of a game."""
        return await self._transactions.read(lambda session: directory.team_of(session, game))

    def scenario(self, key: str) -> Scenario:
        """A pack by its key."""
        return self._packs.scenario(key)

    def packs(self) -> tuple[Scenario, ...]:
        """All packs."""
        return tuple(self._packs.scenario(key) for key in self._packs.keys())  # noqa: SIM118 - not a dict

    async def _where(self, session: AsyncSession, team_id: str, channel: str, user: UserId) -> Where:
        standing = await directory.standing_in(session, team_id, channel, user)
        standing = standing or await directory.standing(session, team_id, user)
        if standing is None:
            raise NoGame
        return await self._place(session, standing, user)

    async def _where_in(self, session: AsyncSession, game: GameId, user: UserId) -> Where:
        return await self._place(session, await directory.standing_of(session, game, user), user)

    async def _place(self, session: AsyncSession, standing: Standing, user: UserId) -> Where:
        game, scenario = await self._game(session, standing.game)
        council_id = standing.council
        if standing.room.startswith("council:"):
            council_id = CouncilId(f"{game.id}-{standing.room.removeprefix('council:')}")
        council = await self._council(session, council_id) if council_id else None
        return Where(game, scenario, user, council, council.seat_of(user) if council else None)

    async def _game(self, session: AsyncSession, key: GameId) -> tuple[Game, Scenario]:
        folded = await self._games.load(session, key)
        if folded.state is None:
            raise NoGame
        return folded.state, self._packs.scenario(folded.state.scenario)

    async def _council(self, session: AsyncSession, key: CouncilId) -> Council:
        folded = await self._councils.load(session, key)
        if folded.state is None:
            raise NotInACouncil
        return folded.state
