"""`/moot calendar`, and its button on the sign-up card."""

from bot.queries.place import Where
from bot.slack.acting.asked import UNTIL_THE_END, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import names
from bot.slack.calendar import cards


async def _calendar(by: Asked | Pressed) -> None:
    await by.services.requests.calendar(await by.where(), by.team_id)
    await by.answer(cards.on_its_way())


def _starts(where: Where | None) -> bool:
    """Whether it is known when the game takes place."""
    return where is not None and (where.game.starts_at is not None or where.game.clock is not None)


WORDS: tuple[Word, ...] = (
    Word("calendar", _calendar, "the agenda as a file for your own calendar",
         UNTIL_THE_END, ForWhom.EVERYBODY, only_if=_starts, only_shows=True, after="agenda",
         aliases=("ics",)),
)  # fmt: skip
BUTTONS: dict[str, Handler] = {names.ADD_TO_CALENDAR: _calendar}
FORMS: tuple[Taken, ...] = ()
