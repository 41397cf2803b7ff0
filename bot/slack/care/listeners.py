"""Care in games over days: catching up, voting for a partner, taking or leaving an idle seat."""

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.errors.seating import HandsToThemselves, NoSeatToHandOver, SeatNotOffered
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.domain.ids import CouncilId, GameId, RoleNumber, UserId, game_of
from bot.queries.reader import Where
from bot.services import Services
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.blocks import message, names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message
from bot.slack.care import cards as care_cards
from bot.slack.help import cards as help_cards


async def missed(asked: Asked) -> None:
    """`/moot missed`: what happened since the asker's last visit."""
    await asked.answer(await _missed(asked.services, await asked.where()))


async def what(asked: Asked) -> None:
    """`/moot what did I miss?`, as people say it."""
    if asked.typed.rest.lower().startswith("did i miss"):
        await missed(asked)
    else:
        await asked.answer(help_cards.unknown_command(asked.typed.word, "missed"))


async def _missed_here(pressed: Pressed) -> None:
    where = await pressed.services.reader.where_in(GameId(pressed.value), pressed.user)
    await pressed.answer(await _missed(pressed.services, where))


async def _missed(services: Services, where: Where) -> Message:
    return care_cards.missed(where.game, where.scenario, await services.visits.missed(where))


async def envelope_opened(services: Services, game: Game, council: Council, user: UserId) -> None:
    """Notes in a game over days that somebody has read their sheet."""
    seat = council.seat_of(user)
    if game.working is not None and seat is not None and seat.role not in council.care.opened:
        await services.councils.handle(council.id, cc.OpenEnvelope(), actor=user)


async def _take_seat(pressed: Pressed) -> None:
    council, where = await _council(pressed)
    seat = council.seats[_role(pressed)]
    if seat.holder is None:
        raise SeatNotOffered
    if seat.holder == pressed.user:
        raise HandsToThemselves
    try:
        await pressed.services.games.handle(
            where.game.id, c.HandOver(seat.holder, pressed.user, offered=True), actor=pressed.user
        )
    except NoSeatToHandOver:  # somebody was quicker by a moment
        raise SeatNotOffered from None
    role = p.role_and_team(where.scenario, seat)
    said = f"The seat is yours: {role}, {council.name}. Your envelope is on its way."
    await pressed.answer(message.plain(said))


def _votes(choice: Choice) -> Handler:
    async def handler(pressed: Pressed) -> None:
        council, holder = CouncilId(pressed.value.partition(":")[0]), UserId(pressed.value.split(":", 2)[2])
        await pressed.services.councils.handle(council, cc.CastProxyVote(holder, choice), actor=pressed.user)
        said = f"The vote of {p.mention(holder)} is entered by proxy: *{choice.value}*."
        await pressed.answer(message.plain(f"{said} Whatever they vote themselves takes its place."))

    return handler


async def _stop(pressed: Pressed) -> None:
    council, holder = CouncilId(pressed.value.partition(":")[0]), UserId(pressed.value.split(":", 2)[2])
    command = cc.StopIdleCare(_role(pressed), holder)
    await pressed.services.councils.handle(council, command, actor=pressed.user)
    said = f"I leave {p.mention(holder)} in peace: no proxy, and nobody is offered the seat."
    await pressed.answer(message.plain(said))


async def _council(pressed: Pressed) -> tuple[Council, Where]:
    council = CouncilId(pressed.value.partition(":")[0])
    where = await pressed.services.reader.where_in(game_of(council), pressed.user)
    return await pressed.services.reader.council(council), where


def _role(pressed: Pressed) -> RoleNumber:
    return RoleNumber(int(pressed.value.split(":")[1]))


BUTTONS: dict[str, Handler] = {
    names.MISSED: _missed_here,
    names.TAKE_SEAT: _take_seat,
    names.STOP_IDLE_CARE: _stop,
    names.PROXY_YES: _votes(Choice.YES),
    names.PROXY_NO: _votes(Choice.NO),
    names.PROXY_ABSTAIN: _votes(Choice.ABSTAIN),
}
