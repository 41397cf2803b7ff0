"""`/moot`: collects the words that the topics declare, and finds the one that was typed."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from bot.slack.acting.asked import Asked, ForWhom, Handler, Word
from bot.slack.edge.guard import Answer, refusals_as_replies
from bot.slack.help import cards as help_cards
from bot.slack.topics import TOPICS
from bot.slack.typed import words as typed

Rows: TypeAlias = dict[str, list[Word]]


def register(app: AsyncApp) -> None:
    """Registers `/moot`."""
    app.command("/moot")(moot)


@refusals_as_replies
async def moot(
    ack: AsyncAck, command: dict[str, Any], answer: Answer, client: AsyncWebClient, services: Services
) -> None:
    """`/moot WORD …`"""
    await ack()
    asked = Asked.of(command, answer, client, services, WORDS)
    found = FOUND.get(asked.typed.word)
    if found is None:
        word = asked.typed.word
        await answer.refused(help_cards.unknown_command(word, typed.nearest(word, tuple(FOUND))))
        return
    handler, changes = found
    if not changes:
        answer.taken()
    async with services.visits.visit(asked.user):
        await handler(asked)


def in_order(*topics: Sequence[Word]) -> tuple[Word, ...]:
    """The words as help lists them: those for players, then those for facilitators. Raises ValueError."""
    listed: list[Word] = []
    for facilitators in (False, True):
        rows: Rows = {}
        for topic in topics:
            above = ""
            for word in topic:
                if (word.for_whom is ForWhom.FACILITATORS) is facilitators:
                    below = rows.setdefault(word.after or above, [])
                    below.insert(0 if above and not word.after else len(below), word)
                    above = word.name
        listed += _from(rows, "")
        if rows:
            raise ValueError(f"after words that there are not: {sorted(rows)}")
    return tuple(listed)


def _from(rows: Rows, above: str) -> Iterator[Word]:
    for word in rows.pop(above, ()):
        yield word
        yield from _from(rows, word.name)


def by_word(words: Sequence[Word]) -> dict[str, tuple[Handler, bool]]:
    """What answers to whatever may be typed, and whether it changes anything. Raises ValueError."""
    found: dict[str, tuple[Handler, bool]] = {}
    for row in words:
        for word, handler in row.handlers.items():
            if found.setdefault(word, (handler, row.changes)) != (handler, row.changes):
                raise ValueError(f"{word!r} means two things")
    return found


WORDS = in_order(*(topic.WORDS for topic in TOPICS))
FOUND = by_word(WORDS)
