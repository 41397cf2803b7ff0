"""Who speaks: the turns of a council, each called by a message, and the speakers' lists, a card each."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from bot.domain.council import Council
from bot.domain.council.turn_events import TurnCalled, TurnEvent, TurnsBounded, TurnsOpened, TurnsOver
from bot.domain.floor import (
    Floor,
    FloorClosed,
    FloorEvent,
    FloorGiven,
    FloorTimeOver,
)
from bot.domain.game import Game
from bot.domain.game import events as ge
from bot.domain.ids import Moment
from bot.domain.paper import is_paper
from bot.intents.intent import Card, CouncilCard, Delivery, Urgency, Whisper, beside, whisper
from bot.intents.rooms import PLENARY, council_room


class SpeakerCard(CouncilCard):
    """Whose turn it is, by its place among those since this bell."""

    bell: int
    place: int
    late: bool = False


class TurnsOverCard(CouncilCard):
    """Everybody has had a turn."""


class FloorCard(CouncilCard):
    """The speakers' list of a council since this bell, in the phase of this key."""

    bell: int
    phase: str


class PlenaryFloorCard(Card):
    """The speakers' list of the plenary."""

    bell: int
    phase: str


class FloorYoursWhisper(Whisper):
    """Somebody has the floor, for so many seconds."""

    seconds: int


class FloorOverWhisper(Whisper):
    """The time of somebody who speaks is over; who waits next, if anybody does."""

    then: str = ""


FloorCards: TypeAlias = FloorCard | PlenaryFloorCard


def of_council(council: Council, event: FloorEvent | TurnEvent) -> Iterator[Delivery]:
    """The work that an event of the floor makes in a council; `council` is as it is after it."""
    if isinstance(event, TurnEvent):
        yield from _of_turns(council, event)
        return
    if isinstance(event, FloorClosed):
        yield beside(_council_list(council, event.phase, event.bell), Urgency.BACKGROUND)
        if council.turns is not None and council.turns.now is not None:
            yield beside(_speaker(council, council.turns.bell, council.turns.now), Urgency.BACKGROUND)
        return
    yield from _listed(council_room(council), council.floor, council_list(council), event)


def of_plenary(game: Game, event: FloorEvent) -> Iterator[Delivery]:
    """The list of the plenary is kept true; speakers hear when they begin, and when their time is over."""
    if isinstance(event, FloorClosed):
        yield beside(_plenary_list(event.phase, event.bell), Urgency.BACKGROUND)
        return
    yield from _listed(PLENARY, game.floor, plenary_list(game), event)


def of_leavers(game: Game, event: ge.GameEvent) -> Iterator[Delivery]:
    """Somebody who has left the game is on no list of the plenary any more."""
    if isinstance(event, ge.PlayerLeft | ge.PlayerReplaced | ge.AccountLost) and game.floor.used:
        yield beside(plenary_list(game), Urgency.UPDATE)


def seats_changed(council: Council) -> Iterator[Delivery]:
    """Somebody who has left a seat is on no list of the council any more."""
    if council.phase is not None and council.floor.used:
        yield beside(council_list(council), Urgency.UPDATE)


def clock_changed(council: Council) -> Iterator[Delivery]:
    """The clock stopped or runs again: until when somebody speaks."""
    turns = council.turns_now
    if turns is not None and turns.now is not None:
        yield beside(_speaker(council, turns.bell, turns.now), Urgency.UPDATE)
    yield from seats_changed(council)


def council_list(council: Council) -> FloorCard:
    """The speakers' list of the phase that the council is in."""
    assert council.phase is not None
    return _council_list(council, council.phase.phase, council.phase.at)


def plenary_list(game: Game) -> PlenaryFloorCard:
    """The plenary's, of the phase that runs."""
    assert game.phase is not None
    assert game.clock is not None
    return _plenary_list(game.phase.key, game.clock.bell)


def _council_list(council: Council, phase: str, bell: Moment) -> FloorCard:
    room, began = council_room(council), int(bell.timestamp())
    return FloorCard(room, f"floor:{phase}:{began}:{room}", council.id, began, phase)


def _plenary_list(phase: str, bell: Moment) -> PlenaryFloorCard:
    began = int(bell.timestamp())
    return PlenaryFloorCard(PLENARY, f"floor:{phase}:{began}:{PLENARY}", began, phase)


def _listed(room: str, floor: Floor, card: FloorCards, event: FloorEvent) -> Iterator[Delivery]:
    """The list is one card, made true each time; the speaker alone hears that it is their turn to begin or
    to end, since an update pings nobody."""
    yield Delivery(card, Urgency.REPLY)
    match event:
        case FloorGiven(user, lasts=lasts) if not is_paper(user):
            seconds = round(lasts.total_seconds())
            yield whisper(FloorYoursWhisper(room, f"{user}:floor_yours", user, seconds))
        case FloorTimeOver(user) if not is_paper(user):
            then = floor.line[0] if floor.line else ""
            yield whisper(FloorOverWhisper(room, f"{user}:floor_over", user, then))
        case _:  # the card says it all
            return


def _of_turns(council: Council, event: TurnEvent) -> Iterator[Delivery]:
    match event:
        case TurnCalled(place, late=late):
            turns = council.turns
            assert turns is not None
            yield Delivery(_speaker(council, turns.bell, place, late=late), Urgency.BELL)
            yield from _last_turn(council)
            yield from seats_changed(council)
        case TurnsOver():
            room = council_room(council)
            card = TurnsOverCard(room, f"turns_over:{int(event.at.timestamp())}:{room}", council.id)
            yield Delivery(card, Urgency.BELL)
            yield from _last_turn(council)
        case TurnsOpened() | TurnsBounded():
            return
        case _:
            assert_never(event)


def _last_turn(council: Council) -> Iterator[Delivery]:
    """The message of the turn that is over: its buttons vanish."""
    turns = council.turns
    if turns is not None and turns.before is not None:
        yield beside(_speaker(council, turns.bell, turns.before), Urgency.BACKGROUND)


def _speaker(council: Council, bell: Moment, place: int, *, late: bool = False) -> SpeakerCard:
    room, began = council_room(council), int(bell.timestamp())
    return SpeakerCard(room, f"turn:{began}:{place}:{room}", council.id, began, place, late)
