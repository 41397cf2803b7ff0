"""`/moot`: collects the words that the topics declare, and finds the one that was typed; and what somebody
typed who was asked which game they meant."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refusal
from bot.domain.errors.authority import WhichGame
from bot.domain.game import Stage
from bot.domain.ids import GameId, UserId
from bot.services import Services
from bot.slack.acting.asked import Asked, ForWhom, Handler, Word
from bot.slack.acting.timely import timely
from bot.slack.blocks import carried, names
from bot.slack.edge.guard import Answer, refusals_as_replies
from bot.slack.edge.listeners import Kind, Listeners
from bot.slack.help import cards as help_cards
from bot.slack.help import which
from bot.slack.proposals import command as proposing
from bot.slack.topics import TOPICS
from bot.slack.typed import words as typed

Rows: TypeAlias = dict[str, list[Word]]


def register(listeners: Listeners) -> None:
    """Registers the commands."""
    for name in COMMANDS:
        listeners.take(Kind.COMMAND, name, typed_command)
    listeners.take(Kind.BUTTON, names.THIS_GAME, meant)
    listeners.take(Kind.BUTTON, names.TYPE, pressed)


class AnsweredAlready(Refusal):
    template = (
        "You have already answered that question, or it is too old. If what you wanted has not happened, "
        "type it again."
    )


@refusals_as_replies
async def typed_command(
    ack: AsyncAck, command: dict[str, Any], answer: Answer, client: AsyncWebClient, services: Services
) -> None:
    """`/moot WORD …` and `/propose …`"""
    await ack()
    await _carry_out(Asked.of(command, answer, client, services, WORDS))


@refusals_as_replies
async def meant(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    context: AsyncBoltContext,
    answer: Answer,
    client: AsyncWebClient,
    services: Services,
) -> None:
    """Somebody says which game they meant, and what they had typed is done there, once."""
    await ack()
    game, key = carried.parts(action.get("value") or "", 2)
    team, user, question = context.team_id or "", UserId(body["user"]["id"]), carried.number(key)
    part = next((one for one in await services.reader.parts(team, user) if one.game == game), None)
    waited = await services.questions.take(question, team, user) if part else None
    if part is None or waited is None:
        raise AnsweredAlready
    if "response_url" in body:
        await answer.in_place(help_cards.meant(part, waited))
    command = {
        "team_id": team,
        "user_id": user,
        "channel_id": (body.get("channel") or {}).get("id", ""),
        "trigger_id": body.get("trigger_id", ""),
        "command": waited.command,
        "text": waited.text,
    }
    answer.typed = typed.said_in(command)
    await _carry_out(Asked.of(command, answer, client, services, WORDS, GameId(game)))


@refusals_as_replies
async def pressed(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    context: AsyncBoltContext,
    answer: Answer,
    client: AsyncWebClient,
    services: Services,
) -> None:
    """A button that does what a command does, in the game in whose card it stands."""
    await ack()
    game, said = carried.parts(action.get("value") or "", 2)
    name, _, text = said.partition(" ")
    if name not in COMMANDS:
        raise carried.NotOfThisVersion
    command = {
        "team_id": context.team_id or "",
        "user_id": body["user"]["id"],
        "channel_id": (body.get("channel") or {}).get("id", ""),
        "trigger_id": body.get("trigger_id", ""),
        "command": name,
        "text": text,
    }
    await _carry_out(Asked.of(command, answer, client, services, WORDS, GameId(game) if game else None))


async def _carry_out(asked: Asked) -> None:
    """Does what was typed; where it might mean several games, asks first."""
    async with asked.services.visits.visit(asked.user):
        try:
            await COMMANDS[asked.whole.command](asked)
        except WhichGame as several:
            await which.ask(asked.services, asked.answer, asked.team_id, asked.user, asked.whole, several)


async def _moot(asked: Asked) -> None:
    word = asked.typed.word
    found = FOUND.get(word)
    if found is None:
        await asked.answer.refused(help_cards.unknown_command(word, typed.nearest(word, HARMLESS)))
        return
    handler, changes = found
    if not changes:
        await asked.answer.only_shows()
    async with timely(asked.where, afterwards=word not in OVER_AT_THE_END):
        await handler(asked)


COMMANDS: dict[str, Handler] = {"/moot": _moot, "/propose": proposing.propose}


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


def harmless(words: Sequence[Word]) -> tuple[str, ...]:
    """What may be suggested to somebody who mistyped a word: nothing happens in the game by typing it."""
    return tuple(dict.fromkeys(row.name for row in words if not row.changes or row.only_shows))


def over_at_the_end(words: Sequence[Word]) -> frozenset[str]:
    """What no row gives a place when the game has ended."""
    last = {word for row in words if Stage.ENDED in row.stages for word in row.handlers}
    return frozenset(by_word(words)) - last


WORDS = in_order(*(topic.WORDS for topic in TOPICS))
FOUND = by_word(WORDS)
HARMLESS = harmless(WORDS)
OVER_AT_THE_END = over_at_the_end(WORDS)
