"""`/moot floor`: asking for the floor, leaving the list, and calling whoever is next."""

from bot.domain.council import Council
from bot.domain.errors.floor import OnlySeatsSpeak
from bot.domain.floor import AskFloor, CallNext, FloorCommand, LeaveFloor
from bot.domain.ids import CouncilId, GameId, UserId, game_of
from bot.queries.place import Where
from bot.services import Services
from bot.slack.acting.asked import WHILE_PLAYED, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import carried, names
from bot.slack.blocks.message import Message
from bot.slack.floor import cards

LEAVES = ("leave", "done", "no", "withdraw", "out")
CALLS = ("next", "on", "call")
SHOWS = ("list", "show", "who", "queue")


def _place(where: Where, channel: str = "") -> CouncilId | GameId:
    """Whose list is meant: the plenary's in its channel, else that of the person's council."""
    if where.council is None or channel == where.game.plenary:
        return where.game.id
    return where.council.id


async def _act(services: Services, key: CouncilId | GameId, user: UserId, command: FloorCommand) -> Message:
    """What the command does on the list of a council or the plenary, and how it stands then."""
    council: Council | None = None
    if game_of(CouncilId(key)):
        council = await services.councils.handle(CouncilId(key), command, actor=user)
        where = await services.reader.where_in(council.game, user)
        game = where.game
    else:
        game = await services.games.handle(GameId(key), command, actor=user)
        where = await services.reader.where_in(game.id, user)
    return cards.answer(game, where.scenario, council, user)


async def _floor(asked: Asked) -> None:
    """Typed alone by somebody with a seat, it asks for the floor."""
    where, word = await asked.where(), asked.typed.rest.partition(" ")[0].lower()
    key = _place(where, asked.channel)
    holds = where.seat is not None
    command: FloorCommand
    if word in LEAVES:
        command = LeaveFloor()
    elif word in CALLS:
        command = CallNext()
    elif word in SHOWS or not holds:
        council = where.council if key != where.game.id else None
        await asked.answer(cards.answer(where.game, where.scenario, council, asked.user))
        return
    else:
        command = AskFloor()
    await asked.answer(await _act(asked.services, key, asked.user, command))


def _offered(where: Where | None) -> bool:
    """Whether the phase that runs offers the list."""
    phase = where.game.phase if where else None
    return where is not None and phase is not None and where.scenario.phase(phase.key).floor


WORDS: tuple[Word, ...] = (
    Word("floor", _floor,
         "ask for the floor; `floor done` when you have spoken, `floor next` to call the next speaker",
         WHILE_PLAYED, ForWhom.EVERYBODY, after="straw",
         press=Press("Ask for the floor", "/moot floor", 3, fits=_offered)),
)  # fmt: skip


async def _pressed(pressed: Pressed, command: FloorCommand) -> None:
    key = pressed.value.partition(":")[0]
    if isinstance(command, AskFloor) and (await pressed.where()).seat is None:
        raise OnlySeatsSpeak
    place = CouncilId(key) if game_of(CouncilId(key)) else GameId(key)
    await pressed.answer(await _act(pressed.services, place, pressed.user, command))


async def _ask(pressed: Pressed) -> None:
    await _pressed(pressed, AskFloor())


async def _leave(pressed: Pressed) -> None:
    await _pressed(pressed, LeaveFloor())


async def _next(pressed: Pressed) -> None:
    await _pressed(pressed, CallNext(carried.number(pressed.value.rpartition(":")[2])))


BUTTONS: dict[str, Handler] = {
    names.ASK_FLOOR: _ask,
    names.LEAVE_FLOOR: _leave,
    names.CALL_NEXT: _next,
}
FORMS: tuple[Taken, ...] = ()
