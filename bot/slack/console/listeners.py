"""All councils on a page, one with its controls, and trying again what could not be delivered."""

from bot.db.members import LEFT
from bot.domain.errors.authority import FacilitatorsOnly, NotSeated
from bot.domain.errors.seating import NotDealt
from bot.domain.game import Stage
from bot.domain.ids import CouncilId, GameId, UserId, game_of
from bot.queries.overview import Overview, overview
from bot.queries.place import Where
from bot.services import Services
from bot.slack.acting.asked import AFTERWARDS, IN_A_GAME, WHILE_PLAYED, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import carried, names
from bot.slack.blocks.message import Message
from bot.slack.console import cards as console_cards
from bot.slack.console import spoken, trouble


async def _seen(services: Services, game: GameId, user: UserId) -> Overview:
    """The game at a glance. Raises FacilitatorsOnly."""
    seen = await overview(services.reader, game, services.now())
    if user not in seen.game.facilitators:
        raise FacilitatorsOnly
    return seen


async def _turn(pressed: Pressed) -> None:
    game, order, page = carried.parts(pressed.value, 3)
    seen = await _seen(pressed.services, GameId(game), pressed.user)
    await pressed.answer.turn(console_cards.councils(seen, order, carried.number(page)))


async def _show_council(pressed: Pressed) -> None:
    key = CouncilId(pressed.value)
    seen = await _seen(pressed.services, game_of(key), pressed.user)
    found = seen.council(key)
    if found is None:
        raise NotDealt
    await pressed.answer.turn(console_cards.council(seen, found))


async def _try_again(by: Asked | Pressed) -> None:
    """What is undelivered is tried again, and people whom Slack did not let in are invited again."""
    where = await by.where()
    count = await by.services.requests.retry(where.game, by.user)
    outside = await by.services.reader.outside(where.game.id)
    for council in await by.services.reader.councils(where.game):
        kept_out = [user for user, row in outside.get(council.id, {}).items() if row.out != LEFT]
        if kept_out:
            await by.services.membership.let_in(council, kept_out)
            count += len(kept_out)
    await by.answer(trouble.tried_again(count))


async def _show_spoken(pressed: Pressed) -> None:
    page = carried.number(pressed.value.rpartition(":")[2])
    await pressed.answer.turn(await _spoken(pressed.services, await pressed.where(), page))


async def _who(asked: Asked) -> None:
    """`/moot who`: to a facilitator all councils, to others their own part."""
    await asked.answer(await _spoken(asked.services, await asked.where()))


async def _spoken(services: Services, where: Where, page: int = 1) -> Message:
    if not where.facilitates:
        if where.council is None or where.seat is None:
            raise NotSeated
        return spoken.own(where.scenario, where.council, where.seat)
    return spoken.who_has_spoken(where.game, await services.reader.councils(where.game), page)


FORMS: tuple[Taken, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.SHOW_COUNCILS: _turn,
    names.SHOW_COUNCIL: _show_council,
    names.SHOW_SPOKEN: _show_spoken,
    names.TRY_AGAIN: _try_again,
}


async def show_councils(asked: Asked) -> None:
    """Every council on a page, for a facilitator."""
    where = await asked.where()
    await asked.answer(console_cards.councils(await _seen(asked.services, where.game.id, asked.user)))


WORDS: tuple[Word, ...] = (
    Word("councils", show_councils, "every council on one page, those that need help first",
         IN_A_GAME - {Stage.SIGN_UP}, ForWhom.FACILITATORS, changes=False,
         press=Press("All councils", "/moot councils", 3)),
    Word("who", _who, "who has spoken, and who has not been heard yet", WHILE_PLAYED | AFTERWARDS,
         ForWhom.FACILITATORS, changes=False),
    Word("who", _who, "what you have done so far", WHILE_PLAYED | AFTERWARDS, ForWhom.SEAT_HOLDERS,
         changes=False, after="owe"),
    Word("retry", _try_again, "try again what could not be delivered", IN_A_GAME, ForWhom.FACILITATORS),
)  # fmt: skip
