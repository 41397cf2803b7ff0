"""The windows about people and seats, and the buttons that open them. A word alone opens the same window.

Who may do what a window says is decided when it is sent; here it is only not offered to those who may not.
"""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from slack_sdk.models.views import View

from bot.domain.errors.authority import FacilitatorsOnly, NotSeated
from bot.domain.errors.clock import GameOver
from bot.domain.errors.seating import NoSeatToHandOver
from bot.domain.game import Stage
from bot.domain.ids import CouncilId, GameId, RoleNumber, UserId, game_of
from bot.queries.reader import Where
from bot.services import Services
from bot.slack.acting import asked as a
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.blocks import message, names
from bot.slack.seats import forms as seats_forms
from bot.slack.seats import reseating

Window: TypeAlias = Callable[[Services, Where], Awaitable[View]]


def _only_facilitators(where: Where) -> None:
    if not where.facilitates:
        raise FacilitatorsOnly


def _still_played(where: Where) -> None:
    if where.game.stage is Stage.ENDED:
        raise GameOver


async def invite(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """People to sign up."""
    _only_facilitators(where)
    _still_played(where)
    return seats_forms.invite(where.game)


async def paper(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """People without a Slack account."""
    _only_facilitators(where)
    _still_played(where)
    return seats_forms.paper(where.game)


async def remove(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """People to take off the list."""
    _only_facilitators(where)
    _still_played(where)
    return seats_forms.remove(where.game)


async def hand_over(services: Services, where: Where) -> View:
    """Anybody's seat for a facilitator; for everybody else, their own."""
    _still_played(where)
    if where.facilitates:
        return seats_forms.hand_over(where.game)
    return await hand_over_mine(services, where)


async def hand_over_mine(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """One's own seat."""
    _still_played(where)
    if where.seat is None:
        raise NoSeatToHandOver
    return seats_forms.hand_over_mine(where.game)


async def move(services: Services, where: Where) -> View:
    """To a vacant seat."""
    _only_facilitators(where)
    _still_played(where)
    return seats_forms.move(where.game, where.scenario, await services.reader.councils(where.game))


async def proxy(services: Services, where: Where) -> View:
    """The votes of people on paper: everywhere for a facilitator, else in one's own council."""
    if where.facilitates:
        return seats_forms.proxy(where.game, await services.reader.councils(where.game))
    if where.seat is None:
        raise NotSeated
    return seats_forms.proxy(where.game, [where.in_council()])


async def facilitators(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """Who runs the game."""
    _only_facilitators(where)
    return seats_forms.facilitators(where.game)


async def nudge(services: Services, where: Where) -> View:
    """Those who are silent."""
    _only_facilitators(where)
    return seats_forms.nudge(where.game, where.scenario, await services.reader.councils(where.game))


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
        where = await pressed.services.reader.where_in(GameId(pressed.value), pressed.user)
        await pressed.open(await window(pressed.services, where))

    return handler


async def _nudge_here(pressed: Pressed) -> None:
    council, where = await pressed.council()
    if not where.facilitates:
        raise FacilitatorsOnly
    await pressed.open(seats_forms.nudge(where.game, where.scenario, [council]))


async def _step_down(pressed: Pressed) -> None:
    game = GameId(pressed.value)
    said = await reseating.facilitated(
        pressed.services, pressed.client, game, (), [pressed.user], pressed.user
    )
    await pressed.answer(said)


async def _move_there(pressed: Pressed) -> None:
    council, user, role = pressed.value.split(":")
    place = CouncilId(council), RoleNumber(int(role))
    said = await reseating.moved(pressed.services, game_of(place[0]), UserId(user), place, pressed.user)
    await pressed.answer(message.plain(said))


BUTTONS: dict[str, Handler] = {
    names.INVITE_PEOPLE: _opens(invite),
    names.SEAT_ON_PAPER: _opens(paper),
    names.REMOVE_PEOPLE: _opens(remove),
    names.HAND_OVER: _opens(hand_over),
    names.HAND_OVER_MINE: _opens(hand_over_mine),
    names.MOVE_SOMEBODY: _opens(move),
    names.MOVE_THERE: _move_there,
    names.PROXY_VOTE: _opens(proxy),
    names.FACILITATORS: _opens(facilitators),
    names.STEP_DOWN: _step_down,
    names.NUDGE: _opens(nudge),
    names.NUDGE_HERE: _nudge_here,
}
