"""What may be too long for one card, page by page: the book, the results, the seating plan, the Handbook."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from slack_sdk.models.blocks import Block

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat, Seating
from bot.slack import ids
from bot.slack.messages import book_cards, game_cards
from bot.slack.messages import phrases as p
from bot.slack.messages.message import (
    PAGE,
    Message,
    actions,
    button,
    context,
    escaped,
    header,
    pages,
    sections,
    turning,
)


def book(scenario: Scenario, council: Council, seat: Seat | None, page: int = 1) -> Message:
    """The policy book for one person, with what this seat can do with it; page by page where it is long."""
    lines, whole = book_cards.book_lines(scenario, council), book_cards.policies(scenario, council, seat)
    if sum(map(len, lines)) <= PAGE:
        return whole
    title, small = f"Policy book of {council.name}", p.coverage(scenario, council)
    also = book_cards.also(council, seat)
    return _page(title, lines, page, ids.TURN_BOOK, council.id, small, also)


def results(game: Game, scenario: Scenario, councils: Sequence[Council], page: int = 1) -> Message:
    """A page of the results."""
    lines = [game_cards.plenary_line(scenario, council) for council in councils]
    return _page(f"{game.name}: the result", lines, page, ids.TURN_RESULTS, game.id)


def handbook(scenario: Scenario, game: str, chapter: int = 1) -> Message:
    """A chapter of the Handbook, or a part of a long one."""
    parts = [(title, part) for title, text in scenario.handbook for part in pages(escaped(text).split("\n"))]
    chapter = min(max(1, chapter), len(parts))
    title, lines = parts[chapter - 1]
    row = list(turning(ids.TURN_HANDBOOK, game, chapter, len(parts)))
    return Message.of(
        header(title),
        *sections(["\n".join(lines)]),
        context(f"The Handbook, page {chapter} of {len(parts)}."),
        *([actions(*row)] if row else []),
    )


def seating_plan(game: Game, plan: Seating, scenario: Scenario, takes: timedelta, page: int = 1) -> Message:
    """The plan, for the facilitator who asked; nobody else has been told. `takes`: see `pace.opening`."""
    found = pages(game_cards.plan_lines(plan, scenario))
    page = min(max(1, page), len(found))
    where = f" Page {page} of {len(found)}." if len(found) > 1 else ""
    ask = "Deal the seats? Channels are made, and everybody gets an envelope."
    return Message.of(
        header(f"Seating plan: {p.count_of(len(plan.councils), 'council')}"),
        context(
            "Only you see this. Nobody is told until you deal. /moot swap @one @other exchanges two people."
            f"{where}"
        ),
        *sections(found[page - 1]),
        context(game_cards.deal_by(game, takes)),
        actions(
            button("Deal the seats", ids.DEAL_SEATS, game.id, style="primary", ask=ask),
            button("Plan again", ids.REDEAL, game.id),
            *turning(ids.TURN_PLAN, game.id, page, len(found)),
        ),
    )


def _page(
    title: str,
    lines: Sequence[str],
    page: int,
    action: str,
    value: str,
    small: str = "",
    also: Iterable[Block] = (),
) -> Message:
    found = pages(lines)
    page = min(max(1, page), len(found))
    row = list(turning(action, value, page, len(found)))
    said = f"{small} Page {page} of {len(found)}.".strip()
    return Message.of(
        header(title),
        *sections(found[page - 1]),
        context(said),
        *([actions(*row)] if row else []),
        *also,
    )
