"""Envelopes, sheets, and at the end the reveal of those who let it happen."""

from collections.abc import Iterator

from bot.domain.council import Council
from bot.domain.council.session import asked
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.intents.intent import CouncilCard, Delivery, Urgency
from bot.intents.rooms import council_room


class EnvelopeCard(CouncilCard):
    """The sealed envelope of a seat's holder."""

    holder: UserId


class SheetCard(CouncilCard):
    """The way to the role sheet of a seat's holder. An older Moot sent the sheet itself."""

    holder: UserId


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
