"""The facilitator's guide: who may open it, and turning its pages."""

from bot.domain.errors.authority import GuideIsForFacilitators
from bot.domain.game import Stage
from bot.queries.place import Where
from bot.slack.acting.asked import IN_A_GAME, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import carried, names
from bot.slack.guide import cards as guide_cards


def _facilitates(where: Where) -> Where:
    """Raises GuideIsForFacilitators."""
    if not where.facilitates:
        raise GuideIsForFacilitators
    return where


def _would_spoil(where: Where) -> bool:
    """Whether they play themselves, and the game is not over."""
    return where.seat is not None and where.game.stage is not Stage.ENDED


async def _guide(by: Asked | Pressed) -> None:
    """`/moot guide`, and the button."""
    here = await by.where()
    where = _facilitates(await by.services.reader.where_in(here.game.id, by.user))
    if where.scenario.guide and _would_spoil(where):
        await by.answer(guide_cards.keeps_out(where.game.id))
        return
    view = guide_cards.contents(where.scenario, where.game.id)
    if isinstance(by, Asked):
        await by.open(view, names.SHOW_GUIDE, where.game.id)
    else:
        await by.open(view)


async def _anyway(pressed: Pressed) -> None:
    where = _facilitates(await pressed.where())
    await pressed.open(guide_cards.contents(where.scenario, where.game.id, spoiled=True))


async def _turn(pressed: Pressed) -> None:
    _, number, page, spoiled = carried.parts(pressed.value, 4)
    where = _facilitates(await pressed.where())
    if _would_spoil(where) and spoiled != "1":  # they took a seat meanwhile
        await pressed.answer(guide_cards.keeps_out(where.game.id))
        return
    shown = guide_cards.part(
        where.scenario, where.game.id, carried.number(number), carried.number(page), spoiled=spoiled == "1"
    )
    await pressed.answer.redraw(shown)


FORMS: tuple[Taken, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.SHOW_GUIDE: _guide,
    names.GUIDE_ANYWAY: _anyway,
    names.TURN_GUIDE: _turn,
}
WORDS: tuple[Word, ...] = (
    Word("guide", _guide, "how to run this scenario, for facilitators only",
         IN_A_GAME, ForWhom.FACILITATORS, only_in=lambda pack: pack is None or bool(pack.guide),
         changes=False, only_shows=True, after="councils",
         press=Press("Facilitator's guide", "/moot guide", 7)),
)  # fmt: skip
