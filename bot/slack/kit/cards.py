"""Texts about the print kit: that it is coming, what is in it, and why nothing can come."""

from collections.abc import Collection, Iterator, Sequence

from bot.domain.game import Game
from bot.domain.print_kit import SPOILING, Paper, Print
from bot.intents.printing import MANY, NotPrintedCard, PrintFiles
from bot.reports.kit.files import TITLES, Lacking, Printed
from bot.reports.pdf import State, can_make
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, bullets, escaped, plain, section

PAPERS = {Paper.A4: "A4", Paper.LETTER: "Letter"}
HOW = {
    Print.SHEETS: "fold each at its two marks; the first page says how",
    Print.TENTS: "fold in the middle; both sides can be read",
    Print.BADGES: "ten on a page, to cut out",
    Print.HANDBOOK: "with the story, the rules and the pictures",
    Print.SCHEDULE: "in local times",
    Print.PAD: "forms for proposals; print as many as each council needs",
    Print.BALLOTS: "four on a page, for people on paper",
    Print.CLAIMS: "for people on paper",
    Print.RUNBOOK: "for facilitators only",
}
CLOSED = "in a ZIP file, so that nobody reads it by accident"
BOXES = "Some letters appear as boxes because no font on my machine has them."
NO_PDF = (
    "I cannot make PDFs here. The person who runs me can change that with make pdf, or print the kit with "
    "moot print {game} on a machine that makes them."
)


def on_their_way(game: Game, councils: int, left_out: Lacking) -> Message:
    """To a facilitator who asked."""
    said = (
        f"I am making the pages for *{escaped(game.name)}*. They come to you by direct message within a "
        "minute or so."
    )
    if councils > MANY:
        said = (
            f"I am making the pages for {p.count_of(councils, 'council')}, which takes some minutes. Each "
            "kind comes to you by direct message as soon as it is made."
        )
    return plain("\n".join((said, *_lacking(left_out))))


def beside(
    game: Game, files: PrintFiles, made: Sequence[Printed], left_out: Lacking, kept_out: Collection[Print]
) -> Message:
    """The text above the files, which gives nothing away."""
    count = f" ({files.place} of {files.of})" if files.of > 1 else ""
    kinds = dict.fromkeys(one.kind for one in made)
    lines = [
        f"*To print for {escaped(game.name)}{count}*: {PAPERS[files.paper]}, full size, one side only",
        bullets(_line(kind, made) for kind in kinds),
        *_lacking(left_out),
        *_plays(game, kept_out),
    ]
    if any(one.pdf is State.BOXES for one in made):
        lines.append(BOXES)
    return plain("\n".join(lines))


def _line(kind: Print, made: Sequence[Printed]) -> str:
    count = sum(one.kind is kind for one in made)
    packed = f" ({p.count_of(count, 'file')} in a ZIP file)" if count > 1 else ""
    closed = f"; {CLOSED}" if kind in SPOILING else ""
    return f"{TITLES[kind]}{packed}: {HOW[kind]}{closed}"


def _lacking(left_out: Lacking) -> Iterator[str]:
    if left_out:
        why = (f"{TITLES[one].lower()}, since {reason}" for one, reason in left_out.items())
        yield f"Left out: {'; '.join(why)}."


def _plays(game: Game, kept_out: Collection[Print]) -> Iterator[str]:
    if kept_out:
        kept = " or ".join(TITLES[one].lower() for one in Print if one in kept_out)
        yield (
            f"You play in this game, so you get no {kept}: they would spoil it for you. A facilitator who "
            f"does not play can print them, or the person who runs me, with `moot print {game.id}`."
        )


def ahead(game: Game) -> Message:
    """To a facilitator whom Moot has not written to before."""
    return plain(f"Here is what you asked me to print for *{escaped(game.name)}*.")


def not_printed(game: Game, card: NotPrintedCard, left_out: Lacking, kept_out: Collection[Print]) -> Message:
    """Why nothing came, and what to do."""
    if card.files:
        said = (
            "This app may not share files here. Ask an admin to grant it `files:write`, then ask me again; "
            f"or the person who runs me can print the kit with `moot print {game.id}`."
        )
    elif not can_make():
        said = NO_PDF.format(game=game.id)
    else:
        why = (*_lacking(left_out), *_plays(game, kept_out))
        said = "\n".join(why) or "Ask me again: `/moot print`."
    return Message.of(section(f"*I have printed nothing for {escaped(game.name)}.*\n{said}"))
