"""What counting says about a pack's aims: whether all can be met, how rare that is, and which clash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from bot.scenarios.balance.books import Books, Found
from bot.scenarios.balance.stakes import Stake, only


@dataclass(frozen=True, slots=True)
class Clash:
    """Two aims whose holders ask first for different things at these issues."""

    one: Stake
    other: Stake
    issues: tuple[str, ...]

    @property
    def teams(self) -> frozenset[str]:
        """The teams of the two, or the one that both belong to."""
        return frozenset({self.one.team, self.other.team})


class Verdict:
    """The answers for these missions and priorities, each counted once."""

    def __init__(self, books: Books, missions: Sequence[Stake], priorities: Sequence[Stake]) -> None:
        self.books = books
        self.missions = tuple(missions)
        self.priorities = tuple(priorities)

    def meeting(self, *stakes: Stake) -> Found:
        """The books that meet all of these."""
        return self.books.meeting(stake.goal for stake in stakes)

    @cached_property
    def each(self) -> dict[str, int]:
        """How many books meet each mission, by its name."""
        return {one.name: self.meeting(one).count for one in self.missions}

    @cached_property
    def all_missions(self) -> Found:
        """The books that meet every mission."""
        return self.meeting(*self.missions)

    @cached_property
    def all_priorities(self) -> Found:
        """The books that have every priority."""
        return self.meeting(*self.priorities)

    @cached_property
    def with_priorities(self) -> dict[str, int]:
        """How many books have every priority and meet each mission, by its name."""
        return {one.name: self.meeting(*self.priorities, one).count for one in self.missions}

    @cached_property
    def everything(self) -> int:
        """How many books have every priority and meet every mission."""
        return self.meeting(*self.priorities, *self.missions).count

    @cached_property
    def asking(self) -> tuple[Stake, ...]:
        """Those whose holders ask for something."""
        return tuple(one for one in (*self.missions, *self.priorities) if one.ask)

    @cached_property
    def pairs(self) -> int:
        """How many pairs of them there are."""
        return len(self.asking) * (len(self.asking) - 1) // 2

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """The pairs of aims whose holders ask for different things."""
        found = (Clash(one, other, _apart(one, other)) for one, other in combinations(self.asking, 2))
        return tuple(clash for clash in found if clash.issues)

    def between(self, one: str, other: str) -> tuple[Clash, ...]:
        """The clashes between two teams."""
        return tuple(clash for clash in self.clashes if clash.teams == {one, other})

    @cached_property
    def teams(self) -> tuple[str, ...]:
        """The teams that want something, in order."""
        return tuple(dict.fromkeys(one.team for one in (*self.missions, *self.priorities)))

    @cached_property
    def impossible(self) -> tuple[Stake, ...]:
        """The missions that no book meets."""
        return tuple(one for one in self.missions if not self.each[one.name])

    @cached_property
    def excluding(self) -> tuple[tuple[Stake, Stake], ...]:
        """The pairs of missions that books meet, but none meets both."""
        possible = [one for one in self.missions if self.each[one.name]]
        return tuple(pair for pair in combinations(possible, 2) if not self.meeting(*pair).count)

    def apart(self, one: Stake, other: Stake) -> list[str]:
        """The issues at which two aims have no position in common."""
        return [
            f"`{issue}`" for issue in self.books.choices if not self._at(one, issue) & self._at(other, issue)
        ]

    def _at(self, stake: Stake, issue: str) -> frozenset[str]:
        every = frozenset(self.books.choices[issue])
        return frozenset().union(*(way.allowed.get(issue, every) for way in stake.goal))

    def too_many(self, stakes: Sequence[Stake]) -> tuple[Stake, ...]:
        """Of aims that no book meets together, a few of which that is already true, and no longer without any
        one of them."""
        core = list(stakes)
        for one in stakes:
            others = [stake for stake in core if stake is not one]
            if not self.meeting(*others).count:
                core = others
        return tuple(core)

    def mission_of_team(self, team: str) -> Stake | None:
        """The mission that the team shares, if it has one."""
        return next((one for one in self.missions if one.team == team and one.role is None), None)

    def met_by_all_that_say(self, said: Mapping[str, str], stake: Stake) -> bool:
        """Whether every book that says this meets the aim."""
        given = only(said)
        return self.books.meeting([given]).count == self.books.meeting([given, stake.goal]).count

    def resisted(self, stake: Stake) -> bool:
        """Whether what somebody else asks for rules the aim out."""
        others = (one for one in self.asking if one is not stake)
        return any(not self.books.meeting([only(one.ask), stake.goal]).count for one in others)


def _apart(one: Stake, other: Stake) -> tuple[str, ...]:
    return tuple(issue for issue, said in one.ask.items() if other.ask.get(issue, said) != said)
