"""The farewell in the plenary: the pack's closing note, the facilitator's own line, and the credits."""

import re
from collections.abc import Iterator
from datetime import timedelta

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.game import Game
from bot.domain.scenario import Credit, Scenario
from bot.domain.times import writing
from bot.slack.blocks import folding, names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    quoted,
    section,
    sections,
)

A_WHILE = timedelta(minutes=1)  # from which on people are told that their own result takes some time
_ADDRESS = re.compile(r"https?://[^\s<>|]*[^\s<>|.,;:!?)\"']")


def closing(game: Game, scenario: Scenario, takes: timedelta) -> Message:
    """What stays in the plenary; `takes` is how long everybody's own result takes at least to reach them."""
    title, own = header(f"{scenario.title}: goodbye"), [*_own_results(game, takes)]
    credits = [*map(_named, scenario.credits)]
    thanks = [context(f"Builds on the work of {p.listed(credits)}.")] if credits else []
    room = folding.room_beside(title, *_host(game), *thanks, *own)
    return Message.of(
        title,
        *folding.shown(linked(scenario.wrap_up), room),
        *_host(game),
        *thanks,
        *own,
        actions(
            button("Give feedback", names.GIVE_FEEDBACK, game.id),
            folding.read_more(names.READ_CLOSING, game.id),
        ),
    )


def whole_closing(scenario: Scenario) -> View:
    """The pack's closing note and its credits, for one person."""
    credits = ["*This game builds on the work of others:*", bullets(map(_credit, scenario.credits))]
    return folding.whole(
        "Goodbye",
        *sections([linked(scenario.wrap_up)]),
        *(sections(credits) if scenario.credits else ()),
    )


def linked(text: str) -> str:
    """An author's words, with the addresses in them as links."""
    return _ADDRESS.sub(lambda found: f"<{found[0]}>", escaped(text))


def _host(game: Game) -> Iterator[Block]:
    """Whoever created the game, in their own words."""
    host = game.host
    if host.line and host.user is not None and host.user in game.facilitators:
        yield section(f"*From {p.mention(host.user)}, who ran it:*\n{quoted(host.line)}")


def _credit(one: Credit) -> str:
    return f"*{_named(one)}*: {escaped(one.what)}"


def _named(one: Credit) -> str:
    is_address = _ADDRESS.fullmatch(one.link) is not None
    return f"<{one.link}|{escaped(one.name).replace('|', '/')}>" if is_address else escaped(one.name)


def _own_results(game: Game, takes: timedelta) -> Iterator[Block]:
    if game.deal is None:
        return
    within = f" It may take {writing.length(takes)} until everybody has it." if takes > A_WHILE else ""
    yield context(f"Each of you gets your own result as a direct message.{within}")
