"""What Moot notices by itself: that it was away, and that every council is done."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.game.driving import pause
from bot.domain.game.evolve import evolve
from bot.domain.game.ringing import next_bell
from bot.domain.game.state import Game, Stage
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
