"""Games over days, played in seconds: the real services and the courier's own work on a migrated store, a
clock that is moved from one thing to the next, and a Slack that notes when it was told what."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.courier.rendering.renderer import Renderer
from bot.courier.rendering.seen import NoLonger, NotYet
from bot.courier.work import Worker
from bot.db.tables import OutboxRow
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.game.state import council_ids
from bot.domain.ids import ChannelId, CouncilId, GameId, Moment, UserId
from bot.domain.times.working_time import WorkingTime
from bot.intents.rows import intent_of
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from tests.integration.playing import Slack

TEAM = "T1"
Act = Callable[["Week", Game, Council], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was posted: when, where (a person's id for a direct message), and its words."""

    at: Moment
    room: str
    text: str


@dataclass
class TimedSlack(Slack):
    """Knows people's time zones, and when something was posted."""

    clock: Callable[[], Moment] = lambda: Moment.max
    zones: Mapping[UserId, str] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)

    def _users_info(self, user: str) -> dict[str, Any]:
        return {"user": {"tz": self.zones[UserId(user)]}}

    def _chat_postMessage(self, channel: str, text: str, blocks: Any, **more: Any) -> dict[str, Any]:  # noqa: N802
        answer = super()._chat_postMessage(channel, text, blocks, **more)
        self.sent.append(Sent(self.clock(), str(answer["channel"]).removeprefix("D"), text))
        return answer


@dataclass
class Alarms:
    """What is armed, in the place of the real alarms."""

    due: dict[str, Moment] = field(default_factory=dict)

    def arm(self, whom: str, due: Moment | None) -> None:
        """Sets the next ring for one, in the place of the one before."""
        if due is None:
            self.due.pop(whom, None)
        else:
            self.due[whom] = due

    def over(self, now: Moment) -> list[str]:
        """Who is to be rung for now; each is armed no more."""
        found = [whom for whom, due in self.due.items() if due <= now]
        for whom in found:
            del self.due[whom]
        return found


