"""What Moot notices by itself: that it was away or cut off, and that every council is done."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.game.driving import pause, resumed
from bot.domain.game.ringing import next_bell
from bot.domain.game.state import Game, Stage, evolve
from bot.domain.ids import Moment

AWAY = timedelta(minutes=1)  # longer without a sign of life, and a live game does not simply go on


def note_absence(game: Game, since: Moment, at: Moment) -> Iterator[e.GameEvent]:
    """A live game stands still from the last sign of life on; played over days it catches up by itself."""
    clock = game.clock
    if game.stage is not Stage.RUNNING or clock is None or game.paused or game.working is not None:
        return
    gone = max(since, clock.known)
    if at - gone > AWAY:
        yield from pause(game, gone, e.GamePaused(gone, until=at))


def lose_reach(game: Game, since: Moment) -> Iterator[e.GameEvent]:
    """While nobody can be reached, no time passes: neither live nor over days."""
    clock = game.clock
    if game.stage is Stage.RUNNING and clock is not None and not game.paused:
        since = max(since, clock.known)
        yield from pause(game, since, e.GamePaused(since, cut_off=True))


def regain_reach(game: Game, at: Moment) -> Iterator[e.GameEvent]:
    """The game goes on where it stopped, unless a facilitator was quicker."""
    clock = game.clock
    if game.stage is Stage.RUNNING and clock is not None and clock.cut_off and clock.paused_at is not None:
        yield resumed(game, clock, clock.paused_at, max(at, clock.paused_at))


def hear_done(game: Game, command: c.HearDone, at: Moment) -> Iterator[e.GameEvent]:
    """Where a game is played over days, a phase with which every council is done is over: at once while work
    goes on, else when it begins again, so that no bell rings at night."""
    clock = game.clock
    if game.phase is None or clock is None or clock.phase != command.phase:
        return
    if command.councils != game.done:
        done = e.CouncilsDone(command.phase, command.councils)
        yield done
        game = evolve(game, done)
    if not game.all_done or game.working is None or game.paused:
        return
    opens = game.working.opening(at)
    if opens == at:
        yield from next_bell(game, at, at, why=e.Bell.DONE)
    elif opens < clock.ends:
        yield e.TimeChanged(-game.working.between(opens, clock.ends), opens)
