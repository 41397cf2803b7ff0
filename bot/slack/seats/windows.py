"""The windows about people and seats, and the buttons that open them. A word alone opens the same window.

Who may do what a window says is decided when it is sent; here it is only not offered to those who may not.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.errors.clock import GameOver
from bot.domain.errors.seating import NoSeatToHandOver
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import CouncilId, GameId, UserId, game_of
from bot.domain.scenario import Scenario
from bot.queries.place import Where
from bot.services import Services
from bot.slack.acting import asked as a
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.blocks import carried, message, names
from bot.slack.seats import accounts, reseating
from bot.slack.seats import cards as seats_cards
from bot.slack.seats import people as people_cards
from bot.slack.seats.forms import (
    FacilitatorsForm,
    HandOverForm,
    HandOverMineForm,
    InviteForm,
    MoveForm,
    NudgeForm,
    PaperForm,
    RemoveForm,
)
from bot.slack.typed import lists

Window: TypeAlias = Callable[[Services, Where], Awaitable[View]]


def _for_facilitators(view: Callable[[Game], View], *, also_afterwards: bool = False) -> Window:
    async def window(_services: Services, where: Where) -> View:
        _check(where, also_afterwards=also_afterwards)
        return view(where.game)

    return window


def _of_councils(
    view: Callable[[Game, Scenario, Sequence[Council]], View], *, also_afterwards: bool = False
) -> Window:
    async def window(services: Services, where: Where) -> View:
        _check(where, also_afterwards=also_afterwards)
        return view(where.game, where.scenario, await services.reader.councils(where.game))

    return window


def _check(where: Where, *, also_afterwards: bool) -> None:
    if where.as_facilitator().game.stage is Stage.ENDED and not also_afterwards:
        raise GameOver


async def hand_over(services: Services, where: Where) -> View:
    """Anybody's seat for a facilitator; for everybody else, their own."""
    if where.facilitates and where.game.stage is not Stage.ENDED:
        return HandOverForm.view(where.game, where.scenario)
    return await _hand_over_mine(services, where)


async def _hand_over_mine(_services: Services, where: Where) -> View:
    if where.game.stage is Stage.ENDED:
        raise GameOver
    if where.seat is None:
        raise NoSeatToHandOver
    return HandOverMineForm.view(where.game, where.scenario)


invite = _for_facilitators(InviteForm.view)
paper = _for_facilitators(PaperForm.view)
remove = _for_facilitators(RemoveForm.view)
facilitators = _for_facilitators(FacilitatorsForm.view, also_afterwards=True)
move = _of_councils(MoveForm.view)
_nudge = _of_councils(NudgeForm.view, also_afterwards=True)


# --- opening them


def without_words(window: Window, button: str) -> Callable[[a.Handler], a.Handler]:
    """A word's handler that opens the window where nothing follows the word. The button opens it again."""

    def decorate(handler: a.Handler) -> a.Handler:
        async def opens_or_does(asked: Asked) -> None:
            if asked.typed.rest:
                await handler(asked)
                return
            where = await asked.where()
            await asked.open(await window(asked.services, where), button, where.game.id)

        return opens_or_does

    return decorate


def _opens(window: Window) -> Handler:
    """A button whose value is the game's id."""

    async def handler(pressed: Pressed) -> None:
        await pressed.open(await window(pressed.services, await pressed.where()))

    return handler


async def _show_silent(pressed: Pressed) -> None:
    where = (await pressed.where()).as_facilitator()
    page, reader = carried.number(pressed.value.rpartition(":")[2]), pressed.services.reader
    councils, now = await reader.councils(where.game), pressed.services.now()
    shown = people_cards.who_is_silent(where.game, where.scenario, councils, now, page)
    await pressed.answer.turn(shown)


async def _nudge_here(pressed: Pressed) -> None:
    council, where = await pressed.council()
    await pressed.open(NudgeForm.view(where.as_facilitator().game, where.scenario, [council]))


async def _invite_everybody(pressed: Pressed) -> None:
    game = (await pressed.where()).as_facilitator().game.id
    await pressed.answer(await reseating.invited(pressed, game, [lists.everybody()]))


async def _step_down(pressed: Pressed) -> None:
    await pressed.answer(await reseating.facilitated(pressed, GameId(pressed.value), (), [pressed.user]))


async def _move_there(pressed: Pressed) -> None:
    council, user, role = carried.parts(pressed.value, 3)
    place = CouncilId(council), names.role_number(role)
    said = await reseating.moved(pressed, game_of(place[0]), UserId(user), place)
    await pressed.answer(message.plain(said))


async def _give_seat(pressed: Pressed) -> None:
    council, _, whose, to = carried.parts(pressed.value, 4)
    game = game_of(CouncilId(council))
    said = await reseating.handed_over(pressed, game, UserId(whose), UserId(to))
    await pressed.answer(message.plain(said))


async def _take_over(pressed: Pressed) -> None:
    game = await pressed.services.games.handle(GameId(pressed.value), c.TakeOver(), actor=pressed.user)
    await pressed.answer(
        accounts.take_over(game, pressed.services.reader.scenario(game.scenario, game.edition), pressed.user)
    )


async def _read_welcome(pressed: Pressed) -> None:
    council = await pressed.services.reader.council(CouncilId(pressed.value))
    _, scenario = await pressed.services.reader.game(council.game)
    await pressed.open(seats_cards.whole_welcome(scenario, council))


BUTTONS: dict[str, Handler] = {
    names.READ_WELCOME: _read_welcome,
    names.INVITE_PEOPLE: _opens(invite),
    names.INVITE_EVERYBODY: _invite_everybody,
    names.SEAT_ON_PAPER: _opens(paper),
    names.REMOVE_PEOPLE: _opens(remove),
    names.HAND_OVER: _opens(hand_over),
    names.HAND_OVER_MINE: _opens(_hand_over_mine),
    names.MOVE_SOMEBODY: _opens(move),
    names.MOVE_THERE: _move_there,
    names.FACILITATORS: _opens(facilitators),
    names.STEP_DOWN: _step_down,
    names.GIVE_SEAT: _give_seat,
    names.TAKE_OVER: _take_over,
    names.NUDGE: _opens(_nudge),
    names.SHOW_SILENT: _show_silent,
    names.NUDGE_HERE: _nudge_here,
}
