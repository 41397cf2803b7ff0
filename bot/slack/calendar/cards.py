"""The text beside the agenda's file, and the agenda in words if Slack takes no files."""

from bot.domain.game import Game, Stage
from bot.domain.ids import Moment
from bot.domain.timetable import still_to_come
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, context, escaped, plain, section
from bot.slack.blocks.saying import says

HOW = (
    "Open it on your computer or phone to add it to your calendar. In Google Calendar, choose Settings, "
    "then Import."
)
AGAIN = "Open the new file to update your calendar."


def beside(game: Game, *, changed: bool) -> Message:
    """Above the file."""
    return plain(f"{_news(game, changed=changed)} {f'{_when(game)}{AGAIN}' if changed else HOW}")


def _when(game: Game) -> str:
    """When it starts, or once it has, when it ends."""
    if game.stage is Stage.ENDED:
        return ""
    if game.clock is None:
        return f"It starts {p.day_and_time(game, game.starts_at)}. " if game.starts_at else ""
    return f"It ends {p.day_and_time(game, end)}. " if (end := game.expected_end) else ""


def _news(game: Game, *, changed: bool) -> str:
    name = escaped(game.name)
    if game.stage is Stage.ENDED and game.coming:
        return f"*{name} ended early*, and what was still to come is cancelled."
    if changed:
        return f"*The agenda of {name} has changed.*"
    return f"*The agenda of {name}*, for your calendar, in your own time zone."


def ahead(game: Game) -> Message:
    """To somebody whom Moot has not written to before."""
    return plain(f"Here is the agenda of *{escaped(game.name)}*.")


def in_words(game: Game, at: Moment, *, changed: bool) -> Message:
    """Instead of the file, in a channel or to one person: when it begins and ends."""
    why = context("As a message, because this app may not share files here.")
    slots = still_to_come(game, at)
    if not slots:
        return Message.of(section(_news(game, changed=changed)), why)
    begins, ends = (p.day_and_time(game, one) for one in (slots[0].begins, slots[-1].ends))
    what = f"*{escaped(slots[0].phase.title)}*: {begins}\n*The end*: {ends}"
    button_row = actions(says("The whole agenda", game.id, "/moot agenda"))
    return Message.of(section(_news(game, changed=changed)), section(what), why, button_row)


def on_its_way() -> Message:
    """To somebody who asked for the file."""
    return plain("I am sending you the agenda as a calendar file by direct message. " + HOW)
