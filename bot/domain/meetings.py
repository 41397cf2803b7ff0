"""Which rooms a game has in each phase, and who reads along where."""

from collections.abc import Collection, Iterator

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import COUNCIL, UserId
from bot.domain.phases import Place
from bot.domain.rooms import ROOM, RoomKey, RoomPlan
from bot.domain.sidebar import Sidebar, sidebars


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


def watching(game: Game, room: str) -> frozenset[UserId]:
    """The observers who read along in a room."""
    lets_in = game.layout.read_along if room.startswith(COUNCIL) else False
    if room.startswith(ROOM):
        lets_in = RoomKey.read(room).observers
    return frozenset(one.player for one in game.observers) if lets_in else frozenset()
