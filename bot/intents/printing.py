"""What a facilitator has printed: the files of a print kit, by direct message.

The same wish twice within a minute counts once. For many councils, each kind of page comes by itself, as soon
as it is made.
"""

from collections.abc import Iterator

from bot.domain.ids import Moment, UserId
from bot.domain.print_kit import Paper, Print, PrintWish
from bot.intents.intent import Card, Delivery, Keyed, Kind, Urgency
from bot.intents.rooms import files_of

MANY = 25  # councils; up to this many, everything comes in one message


class PrintFiles(Keyed):
    """Part of a wish: message `place` of `of`."""

    kind = Kind("print_files", "files.getUploadURLExternal", "the print kit for", coalesces=True)
    prints: tuple[Print, ...]
    paper: Paper
    asked: str
    all_sheets: bool = False
    place: int = 1
    of: int = 1

    @property
    def wish(self) -> PrintWish:
        """What is wished for."""
        return PrintWish(self.prints, self.paper, self.all_sheets)


class NotPrintedCard(Card):
    """Why nothing comes, and what to do; `files` if Slack takes none from this app."""

    prints: tuple[Print, ...]
    paper: Paper
    all_sheets: bool = False
    files: bool = False

    @property
    def wish(self) -> PrintWish:
        """What was wished for."""
        return PrintWish(self.prints, self.paper, self.all_sheets)


def wished_for(facilitator: UserId, wish: PrintWish, councils: int, at: Moment) -> Iterator[Delivery]:
    """The work, in the lane of the facilitator's files."""
    room, asked = f"dm:{facilitator}", f"{at:%Y%m%d-%H%M}"
    parts = [(one,) for one in wish.prints] if councils > MANY else [wish.prints]
    which = f"{wish.paper}{':all' if wish.all_sheets else ''}"
    for place, prints in enumerate(parts, 1):
        key = f"print:{facilitator}:{asked}:{which}:{'+'.join(prints)}"
        files = PrintFiles(room, key, prints, wish.paper, asked, wish.all_sheets, place, len(parts))
        yield Delivery(files, Urgency.BACKGROUND, files_of(room))


def instead(files: PrintFiles, *, no_files: bool) -> Delivery:
    """A word in place of the files."""
    key = f"{files.key}:not"
    card = NotPrintedCard(files.room, key, files.prints, files.paper, files.all_sheets, files=no_files)
    return Delivery(card, Urgency.REPLY)
