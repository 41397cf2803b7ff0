"""Help, where one stands, what one owes, the Handbook, and one's games."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.domain.errors.authority import NoGame, WhichGame
from bot.domain.errors.seating import NotSignedUp
from bot.domain.ids import GameId, UserId
from bot.domain.scenario import Scenario
from bot.platform.cures import NO_PICTURE
from bot.platform.refused import error_of
from bot.queries.overview import overview
from bot.queries.place import Where
from bot.services import Services
from bot.services.questions import Typed
from bot.slack.acting.asked import ALWAYS, IN_A_GAME, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import carried, message, names
from bot.slack.blocks.as_json import as_json
from bot.slack.blocks.message import Message
from bot.slack.clock import controls
from bot.slack.console import cards as console_cards
from bot.slack.edge.guard import Answer, refusals_as_replies
from bot.slack.edge.listeners import Kind, Listeners
from bot.slack.help import cards as help_cards
from bot.slack.help import handbook, now, which
from bot.slack.help.pictures import IN_WORDS, Pictures
from bot.slack.seats import people as people_cards

log = structlog.get_logger(__name__)


def register(listeners: Listeners) -> None:
    """Registers the shortcut."""
    listeners.take(Kind.SHORTCUT, names.WHAT_NOW, what_now)


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
    team, user = context.team_id or "", UserId(body["user"]["id"])
    try:
        where = await _if_any(services.reader.where(team, "", user))
    except WhichGame as several:
        await which.ask(services, answer, team, user, Typed("/moot", "help"), several)
        return
    await answer(await _now(services, where, words))


async def _now(services: Services, where: Where | None, words: Sequence[Word]) -> Message:
    if where is None:
        return now.what_now(None, services.now(), words)
    councils = await services.reader.councils_of(where)
    todo = help_cards.everything_owed(where, services.now(), councils)
    links = await services.reader.links(
        where.game.id, [key for one in todo for key in now.keys_of(where, one)]
    )
    return now.what_now(where, services.now(), words, councils, links)


async def _if_any(where: Awaitable[Where]) -> Where | None:
    """The place, or None in no game, or in several that are all over. Raises WhichGame."""
    try:
        return await where
    except NoGame:
        return None
    except WhichGame as several:
        if several.over:
            return None
        raise


async def _owe(by: Asked | Pressed) -> None:
    reader, here = by.services.reader, await by.where()
    where = await reader.where_in(here.game.id, by.user)  # one's own seat, whatever channel this is
    await by.answer(help_cards.owed_card(where, by.services.now(), await reader.councils_of(where)))


async def _show_handbook(pressed: Pressed) -> None:
    where = await pressed.where()
    game, pack = where.game.id, where.scenario
    await _illustrated(
        pressed, game, pack, lambda shown: handbook.opened(pack, game, pictures=shown), pressed.answer.redraw
    )


async def _handbook(asked: Asked) -> None:
    """`/moot handbook`, or with a word to find in it."""
    where, words = await asked.where(), asked.typed.rest
    game, pack = where.game.id, where.scenario
    await _illustrated(
        asked,
        game,
        pack,
        lambda shown: handbook.searched(pack, game, words, shown),
        lambda view: asked.open(view, names.SHOW_HANDBOOK, game),
    )


async def _illustrated(
    by: Asked | Pressed,
    game: GameId,
    pack: Scenario,
    drawn: Callable[[Pictures], View],
    show: Callable[[View], Awaitable[None]],
) -> None:
    """Shows it with its pictures; where Slack would not, in words."""
    view = drawn(Pictures(await by.services.pictures.shown(by.team_id, game, pack)))
    in_words = drawn(IN_WORDS)
    try:
        await show(view)
    except SlackApiError as refused:
        if error_of(refused) not in NO_PICTURE or as_json(view) == as_json(in_words):
            raise
        log.warning("slack refuses a picture; it is shown in words", action="handbook", game=game)
        await by.services.pictures.refused(by.team_id, pack)
        await show(in_words)


async def _games(by: Asked | Pressed) -> None:
    await by.answer.turn(help_cards.games(await by.services.reader.parts(by.team_id, by.user)))


async def _show_at_home(pressed: Pressed) -> None:
    """From now on their Home shows this game."""
    parts = await pressed.services.reader.parts(pressed.team_id, pressed.user)
    if pressed.value not in {part.game for part in parts}:
        raise NotSignedUp
    await pressed.services.requests.show_at_home(pressed.team_id, pressed.user, GameId(pressed.value))
    if pressed.in_message:  # on App Home, the page itself changes
        await pressed.answer(message.plain("Your Home shows that game now."))


async def _turn_handbook(pressed: Pressed) -> None:
    key, _, page = pressed.value.partition(":")
    game, number = GameId(key), carried.number(page or "0")
    _, pack = await pressed.services.reader.game(game)
    await _illustrated(
        pressed, game, pack, lambda shown: handbook.opened(pack, game, number, shown), pressed.answer.redraw
    )


FORMS: tuple[Taken, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.SHOW_OWED: _owe,
    names.SHOW_HANDBOOK: _show_handbook,
    names.TURN_HANDBOOK: _turn_handbook,
    names.SHOW_GAMES: _games,
    names.SHOW_AT_HOME: _show_at_home,
}


async def _help(asked: Asked) -> None:
    where, more = await _if_any(asked.where()), asked.typed.rest.lower()
    if more in ("all", "commands"):
        await asked.answer(help_cards.help_card(where, asked.words, everything=more == "all"))
        return
    if where is not None:  # one's own seat, whatever channel this is
        where = await asked.services.reader.where_in(where.game.id, asked.user)
    await asked.answer(await _now(asked.services, where, asked.words))


async def _status(asked: Asked) -> None:
    where = await asked.where()
    await asked.answer(help_cards.status(where))
    if where.facilitates:
        seen = await overview(asked.services.reader, where.game.id, asked.services.now())
        councils, stuck = [one.council for one in seen.councils], sum(map(len, seen.stuck.values()))
        guide = bool(where.scenario.guide)
        await asked.answer(controls.console(where.game, councils, stuck, guide=guide))
        await asked.answer(people_cards.people(where.game, councils, asked.services.now()))
        if where.game.deal is not None:
            await asked.answer(console_cards.councils(seen))


WORDS: tuple[Word, ...] = (
    Word("status", _status, "where the game stands", IN_A_GAME, ForWhom.EVERYBODY, changes=False),
    Word("owe", _owe, "what you have left to do", IN_A_GAME, ForWhom.SEAT_HOLDERS, changes=False,
         after="mission"),
    Word("handbook", _handbook, "the background, by chapter; `handbook contract` finds a word in it",
         IN_A_GAME, ForWhom.EVERYBODY, changes=False, after="unpark",
         press=Press("The Handbook", "/moot handbook", 6)),
    Word("games", _games, "the games you are or were in", ALWAYS, ForWhom.EVERYBODY, changes=False,
         after="handover", press=Press("My games", "/moot games", 8)),
    Word("help", _help, "what to do now; `help commands` lists your commands, `help all` every one",
         ALWAYS, ForWhom.EVERYBODY, changes=False),
)  # fmt: skip
