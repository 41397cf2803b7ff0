"""Which councils need their facilitator, and for what: the most pressing first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from statistics import median_low
from types import MappingProxyType

from bot.domain.council import Council
from bot.domain.council.silence import silent
from bot.domain.council.verdicts import to_rule_on
from bot.domain.game import Game, Stage
from bot.domain.ids import CouncilId, Moment, UserId
from bot.domain.mending import empty_teams
from bot.domain.participation import few_are_heard
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat

HALF = 1 / 2  # of a phase: before it is over, nobody is called silent
LATE = 2 / 3  # of a phase: what it should bring and has not brought by then is late


class Need(Enum):
    """A reason to look at a council; the value is how pressing it is."""

    TROUBLE = 6  # something could not be delivered
    EMPTY_TEAM = 5
    OUTSIDE = 4.5  # Slack does not let the holder of a seat into the channel; who left it, left it
    DISPUTED = 4  # a claim waits for a ruling
    NO_CHARTER = 3
    NO_VOTE = 2  # the final vote is not open, or few have voted
    FEW_POLICIES = 2.5
    FEW_HEARD = 1.5  # one or two seats do nearly all
    SILENT = 1


@dataclass(frozen=True, slots=True)
class Attention:
    """A council and what it needs, most pressing first. `silent` is how many of its seats are, and `outside`
    how many have a holder who is not in its channel."""

    council: Council
    needs: tuple[Need, ...]
    silent: int = 0
    outside: int = 0

    @property
    def pressing(self) -> float:
        """For sorting: more is more pressing."""
        return sum(float(need.value) for need in self.needs) + self.silent / 100


def attention(
    scenario: Scenario,
    game: Game,
    councils: tuple[Council, ...],
    stuck: frozenset[int],
    at: Moment,
    outside: Mapping[CouncilId, Collection[UserId]] = MappingProxyType({}),
) -> tuple[Attention, ...]:
    """Every council, by number. `stuck` are the numbers of those to which something cannot be delivered;
    `outside` are the holders of seats whom Slack does not let into their council's channel."""
    typical = median_low(sorted(len(one.order) for one in councils)) if councils else 0
    return tuple(
        _attention(scenario, game, one, typical, one.number in stuck, at, len(outside.get(one.id, ())))
        for one in councils
    )


def by_need(councils: tuple[Attention, ...]) -> tuple[Attention, ...]:
    """The most pressing first, then by number."""
    return tuple(sorted(councils, key=lambda one: (-one.pressing, one.council.number)))


def _attention(
    scenario: Scenario, game: Game, council: Council, typical: int, stuck: bool, at: Moment, outside: int
) -> Attention:
    silent_ones = len(quiet(game, council, at))
    found = {
        Need.TROUBLE: stuck,
        Need.EMPTY_TEAM: game.phase is not None and bool(empty_teams(council)),
        Need.OUTSIDE: outside > 0 and game.stage is not Stage.ENDED,
        Need.DISPUTED: any(to_rule_on(scenario, council)),
        Need.NO_CHARTER: _charter_is_late(game, council, at),
        Need.FEW_POLICIES: _few_policies(game, council, typical, at),
        Need.NO_VOTE: _vote_is_late(game, council, at),
        Need.FEW_HEARD: _few_are_heard(game, council),
        Need.SILENT: silent_ones > 0,
    }
    needs = sorted((need for need, so in found.items() if so), key=lambda need: -need.value)
    return Attention(council, tuple(needs), silent_ones, outside)


def late(game: Game, at: Moment) -> bool:
    """Whether most of the phase that runs is over."""
    return _is_over(game, at, LATE)


def quiet(game: Game, council: Council, at: Moment) -> tuple[Seat, ...]:
    """The silent seats that a facilitator hears of: once people have had half of a phase to be heard in; over
    days besides, who has let a whole window pass."""
    if game.phase is None:
        return ()
    half = _is_over(game, at, HALF)
    return tuple(seat for seat in silent(council) if half or council.care.step(seat.role))


def _is_over(game: Game, at: Moment, share: float) -> bool:
    """Whether so much of the phase that runs is over."""
    clock = game.clock
    if clock is None or game.phase is None:
        return False
    whole = clock.ends - clock.starts
    return whole > timedelta() and (clock.paused_at or at) - clock.starts >= share * whole


def _charter_is_late(game: Game, council: Council, at: Moment) -> bool:
    clock, due = game.clock, next((i for i, phase in enumerate(game.agenda) if phase.charter), None)
    if council.charter is not None or due is None or clock is None or game.phase is None:
        return False
    return clock.phase > due or (clock.phase == due and late(game, at))


def _few_policies(game: Game, council: Council, typical: int, at: Moment) -> bool:
    """None at all, or less than half of what a typical council has, when a session after the first ends."""
    if game.phase is None or not game.phase.kind.traits.makes_policies or game.phase.charter:
        return False
    return late(game, at) and (not council.order or len(council.order) < typical / 2)


def _few_are_heard(game: Game, council: Council) -> bool:
    """While it can still help: as long as the book is open."""
    if game.stage is not Stage.RUNNING or council.frozen:
        return False
    counts = council.participation
    return few_are_heard([counts[seat.role] for seat in council.filled])


def _vote_is_late(game: Game, council: Council, at: Moment) -> bool:
    if game.phase is None or not game.phase.holds_ballot or not late(game, at):
        return False
    vote = council.ballot
    return vote is None or (vote.called_at is None and vote.turnout < len(vote.electorate) / 2)
