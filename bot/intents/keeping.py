"""What is kept of a game: each council's policy book in its channel, and all of them with who facilitates.

A book comes as files once it is final, and whenever a facilitator asks: then it is `asked`, with the minute,
and shows how it stands. So to ask twice at once is to ask once. Where Slack takes no files, it comes as
messages.
"""

from collections.abc import Iterable, Iterator

from bot.domain.council import Council
from bot.domain.ids import CouncilId, Moment, UserId
from bot.intents.book import BookCard, book_card
from bot.intents.intent import Card, CouncilCard, Delivery, Keyed, Kind, Urgency
from bot.intents.rooms import council_room, files_of


class BookFiles(Keyed):
    """A council's book as files, in its channel."""

    kind = Kind("book_files", "files.getUploadURLExternal", "the policy book for", coalesces=True)
    council: CouncilId
    asked: str = ""


class AllBooks(Keyed):
    """To a facilitator: the books of all councils as one file."""

    kind = Kind("all_books", "files.getUploadURLExternal", "the policy books for", coalesces=True)
    asked: str = ""


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
    """A council's book as the canvas of its channel, made true."""

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


def all_books(facilitator: UserId, asked: str = "") -> Delivery:
    """For one facilitator."""
    room = f"dm:{facilitator}"
    books = AllBooks(room, f"all_books:{facilitator}{asked and f':{asked}'}", asked)
    return Delivery(books, Urgency.BACKGROUND, files_of(room))


def asked_for(councils: Iterable[Council], facilitator: UserId, at: Moment) -> Iterator[Delivery]:
    """Every book, once more, for a facilitator who asks for them."""
    asked = f"{at:%Y%m%d-%H%M}"
    yield all_books(facilitator, asked)
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
