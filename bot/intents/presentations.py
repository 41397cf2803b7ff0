"""Presentations: what a council prepares, its slide, and whose turn it is."""

from collections.abc import Iterator

from bot.domain.council import Council
from bot.intents.intent import Card, CouncilCard, Delivery, Urgency
from bot.intents.rooms import PLENARY, council_room


class PresentationCard(CouncilCard):
    """What the council has prepared, in its channel."""


class SlideCard(CouncilCard):
    """A council's summary, in the plenary."""


class TurnCard(Card):
    """Whose turn it is, by the event that began it."""

    version: int


def prepared(council: Council) -> Iterator[Delivery]:
    """What was prepared is shown, also on the slide if it stands."""
    card = PresentationCard(council_room(council), f"presentation:{council.id}", council.id)
    yield Delivery(card, Urgency.REPLY)
    yield _on_stage(_slide(council, existing=True), Urgency.UPDATE)


def slide(council: Council) -> Delivery:
    """A council's slide, when its turn has come or was missed."""
    return _on_stage(_slide(council), Urgency.REPLY)


def turn(version: int) -> Delivery:
    """A turn begins."""
    return _on_stage(TurnCard(PLENARY, f"turn:{version}", version), Urgency.BELL)


def _slide(council: Council, *, existing: bool = False) -> SlideCard:
    return SlideCard(PLENARY, f"slide:{council.number}", council.id, existing=existing)


def _on_stage(card: SlideCard | TurnCard, urgency: Urgency) -> Delivery:
    """Turns and slides keep their order, and a pile of slides holds up no bell in the plenary."""
    return Delivery(card, urgency, "stage")
