"""The print kit: what is said beside its files, and where nothing can come."""

from bot.domain.print_kit import SPOILING, Paper, Print
from bot.gallery.samples import Samples
from bot.gallery.worlds import World
from bot.intents.printing import NotPrintedCard, PrintFiles
from bot.reports.files import File
from bot.reports.kit.files import Lacking, LeftOut, Printed, there_is
from bot.reports.pdf import State
from bot.slack.kit import cards
from bot.slack.kit.forms import PrintForm

FOR_PAPER = (Print.SHEETS, Print.BALLOTS, Print.CLAIMS)


def forms(world: World) -> Samples:
    """For somebody who runs the game, and for one who plays in it, too."""
    game = world.games["sign-up"]
    yield "", PrintForm.view(game, world.pack)
    yield "to somebody who plays", PrintForm.view(game, world.pack, plays=True)


def on_their_way(world: World) -> Samples:
    """For one table, and for very many."""
    yield "a few", cards.on_their_way(world.games["sign-up"], 2, {})
    yield "many, and not everything", cards.on_their_way(world.hundred[0], 100, _lacking(world))


def beside(world: World) -> Samples:
    """All kinds, kinds that are kept from a player, and one of many messages."""
    game, every = world.games["sign-up"], tuple(there_is(world.pack))
    files = PrintFiles("dm:U1", "print", every, Paper.A4, "20261122-1200")
    made = [_made(one) for one in every]
    yield "all of it", cards.beside(game, files, made, {}, ())
    few = [_made(Print.TENTS, State.BOXES)]
    yield "to somebody who plays", cards.beside(game, files, few, _lacking(world), SPOILING)
    part = PrintFiles("dm:U1", "print", every, Paper.LETTER, "20261122-1200", place=2, of=8)
    yield "of a large game", cards.beside(game, part, [_made(Print.SHEETS)] * 10, {}, ())


def not_printed(world: World) -> Samples:
    """No files, and nothing to print."""
    game, every = world.games["sign-up"], tuple(there_is(world.pack))
    yield "no files", cards.not_printed(game, _card(every, files=True), {}, ())
    yield "nobody on paper", cards.not_printed(game, _card(FOR_PAPER), _lacking(world), ())
    yield "to somebody who plays", cards.not_printed(game, _card((Print.SHEETS,)), {}, SPOILING)


def _lacking(world: World) -> Lacking:
    return {one: LeftOut.NOBODY_ON_PAPER for one in there_is(world.pack) if one in FOR_PAPER}


def _made(kind: Print, pdf: State = State.WHOLE) -> Printed:
    return Printed(kind, File("", "", b""), pdf)


def _card(prints: tuple[Print, ...], *, files: bool = False) -> NotPrintedCard:
    return NotPrintedCard("dm:U1", "print", prints, Paper.A4, files=files)
