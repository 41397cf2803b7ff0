"""Which rooms a game has in each phase, and who reads along where."""

from collections.abc import Collection, Iterator
from math import ceil

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import COUNCIL, RoleNumber, UserId
from bot.domain.phases import Place
from bot.domain.rooms import ROOM, RoomKey, RoomPlan
from bot.domain.sidebar import Sidebar, people_of, sidebars


def plan_in(game: Game, phase: int) -> RoomPlan | None:
    """The rooms of the phase of this number, if there is one and it has some."""
    return game.agenda[phase].meets if 0 <= phase < len(game.agenda) else None


def meetings(game: Game, councils: Collection[Council], phase: int) -> tuple[Sidebar, ...]:
    """Who meets in that phase, as people sit now."""
    return sidebars(councils, game.layout.sidebar_limit, plan_in(game, phase))


def plans_of(game: Game) -> tuple[RoomPlan | None, ...]:
    """Those of all phases."""
    return tuple(phase.meets for phase in game.agenda)


def is_open_now(game: Game, room: str) -> bool:
    """Whether people meet in a room in the phase that runs."""
    plan = game.phase.meets if game.phase is not None else None
    return plan is not None and plan.has(room)


def rooms_now(game: Game, council: Council, role: RoleNumber) -> tuple[str, ...]:
    """The teams and groups in whose rooms a role of this council meets others in the phase that runs."""
    plan = game.phase.meets if game.phase is not None else None
    units = plan.units if plan is not None else ()
    least = 1 if plan is not None and plan.across else 2
    met = (one for one in units if role in one.roles and len(people_of(council, one)) >= least)
    return tuple(one.key for one in met)


def phases_after(game: Game, over: int, now: int) -> Iterator[int]:
    """The phases to come when one is over and another begins now, in order. Where the game goes back, the one
    that is over is not among them: its rooms are closed."""
    if game.interrupted is not None:
        yield game.interrupted.phase
    later = range(min(over, now) + 1, len(game.agenda))
    yield from (phase for phase in later if phase not in game.ahead and phase not in (over, now))


def comes_again(game: Game, room: str) -> int | None:
    """The next phase in which people meet in this room again, after the one that runs."""
    here = game.clock.phase if game.clock is not None and game.phase is not None else len(game.agenda)
    waiting = (game.interrupted.phase,) if game.interrupted is not None else ()
    found = ((phase, plan_in(game, phase)) for phase in (*waiting, *game.coming) if phase != here)
    return next((phase for phase, plan in found if plan is not None and plan.has(room)), None)


def goes_back(game: Game, phase: int) -> bool:
    """Whether people carry ideas from the rooms of a phase back to their councils: they met others there."""
    plan = plan_in(game, phase)
    return plan is not None and (plan.across or game.agenda[phase].kind.traits.place is Place.SIDEBARS)


def channels_until(game: Game, phase: int, councils: int) -> int:
    """How many channels the rooms need up to this phase, with full councils."""
    rooms = {key for number in range(phase + 1) for key in _channels(game, plan_in(game, number), councils)}
    return len(rooms)


def _channels(game: Game, plan: RoomPlan | None, councils: int) -> Iterator[RoomKey]:
    parts = range(1, ceil(councils / game.layout.sidebar_limit) + 1)
    if plan is None:
        return
    for unit in plan.units:
        places = [(0, part) for part in parts] if plan.across else [(n + 1, 1) for n in range(councils)]
        yield from (RoomKey((), unit.key, council, part, plan.observers) for council, part in places)
    if not plan.units:
        names = [seat.role for seat in game.layout.seats] if councils > 1 else _first_of_teams(game)
        yield from (RoomKey((role,), "", 0, part, plan.observers) for role in names for part in parts)


def _first_of_teams(game: Game) -> list[RoleNumber]:
    return [*{seat.team: seat.role for seat in game.layout.seats}.values()]


def watching(game: Game, room: str) -> frozenset[UserId]:
    """The observers who read along in a room."""
    lets_in = game.layout.read_along if room.startswith(COUNCIL) else False
    if room.startswith(ROOM):
        lets_in = RoomKey.read(room).observers
    return frozenset(one.player for one in game.observers) if lets_in else frozenset()
