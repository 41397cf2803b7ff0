"""Envelopes, sheets, and at the end the reveal of those who let it happen."""

from collections.abc import Callable, Iterator

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import posts
from bot.domain.council import Council
from bot.domain.council.session import asked
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.seating import Seat
from bot.intents.gentle import PersonalCard, gentle
from bot.intents.intent import CouncilCard, Delivery, Urgency, beside
from bot.intents.rooms import council_room


class EnvelopeCard(CouncilCard):
    """The sealed envelope of a seat's holder."""

    holder: UserId


class SheetCard(CouncilCard):
    """The way to the role sheet of a seat's holder. An older Moot sent the sheet itself."""

    holder: UserId


class SheetsOpenCard(PersonalCard):
    """To a holder, in a game over days: the sheets are open."""


class SheetGoneCard(CouncilCard):
    """In the place of a sheet or envelope whose holder has given up the seat."""


class RevealCard(CouncilCard):
    """Who had which mission."""


class RevealQuestionCard(CouncilCard):
    """May a seat's secret be shown?"""

    seat: RoleNumber


def envelope(council: Council, holder: UserId, version: int = 0) -> Delivery:
    """The envelope of a seat's holder; with `version`, a new one that came with this event."""
    key = f"envelope:{holder}:{council.id}:{version}" if version else f"envelope:{holder}"
    return Delivery(EnvelopeCard(f"dm:{holder}", key, council.id, holder), Urgency.SHEET)


async def made_true(
    session: AsyncSession, council: Council, concerned: Callable[[Seat], bool] = lambda _: True
) -> list[Delivery]:
    """The envelopes of the seats that are `concerned`; of several that somebody has got, the newest."""
    holders = [seat.holder for seat in council.filled if seat.holder is not None and concerned(seat)]
    begin = [f"envelope:{holder}" for holder in holders if not is_paper(holder)]
    keys = await posts.post_keys(session, council.game, begin) if begin else ()
    newest = {key.split(":")[1]: key for key in keys}
    cards = (EnvelopeCard(f"dm:{user}", key, council.id, UserId(user)) for user, key in newest.items())
    return [beside(card, Urgency.LEISURE) for card in cards]


def sheets_opened(council: Council) -> Iterator[Delivery]:
    """Over days, a word to each holder."""
    for holder in (seat.holder for seat in council.filled):
        if holder is not None:
            key = f"sheets_open:{council.id}:{holder}"
            yield gentle(holder, SheetsOpenCard(f"dm:{holder}", key, council.id))


def reveal(council: Council) -> RevealCard:
    """In a council's channel."""
    room = council_room(council)
    return RevealCard(room, f"reveal:{room}", council.id)


def reveal_questions(council: Council, only: RoleNumber | None = None) -> Iterator[RevealQuestionCard]:
    """To each holder of a secret, or for somebody on paper to the facilitators."""
    for seat in asked(council):
        if only not in (None, seat.role):
            continue
        paper = is_paper(seat.holder)
        for user in sorted(council.facilitators) if paper else [seat.holder]:
            key = f"reveal_question:{council.id}:{seat.role}:{user}"
            yield RevealQuestionCard(f"dm:{user}", key, council.id, seat.role)
