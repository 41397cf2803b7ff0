"""Counts the policy books that meet goals, exactly, without looking at each.

All books are walked through at once, issue by issue. Two that differ in what they say so far, but leave
every goal with the same needs, are counted as one kind from there on. So the work grows with the number of
issues and with how entangled the goals are, not with the number of books.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TypeAlias

from bot.domain.errors import MootError
from bot.scenarios.balance.model import OPEN

MOST_KINDS = 5_000  # of unfinished books; with as many, a count takes some seconds

Book: TypeAlias = Mapping[str, str]  # what it says at each issue: a position, or OPEN
Need: TypeAlias = tuple[int, int]  # how many of the issues ahead must stay open, and how many may
Needs: TypeAlias = tuple[
    tuple[int, tuple[Need, ...]], ...
]  # of each way that is still possible, by its number
MET: Needs = ((-1, ()),)


class TooEntangled(MootError):
    template = (
        "these aims are too entangled to be counted: after {issues} issues there are more than {most:,} "
        "kinds of unfinished books; use fewer of `left_open`, `settled` and `either`, or let them name fewer "
        "issues"
    )


@dataclass(frozen=True, slots=True)
class Bound:
    """Of these issues, at least `low` and at most `high` are left open."""

    among: frozenset[str]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way to meet a goal: what a book may say at the issues that matter, and how many it leaves open."""

    allowed: Mapping[str, frozenset[str]]
    bounds: tuple[Bound, ...] = ()

    def and_also(self, other: "Way") -> "Way":
        """Both at once."""
        both = {
            issue: self.allowed.get(issue, said) & other.allowed.get(issue, said)
            for issue, said in {**self.allowed, **other.allowed}.items()
        }
        return Way(both, self.bounds + other.bounds)


Goal: TypeAlias = tuple[Way, ...]  # a book meets it in any of these ways


@dataclass(frozen=True, slots=True)
class Found:
    """How many books there are, and one of them; None if there is none."""

    count: int
    book: Book | None


class Books:
    """Every book that can be made. `choices` holds what each issue can say, the likeliest first."""

    def __init__(self, choices: Mapping[str, Sequence[str]]) -> None:
        self.choices = {issue: tuple(said) for issue, said in choices.items()}
        self.count = prod(len(said) for said in self.choices.values())

    def meeting(self, goals: Iterable[Goal]) -> Found:
        """The books that meet all of these goals. Raises TooEntangled."""
        walks = [_Walk(goal, tuple(self.choices)) for goal in goals]
        start = tuple(walk.start for walk in walks)
        kinds: dict[tuple[Needs, ...], Found] = {start: Found(1, {})} if all(start) else {}
        for place, (issue, choices) in enumerate(self.choices.items()):
            touched = [number for number, walk in enumerate(walks) if walk.touches(issue)]
            alike = _alike([walks[number] for number in touched], issue, choices)
            ahead: dict[tuple[Needs, ...], Found] = {}
            for (needs, found), (said, many) in product(kinds.items(), alike.items()):
                left = list(needs)
                for number in touched:
                    left[number] = walks[number].after(needs[number], place, said)
                if all(left):
                    key = tuple(left)
                    ahead[key] = _joined(ahead.get(key), found, issue, said, many)
            if len(ahead) > MOST_KINDS:
                raise TooEntangled(issues=place + 1, most=MOST_KINDS)
            kinds = ahead
        return next(iter(kinds.values()), Found(0, None))  # at the end, each goal is met or out of reach


def _alike(walks: Sequence["_Walk"], issue: str, choices: Sequence[str]) -> dict[str, int]:
    """The choices that make a difference to some goal, each with the number of those that make the same."""
    first: dict[tuple[object, ...], str] = {}
    same = [first.setdefault(tuple(walk.effect(issue, said) for walk in walks), said) for said in choices]
    return {said: same.count(said) for said in dict.fromkeys(same)}


def _joined(known: Found | None, found: Found, issue: str, said: str, many: int) -> Found:
    if known is not None:
        return Found(known.count + many * found.count, known.book)
    return Found(many * found.count, {**(found.book or {}), issue: said})


class _Walk:
    """One goal on the way from issue to issue. Its needs are empty once it is out of reach."""

    def __init__(self, goal: Goal, issues: Sequence[str]) -> None:
        self._goal = goal
        self._issues = issues
        self._known: dict[tuple[Needs, int, str], Needs] = {}
        all_ways = enumerate(tuple((bound.low, bound.high) for bound in way.bounds) for way in goal)
        self.start = self._summed_up(tuple(all_ways), 0)

    def touches(self, issue: str) -> bool:
        """Whether it matters to the goal what the issue says."""
        return any(
            issue in way.allowed or any(issue in one.among for one in way.bounds) for way in self._goal
        )

    def effect(self, issue: str, said: str) -> tuple[tuple[bool, bool], ...]:
        """What it means to each way if the issue says this: whether it is allowed, and whether it is open."""
        return tuple((said in way.allowed.get(issue, (said,)), said == OPEN) for way in self._goal)

    def after(self, needs: Needs, place: int, said: str) -> Needs:
        """What the goal still needs when the issue at this place says this."""
        if needs == MET:
            return MET
        key = (needs, place, said)
        if key not in self._known:
            self._known[key] = self._summed_up(self._left(needs, self._issues[place], said), place + 1)
        return self._known[key]

    def _left(self, needs: Needs, issue: str, said: str) -> Needs:
        left = []
        for number, counted in needs:
            way = self._goal[number]
            if said in way.allowed.get(issue, (said,)):
                spent = [int(said == OPEN and issue in bound.among) for bound in way.bounds]
                pairs = zip(counted, spent, strict=True)
                left.append((number, tuple((low - one, high - one) for (low, high), one in pairs)))
        return tuple(left)

    def _summed_up(self, needs: Needs, place: int) -> Needs:
        """Without the ways that are out of reach, and in one form for all that comes to the same."""
        ahead, left = self._issues[place:], []
        for number, counted in needs:
            way = self._goal[number]
            most = [sum(issue in bound.among for issue in ahead) for bound in way.bounds]
            plain = tuple(
                (max(low, 0), min(high, top)) for (low, high), top in zip(counted, most, strict=True)
            )
            if any(low > high for low, high in plain):
                continue
            if plain == tuple((0, top) for top in most) and not any(issue in way.allowed for issue in ahead):
                return MET
            left.append((number, plain))
        return tuple(left)
