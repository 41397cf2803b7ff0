"""The Handbook by chapters, in a window of one's own, and where in it a word stands."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from slack_sdk.models.blocks import Block, SectionBlock
from slack_sdk.models.blocks.basic_components import MarkdownTextObject
from slack_sdk.models.views import View

from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks.folding import whole
from bot.slack.blocks.message import actions, button, context, escaped, header, section, shortened
from bot.slack.help.pictures import IN_WORDS, Pictures, illustrated

TITLE = "The Handbook"
LONGEST = 100_000  # characters of a chapter; a window takes 250 kB
MOST_LISTED = 90  # chapters; a window takes 100 blocks
_WORD = re.compile(r"\w+")


def contents(scenario: Scenario, game: str, chapters: Sequence[int] | None = None, note: str = "") -> View:
    """The chapters of these numbers, from 1, to choose from; without any, all of them."""
    numbers = range(1, len(scenario.handbook) + 1) if chapters is None else chapters
    said = note or "Choose a chapter. `/moot handbook word` finds the chapters with a word."
    return whole(TITLE, section(said), *(_entry(scenario, game, number) for number in numbers[:MOST_LISTED]))


def _entry(scenario: Scenario, game: str, number: int) -> Block:
    heading, _ = scenario.handbook[number - 1]
    return SectionBlock(
        text=MarkdownTextObject(text=f"*{number}. {escaped(shortened(heading, 150))}*", verbatim=True),
        accessory=button("Read", f"{names.TURN_HANDBOOK}:{number}", f"{game}:{number}"),
    )


def chapter(scenario: Scenario, game: str, number: int, pictures: Pictures = IN_WORDS) -> View:
    """One chapter with its pictures, and the way to its neighbours."""
    last = len(scenario.handbook)
    number = min(max(1, number), last)
    heading, text = scenario.handbook[number - 1]
    row = [button("All chapters", f"{names.TURN_HANDBOOK}:all", f"{game}:0")] if last > 1 else []
    if number > 1:
        row.append(button("Previous chapter", f"{names.TURN_HANDBOOK}:back", f"{game}:{number - 1}"))
    if number < last:
        row.append(button("Next chapter", f"{names.TURN_HANDBOOK}:on", f"{game}:{number + 1}"))
    return whole(
        TITLE,
        header(heading or TITLE),
        *illustrated(text, pictures, LONGEST),
        context(f"Chapter {number} of {last}."),
        *([actions(*row)] if row else []),
    )


def opened(scenario: Scenario, game: str, number: int = 0, pictures: Pictures = IN_WORDS) -> View:
    """The chapter of this number, or what chapters there are; a Handbook of one is that chapter."""
    if not scenario.handbook:
        return whole(TITLE, section("This game has no Handbook."))
    if number or len(scenario.handbook) == 1:
        return chapter(scenario, game, number, pictures)
    return contents(scenario, game)


def searched(scenario: Scenario, game: str, words: str, pictures: Pictures = IN_WORDS) -> View:
    """The chapter with these words, or those that have them to choose from; where none has, the nearest."""
    found, said = chapters_with(scenario, words), escaped(shortened(words, 60))
    if not scenario.handbook or not _WORD.search(words):
        return opened(scenario, game, pictures=pictures)
    if len(found) == 1:
        return chapter(scenario, game, found[0], pictures)
    if found:
        return contents(
            scenario, game, found, f"*{len(found)} chapters have “{said}”*, the best match first."
        )
    near = nearest(scenario, words)
    return contents(scenario, game, [near], f"*No chapter has “{said}”.* The nearest heading is this one:")


def chapters_with(scenario: Scenario, words: str) -> list[int]:
    """The numbers of the chapters that have all of these words: first those with the very words, then those
    with words that begin so, then those with words that hold them; headings before text."""
    wanted = _WORD.findall(words.lower())
    ranked = [
        (max(_rank(one, heading, text) for one in wanted), number)
        for number, (heading, text) in enumerate(scenario.handbook, 1)
        if wanted
    ]
    return [number for rank, number in sorted(ranked) if rank < _NOWHERE]


_NOWHERE = 6


def _rank(wanted: str, heading: str, text: str) -> int:
    return next((rank for rank, is_there in enumerate(_ways(wanted, heading, text)) if is_there), _NOWHERE)


def _ways(wanted: str, heading: str, text: str) -> Iterator[bool]:
    places = [_WORD.findall(heading.lower()), _WORD.findall(text.lower())]
    yield from (wanted in place for place in places)
    yield from (any(word.startswith(wanted) for word in place) for place in places)
    yield from (any(wanted in word for word in place) for place in places)


def nearest(scenario: Scenario, words: str) -> int:
    """The number of the chapter whose heading is most like these words."""

    def likeness(number: int) -> float:
        heading = scenario.handbook[number - 1][0].lower()
        parts = [heading, *_WORD.findall(heading)]
        return max(SequenceMatcher(None, words.lower(), part).ratio() for part in parts)

    return max(range(1, len(scenario.handbook) + 1), key=likeness)
