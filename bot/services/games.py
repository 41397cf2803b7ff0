"""Use cases of a game: sign-up, seating and the clock."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import TypeAlias
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory, home_pages, invitees, rooms, visits
from bot.db.streams import EventStreams
from bot.domain.agenda import plan_agenda
from bot.domain.asks.surveys import surveys_of
from bot.domain.council import Council
from bot.domain.council.acting import stewards_of
from bot.domain.council.session import is_done
from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.errors.authority import NoGame
from bot.domain.errors.injects import NoSuchInject
from bot.domain.floor import CallNext
from bot.domain.game import Game, Stage, decide
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.host import NO_HOST, Host
from bot.domain.ids import MOOT, ChannelId, GameId, Moment, RoleNumber, TeamKey, UserId
from bot.domain.offer import BallotBy
from bot.domain.rooms import ROOM as SIDEBAR
from bot.domain.rooms import Watching
from bot.domain.scenario import Scenario
from bot.domain.seating import Layout, SeatSpec
from bot.domain.times.working_time import WorkingTime
from bot.intents import news, sheets
from bot.intents.calendar import of_calendar
from bot.intents.games import of_game
from bot.intents.intent import Delivery
from bot.intents.people import home
from bot.intents.rows import enqueue
from bot.intents.sessions import late_sidebars
from bot.queries import meaning
from bot.scenarios.packs import Packs
from bot.services.care import CareService
from bot.services.concerned import (
    CLOCK_STAYS,
    HOMES_STAY,
    MOVES,
    MOVES_THE_OPENING,
    NOT_FOLLOWED,
    ON_THE_CONSOLE,
    concerns_rooms,
    is_active,
    newcomers,
    parts_changed,
    tells_councils,
)
from bot.services.councils import CouncilService
from bot.services.use_cases import UseCases

Happened = tuple[Game, Sequence[e.GameEvent]]
Also: TypeAlias = Callable[[AsyncSession], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class NewGame:
    """What a facilitator filled in."""

    game: GameId
    team: tuple[str, str]  # (enterprise id or "", team id)
    name: str
    scenario: str
    plenary: ChannelId
    facilitators: tuple[UserId, ...]
    starts_at: Moment | None
    timezone: str
    speed: int
    seed: int
    working: WorkingTime | None = None  # played over days
    by_itself: bool = False
    host: Host = NO_HOST
    ballot_by: BallotBy | None = None  # None: as the scenario says
    edition: Edition = AS_WRITTEN
    call: str = ""  # where everybody talks; empty: as the scenario says


@dataclass(eq=False, repr=False)
class GameService(UseCases):
    """Every change of a game goes through `handle`."""

    _streams: EventStreams[Game, e.GameEvent]
    _councils: CouncilService
    _packs: Packs
    _care: CareService
    _following: WeakValueDictionary[GameId, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _: KW_ONLY
    webhook: bool = False  # whether there is one
    rang: Callable[[float], None] = lambda _: None  # is told by how many seconds a bell was late

    async def create(self, new: NewGame, *, actor: UserId) -> Game:
        """Opens sign-up. Raises UnknownScenario, and RoomOfAGame or ChannelTaken where it may not begin."""
        scenario = self._packs.scenario(new.scenario, new.edition)
        command = c.CreateGame(
            game=new.game,
            name=new.name,
            scenario=scenario.key,
            scenario_version=scenario.version,
            layout=layout_of(scenario),
            agenda=plan_agenda(scenario, new.speed, new.working),
            plenary=new.plenary,
            facilitators=new.facilitators,
            starts_at=new.starts_at,
            timezone=new.timezone,
            speed=new.speed,
            seed=new.seed,
            working=new.working,
            by_itself=new.by_itself,
            host=new.host,
            ballot_by=new.ballot_by,
            surveys=surveys_of(scenario.asks),
            edition=new.edition,
            call=new.call or scenario.call or "",
        )
        return await self._handle(new.game, command, actor, team=new.team)

    async def handle(
        self, game: GameId, command: c.GameCommand, *, actor: UserId, also: Also | None = None
    ) -> Game:
        """Decides and stores; returns the game afterwards. Raises a Refusal, and then nothing changed.

        `also` is stored in the same transaction.
        """
        return await self._handle(game, command, actor, also=also)

    async def ring(self, game: GameId) -> None:
        """The alarm: rings what is due, brings the councils to where the game is, and takes care."""
        due = (await self.load(game)).next_due()
        after = await self._handle(game, c.RingBells(), MOOT, follow=True)
        if due is not None and after.next_due() != due:
            self.rang(max(0.0, (self._clock() - due).total_seconds()))
        if not self._care.concerns(after):
            return
        if after.working is not None:
            after = await self.hear_done(game)  # after a crash nobody else would notice that all are done
        if await self._care.take(after):
            self._wakeups.work_waiting()
        await self._plan(after)

    async def hear_done(self, game: GameId) -> Game:
        """A council may be done with its phase, or no longer be."""
        return await self._handle(game, c.HearDone(), MOOT)

    async def plan(self, game: GameId) -> None:
        """Something is known that may move what is due."""
        await self._plan(await self.load(game))

    async def _plan(self, game: Game) -> None:
        """Arms the alarm for the next phase, cue or piece of care."""
        cares = await self._care.next_due(game)
        bell = game.next_due()
        self._wakeups.plan_changed(game.id, min(filter(None, (bell, cares)), default=None))

    async def load(self, game: GameId) -> Game:
        """The game as it is now. Raises NoGame."""
        folded = await self._transactions.read(lambda session: self._streams.load(session, game))
        if folded.state is None:
            raise NoGame
        return folded.state

    async def _handle(
        self,
        key: GameId,
        command: c.GameCommand,
        actor: UserId,
        *,
        team: tuple[str, str] | None = None,
        follow: bool = False,
        also: Also | None = None,
    ) -> Game:
        async def work(session: AsyncSession) -> Happened:
            happened = await self._decide(session, key, command, actor, team)
            if also is not None:
                await also(session)
            return happened

        game, events = await self._transactions.write(f"game:{key}", work)
        if events:
            self._wakeups.work_waiting()
        self._wakeups.plan_changed(key, game.next_due())
        if events or follow:
            await self._follow(game, events)
        if self._care.concerns(game) and not follow:
            await self._plan(game)
        return game

    async def _decide(
        self,
        session: AsyncSession,
        key: GameId,
        command: c.GameCommand,
        actor: UserId,
        team: tuple[str, str] | None,
    ) -> Happened:
        folded = await self._streams.load(session, key)
        at = self._clock()
        if folded.state is not None:
            command = await self._informed(session, folded.state, command)
        elif isinstance(command, c.CreateGame) and team is not None:
            await rooms.lock_channel(session, team[1], command.plenary)
            meaning.may_begin_in(await directory.standings_in(session, team[1], command.plenary, actor))
        events = decide(folded.state, command, at=at, actor=actor)
        if not events:
            if folded.state is None:
                raise NoGame
            return folded.state, events
        game = await self._streams.append(session, key, folded, events, at=at, actor=actor)
        if team is None:
            row = await directory.game_row(session, key)
            assert row is not None
            team = (row.enterprise_id, row.team_id)
        await directory.save_game(session, game, team, at)
        await self._project(session, game, events, at, team[1])
        councils = await self._councils.of(session, game) if tells_councils(game, events) else ()
        sidebars = await rooms.open_rooms(session, key, SIDEBAR) if concerns_rooms(events) else ()
        numbered = [*enumerate(events, start=folded.version + 1)]
        work = [one for version, it in numbered for one in of_game(game, councils, it, version, sidebars)]
        if folded.state is not None:
            work += of_calendar(folded.state, game, councils, events)
        if self.webhook:
            work += [told for version, event in numbered for told in news.of_game(game, event, version)]
        work += await self._homes(session, game, team, events)
        work += await _sealed_sheets(session, councils, events)
        await enqueue(session, work, team[1], key, at)
        return game, events

    async def _informed(self, session: AsyncSession, game: Game, command: c.GameCommand) -> c.GameCommand:
        """The command with what the game cannot see by itself: where its councils are."""
        match command:
            case c.StepBack() | c.InjectEmergency():
                councils = await self._councils.of(session, game)
                return replace(command, voting=any(one.ballot is not None for one in councils))
            case c.TellInject(inject, written):
                scenario, to = (
                    self._packs.scenario(game.scenario, game.edition),
                    written.to if written else (),
                )
                try:
                    to = scenario.inject(inject).to if inject else to
                    return replace(command, to=scenario.addressees(to))
                except KeyError:  # the pack has changed since the form was opened
                    raise NoSuchInject(key=inject) from None
            case c.HearDone() if game.clock is not None:
                done = (one.number for one in await self._councils.of(session, game) if _done(game, one))
                return c.HearDone(game.clock.phase, frozenset(done))
            case CallNext() if (number := game.speaking) is not None:
                table = (one for one in await self._councils.of(session, game) if one.number == number)
                return replace(command, stewards=stewards_of(table))
            case c.SetCall(council=int() as number):
                table = (one for one in await self._councils.of(session, game) if one.number == number)
                return replace(command, stewards=stewards_of(table))
            case c.LoseAccount(user):
                return c.LoseAccount(user, stewards_of(await self._councils.of(session, game)))
            case _:  # all others can be decided from the game alone
                return command

    async def _project(
        self,
        session: AsyncSession,
        game: Game,
        events: Iterable[e.GameEvent],
        at: Moment,
        team_id: str,
    ) -> None:
        if game.working is not None:
            await visits.note(session, game.id, newcomers(events), at)
        for event in events:
            match event:
                case e.PlayerJoined(player) | e.ObserverJoined(player):
                    await directory.save_sign_up(session, game.id, player, True)
                case e.PlayerLeft(player):
                    await directory.save_sign_up(session, game.id, player, False)
                case e.PlayerReplaced(player, to, offered):
                    await directory.save_sign_up(session, game.id, player, False)
                    await directory.save_sign_up(session, game.id, to, True)
                    await self._councils.hand_over(session, game, player, to, offered=offered)
                case e.FacilitatorAdded(user) | e.FacilitatorRemoved(user):
                    runs_it = isinstance(event, e.FacilitatorAdded)
                    await directory.save_facilitator(session, game.id, user, runs_it)
                case e.AccountLost(user) | e.AccountReturned(user):
                    await directory.save_sign_up(session, game.id, user, is_active(game, user))
                    runs_it = user in game.facilitators
                    await directory.save_facilitator(session, game.id, user, runs_it)
                case e.GameEnded():
                    await invitees.forget_addresses(session, game.id)
                case e.GameClosed():
                    await self._councils.close_all(session, game)
                case e.SeatsDealt():
                    scenario = self._packs.scenario(game.scenario, game.edition)
                    await self._councils.found(session, game, scenario, at, team_id)
                case _:  # no table knows of the others
                    continue

    async def _homes(
        self,
        session: AsyncSession,
        game: Game,
        team: tuple[str, str],
        events: Iterable[e.GameEvent],
    ) -> list[Delivery]:
        """The open Homes on which something has changed. Players' pages do not show who comes and goes."""
        shown = [event for event in events if not isinstance(event, HOMES_STAY)]
        if not shown:
            return []
        concerned = {user for event in shown for user in parts_changed(event)}
        if all(isinstance(event, ON_THE_CONSOLE) for event in shown):
            users: Sequence[str] = await home_pages.opened(session, team[1], concerned | game.facilitators)
        else:
            users = await home_pages.homes(session, team[1], game.id, concerned)
        return [home(user) for user in users]

    async def _follow(self, game: Game, events: Sequence[e.GameEvent]) -> None:
        """Brings the councils to where the game is; safe to repeat after a crash at any point."""
        if game.deal is None or (events and all(isinstance(event, NOT_FOLLOWED) for event in events)):
            return
        if not events or not all(isinstance(event, CLOCK_STAYS) for event in events):
            await self._lead(game, [event for event in events if isinstance(event, e.PhaseStarted)])
        if not events or any(isinstance(event, e.FacilitatorEvent | e.AccountEvent) for event in events):
            await self._introduce(game)
        moved = any(isinstance(event, MOVES) for event in events)
        if moved or (not events and game.stage is not Stage.ENDED):  # an alarm without news: after a crash
            await self._reseat(game)

    async def _lead(self, game: Game, bells: Sequence[e.PhaseStarted]) -> None:
        """Brings the councils to where the clock is."""
        async with self._following.setdefault(game.id, asyncio.Lock()):  # a later bell waits for this one
            await self._councils.follow(game, self._packs.scenario(game.scenario, game.edition), bells)
        if game.stage is Stage.ENDED:
            await self._transactions.write(
                f"game:{game.id}", lambda session: directory.end_is_heard(session, game.id)
            )

    async def _introduce(self, game: Game) -> None:
        """Tells the councils who runs the game, again where that has changed in between."""
        while True:
            await self._councils.introduce(game)
            latest = await self.load(game.id)
            if latest.facilitators == game.facilitators:
                return
            game = latest

    async def _reseat(self, game: Game) -> None:
        """Brings the seats to where the list is, again where somebody came or went in between."""
        while True:
            await self._councils.seat_changes(game)
            latest = await self.load(game.id)
            if (latest.sign_ups, latest.lost) == (game.sign_ups, game.lost):
                break
            game = latest
        if game.phase is not None and game.phase.meets is not None:
            await self._transactions.write(f"game:{game.id}", lambda session: self._meet(session, game))

    async def _meet(self, session: AsyncSession, game: Game) -> None:
        """Opens the rooms that somebody has made possible who came while they are open."""
        team = await directory.team_of(session, game.id)
        known = await rooms.open_rooms(session, game.id, SIDEBAR)
        work = [*late_sidebars(game, await self._councils.of(session, game), known)]
        await enqueue(session, work, team or "", game.id, self._clock())
        if work:
            self._wakeups.work_waiting()


async def _sealed_sheets(
    session: AsyncSession, councils: Iterable[Council], events: Iterable[e.GameEvent]
) -> list[Delivery]:
    """The envelopes that say when they open, where that has become another moment."""
    if not any(isinstance(event, MOVES_THE_OPENING) for event in events):
        return []
    sealed = (council for council in councils if not council.begun)
    return [update for one in sealed for update in await sheets.made_true(session, one)]


def _done(game: Game, council: Council) -> bool:
    """Whether a council has heard the bell that rang last, and is done since."""
    heard = council.phase is not None and game.clock is not None and council.phase.at >= game.clock.bell
    return heard and is_done(council)


def layout_of(scenario: Scenario) -> Layout:
    """The seats that a scenario gives every council."""
    stewards = {team.key for team in scenario.teams if team.stewards}
    order = {team.key: index for index, team in enumerate(scenario.teams)}
    roles = sorted(scenario.roles, key=lambda role: (order[role.team], role.number))
    seats = tuple(
        SeatSpec(RoleNumber(role.number), TeamKey(role.team), role.team in stewards) for role in roles
    )
    in_councils = scenario.observers is Watching.COUNCILS
    return Layout(seats, scenario.minimum, scenario.sidebar_limit, scenario.fill, in_councils)
