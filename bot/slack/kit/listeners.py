"""Printing: the form, and what follows it."""

from bot.domain.errors import Refusal
from bot.domain.print_kit import Paper, Print, PrintWish
from bot.reports import pdf
from bot.services.kits import plays
from bot.slack.acting.asked import UNTIL_THE_END, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import names
from bot.slack.kit import cards
from bot.slack.kit.forms import PrintForm

WORD_FOR = {
    Print.SHEETS: "sheets",
    Print.TENTS: "tents",
    Print.BADGES: "badges",
    Print.HANDBOOK: "handbook",
    Print.SCHEDULE: "schedule",
    Print.PAD: "pad",
    Print.BALLOTS: "ballots",
    Print.CLAIMS: "claims",
    Print.RUNBOOK: "runbook",
}


class CannotPrint(Refusal):
    template = cards.NO_PDF


class PrintHow(Refusal):
    template = (
        "Say what to print and on which paper, like this: /moot print tents badges letter. You can print "
        "{prints}. /moot print alone opens a form."
    )


async def _print(by: Asked | Pressed) -> None:
    """`/moot print`, which may name what is chosen in the form; and the button."""
    where = (await by.where()).as_facilitator()
    if not pdf.can_make():
        raise CannotPrint(game=where.game.id)
    wish = _wish(by.typed.rest) if isinstance(by, Asked) else PrintWish()
    view = PrintForm.view(where.game, where.scenario, wish, plays=plays(where.game, by.user))
    if isinstance(by, Asked):
        await by.open(view, names.PRINT_KIT, where.game.id)
    else:
        await by.open(view)


def _wish(rest: str) -> PrintWish:
    """The wish that the words name, in any order; everything on A4 if there are none. Raises PrintHow."""
    said = rest.casefold().replace(",", " ").split()
    kinds = {word: one for one, word in WORD_FOR.items()}
    papers = {one.value: one for one in Paper}
    if not {*said} <= {*kinds, *papers}:
        raise PrintHow(prints=", ".join(kinds))
    prints = tuple(one for word, one in kinds.items() if word in said)
    paper = next((papers[word] for word in said if word in papers), Paper.A4)
    return PrintWish(prints or tuple(Print), paper)


async def _submit(sent: Sent[PrintForm]) -> None:
    where = await sent.services.reader.where_in(sent.form.game, sent.user)
    councils, lacking = await sent.services.requests.print_kit(where, sent.form.wish(), sent.team[1])
    await sent.show(cards.on_their_way(where.game, councils, lacking))


FORMS: tuple[Taken, ...] = (takes(PrintForm, _submit),)
BUTTONS: dict[str, Handler] = {names.PRINT_KIT: _print}
WORDS: tuple[Word, ...] = (
    Word("print", _print,
         "PDF files for the table: role sheets for people on paper, tents, badges, Handbook, forms",
         UNTIL_THE_END, ForWhom.FACILITATORS, only_shows=True, after="board",
         press=Press("Print for the table", "/moot print", 9)),
)  # fmt: skip
