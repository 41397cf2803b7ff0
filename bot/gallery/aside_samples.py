"""What is said of games that are set aside, and of faults."""

from datetime import timedelta

from bot.domain.errors import aside as errors
from bot.gallery.cast import NOON
from bot.gallery.samples import Samples
from bot.gallery.worlds import World
from bot.slack.blocks import answers
from bot.slack.console import aside
from bot.slack.home import cards as home_cards


def _causes(pack: str) -> tuple[errors.Cause, ...]:
    return (
        errors.EventUnknown(log="The log of Council 2", kind="ProposalForked", number=41),
        errors.EventUnreadable(log="The game's log", kind="PhaseStarted", number=12, fault="phase, at"),
        errors.LogMissing(log="The game's log"),
        errors.LogSenseless(fault="IndexError"),
        errors.PackGone(pack=pack),
        errors.PackBroken(pack=pack),
        errors.PackChanged(pack=pack, what="it has no role 3 in a team “research”", version=1),
        errors.ZoneUnknown(zone="Europe/Berlin"),
    )


def set_aside(world: World) -> Samples:
    for cause in _causes(world.pack.key):
        said = aside.set_aside(world.said(200), cause.sentence, NOON - timedelta(hours=1))
        yield type(cause).__name__, said


def goes_on(world: World) -> Samples:
    for state, game in world.games.items():
        yield state, aside.goes_on(game, NOON)


def home(_world: World) -> Samples:
    yield "", home_cards.aside(errors.SetAside(since="4 March, 11:15 UTC"))


def faults(_world: World) -> Samples:
    yield "before anything was changed", answers.went_wrong("3f9a1c", changed=False)
    yield "afterwards", answers.went_wrong("3f9a1c", changed=True)
