"""A game as it was played: everything that a report is made of, with names and times in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain import ids
from bot.domain.charter import Charter, charter_of
from bot.domain.council import Council
from bot.domain.council import events as ce
from bot.domain.game import Game, Stage
from bot.domain.ids import RoleNumber
from bot.domain.log import Log
from bot.domain.scenario import Scenario
from bot.domain.times import writing
from bot.reports.secrets import Quotable, quotable

FEW = 6  # councils that a report covers one by one; more are summed up


class Adoption(NamedTuple):
    """A charter, and how it came about."""

    at: ids.Moment
    event: ce.CharterAdopted
    charter: Charter


@dataclass(frozen=True)
class Played:
    """A game, its councils by number, and their log, as they are at this moment."""

    game: Game
    scenario: Scenario
    councils: tuple[Council, ...]
    log: Log
    at: ids.Moment
    for_facilitators: bool = False

    @property
    def revealed(self) -> bool:
        """Whether the game's secrets are out: it has ended."""
        return self.game.stage is Stage.ENDED

    @cached_property
    def quotable(self) -> Quotable:
        """Whose missions it may quote."""
        return quotable(self.game, self.scenario, self.councils)

    @property
    def few(self) -> bool:
        """Whether there are so few councils that each is told of by name."""
        return len(self.councils) <= FEW

    # --- names

    def role(self, number: RoleNumber) -> str:
        """`Recorder`."""
        return self.scenario.role(number).name

    def the_role(self, number: RoleNumber) -> str:
        """`the Recorder`, but `Citizen 3`."""
        role = self.scenario.role(number)
        return role.name if role.seats > 1 else f"the {role.name}"

    def team(self, council: Council, number: RoleNumber) -> str:
        """The name of the team of a seat."""
        return self.scenario.team(council.seats[number].team).name

    def role_and_team(self, council: Council, number: RoleNumber) -> str:
        """The role, with its team in brackets."""
        return f"{self.role(number)} ({self.team(council, number)})"

    def rule_name(self, charter: Charter | None) -> str:
        """What the pack calls the rule of a charter."""
        if charter is None:
            return "recorded by the stewards, before any charter"
        return self.scenario.charter.rule(charter.rule, charter.threshold).name

    @cached_property
    def _adoptions(self) -> Mapping[ids.CouncilId, tuple[Adoption, ...]]:
        return {one.id: tuple(_adoptions(self.log, one.id)) for one in self.councils}

    def adoptions(self, council: Council) -> tuple[Adoption, ...]:
        """When and how a council adopted each version of its charter, except one that it was given."""
        return self._adoptions[council.id]

    def charters(self, council: Council) -> Mapping[int, Charter]:
        """Each version of a council's charter, as far as it is known."""
        given = {1: charter_of(1, council.given.terms)} if council.given else {}
        adopted = {one.charter.version: one.charter for one in self.adoptions(council)}
        return given | adopted | ({council.charter.version: council.charter} if council.charter else {})

    # --- times

    @cached_property
    def zone(self) -> ZoneInfo:
        """The game's own."""
        return ZoneInfo(self.game.timezone)

    @cached_property
    def over_days(self) -> bool:
        """Whether times need their day."""
        first, last = self.game.first_bell, self.game.ended_at or self.at
        if self.game.working is not None or first is None:
            return True
        return first.astimezone(self.zone).date() != last.astimezone(self.zone).date()

    def when(self, at: ids.Moment) -> str:
        """`10:42` in the game's zone; over days `Thu 26 Nov, 10:42`, and in a fast rehearsal `10:42:07`."""
        local = at.astimezone(self.zone)
        if self.over_days:
            return writing.day_and_time(local)
        return f"{local:%H:%M}" if self.game.speed == 1 else f"{local:%H:%M:%S}"

    def on(self, at: ids.Moment) -> str:
        """`at 10:42`, or over days `on Thu 26 Nov, 10:42`."""
        return f"{'on' if self.over_days else 'at'} {self.when(at)}"

    def span(self, span: timedelta) -> str:
        """`12 min`, or over days `2 working days 3 hours`."""
        working = self.game.working
        return writing.brief(span) if working is None else writing.working_span(working, span)

    def lasted(self, begin: ids.Moment, end: ids.Moment) -> str:
        """How much of the game's time lay between two moments."""
        return self.span(self.game.time.between(begin, end))


def _adoptions(log: Log, council: ids.CouncilId) -> Iterator[Adoption]:
    for one in log.councils.get(council, ()):
        if isinstance(it := one.event, ce.CharterAdopted):
            terms = it.rule, it.quorum, it.enactment, it.enforcement, it.conditions, it.threshold
            yield Adoption(one.at, it, Charter(it.version, *terms))