@dataclass
class Week:
    """Games, their people's zones, and what Slack was told. `act` is what the people of a council do an hour
    after each bell, and after each opening of a vote."""

    folder: Path
    now: Moment
    zones: Mapping[UserId, str]
    act: Act
    slack: TimedSlack = field(default_factory=TimedSlack)
    rung: list[tuple[GameId, str, Moment]] = field(default_factory=list)  # each bell at its second
    games: Alarms = field(default_factory=Alarms)
    councils: Alarms = field(default_factory=Alarms)
    acts: Alarms = field(default_factory=Alarms)
    voting: set[CouncilId] = field(default_factory=set)
    _store: Store | None = None

    def __post_init__(self) -> None:
        self.slack.clock, self.slack.zones = lambda: self.now, self.zones

    @property
    def store(self) -> Store:
        """What the process that runs now has open."""
        assert self._store is not None
        return self._store

    @asynccontextmanager
    async def process(self) -> AsyncIterator[None]:
        """A process of the bot: fresh services on the same store; it rings what was missed."""
        settings = Settings(database_url=f"sqlite:///{self.folder / 'moot.db'}", _env_file=None)
        self.games, self.councils = Alarms(), Alarms()
        async with open_store(settings, lambda: self.now) as store:
            self._store = store
            store.wakeups.alarm = self.games  # type: ignore[assignment]
            store.wakeups.council_alarm = self.councils  # type: ignore[assignment]
            await store.leases.take_over()
            await store.leases.take_free()
            for game in await store.services.reader.unfinished([TEAM]):
                await store.services.presence.ring(game)
            yield

    # --- a game is set up

    async def plan(
        self, key: GameId, working: WorkingTime, starts: Moment, players: list[UserId], watcher: UserId
    ) -> None:
        """Creates a game that starts by itself then, signs people up and deals the seats."""
        director = UserId(f"UDIRECTOR{key}")
        new = NewGame(
            game=key,
            team=("", TEAM),
            name=f"A week in {working.zone}",
            scenario="rainbow-road",
            plenary=ChannelId(f"CPLENARY{key}"),
            facilitators=(),
            starts_at=starts,
            timezone=working.zone,
            speed=1,
            seed=1,
            working=working,
            by_itself=True,
        )
        services = self.store.services
        await services.games.create(new, actor=director)
        await self.store.leases.take_free()
        for player in players:
            await services.games.handle(key, c.Join(player), actor=player)
        await services.games.handle(key, c.Observe(watcher), actor=watcher)
        for command in (c.PlanSeating(), c.DealSeats()):
            await services.games.handle(key, command, actor=director)
        await self.deliver()

    # --- time passes

    async def play(self, until: Moment, *, restart_every: int = 0) -> None:
        """Plays until all games are over; the process is started anew after so many steps, if any."""
        steps = 0
        while self.now < until:
            async with self.process():
                while await self._step():
                    steps += 1
                    if restart_every and steps % restart_every == 0:
                        break
                else:
                    return
        raise AssertionError(f"the games did not end before {until}")

    async def _step(self) -> bool:
        """To the next thing that happens, whatever it is; whether any game goes on."""
        waits = await self.store.answers.heads([TEAM], 0)
        postponed = [] if waits.next_at is None else [waits.next_at]
        alarms = (*self.games.due.values(), *self.councils.due.values(), *self.acts.due.values())
        self.now = max(self.now, min([*alarms, *postponed]))
        for game in self.games.over(self.now):
            await self.store.services.presence.ring(GameId(game))
            await self._note_bells(GameId(game))
        for council in self.councils.over(self.now):
            await self.store.services.councils.ring(CouncilId(council))
        await self.deliver()
        for game in self.acts.over(self.now):
            await self._people_act(GameId(game))
            await self.deliver()
        return bool(self.games.due or self.acts.due)

    async def _note_bells(self, key: GameId) -> None:
        """A bell, or a vote that has opened: people act an hour later."""
        game = await self.store.services.games.load(key)
        if game.clock is None or game.phase is None or game.stage is Stage.ENDED:
            return
        bell = (key, game.phase.key, game.clock.bell)
        councils = await self.store.services.reader.councils(game)
        votes = {one.id for one in councils if one.ballot is not None}
        if bell not in self.rung or votes - self.voting:
            self.acts.arm(key, self.now + timedelta(hours=1))
        self.voting |= votes
        if bell not in self.rung:
            self.rung.append(bell)

    async def _people_act(self, key: GameId) -> None:
        game = await self.store.services.games.load(key)
        for council in council_ids(game):
            await self.act(self, game, await self.store.services.reader.council(council))

    async def do(self, council: CouncilId, command: cc.CouncilCommand, by: UserId) -> Council:
        """Somebody acts, and is seen."""
        async with self.store.services.visits.visit(by):
            return await self.store.services.councils.handle(council, command, actor=by)

    async def deliver(self) -> None:
        """The courier: all that may be sent now."""
        services, answers = self.store.services, self.store.answers
        renderer = Renderer(services.reader, services.now)
        worker = Worker(renderer, services, answers)
        while rows := (await answers.heads([TEAM], 500)).rows:
            for row in rows:
                await self._deliver(worker, row)

    async def _deliver(self, worker: Worker, row: OutboxRow) -> None:
        answers, intent = self.store.answers, intent_of(row)
        if (morning := await worker.held_until(row, intent)) is not None:
            await answers.held(row, morning)
            return
        try:
            await worker.first_call(row, intent)
            assert await answers.take(row)
            await worker.do(row, intent, self.slack)
        except NotYet:
            await answers.again(row, "", counts=False)
            self.now += timedelta(milliseconds=250)
            return
        except NoLonger:
            pass
        await answers.done(row)

    # --- what was told

    def local(self, at: Moment, zone: str) -> str:
        """`Tue 20 09:00` there."""
        return f"{at.astimezone(ZoneInfo(zone)):%a %d %H:%M}"

    def to(self, room: str, words: str = "") -> list[Sent]:
        """What was posted there with these words in it."""
        return [one for one in self.slack.sent if one.room == room and words in one.text]

    def direct(self, words: str = "") -> list[Sent]:
        """All direct messages with these words in them."""
        return [one for one in self.slack.sent if one.room in self.zones and words in one.text]
