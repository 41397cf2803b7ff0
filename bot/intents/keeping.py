"""What is kept of a game: each council's policy book in its channel, the report in the plenary, and all of it
with those who facilitate.

A book comes as files once it is final, the report once the game is over, and both whenever a facilitator
asks: then they are `asked`, with the minute, and show how things stand. So to ask twice at once is to ask
once. Where Slack takes no files, the books come as messages.
"""

from collections.abc import Iterable, Iterator

from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.ids import CouncilId, Moment, UserId
from bot.intents.book import BookCard, book_card
from bot.intents.intent import Card, CouncilCard, Delivery, Keyed, Kind, Urgency
from bot.intents.rooms import PLENARY, council_room, files_of


class BookFiles(Keyed):
    """A council's book as files, in its channel."""

    kind = Kind("book_files", "files.getUploadURLExternal", "the policy book for", coalesces=True)
    council: CouncilId
    asked: str = ""


class AllBooks(Keyed):
    """To a facilitator: the game's report, and the books of all councils with the game's tables as one file;
    once more when the game is `closed`, if something has changed since its end."""

    kind = Kind(
        "all_books", "files.getUploadURLExternal", "the report and the policy books for", coalesces=True
    )
    asked: str = ""
    closed: bool = False


class ReportFiles(Keyed):
    """The game's report and tables, in the plenary; once more on the same terms."""

    kind = Kind("report_files", "files.getUploadURLExternal", "the report for", coalesces=True)
    asked: str = ""
    closed: bool = False


class BookPageCard(CouncilCard):
    """A page of a council's book, in its channel, where Slack takes no files."""

    page: int
    asked: str = ""


class AllBooksPageCard(Card):
    """To a facilitator, in the same way: a page of all books."""

    page: int
    asked: str = ""


class PinBook(Keyed):
    """The card of this key, a council's closed book, is pinned or bookmarked in its channel."""

    kind = Kind("pin_book", "pins.add", matters=False, coalesces=True)
    council: CouncilId


class BookCanvas(Keyed):
    """A council's book as its channel's canvas, brought up to date."""

    kind = Kind("book_canvas", "conversations.canvases.create", matters=False, coalesces=True)
    council: CouncilId


def pinned(card: BookCard) -> Delivery:
    """In a lane of its own: Slack allows few pins a minute."""
    return Delivery(PinBook(card.room, card.key, card.council), Urgency.BACKGROUND, f"pin:{card.room}")


def canvas(council: Council) -> Delivery:
    """Before the channel is archived, like its files."""
    room = council_room(council)
    made = BookCanvas(room, f"canvas:{council.id}", council.id)
    return Delivery(made, Urgency.BACKGROUND, files_of(room))


def book_kept(council: Council, asked: str = "") -> Iterator[Delivery]:
    """Everything that is kept of a council's book in its channel."""
    yield book_files(council, asked)
    yield canvas(council)


def book_files(council: Council, asked: str = "") -> Delivery:
    """In a lane of its own: nothing waits for files, of which Slack takes few a minute."""
    room = council_room(council)
    files = BookFiles(room, f"book_files:{council.id}{asked and f':{asked}'}", council.id, asked)
    return Delivery(files, Urgency.BACKGROUND, files_of(room))


def all_books(facilitator: UserId, asked: str = "", *, closed: bool = False) -> Delivery:
    """For one facilitator."""
    room = f"dm:{facilitator}"
    key = f"all_books:{facilitator}{_again(asked, closed)}"
    return Delivery(AllBooks(room, key, asked, closed), Urgency.BACKGROUND, files_of(room))


def report_files(asked: str = "", *, closed: bool = False) -> Delivery:
    """For everybody."""
    key = f"report:{PLENARY}{_again(asked, closed)}"
    return Delivery(ReportFiles(PLENARY, key, asked, closed), Urgency.BACKGROUND, files_of(PLENARY))


def of_whole_game(game: Game, *, closed: bool = False) -> Iterator[Delivery]:
    """What everybody keeps of a game that is over."""
    yield report_files(closed=closed)
    yield from (all_books(user, closed=closed) for user in sorted(game.facilitators))


def _again(asked: str, closed: bool) -> str:
    return f":{asked}" if asked else ":closed" * closed


def asked_for(game: Game, councils: Iterable[Council], facilitator: UserId, at: Moment) -> Iterator[Delivery]:
    """Everything once more, for a facilitator who asks for it. The report is for everybody once the game is
    over."""
    asked = f"{at:%Y%m%d-%H%M}"
    yield all_books(facilitator, asked)
    if game.stage is Stage.ENDED:
        yield report_files(asked)
    for council in councils:
        yield from book_kept(council, asked)
        yield pinned(book_card(council))


def as_messages(files: BookFiles | AllBooks, pages: int) -> Iterator[Delivery]:
    """The book, or all of them, as so many cards, where Slack takes no files."""
    for page in range(1, pages + 1):
        key = f"{files.key}:page:{page}"
        if isinstance(files, BookFiles):
            card: Card = BookPageCard(files.room, key, files.council, page, files.asked)
        else:
            card = AllBooksPageCard(files.room, key, page, files.asked)
        yield Delivery(card, Urgency.BACKGROUND)
