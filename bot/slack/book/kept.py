"""What people keep of a game: the texts beside the files, and books as messages if Slack takes no files."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.ids import Moment
from bot.domain.scenario import Scenario
from bot.reports import book_in_words
from bot.reports.book_in_words import Book, Entry, Particular
from bot.reports.pdf import State
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    context,
    escaped,
    header,
    in_pieces,
    pages,
    plain,
    section,
    sections,
)

MOST_PAGES = 10  # messages to one person; a hundred councils' books would bury all others
BOXES = " The PDF shows boxes for letters that no font on my machine has; the Markdown has them all."
NO_PDF = " There is no PDF. The person who runs me can add it with `make pdf`."
FILES_ONLY = (
    "The game's report and its tables come only as files. An admin can grant `files:write`; then `/moot "
    "export` sends everything. The person who runs me can also write the files with `moot export`."
)
_MISSING = {State.WHOLE: "", State.BOXES: BOXES, State.NONE: NO_PDF}


def beside_book(game: Game, council: Council, pdf: State) -> Message:
    """What stands above a council's files."""
    as_it_stands = "" if book_in_words.is_final(game, council) else ", as it stands now"
    kinds = "Markdown" if pdf is State.NONE else "Markdown and as PDF"
    return plain(
        f"*The policy book of {escaped(council.name)}{as_it_stands}*, as {kinds}, for you to keep."
        f"{BOXES if pdf is State.BOXES else ''}"
    )


def beside_all(game: Game, councils: Sequence[Council], pdf: State, *, changed: bool = False) -> Message:
    """The text above a facilitator's files; `changed` ones come again after the close."""
    final = all(book_in_words.is_final(game, one) for one in councils)
    what = f"*{escaped(game.name)}, to keep{'' if final else ', as it stands now'}:*"
    if changed:
        what = f"*{escaped(game.name)}, to keep, updated since the game ended:*"
    books = "policy book" if len(councils) == 1 else "policy books"
    kinds = "Markdown and JSON" if pdf is State.NONE else "Markdown, PDF and JSON"
    elsewhere = " The plenary has the report without the feedback." if game.stage is Stage.ENDED else ""
    return plain(
        f"{what} the report{_as_pages(pdf)}, with the feedback, and one ZIP file that has the {books} of "
        f"{p.count_of(len(councils), 'council')} ({kinds}) and the game's tables (CSV). The councils get "
        f"their books in their channels.{elsewhere}{_MISSING[pdf]}"
    )


def beside_report(game: Game, pdf: State, *, changed: bool = False) -> Message:
    """The text above the report in the plenary."""
    what = f"*The report of {escaped(game.name)}*"
    if changed:
        what = f"*The report of {escaped(game.name)}, updated since the game ended*,"
    return plain(
        f"{what}{_as_pages(pdf)}, for everybody to keep: what happened, and who decided what and "
        f"why. The ZIP file has the game's tables (CSV). Both name roles, not people."
        f"{BOXES if pdf is State.BOXES else ''}"
    )


def _as_pages(pdf: State) -> str:
    return " as an HTML page" if pdf is State.NONE else " as PDF and as an HTML page"


def ahead_of_all(game: Game) -> Message:
    """To a facilitator to whom nothing was said before."""
    return plain(f"Here are the report and the policy books of *{escaped(game.name)}*, for you to keep.")


def on_their_way(game: Game, councils: int) -> Message:
    """To a facilitator who asked for the files."""
    over = game.stage is Stage.ENDED
    if not councils:
        report = "The report goes to the plenary, and everything" if over else "Everything goes"
        return plain(f"{report} to you by direct message. The councils' channels are archived.")
    each, books = ("its", "book goes") if councils == 1 else ("each", "books go")
    report = ", the report to the plenary," if over else ""
    now = "" if over else " They show the present state."
    return plain(
        f"The policy {books} to {each} council's channel{report} and everything to you by direct message. "
        f"For many councils this takes a few minutes.{now}"
    )


# --- at the top of a channel


def book_title(council: Council) -> str:
    """Of the book, where it is pinned, bookmarked or a canvas."""
    return f"Policy book of {council.name}"


KEPT_HERE = "Moot keeps this page up to date, and overwrites what others change on it."


def canvas(game: Game, scenario: Scenario, council: Council, at: Moment) -> tuple[str, str]:
    """The title and the Markdown of a council's canvas. `KEPT_HERE` is how it is known again."""
    book = book_in_words.book_of(game, scenario, council, at)
    return book_title(council), f"_{KEPT_HERE}_\n\n{book_in_words.as_markdown(book, titled=False)}"


# --- as messages


def book_pages(game: Game, scenario: Scenario, council: Council, at: Moment) -> list[Message]:
    """A council's book, in as few messages as hold it."""
    book = book_in_words.book_of(game, scenario, council, at)
    found = pages(_lines(book))
    return [_page(book.title, one, number, len(found), book.standing) for number, one in enumerate(found, 1)]


def all_pages(
    game: Game, scenario: Scenario, councils: Sequence[Council], at: Moment, rooms: Mapping[int, str]
) -> list[Message]:
    """All councils' books for a facilitator; where they are too long for messages, where each stands."""
    books = [book_in_words.book_of(game, scenario, one, at) for one in councils]
    found = pages(line for book in books for line in (f"\n*{escaped(book.title)}*", *_lines(book)))
    if len(found) > MOST_PAGES:
        return [_elsewhere(game, councils, rooms)]
    title, how = (
        f"Policy books of {game.name}",
        f"As messages, because this app may not share files here. {FILES_ONLY}",
    )
    return [_page(title, one, number, len(found), how) for number, one in enumerate(found, 1)]


def _elsewhere(game: Game, councils: Sequence[Council], rooms: Mapping[int, str]) -> Message:
    first = rooms.get(councils[0].number)
    example = f", such as <#{first}>" if first else ""
    return Message.of(
        section(
            f"*The policy books of {escaped(game.name)}* are in the channels of its "
            f"{p.count_of(len(councils), 'council')}{example}: they are too long to repeat here, and this "
            f"app may not share files. {FILES_ONLY}"
        )
    )


def _page(title: str, lines: Sequence[str], number: int, of: int, small: str) -> Message:
    counted = f" Page {number} of {of}." if of > 1 else ""
    return Message.of(header(title), *sections(lines), context(f"{escaped(small).rstrip('.')}.{counted}"))


def _lines(book: Book) -> Iterator[str]:
    yield "*How we decide*"
    yield from _listed(book.charter) if book.charter else (book_in_words.NO_CHARTER,)
    yield "\n*Policies*"
    for policy in book.policies:
        yield from _entry(policy)
    if not book.policies:
        yield book_in_words.NO_POLICY
    parts = (
        (book_in_words.NO_LONGER, book.former),
        ("Processes", book.processes),
        ("Parked for later", book.parked),
        ("What was asked", book.answers),
    )
    for name, entries in parts:
        if entries:
            yield f"\n*{name}*"
        for one in entries:
            yield from _entry(one)
    if book.vote:
        yield f"\n*The final vote*\n{escaped(book.vote)}"


def _entry(entry: Entry) -> Iterator[str]:
    if entry.title:
        yield f"\n*{escaped(entry.title)}*"
    yield from map(escaped, in_pieces(entry.text))
    yield from _listed(entry.particulars)
    if entry.stamp:
        yield f"_{escaped(entry.stamp)}_"


def _listed(particulars: Sequence[Particular]) -> Iterator[str]:
    yield from (f"• {escaped(one.name)}: {escaped(one.text)}" for one in particulars)
