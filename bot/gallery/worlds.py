"""What people could have made of a scenario: its games in every state. `tables.py` has the councils."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from functools import cached_property

from bot.domain import game as games
from bot.domain.agenda import plan_agenda
from bot.domain.council import Council
from bot.domain.feedback import WORDS_LENGTH, Feedback
from bot.domain.game import Game, Stage
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, ChannelId, GameId, Moment, RoleNumber, UserId
from bot.domain.paper import LONGEST_NAME, paper_id
from bot.domain.scenario import Scenario
from bot.domain.times.working_time import WorkingTime
from bot.gallery.cast import FACILITATOR, NOON, OBSERVER, TITLE, player, written
from bot.gallery.tables import councils_of, key_of, usual
from bot.services.games import layout_of


@dataclass(frozen=True)
class World:
    """What people could have made of a scenario. `size` is how much they wrote: 0 and 1 little, 2 all that
    fits."""

    pack: Scenario
    words: str = "The owner decides & nobody else does; a change of plan waits five working days. "
    size: int = 1
    policies: int = 3

    def said(self, most: int) -> str:
        """Words of somebody who may write so many characters."""
        return written(self.words, most if self.size > 1 else min(most, len(self.words), 160))

    @cached_property
    def games(self) -> Mapping[str, Game]:
        """A game in each of its stages and phases."""
        return dict(_games(self, players=12))

    @cached_property
    def councils(self) -> Mapping[str, Council]:
        """A council in each of its states."""
        return dict(councils_of(self))

    @cached_property
    def hundred(self) -> tuple[Game, tuple[Council, ...]]:
        """A game of a hundred councils, with councils of every state among them."""
        run = dict(_games(self, players=100 * len(self.pack.roles) - 1))
        states = list(self.councils.values())
        many = (
            replace(states[number % len(states)], number=number, name=f"Council {number}", id=key_of(number))
            for number in range(1, 101)
        )
        return run[self.session(1)], tuple(many)

    def session(self, number: int) -> str:
        """The name of the state in which a game is in this session, or in the last where there are fewer."""
        keys = [phase.key for phase in self.pack.agenda if phase.kind.traits.makes_policies]
        return f"in {keys[min(number, len(keys)) - 1]}"

    @property
    def nearly_over(self) -> str:
        """The name of the state in which a game is in the phase before the last."""
        return f"in {self.pack.agenda[-2].key}"

    @property
    def chartered(self) -> Council:
        """A council under the rule that the others are shown under, too."""
        return self.councils[f"chartered by {usual(self.pack)}"]

    def role(self, number: int) -> RoleNumber:
        """The role of the n-th seat; after the last, it begins with the first again."""
        seats = layout_of(self.pack).seats
        return seats[(number - 1) % len(seats)].role


# --- games


@dataclass(slots=True)
class _Run:
    state: Game | None = None

    def do(self, command: gc.GameCommand, by: UserId = FACILITATOR, at: Moment = NOON) -> Game:
        for event in games.decide(self.state, command, at=at, actor=by):
            self.state = games.evolve(self.state, event)
        assert self.state is not None
        return self.state


def _games(world: World, players: int) -> Iterator[tuple[str, Game]]:
    run = _Run()
    run.do(_creation(world))
    assert run.state is not None
    yield "empty", run.state
    for number in range(1, players + 1):
        run.do(gc.Join(player(number), open_hand=number == 4), player(number))
    run.do(gc.Join(paper_id(written("Ada Lovelace-Byron ", LONGEST_NAME))))
    yield "sign-up", run.do(gc.Observe(OBSERVER), OBSERVER)
    yield "planned", run.do(gc.PlanSeating())
    dealt = run.do(gc.DealSeats())
    yield "dealt", dealt
    run.do(gc.StartGame())
    for phase in world.pack.agenda:
        clock = run.state.clock
        if run.state.stage is Stage.ENDED:  # a last phase without time is over at its bell
            break
        assert clock is not None
        yield f"in {phase.key}", run.state
        if f"in {phase.key}" == world.session(1):
            yield "paused", run.do(gc.PauseGame(), at=clock.starts)
            run.do(gc.ResumeGame(), at=clock.starts)
        run.do(gc.SkipPhase(), at=clock.starts + timedelta(minutes=1))
    for number in range(1, 6):
        words = Feedback(number, world.said(WORDS_LENGTH), world.said(WORDS_LENGTH))
        run.do(gc.GiveFeedback(words), player(number))
    yield "ended", run.state
    yield from _driven(world, dealt)
    yield from _over_days(world)


def _driven(world: World, dealt: Game) -> Iterator[tuple[str, Game]]:
    """What facilitators and absences do to a clock."""
    yield "starting by itself", replace(dealt, by_itself=True)
    run = _Run(dealt)
    run.do(gc.StartGame())
    run.do(gc.SkipPhase(), at=NOON + timedelta(minutes=5))
    tables = frozenset(range(1, len(dealt.deal.councils) + 1)) if dealt.deal else frozenset()
    yield "with councils that are done", run.do(gc.HearDone(1, tables), MOOT, NOON + timedelta(minutes=6))
    if any(phase.inject for phase in world.pack.agenda):
        inject = gc.InjectEmergency()
        yield "with an emergency by surprise", run.do(inject, at=NOON + timedelta(minutes=7))
    absent = gc.NoteAbsence(NOON + timedelta(minutes=8))
    yield "after an absence", run.do(absent, MOOT, NOON + timedelta(minutes=20))


def _over_days(world: World) -> Iterator[tuple[str, Game]]:
    working = WorkingTime("Europe/Paris", time(9), time(17))
    run = _Run()
    run.do(replace(_creation(world), agenda=plan_agenda(world.pack, working=working), working=working))
    for number in range(1, 13):
        run.do(gc.Join(player(number)), player(number))
    run.do(gc.PlanSeating())
    yield "dealt, over days", run.do(gc.DealSeats())
    run.do(gc.StartGame())
    for number, phase in enumerate(world.pack.agenda[:-1]):
        assert run.state is not None
        yield f"in {phase.key}, over days", run.state
        run.do(gc.SkipPhase(seen=number))


def _creation(world: World) -> gc.CreateGame:
    return gc.CreateGame(
        game=GameId("gallery"),
        name=world.said(TITLE),
        scenario=world.pack.key,
        scenario_version=world.pack.version,
        layout=layout_of(world.pack),
        agenda=plan_agenda(world.pack),
        plenary=ChannelId("C0PLENARY"),
        facilitators=(FACILITATOR,),
        starts_at=NOON,
        timezone="America/Chicago",
        speed=1,
        seed=7,
    )
