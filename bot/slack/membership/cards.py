"""Who is outside a room where they belong, and channels in which nothing can be done."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block

from bot.db.members import LEFT
from bot.db.rooms import Gone, Lost
from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import GameId, UserId
from bot.intents.rooms import PLENARY
from bot.intents.trouble import place_of
from bot.platform.cures import INVITE_ME
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, bullets, button, context, escaped, section, sections

MOST_BUTTONS = 20  # of a card's channels: one may hold 25
ASK = "Make a new channel? Old messages stay in the old one, and people continue in the new one."
WAYS_OUT = {
    Gone.ARCHIVED: "It is archived. Somebody who was in it can unarchive it in Slack; a bot cannot.",
    Gone.OUT: f"I am not in that channel, or it is gone. {INVITE_ME}",
    Gone.DELETED: "It is deleted, and nobody can restore it.",
    Gone.ANEW: "I am making a new one.",
}


def outside(game: Game, council: Council, user: UserId, out: str) -> Message:
    """To somebody who is not in their council's channel, while `out` says why; or who was not."""
    if council.seat_of(user) is None:
        return Message.of(
            section(f"Your seat in {council.name} is no longer yours, so you cannot use its channel.")
        )
    if not out:
        return Message.of(section(f"You are in the channel of {council.name} again."))
    said = f"*You are no longer in the channel of {council.name}.* Your seat is still yours."
    if out != LEFT:
        said = (
            f"*Slack did not let me invite you to the channel of {council.name}* ({escaped(out)}). Your "
            "seat is still yours, and the facilitators have been told."
        )
    ask = f"Give up your seat in {council.name}? It becomes free at once."
    return Message.of(
        section(said),
        actions(
            button("Back in" if out == LEFT else "Try again", names.BACK_IN, council.id, style="primary"),
            button("Give up my seat", names.LEAVE, game.id, ask=ask),
        ),
    )


def room_gone(game: GameId, lost: Sequence[Lost]) -> Message:
    """To a facilitator: channels in which nothing can be done, each with its ways out."""
    open_ones = [one for one in lost if one.gone]
    if not open_ones:
        return Message.of(section("The lost channels can be used again. There is nothing left to do."))
    lines = (f"*{place_of(one.key).capitalize()}* (<#{one.channel}>): {_way_out(one)}" for one in open_ones)
    return Message.of(
        section(f"*I can no longer use {p.count_of(len(open_ones), 'channel')} of this game.*"),
        *sections([bullets([line]) for line in lines]),
        context("Messages for it wait, and are sent when the channel can be used again."),
        *_new_channels(game, open_ones),
    )


def _way_out(one: Lost) -> str:
    said = WAYS_OUT[Gone(one.gone)]
    return f"{said} Or I make a new one, with the cards that are needed." if _replaceable(one) else said


def _replaceable(one: Lost) -> bool:
    return one.key != PLENARY and one.gone != Gone.ANEW


def _new_channels(game: GameId, lost: Sequence[Lost]) -> Iterator[Block]:
    row = [
        button(f"New channel: {place_of(one.key)}", f"{names.NEW_CHANNEL}:{number}", value, ask=ASK)
        for number, one in enumerate(lost)
        if (value := f"{game}:{one.key}") and _replaceable(one)
    ]
    if row:
        yield actions(*row[:MOST_BUTTONS])
