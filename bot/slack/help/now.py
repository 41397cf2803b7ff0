"""What now? The two or three things for this person at this moment, and the way to all the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.council import Council
from bot.domain.ids import Moment
from bot.domain.owed import Owed, Task
from bot.intents.ballot import ballot_key
from bot.intents.proposals import proposal_key
from bot.queries.place import Where
from bot.slack.acting.asked import Word
from bot.slack.blocks.message import Message, actions, bullets, escaped, header, section, sections
from bot.slack.blocks.saying import says
from bot.slack.help.cards import everything_owed, status_lines, ways
from bot.slack.help.owed import in_words

MOST = 3  # buttons, besides the one that leads to all commands
NO_GAME = (
    "You are not in a game, and there is none in this channel. You can join a game in its channel, or create "
    "one in a channel that everybody shares."
)


def what_now(
    where: Where | None,
    at: Moment,
    words: Sequence[Word],
    councils: Iterable[Council] = (),
    links: Mapping[str, str] | None = None,
) -> Message:
    """`councils` are all of the game's, for somebody who facilitates; `links` lead to cards by their keys."""
    game = where.game.id if where is not None else ""
    todo = [*everything_owed(where, at, councils)] if where is not None else []
    row = [*buttons(where, todo, words)][:MOST]
    return Message.of(
        header("What now?"),
        *_said(where, todo, links or {}),
        actions(*row, says("All commands", game, "/moot help commands")),
    )


def _said(where: Where | None, todo: Sequence[Owed], links: Mapping[str, str]) -> Iterator[Block]:
    if where is None:
        yield section(NO_GAME)
        return
    yield section("\n".join(status_lines(where)[:2]))
    if todo:
        yield from sections(["*To do:*", *(bullets([_linked(where, one, links)]) for one in todo)])
    elif not where.facilitates:
        yield section("Nothing to do right now.")


def _linked(where: Where, one: Owed, links: Mapping[str, str]) -> str:
    """What is to do, with the way to the cards that it is about."""
    said = escaped(in_words(one))
    found = [links[key] for key in keys_of(where, one) if key in links]
    named = ["the ballot"] if one.key is Task.VOTE else [f"proposal {number}" for number in one.proposals]
    ways = [f"<{link}|{name}>" for link, name in zip(found, named, strict=False)]
    return f"{said} Go to {', '.join(ways)}." if ways else said


def keys_of(where: Where, one: Owed) -> list[str]:
    """The cards on which somebody does this by a reaction."""
    if where.council is None:
        return []
    if one.key is Task.VOTE:
        return [ballot_key(where.council.id)]
    rounds = ((number, where.council.proposals[number].round) for number in one.proposals)
    return [proposal_key(where.council, number, round) for number, round in rounds]


def buttons(where: Where | None, todo: Sequence[Owed], words: Sequence[Word]) -> Iterator[ButtonElement]:
    """What is to do, as far as a button does it, and then what one can do, the most useful first."""
    game = where.game.id if where is not None else ""
    done = ways(todo, where.council.id if where.council else None, where.game.id) if where is not None else []
    yield from done
    there = {one.text.text for one in done if one.text is not None}
    tasks, here = {one.key for one in todo}, [word for word in words if word.serves(where)]
    pressed = [one for word in here if (one := word.press) is not None and one.fits(where)]
    for one in sorted(pressed, key=lambda one: (one.does not in tasks, one.first)):
        if one.label not in there and (one.does is None or one.does in tasks):
            yield says(one.label, game, one.typed, ask=one.ask)
