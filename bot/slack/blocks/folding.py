"""Cards in channels are short: what a phone shows at a glance, and the whole behind "Read more"."""

import re
from collections.abc import Iterable, Iterator

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.slack.blocks.forms import window
from bot.slack.blocks.message import Message, button, section, shortened

MOST_WORDS = 80  # of a card in a channel, as far as they are ours or the pack's
TITLE_LENGTH = 24  # of a window
_SENTENCE = re.compile(r"(?<=[.!?…])[ \n]+")


def count(text: str) -> int:
    """The words of a card's text."""
    return len(text.split())


def words_of(blocks: Iterable[Block]) -> int:
    """The words of these blocks."""
    blocks = tuple(blocks)
    return count(Message.of(*blocks).text) if blocks else 0


def room_beside(*blocks: Block) -> int:
    """How many words there is room for on a card that has these blocks."""
    return max(0, MOST_WORDS - words_of(blocks))


def folded(text: str, room: int) -> str:
    """The lines, and then the sentences, with which a text of mrkdwn begins and that fit into so many words;
    all of it where it fits."""
    if count(text) <= room:
        return text
    kept = _fitting(text.split("\n"), "\n", room)
    rest = text[len(kept) :].lstrip("\n")
    room -= count(kept)
    more = _fitting(_SENTENCE.split(rest.partition("\n")[0]), " ", room)
    more = more if more.count("*") % 2 == 0 else ""  # bold that would end nowhere
    return f"{kept}\n{more}".strip("\n") if more else kept.rstrip("\n")


def _fitting(pieces: Iterable[str], between: str, room: int) -> str:
    kept = list[str]()
    for piece in pieces:
        if count(between.join([*kept, piece])) > room:
            break
        kept.append(piece)
    return between.join(kept)


def shown(text: str, room: int) -> Iterator[Block]:
    """What fits of a text as a paragraph; nothing where not even its first sentence does."""
    if said := folded(text, room):
        yield section(said)


def read_more(action: str, value: str) -> ButtonElement:
    """Opens the whole, for one person."""
    return button("Read more", action, value)


def whole(title: str, *blocks: Block) -> View:
    """The window behind it."""
    return window(shortened(title, TITLE_LENGTH), *blocks)
