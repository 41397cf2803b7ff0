"""Turns to speak, as a pack lists them and as a game plans them: who, in which order, for how long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, assert_never

from pydantic import Field

from bot.domain.audience import Audience
from bot.domain.ids import Moment, RoleNumber
from bot.domain.parts import Duration, Part, WorkingWindow

if TYPE_CHECKING:
    from bot.domain.scenario import Scenario

MINUTE = timedelta(minutes=1)  # a turn, or the floor, played live, where the pack says nothing else
HOUR = timedelta(hours=1)  # of working time: the same over days, in the plenary and on the floor


class TurnsBy(StrEnum):
    """Who takes one turn together."""

    COUNCIL = "council"  # in the plenary; all others in each council's own channel
    TEAM = "team"
    ROLE = "role"
    GROUP = "group"


class TurnOrder(StrEnum):
    """In which order the turns come."""

    DRAWN = "drawn"  # by lot, from the game's seed
    LISTED = "listed"


class Turns(Part):
    """One after the other has the floor, each for the same time."""

    by: TurnsBy = Field(
        description=(
            "Who takes a turn together: each `council`, in the plenary; or, in every council's own channel, "
            "each `team`, `role` or `group`."
        )
    )
    each: Duration | None = Field(
        default=None,
        description=(
            "How long a turn lasts when played live. If left out: a minute. Where time gets short in a game, "
            "all turns are shortened evenly."
        ),
    )
    each_async: WorkingWindow | None = Field(
        default=None,
        description=(
            "How long a turn lasts when played over days, in working time. If left out: an even share of the "
            "phase; for councils, an hour at most."
        ),
    )
    order: TurnOrder | None = Field(
        default=None,
        description=(
            "`listed`: as in `of`, else as in the pack, and the same in every council; `drawn`: by lot, in "
            "every council anew. If left out: `drawn` for councils, else `listed`."
        ),
    )
    of: Audience = Field(
        default=(),
        description=(
            "Names of those who have a turn. If left out: everyone, or all groups. A team, role or group "
            "without anybody in a council is passed over."
        ),
    )

    @property
    def drawn(self) -> bool:
        """Whether the order is drawn by lot."""
        return (self.order or _USUAL_ORDER[self.by]) is TurnOrder.DRAWN


_USUAL_ORDER = dict.fromkeys(TurnsBy, TurnOrder.LISTED) | {TurnsBy.COUNCIL: TurnOrder.DRAWN}


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks in a council: the key of a team, role or group, and the numbers of its roles."""

    name: str
    roles: tuple[RoleNumber, ...]


@dataclass(frozen=True, slots=True)
class PlannedTurns:
    """The turns of a phase at a game's tempo. `each` is the longest that one lasts; None: an even share."""

    by: TurnsBy
    each: timedelta | None
    drawn: bool = False
    turns: tuple[Turn, ...] = ()  # in a council, as listed; none for councils in the plenary

    def in_order(self, seed: str) -> tuple[Turn, ...]:
        """The order in which they come in the council of this seed."""
        turns = [*self.turns]
        if self.drawn:
            Random(seed).shuffle(turns)  # noqa: S311 - no secret hangs on it
        return tuple(turns)


@dataclass(frozen=True, slots=True)
class TurnsInPlay:
    """The turns of a phase in a council, in their order. `bell` tells one run of the phase from another."""

    phase: str
    bell: Moment
    ends: Moment  # of the phase, as far as is known
    turns: tuple[Turn, ...]
    each: timedelta | None
    now: int | None = None  # the place of the turn that runs
    before: int | None = None  # of the one that ran before it
    following: int = 0  # the first that has not been called, nor passed over
    since: Moment | None = None
    lasts: timedelta = timedelta()
    called: int = 0

    def speakers(self) -> tuple[RoleNumber, ...]:
        """The roles whose turn it is."""
        return () if self.now is None else self.turns[self.now].roles

    def left(self) -> tuple[Turn, ...]:
        """What an interruption leaves; whoever was speaking gets the whole turn again."""
        return self.turns[self.following if self.now is None else self.now :]


def plan_turns(
    scenario: "Scenario", turns: Turns | None, speed: int, day: timedelta | None
) -> PlannedTurns | None:
    """The turns in a game that is played `speed` times as fast as written, or over days of this length."""
    if turns is None:
        return None
    each: timedelta | None = (MINUTE if turns.each is None else turns.each) / speed
    if day is not None:
        longest = HOUR if turns.by is TurnsBy.COUNCIL else None
        each = turns.each_async.of(day) if turns.each_async else longest
    return PlannedTurns(turns.by, each, turns.drawn, tuple(speakers(scenario, turns)))


def speakers(scenario: "Scenario", turns: Turns) -> Iterator[Turn]:
    """Who has a turn in every council, as listed, each once."""
    match turns.by:
        case TurnsBy.COUNCIL:
            return
        case TurnsBy.TEAM:
            yield from _teams(scenario, turns.of)
        case TurnsBy.ROLE:
            for number in _numbers(scenario, turns.of):
                yield Turn(scenario.role(number).key, (number,))
        case TurnsBy.GROUP:
            for name in turns.of or [group.key for group in scenario.groups]:
                yield Turn(name, tuple(sorted(scenario.seats_of((name,)))))
        case _:
            assert_never(turns.by)


def _teams(scenario: "Scenario", of: Audience) -> Iterator[Turn]:
    teams = dict.fromkeys(scenario.role(number).team for number in _numbers(scenario, of))
    listed = [team.key for team in scenario.teams] if not of else [*teams]
    for key in listed:
        yield Turn(key, tuple(sorted(scenario.seats_of((key,)))))


def _numbers(scenario: "Scenario", of: Audience) -> Iterator[RoleNumber]:
    """The roles that are named, in the order of the names, each once."""
    names = of or ("everyone",)
    yield from dict.fromkeys(number for name in names for number in sorted(scenario.seats_of((name,))))
