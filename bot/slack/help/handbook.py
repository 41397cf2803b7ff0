"""What may be too long for one card, page by page: the book, the results, the seating plan, the Handbook."""

from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks.message import Message, actions, context, escaped, header, pages, sections, turning


def handbook(scenario: Scenario, game: str, chapter: int = 1) -> Message:
    """A chapter of the Handbook, or a part of a long one."""
    parts = [(title, part) for title, text in scenario.handbook for part in pages(escaped(text).split("\n"))]
    chapter = min(max(1, chapter), len(parts))
    title, lines = parts[chapter - 1]
    row = list(turning(names.TURN_HANDBOOK, game, chapter, len(parts)))
    return Message.of(
        header(title),
        *sections(["\n".join(lines)]),
        context(f"The Handbook, page {chapter} of {len(parts)}."),
        *([actions(*row)] if row else []),
    )
