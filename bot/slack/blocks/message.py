"""A message: blocks for the eye, and the same words as plain text for screen readers and previews.

Nothing is cut off: a block that is too long becomes several, and a message that is too long is told in parts.
slack_sdk's block classes check much when they are turned into JSON; `Message` checks what they do not.
Limits: docs.slack.dev, reference/block-kit and reference/methods/chat.postMessage.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    BlockElement,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    ImageBlock,
    ImageElement,
    InteractiveElement,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    PlainTextObject,
    SectionBlock,
)

from bot.domain.errors import Refusal
from bot.slack.blocks.as_json import as_json

MAX_BLOCKS = 50
MAX_HEADER = 150
MAX_SECTION = 3000
MAX_SMALL = 2000  # characters of a line in small print
MAX_TEXT = 3900  # chat.update refuses more than 4,000
PAGE = 3300  # characters of lines on a page, so that its text holds all of them


class BadMessage(ValueError):
    """A message that Slack would refuse; a mistake in Moot, found before it is sent."""


@dataclass(frozen=True, slots=True)
class Message:
    """What Slack is given. `text` holds the whole content, since screen readers read it alone; where Slack
    does not take so much at once, the message goes out in `parts`."""

    text: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise BadMessage("a message needs text")
        ids = [action for block in self.blocks for action in _action_ids(block)]
        if len(ids) != len(set(ids)):
            raise BadMessage(f"an action_id is there twice: {ids}")

    @classmethod
    def of(cls, *blocks: Block) -> "Message":
        """A message whose text is made of its blocks' words."""
        shown = tuple(fitting(blocks))
        return cls(_text(shown), shown)

    @property
    def fits(self) -> bool:
        """Whether Slack takes it as one message."""
        return len(self.text) <= MAX_TEXT and _fit(self.blocks)

    def parts(self) -> list["Message"]:
        """This message, in as many as hold it: each has a text that Slack takes, and all that it shows in it.
        Every one after the first says what it continues."""
        if self.fits:
            return [self]
        continued, groups = context(f"{_title(self.blocks)}, continued"), [list[Block]()]
        for block in self.blocks:
            if not _fit([*groups[-1], block]):
                heads = [groups[-1].pop()] if isinstance(groups[-1][-1], HeaderBlock) else []
                groups.append([continued, *heads])
            groups[-1].append(block)
        return [Message.of(*group) for group in groups]

    def without_pictures(self) -> "Message":
        """This message with a link in place of each picture, since one that Slack cannot load keeps a message
        from being posted; the message itself where it has no picture."""
        linked = tuple(map(_linked, self.blocks))
        return self if linked == self.blocks else Message.of(*linked)

    def as_kwargs(self) -> dict[str, Any]:
        """Arguments for chat.postMessage, chat.update and `respond`; previews of links are off. For a message
        that fits: others go out in parts."""
        if not self.fits:
            raise BadMessage(f"a message of {len(self.text)} characters goes out in parts")
        return {
            "text": self.text,
            "blocks": [as_json(block) for block in self.blocks],
            "unfurl_links": False,
            "unfurl_media": False,
        }


def fitting(blocks: Iterable[Block]) -> Iterator[Block]:
    """These blocks, with several in place of one that holds more words than Slack takes in it."""
    for block in blocks:
        match block:
            case HeaderBlock() if block.text and len(block.text.text) > MAX_HEADER:
                yield from fitting([section(f"*{escaped(block.text.text)}*")])
            case SectionBlock() if block.text and len(block.text.text) > MAX_SECTION:
                first, *others = _pieces(block.text.text)
                picture = block.accessory if isinstance(block.accessory, BlockElement) else None
                yield SectionBlock(text=_marked(first), accessory=picture, fields=block.fields)
                yield from map(section, others)
            case ContextBlock() if any(len(words) > MAX_SMALL for words in _words(block)):
                yield from (context(piece) for words in _words(block) for piece in _pieces(words, MAX_SMALL))
            case _:  # it fits, or has no words of its own
                yield block


def length(blocks: Iterable[Block]) -> int:
    """How many characters of text these blocks hold."""
    return sum(len(words) for block in blocks for words in _words(block))


def _text(blocks: Iterable[Block]) -> str:
    return "\n".join(words for block in blocks for words in _words(block))


