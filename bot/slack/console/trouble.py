"""What Slack refuses: on the console, in a message to the facilitators, and when it is tried again."""

from collections.abc import Iterable, Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.ids import GameId, UserId
from bot.queries.overview import Stuck
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    plain,
    section,
    sections,
)

NAMED = 6  # places of which a line names each


def trouble(game: GameId, stuck: Sequence[Stuck]) -> Message:
    """To the facilitators: what Slack refuses for one cause, and what to do; without any, that it is over."""
    if not stuck:
        return Message.of(
            section(
                "*Nothing is stuck any more.* Everything Slack had refused is delivered, or no longer needed."
            )
        )
    return Message.of(
        section(
            f"*Slack refuses {p.count_of(len(stuck), 'thing')} of this game.* {escaped(stuck[0].advice)}"
        ),
        *sections(bullets([line]) for line in _lines(stuck)),
        context(" ".join(_prospects(stuck))),
        actions(_again(game)),
    )


def on_console(game: GameId, stuck: Sequence[Stuck]) -> Iterator[Block]:
    """What Slack refuses, a line for each cause: below a council, or on a facilitator's Home."""
    causes: dict[str, list[Stuck]] = {}
    for one in stuck:
        causes.setdefault(one.advice, []).append(one)
    lines = [f"{'; '.join(_lines(alike))}. {escaped(advice)}" for advice, alike in causes.items()]
    if lines:
        yield from sections(["*Undelivered*", *(bullets([line]) for line in lines)])
        yield actions(_again(game))


def tried_again(count: int) -> Message:
    """To a facilitator who had what was undelivered tried again."""
    if not count:
        return plain("Nothing is undelivered in this game.")
    return plain(
        f"I am trying {p.count_of(count, 'thing')} again. Anything that fails again is shown on the console."
    )


def _again(game: GameId) -> ButtonElement:
    return button("Try everything again", names.TRY_AGAIN, game)


def _lines(stuck: Iterable[Stuck]) -> Iterator[str]:
    """`a message to Council 1, Council 2 and 98 more (is_archived)`."""
    alike: dict[tuple[str, str], list[str]] = {}
    for one in stuck:
        place = p.mention(UserId(one.whom)) if one.whom else one.place
        alike.setdefault((one.what, one.error), []).append(place)
    for (what, error), places in alike.items():
        yield f"{what} {_some(tuple(dict.fromkeys(places)))} ({escaped(error)})"


def _some(places: Sequence[str]) -> str:
    if len(places) <= NAMED:
        return p.listed(places)
    return f"{', '.join(places[:NAMED])} and {len(places) - NAMED} more"


def _prospects(stuck: Iterable[Stuck]) -> Iterator[str]:
    """What becomes of it: only what waits is ever sent by itself."""
    waits = {one.waits for one in stuck}
    if True in waits:
        yield "Messages that wait for this are sent by themselves once it is fixed."
    if False in waits:
        yield (
            "Messages that were refused for good are not: when you have fixed it, *Try everything again* "
            "sends them again."
        )
