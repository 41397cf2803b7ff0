"""Sidebars, huddles and other rooms in sample states."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.game import Game
from bot.domain.ids import RoleNumber
from bot.domain.rooms import BY_NUMBER, RoomPlan, Unit
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.gallery.samples import Samples, last, running
from bot.gallery.worlds import World
from bot.slack.seats import cards as seats_cards
from bot.slack.sessions import sidebars as meetings


def _meeting(game: Game, plan: RoomPlan, *phases: int) -> Game:
    """A game whose phases have these rooms: the one that runs, unless others are named."""
    clock = game.clock
    assert clock is not None
    numbers = phases or (clock.phase,)
    agenda = (
        replace(phase, rooms=plan) if number in numbers else phase for number, phase in enumerate(game.agenda)
    )
    return replace(game, agenda=tuple(agenda))


def _teams(pack: Scenario, *, observers: bool = False) -> RoomPlan:
    units = (Unit(team.key, tuple(sorted(pack.seats_of((team.key,))))) for team in pack.teams)
    return RoomPlan(tuple(units), across=False, observers=observers)


def sidebars(world: World) -> Samples:
    game, council, pack = _meeting(running(world), BY_NUMBER), last(world), world.pack
    for role in pack.roles:
        seat = council.seats[RoleNumber(role.number)]
        yield role.name, meetings.sidebar(game, pack, f"sidebar:{role.number}", (seat, seat))
    for team in pack.teams:
        seats = _of(council.seats.values(), team.key)
        yield team.name, meetings.sidebar(game, pack, _huddle(seats), seats)
    one, *_, other = council.seats.values()
    here = f"sidebar:{one.role}"
    yield "two teams", meetings.sidebar(game, pack, here, (one, other))
    yield "alone", meetings.sidebar(game, pack, here, (one,))
    yield "over", meetings.sidebar(running(world), pack, f"{here}+{other.role}", (one, other))
    yield from _rooms(world)


def _rooms(world: World) -> Samples:
    game, pack = running(world), world.pack
    key = pack.teams[0].key
    seats = _of(last(world).seats.values(), key)
    yield "a team's room", meetings.sidebar(_meeting(game, _teams(pack)), pack, f"sidebar:1/{key}", seats)
    now = game.clock.phase if game.clock else 0
    again = _meeting(game, _teams(pack), now, now + 1)
    yield "a room that comes again", meetings.sidebar(again, pack, f"sidebar:1/{key}", seats)
    watched = _meeting(game, _teams(pack, observers=True))
    yield "a room with observers", meetings.sidebar(watched, pack, f"sidebar:1/{key}~", seats)
    across = _meeting(game, replace(_teams(pack), across=True))
    yield "a room across councils", meetings.sidebar(across, pack, f"sidebar:0/{key}", seats * 5)


def _of(seats: Iterable[Seat], team: str) -> tuple[Seat, ...]:
    return tuple(seat for seat in seats if seat.team == team)


def _huddle(seats: Sequence[Seat]) -> str:
    return f"sidebar:{'+'.join(str(seat.role) for seat in seats)}"


def soon(world: World) -> Samples:
    game = world.games[world.session(2)]
    one, other, *_ = (role.number for role in world.pack.roles)
    rooms = f"sidebar:{one}", f"sidebar:{other}", f"sidebar:{one}+{other}"
    for room in (*rooms, f"sidebar:1/{world.pack.teams[0].key}"):
        yield room, meetings.sidebar_soon(game, world.pack, room)


def over(world: World) -> Samples:
    game, key = running(world), world.pack.teams[0].key
    for room in ("sidebar:1", "sidebar:1+2", f"sidebar:1/{key}"):
        yield room, meetings.sidebar_over(game, room)
    now = game.clock.phase if game.clock else 0
    yield "for now", meetings.sidebar_over(_meeting(game, _teams(world.pack), now + 1), f"sidebar:1/{key}")


def welcomes(world: World) -> Samples:
    game = running(world)
    for state, council in world.councils.items():
        yield state, seats_cards.welcome(game, world.pack, council)
    watched = replace(game, layout=replace(game.layout, read_along=True))
    yield "with an observer", seats_cards.welcome(watched, world.pack, last(world))