def _fit(blocks: Sequence[Block]) -> bool:
    return len(_text(blocks)) <= MAX_TEXT and len(blocks) <= MAX_BLOCKS


def _title(blocks: Iterable[Block]) -> str:
    """What the parts after the first continue."""
    first = next((block for block in blocks if isinstance(block, HeaderBlock)), None)
    return f"*{escaped(first.text.text)}*" if first is not None and first.text else "The message above"


def _words(block: Block) -> Iterator[str]:
    match block:
        case HeaderBlock() if block.text:
            yield escaped(block.text.text)  # plain text in the header, but mrkdwn in a message's `text`
        case SectionBlock():
            yield from (one.text for one in (block.text, *(block.fields or ())) if one)
        case ContextBlock():
            yield from (one.text for one in block.elements if isinstance(one, MarkdownTextObject))
        case ImageBlock():
            yield f"Picture: {escaped(block.alt_text or '')}"
        case _:  # the other blocks have no words of their own
            return


def _action_ids(block: Block) -> Iterator[str | None]:
    if isinstance(block, ActionsBlock):
        yield from (one.action_id for one in block.elements if isinstance(one, InteractiveElement))


# --- words


LONGER_QUOTED = {"&": 5, "<": 4, ">": 4, "\n": 3}  # characters that take more than one in a quotation


def escaped(text: str) -> str:
    """What a player wrote, so that it can mention, link or ping nobody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(text: str, limit: int) -> str:
    """The text, cut at `limit` characters with an ellipsis where it is longer."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


_BROKEN = re.compile(r"&[a-z]{0,3}$")  # half of an escaped character


def _whole(text: str) -> str:
    """Without half of an escaped character, a mention or a link at its end."""
    opened = text.rfind("<")
    if opened > text.rfind(">"):
        return text[:opened]
    broken = _BROKEN.search(text, max(0, len(text) - 4))
    return text[: broken.start()] if broken else text


def cut(text: str, limit: int) -> str:
    """Mrkdwn, shortened so that its escaped characters, mentions and links stay whole."""
    return text if len(text) <= limit else _whole(text[: limit - 1]).rstrip() + "…"


def quotation(text: str) -> Iterator[SectionBlock]:
    """Somebody's words as a block quotation, in as many sections as hold them."""
    yield from (section(quoted(piece)) for piece in in_pieces(text) or [""])


def quoted(text: str) -> str:
    """Somebody's words, escaped, as a block quotation."""
    return "\n".join(f"> {line}" for line in escaped(text).splitlines() or [""])


def bullets(lines: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"• {line}" for line in lines)


# --- blocks


def header(text: str) -> HeaderBlock:
    """A title; plain text. One that is too long becomes a paragraph."""
    return HeaderBlock(text=PlainTextObject(text=text, emoji=True))


def section(text: str) -> SectionBlock:
    """A paragraph of Slack's mrkdwn. Whatever players wrote in it is escaped by the caller."""
    return SectionBlock(text=_marked(text))


def _marked(text: str) -> MarkdownTextObject:
    return MarkdownTextObject(text=text, verbatim=True)


def pictured(text: str, address: str, alt: str) -> SectionBlock:
    """A paragraph with a picture beside it; `alt` says what it shows."""
    return SectionBlock(
        text=_marked(text),
        accessory=ImageElement(image_url=address, alt_text=alt),
    )


def image(address: str, alt: str) -> ImageBlock:
    """A picture; `alt` says what it shows."""
    return ImageBlock(image_url=address, alt_text=alt)


def picture_link(address: str, alt: str) -> str:
    """A picture as a link, for where one that Slack cannot load would keep everything from being shown."""
    return f"<{escaped(address)}|{escaped(alt)}: picture>"


def _linked(block: Block) -> Block:
    """With a link in place of the block's picture."""
    if isinstance(block, ImageBlock):
        return section(picture_link(block.image_url or "", block.alt_text or ""))
    if not isinstance(block, SectionBlock) or not isinstance(block.accessory, ImageElement):
        return block
    picture, text = block.accessory, block.text.text if block.text else ""
    return section(f"{text}\n{picture_link(picture.image_url or '', picture.alt_text or '')}")


