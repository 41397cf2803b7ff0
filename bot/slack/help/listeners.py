"""Help, where one stands, what one owes, the Handbook, and one's games."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.errors.authority import NoGame
from bot.domain.ids import GameId, UserId
from bot.queries.overview import stuck_in
from bot.services import Services
from bot.slack.acting.asked import ALWAYS, IN_A_GAME, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import names
from bot.slack.clock import controls
from bot.slack.console.listeners import show_councils
from bot.slack.edge.guard import Answer, refusals_as_replies
from bot.slack.help import cards as help_cards
from bot.slack.seats import people as people_cards


def register(app: AsyncApp) -> None:
    """Registers the shortcut."""
    app.shortcut(names.WHAT_NOW)(what_now)


@refusals_as_replies
async def what_now(
    ack: AsyncAck,
    body: dict[str, Any],
    context: AsyncBoltContext,
    answer: Answer,
    services: Services,
    words: tuple[Word, ...],
) -> None:
    """What this person can do now."""
    await ack()
    try:
        where = await services.reader.where(context.team_id or "", "", UserId(body["user"]["id"]))
    except NoGame:
        where = None
    await answer(help_cards.help_card(where, services.now(), words))


async def _owe(by: Asked | Pressed) -> None:
    reader, here = by.services.reader, await by.where()
    where = await reader.where_in(here.game.id, by.user)  # one's own seat, whatever channel this is
    await by.answer(help_cards.owed_card(where, by.services.now(), await reader.councils_of(where)))


async def _handbook(by: Asked | Pressed) -> None:
    where = await by.where()
    await by.answer(help_cards.handbook(where.scenario, where.game.id))


async def _games(by: Asked | Pressed) -> None:
    await by.answer.turn(help_cards.games(await by.services.reader.parts(by.team_id, by.user)))


async def _turn_handbook(pressed: Pressed) -> None:
    key, _, page = pressed.value.partition(":")
    _, scenario = await pressed.services.reader.game(GameId(key))
    await pressed.answer.turn(help_cards.handbook(scenario, key, int(page or 1)))


FORMS: tuple[Taken, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.SHOW_OWED: _owe,
    names.SHOW_HANDBOOK: _handbook,
    names.TURN_HANDBOOK: _turn_handbook,
    names.SHOW_GAMES: _games,
}


async def _help(asked: Asked) -> None:
    try:
        where = await asked.where()
    except NoGame:
        where = None
    everything = asked.typed.rest == "all"
    await asked.answer(help_cards.help_card(where, asked.services.now(), asked.words, everything=everything))


async def _status(asked: Asked) -> None:
    where = await asked.where()
    await asked.answer(help_cards.status(where))
    if where.facilitates:
        councils = await asked.services.reader.councils(where.game)
        stuck = await stuck_in(asked.services.reader, where.game)
        await asked.answer(controls.console(where.game, councils, len(stuck)))
        await asked.answer(people_cards.people(where.game, where.scenario, councils))
        if where.game.deal is not None:
            await show_councils(asked)


WORDS: tuple[Word, ...] = (
    Word("status", _status, "where the game stands", IN_A_GAME, ForWhom.EVERYBODY, changes=False),
    Word("owe", _owe, "what you have left to do", IN_A_GAME, ForWhom.SEAT_HOLDERS, changes=False,
         after="mission"),
    Word("handbook", _handbook, "the background, for everybody", IN_A_GAME, ForWhom.EVERYBODY, changes=False,
         after="unpark"),
    Word("games", _games, "the games that you were or are in", ALWAYS, ForWhom.EVERYBODY, changes=False,
         after="handover"),
    Word("help", _help, "what you can do now; `help all` lists everything", ALWAYS, ForWhom.EVERYBODY,
         changes=False),
)  # fmt: skip
