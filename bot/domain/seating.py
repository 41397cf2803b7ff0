"""Who sits where.

SPEC section 3: k = ceil(n / seats) councils of even size, none below the pack's minimum; where the numbers
make that impossible, fewer councils and a waiting list. Every team gets one person before any gets two, in
the same role order in every council, so that sidebars are full. Same seed, same seating.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil
from random import Random

from bot.domain.errors.seating import TooFewPlayers
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


@dataclass(frozen=True, slots=True)
class Layout:
    """A full council's seats in the pack's order, and the smallest council that can play.

    `sidebar_limit`: how many councils share a sidebar at most. `read_along`: whether observers come into the
    councils' channels.
    """

    seats: tuple[SeatSpec, ...]
    minimum: int
    sidebar_limit: int = 25
    read_along: bool = False

    def filling_order(self) -> tuple[SeatSpec, ...]:
        """One seat of each team, then the second of each, and so on: the order in which seats are filled."""
        teams: dict[TeamKey, list[SeatSpec]] = {}
        for seat in self.seats:
            teams.setdefault(seat.team, []).append(seat)
        return tuple(seat for row in zip_longest(*teams.values()) for seat in row if seat is not None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be seated."""

    player: UserId
    chair: bool = False


@dataclass(frozen=True, slots=True)
class Seating:
    """A plan: for every council the holder of each filled seat, and who must wait."""

    councils: tuple[tuple[tuple[RoleNumber, UserId], ...], ...]
    waiting: tuple[UserId, ...] = ()

    def swapped(self, one: UserId, other: UserId) -> "Seating":
        """The plan with two people's places exchanged; somebody on the waiting list may be one of them."""
        exchange = {one: other, other: one}
        return Seating(
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


def council_sizes(players: int, layout: Layout) -> tuple[int, ...]:
    """The councils' sizes, largest first; their sum may be less than `players`: the rest wait.

    Raises TooFewPlayers below the pack's minimum.
    """
    if players < layout.minimum:
        raise TooFewPlayers(minimum=layout.minimum, players=players, missing=layout.minimum - players)
    full = len(layout.seats)
    count = min(ceil(players / full), players // layout.minimum)
    seated = min(players, count * full)
    smaller, larger = divmod(seated, count)
    return tuple(smaller + 1 if index < larger else smaller for index in range(count))


def plan_seating(candidates: Iterable[Candidate], layout: Layout, seed: int) -> Seating:
    """Deals the candidates to councils; the same seed and candidates give the same plan.

    People who offered to chair get the steward seats first, spread over the councils, and are not left
    waiting while others sit. Raises TooFewPlayers.
    """
    ordered = sorted(candidates, key=lambda candidate: candidate.player)
    sizes = council_sizes(len(ordered), layout)
    Random(seed).shuffle(ordered)  # noqa: S311 - a game's seating is no secret
    order = layout.filling_order()
    open_seats = [list(order[:size]) for size in sizes]
    seated: list[list[tuple[RoleNumber, UserId]]] = [[] for _ in sizes]

    volunteers = [one.player for one in ordered if one.chair]
    others = [one.player for one in ordered if not one.chair]
    leftover = _fill(volunteers, open_seats, seated, stewards_only=True)
    waiting = _fill(leftover + others, open_seats, seated, stewards_only=False)
    return Seating(councils=tuple(tuple(sorted(council)) for council in seated), waiting=tuple(waiting))


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
