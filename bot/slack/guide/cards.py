"""The facilitator's guide, part by part, in a window that only its reader sees."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, SectionBlock
from slack_sdk.models.blocks.basic_components import MarkdownTextObject
from slack_sdk.models.views import View

from bot.domain import reading
from bot.domain.guide import GuidePart
from bot.domain.ids import GameId
from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks.folding import whole
from bot.slack.blocks.message import (
    Message,
    actions,
    button,
    context,
    escaped,
    header,
    pages,
    section,
    sections,
)

TITLE = "Facilitator's guide"
PAGE = 6000  # characters: what people scroll through without losing their place
ASK = "The guide gives away what the others want and what works. It would spoil your own game."
NO_GUIDE = (
    "This game's scenario has no guide for facilitators. Its Handbook is for everybody: `/moot handbook`."
)


def contents(scenario: Scenario, game: GameId, *, spoiled: bool = False) -> View:
    """The parts, to choose from. `spoiled`: the reader holds a seat, and wants to read them all the same."""
    if not scenario.guide:
        return whole(TITLE, section(NO_GUIDE))
    parts = range(1, len(scenario.guide) + 1)
    return whole(
        TITLE,
        section(
            f"*{escaped(scenario.title)}.* Only facilitators can read this, and players should not see it."
        ),
        *(_entry(scenario, game, number, spoiled=spoiled) for number in parts),
        context("The operator of Moot can print it with `moot content guide`."),
    )


def _entry(scenario: Scenario, game: GameId, number: int, *, spoiled: bool) -> Block:
    part = scenario.guide[number - 1]
    takes = reading.in_words(reading.minutes(*(f"{heading}\n{text}" for heading, text in part.sections)))
    return SectionBlock(
        text=MarkdownTextObject(text=f"*{number}. {escaped(part.title)}* · {takes}", verbatim=True),
        accessory=button("Read", f"{names.TURN_GUIDE}:{number}", _value(game, number, 1, spoiled=spoiled)),
    )


def part(scenario: Scenario, game: GameId, number: int, page: int, *, spoiled: bool = False) -> View:
    """A page of a part, and the ways on and back; all parts where there is none of that number."""
    if not 0 < number <= len(scenario.guide):
        return contents(scenario, game, spoiled=spoiled)
    shown = scenario.guide[number - 1]
    found = pages(_lines(shown), PAGE)
    page, last = min(max(1, page), len(found)), len(scenario.guide)
    ways = [("All parts", "all", 0, 1)]
    if page > 1:
        ways.append(("Previous page", "back", number, page - 1))
    if page < len(found):
        ways.append(("Next page", "on", number, page + 1))
    elif number < last:
        ways.append(("Next part", "next", number + 1, 1))
    row = [
        button(label, f"{names.TURN_GUIDE}:{key}", _value(game, to, at, spoiled=spoiled))
        for label, key, to, at in ways
    ]
    counted = f", page {page} of {len(found)}" if len(found) > 1 else ""
    return whole(
        TITLE,
        header(shown.title),
        *sections(found[page - 1]),
        context(f"Part {number} of {last}{counted}."),
        actions(*row),
    )


def _lines(shown: GuidePart) -> Iterator[str]:
    """Paragraph by paragraph; a heading stays with the first one below it."""
    for heading, text in shown.sections:
        first, *others = escaped(text).split("\n")
        yield f"*{escaped(heading)}*\n{first}"
        yield from (*others, "")


def _value(game: GameId, number: int, page: int, *, spoiled: bool) -> str:
    return f"{game}:{number}:{page}:{int(spoiled)}"


def keeps_out(game: GameId) -> Message:
    """To a facilitator who holds a seat: the guide would spoil their game."""
    return Message.of(
        section(
            "*You hold a seat in this game*, and the facilitator's guide gives away what the others want and "
            "what works for you. It is better to leave it closed until the end. What everybody may know is "
            "in the Handbook."
        ),
        actions(
            button("Read the Handbook", names.SHOW_HANDBOOK, game),
            button("Show me the guide anyway", names.GUIDE_ANYWAY, game, ask=ASK),
        ),
    )