def sections(lines: Iterable[str], limit: int | None = None, rest: str = "") -> Iterator[SectionBlock]:
    """Lines in as few sections as hold them. In a window, which cannot go on in another one, what exceeds
    `limit` characters in all is only counted, and `rest` says where it is."""
    chunk, total, left = "", 0, 0
    for line in lines:
        total += len(line) + 1
        if limit is not None and total > limit:
            left += 1
            continue
        for piece in _pieces(line):
            if len(chunk) + len(piece) + 1 > MAX_SECTION - 20 - len(
                rest
            ):  # leaves room for what is only counted
                yield section(chunk)
                chunk = ""
            chunk = f"{chunk}\n{piece}" if chunk else piece
    if left:
        chunk = f"{chunk}\n… and {left} more{f': {rest}' if rest else ''}".lstrip()
    if chunk:
        yield section(chunk)


def _pieces(line: str, limit: int = 2800) -> Iterator[str]:
    """A line as it is, or in several where it is too long for a section: broken at a line or a word."""
    while len(line) > limit:
        head = _whole(line[:limit]) or line[:limit]
        end = max(head.rfind("\n"), head.rfind(" ")) if " " in head[limit // 2 :] else head.rfind("\n")
        end = end if end > limit // 2 else len(head)
        yield line[:end].rstrip()
        line = line[end:].lstrip()
    yield line


def pages(lines: Iterable[str], limit: int = PAGE) -> list[list[str]]:
    """The lines on pages that screen readers get whole, in pieces where they are long; at least one page."""
    found: list[list[str]] = [[]]
    length = 0
    for line in chain.from_iterable(_pieces(line, limit) for line in lines):
        if found[-1] and length + len(line) > limit:
            found.append([])
            length = 0
        found[-1].append(line)
        length += len(line) + 1
    return found


def turning(action: str, value: str, page: int, of: int) -> Iterator[ButtonElement]:
    """Buttons to the pages before and after this one, counted from 1; their value ends in the page."""
    if page > 1:
        yield button("Previous page", f"{action}:back", f"{value}:{page - 1}")
    if page < of:
        yield button("Next page", f"{action}:on", f"{value}:{page + 1}")


def context(text: str) -> ContextBlock:
    """A line in small print."""
    return ContextBlock(elements=[_marked(text)])


def divider() -> DividerBlock:
    """A rule."""
    return DividerBlock()


def button(
    text: str, action_id: str, value: str, *, style: str | None = None, ask: str = ""
) -> ButtonElement:
    """A button; with `ask`, Slack asks that question before anything is sent."""
    confirm = None
    if ask:
        confirm = ConfirmObject(
            title="Are you sure?", text=PlainTextObject(text=ask), confirm="Yes", deny="No, go back"
        )
    return ButtonElement(text=text, action_id=action_id, value=value, style=style, confirm=confirm)


def menu(action_id: str, options: Iterable[tuple[str, str]]) -> OverflowMenuElement:
    """A small menu at the end of a row of buttons: words and values, at most five."""
    return OverflowMenuElement(action_id=action_id, options=[Option(text=t, value=v) for t, v in options])


def actions(*elements: InteractiveElement) -> ActionsBlock:
    """A row of buttons."""
    return ActionsBlock(elements=list(elements))


def plain(text: str) -> Message:
    """A sentence."""
    return Message.of(section(text))


def refused(refusal: Refusal) -> str:
    """A refusal's sentence as markup, in which the words that somebody typed ping nobody."""
    return refusal.said(escaped)


def in_pieces(text: str, limit: int = MAX_SECTION - 200) -> list[str]:
    """The text in parts that fit into a section each when they are quoted, broken at a blank where there is
    one. Together they are the whole text."""
    more = sum((length - 1) * text.count(one) for one, length in LONGER_QUOTED.items())
    if len(text) + more <= limit:  # as most do, which need no look at each character
        return [text] if text else []
    lengths = [0, *accumulate(LONGER_QUOTED.get(one, 1) for one in text)]  # up to each character, once quoted
    blanks = [0, *(blank.end() for blank in re.finditer(r"\s+", text))]
    pieces, start = [], 0
    while start < len(text):
        fits = bisect_right(lengths, lengths[start] + limit) - 1
        blank = blanks[bisect_right(blanks, fits) - 1]
        end = fits if fits == len(text) or blank <= start else blank
        pieces.append(text[start:end])
        start = end
    return pieces
