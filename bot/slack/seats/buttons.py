"""Buttons about people and seats; most of them open a window."""

from bot.domain.errors import FacilitatorsOnly
from bot.domain.ids import CouncilId, GameId, RoleNumber, UserId, game_of
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.blocks import message, names
from bot.slack.seats import reseating, windows
from bot.slack.seats.forms import NudgeForm
from bot.slack.seats.windows import Window


def _opens(window: Window) -> Handler:
    """A window about the game that the button's value names."""

    async def handler(pressed: Pressed) -> None:
        where = await pressed.services.reader.where_in(GameId(pressed.value), pressed.user)
        await pressed.open(await window(pressed.services, where))

    return handler


async def _straw(pressed: Pressed) -> None:
    _, where = await pressed.seated()
    await pressed.open(await windows.straw(pressed.services, where))


async def _nudge_here(pressed: Pressed) -> None:
    council, where = await pressed.council()
    if not where.facilitates:
        raise FacilitatorsOnly
    await pressed.open(NudgeForm.view(where.game, where.scenario, [council]))


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


HANDLERS: dict[str, Handler] = {
    names.INVITE_PEOPLE: _opens(windows.invite),
    names.SEAT_ON_PAPER: _opens(windows.paper),
    names.REMOVE_PEOPLE: _opens(windows.remove),
    names.HAND_OVER: _opens(windows.hand_over),
    names.HAND_OVER_MINE: _opens(windows.hand_over_mine),
    names.MOVE_SOMEBODY: _opens(windows.move),
    names.MOVE_THERE: _move_there,
    names.PROXY_VOTE: _opens(windows.proxy),
    names.FACILITATORS: _opens(windows.facilitators),
    names.STEP_DOWN: _step_down,
    names.NUDGE: _opens(windows.nudge),
    names.NUDGE_HERE: _nudge_here,
    names.ASK_STRAW: _straw,
    names.STOP_OR_TALK: _opens(windows.stop_or_talk),
}
