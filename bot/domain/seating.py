"""Who sits where.

SPEC section 3: k = ceil(n / seats) councils of even size, none below the pack's minimum; where the numbers
make that impossible, or a facilitator chooses so, fewer councils and a waiting list. Every team gets one
person before any gets two, in the same role order in every council, so that sidebars are full. Same seed,
same seating.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import zip_longest
from math import ceil
from random import Random
from typing import assert_never

from bot.domain.errors.seating import NoSuchNumberOfCouncils, TooFewPlayers
from bot.domain.ids import RoleNumber, TeamKey, UserId


@dataclass(frozen=True, slots=True)
class SeatSpec:
    """One seat of every council, as the pack describes it."""

    role: RoleNumber
    team: TeamKey
    steward: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """A role in a council. What belongs to it (votes, proposals, authority) stays when the holder changes."""

    role: RoleNumber
    team: TeamKey
    steward: bool
    holder: UserId | None = None
    open_hand: bool = False  # the holder asked for no secret: priorities only


class Fill(StrEnum):
    """How the teams of a council that is not full are filled. Each team has one person before any has two."""

    EVEN = "even"  # the second of each team, then the third of each, as far as they go
    PROPORTIONAL = "proportional"  # by the teams' sizes


@dataclass(frozen=True, slots=True)
class Layout:
    """A full council's seats in the pack's order, and the smallest council that can play.

    `sidebar_limit`: how many councils share a sidebar at most. `read_along`: whether observers come into the
    councils' channels.
    """

    seats: tuple[SeatSpec, ...]
    minimum: int
    sidebar_limit: int = 25
    fill: Fill = Fill.EVEN
    read_along: bool = False

    def filling_order(self) -> tuple[SeatSpec, ...]:
        """The order in which seats are filled: one of each team, then as the pack fills."""
        teams: dict[TeamKey, list[SeatSpec]] = {}
        for seat in self.seats:
            teams.setdefault(seat.team, []).append(seat)
        match self.fill:
            case Fill.EVEN:
                return tuple(seat for row in zip_longest(*teams.values()) for seat in row if seat is not None)
            case Fill.PROPORTIONAL:
                return tuple(_in_proportion([*teams.values()]))
            case _:
                assert_never(self.fill)


def _in_proportion(teams: list[list[SeatSpec]]) -> Iterator[SeatSpec]:
    """One seat of each team, then always one of the team that has least for its size (Sainte-Laguë). So a
    larger council has every seat that a smaller one has."""
    yield from (team[0] for team in teams)
    taken = [1] * len(teams)
    for _ in range(sum(map(len, teams)) - len(teams)):
        open_to = [place for place, team in enumerate(teams) if taken[place] < len(team)]
        next_one = max(open_to, key=lambda place: Fraction(len(teams[place]), 2 * taken[place] + 1))
        yield teams[next_one][taken[next_one]]
        taken[next_one] += 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be seated."""

    player: UserId
    chair: bool = False


@dataclass(frozen=True, slots=True)
class Seating:
    """A plan: for every council the holder of each filled seat, and who must wait.

    `asked`: how many councils a facilitator asked for; 0 where they are as few as hold everybody.
    """

    councils: tuple[tuple[tuple[RoleNumber, UserId], ...], ...]
    waiting: tuple[UserId, ...] = ()
    asked: int = 0

    def swapped(self, one: UserId, other: UserId) -> "Seating":
        """The plan with two people's places exchanged; somebody on the waiting list may be one of them."""
        exchange = {one: other, other: one}
        return replace(
            self,
            councils=tuple(
                tuple((role, exchange.get(player, player)) for role, player in council)
                for council in self.councils
            ),
            waiting=tuple(exchange.get(player, player) for player in self.waiting),
        )

    def players(self) -> frozenset[UserId]:
        """Everybody in the plan, seated or waiting."""
        seated = (player for council in self.councils for _, player in council)
        return frozenset(seated) | frozenset(self.waiting)


def numbers_of_councils(players: int, layout: Layout) -> range:
    """How many councils so many people can make: from as many as they fill, with the rest waiting, to as
    many as the pack's minimum allows. Raises TooFewPlayers below that."""
    if players < layout.minimum:
        raise TooFewPlayers(minimum=layout.minimum, players=players, missing=layout.minimum - players)
    return range(max(1, players // len(layout.seats)), players // layout.minimum + 1)


def council_sizes(players: int, layout: Layout, asked: int = 0) -> tuple[int, ...]:
    """The councils' sizes, largest first; their sum may be less than `players`: the rest wait.

    Unless so many councils are `asked` for, there are as few as hold everybody. Raises TooFewPlayers below
    the pack's minimum, and NoSuchNumberOfCouncils.
    """
    possible, full = numbers_of_councils(players, layout), len(layout.seats)
    count = asked or min(ceil(players / full), possible[-1])
    if count not in possible:
        raise NoSuchNumberOfCouncils(players=players, fewest=possible[0], most=possible[-1], asked=asked)
    seated = min(players, count * full)
    smaller, larger = divmod(seated, count)
    return tuple(smaller + 1 if index < larger else smaller for index in range(count))


def plan_seating(candidates: Iterable[Candidate], layout: Layout, seed: int, asked: int = 0) -> Seating:
    """Deals the candidates to councils; the same seed and candidates give the same plan.

    People who offered to chair get the steward seats first, spread over the councils, and are not left
    waiting while others sit. Raises as `council_sizes` does.
    """
    ordered = sorted(candidates, key=lambda candidate: candidate.player)
    sizes = council_sizes(len(ordered), layout, asked)
    Random(seed).shuffle(ordered)  # noqa: S311 - a game's seating is no secret
    order = layout.filling_order()
    open_seats = [list(order[:size]) for size in sizes]
    seated: list[list[tuple[RoleNumber, UserId]]] = [[] for _ in sizes]

    volunteers = [one.player for one in ordered if one.chair]
    others = [one.player for one in ordered if not one.chair]
    leftover = _fill(volunteers, open_seats, seated, stewards_only=True)
    waiting = _fill(leftover + others, open_seats, seated, stewards_only=False)
    usual = len(council_sizes(len(ordered), layout))
    councils = tuple(tuple(sorted(council)) for council in seated)
    return Seating(councils, tuple(waiting), asked if asked != usual else 0)


def _fill(
    players: Sequence[UserId],
    open_seats: list[list[SeatSpec]],
    seated: list[list[tuple[RoleNumber, UserId]]],
    *,
    stewards_only: bool,
) -> list[UserId]:
    """Puts players into open seats, going round the councils; returns those for whom there was none."""
    places = [
        (rank, index, seat)
        for index, seats in enumerate(open_seats)
        for rank, seat in enumerate(seat for seat in seats if seat.steward or not stewards_only)
    ]
    places.sort(key=lambda place: place[:2])
    for (_, index, seat), player in zip(places, players, strict=False):
        seated[index].append((seat.role, player))
        open_seats[index].remove(seat)
    return list(players[len(places) :])
