"""Care in games over days: catching up, voting for a partner, taking or leaving an idle seat."""

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.errors.seating import HandsToThemselves, NoSeatToHandOver, SeatNotOffered
from bot.domain.game import commands as c
from bot.domain.game.telling import Told
from bot.domain.ids import CouncilId, RoleNumber, UserId
from bot.queries.place import Where
from bot.services import Services
from bot.slack.acting.asked import WHILE_PLAYED, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import carried, message, names, optional
from bot.slack.blocks import phrases as p
from bot.slack.care import cards as care_cards
from bot.slack.help import cards as help_cards
from bot.slack.seats.profiles import must_be_able_to_play


async def envelope_opened(services: Services, council: Council, user: UserId) -> None:
    """Notes, once, that somebody has read their sheet."""
    seat = council.seat_of(user)
    if council.begun and seat is not None and seat.role not in council.care.opened:
        await services.councils.handle(council.id, cc.OpenEnvelope(), actor=user)


async def _missed(by: Asked | Pressed) -> None:
    where = await by.where()
    missed, waits = await by.services.visits.missed(where), list[str]()
    if where.council is not None and where.seat is not None:
        mine = where.game, where.council, where.seat, by.services.now()
        links = await by.services.reader.links(where.game.id, care_cards.shown_with(*mine))
        waits = care_cards.waiting_for(*mine, links)
    await by.answer(care_cards.missed(where.game, where.scenario, missed, waits, _told(where)))


def _told(where: Where) -> list[Told]:
    """What somebody was told, in the channel of their council or by themselves."""
    number, watches = where.council.number if where.council else 0, where.game.sign_ups.get(where.user)
    return [
        one
        for one in where.game.telling.told
        if (where.seat is not None and one.is_for(number, where.seat.role))
        or (not one.is_private and one.was_heard_in(number))
        or (one.to is not None and one.to.facilitators and where.facilitates)
        or (one.to is not None and one.to.observers and watches is not None and watches.observer)
    ]


async def _take_seat(pressed: Pressed) -> None:
    council, where = await pressed.council()
    seat = council.seats[names.role_number(pressed.value.partition(":")[2].partition(":")[0])]
    if seat.holder is None:
        raise SeatNotOffered
    if seat.holder == pressed.user:
        raise HandsToThemselves
    if where.seat is None and pressed.user in where.game.sign_ups:
        await must_be_able_to_play(pressed.client, pressed.user, sorted(where.game.facilitators))
    try:
        await pressed.services.games.handle(
            where.game.id, c.HandOver(seat.holder, pressed.user, offered=True), actor=pressed.user
        )
    except NoSeatToHandOver:  # somebody was quicker by a moment
        raise SeatNotOffered from None
    role = p.role_and_team(where.scenario, seat)
    said = (
        f"The seat is yours: {role}, {council.name}. Your {optional.envelope(where.scenario)} is on its way."
    )
    await pressed.answer(message.plain(said))


def _votes(choice: Choice) -> Handler:
    async def handler(pressed: Pressed) -> None:
        council, _, holder = _idle_seat(pressed)
        await pressed.services.councils.handle(council, cc.CastProxyVote(holder, choice), actor=pressed.user)
        said = f"The vote of {p.mention(holder)} is entered by proxy: *{choice.value}*."
        await pressed.answer(message.plain(f"{said} Their own vote replaces it."))

    return handler


async def _leave_in_peace(pressed: Pressed) -> None:
    council, role, holder = _idle_seat(pressed)
    await pressed.services.councils.handle(council, cc.StopIdleCare(role, holder), actor=pressed.user)
    said = f"I will leave {p.mention(holder)} in peace: no proxy, and nobody is offered the seat."
    await pressed.answer(message.plain(said))


def _idle_seat(pressed: Pressed) -> tuple[CouncilId, RoleNumber, UserId]:
    """The council, the seat and its holder, as the button's value names them."""
    council, role, holder = carried.parts(pressed.value, 3)
    return CouncilId(council), names.role_number(role), UserId(holder)


FORMS: tuple[Taken, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.MISSED: _missed,
    names.TAKE_SEAT: _take_seat,
    names.STOP_IDLE_CARE: _leave_in_peace,
    names.PROXY_YES: _votes(Choice.YES),
    names.PROXY_NO: _votes(Choice.NO),
    names.PROXY_ABSTAIN: _votes(Choice.ABSTAIN),
}


async def _what_did_i_miss(asked: Asked) -> None:
    if asked.typed.rest.lower().startswith("did i miss"):
        await _missed(asked)
    else:
        await asked.answer(help_cards.unknown_command(asked.typed.word, "missed"))


def _may_have_missed(where: Where) -> bool:
    """Over days anything; live, what they were told."""
    return where.game.working is not None or bool(_told(where))


WORDS: tuple[Word, ...] = (
    Word("missed", _missed, "what you were told, and in a game over days what happened since your last visit",
         WHILE_PLAYED, ForWhom.EVERYBODY, only_if=_may_have_missed, also={"what": _what_did_i_miss},
         after="owe", only_shows=True),
)  # fmt: skip
