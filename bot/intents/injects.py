"""What some people are told: each by direct message; and what a facilitator tells everybody."""

from collections.abc import Iterator

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.game.telling import Told
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.seating import Seat
from bot.intents.gentle import PersonalCard, gentle
from bot.intents.intent import Card, CouncilCard, Delivery, Urgency
from bot.intents.rooms import council_room


class ToldHereCard(CouncilCard):
    """What everybody in a council is told, in its channel; `told` is its id."""

    told: str


class ToldSeatCard(PersonalCard):
    """What the holder of a seat is told; for one on paper, to a facilitator, who reads it to them."""

    told: str
    seat: RoleNumber


class ToldOthersCard(Card):
    """What facilitators or observers are told."""

    told: str


class ToldEarlierCard(PersonalCard):
    """To somebody who has come to a seat: what its holder had been told by then."""

    seat: RoleNumber
    until: Moment


class ToldRevealedCard(CouncilCard):
    """At the very end: what only some were told."""


class InjectsMissedCard(Card):
    """To a facilitator: a phase is over, and these injects did not come; `version` is the event's."""

    version: int


def of_injects(
    game: Game, councils: tuple[Council, ...], event: e.GameEvent, version: int
) -> Iterator[Delivery]:
    """The work that an event makes which tells somebody something; `game` is as it is after it."""
    if (told := _told_by(game, event)) is not None:
        yield from _tell(game, councils, told)
    if isinstance(event, e.PhaseStarted | e.GameEnded):
        yield from _revealed(game, councils, event)
    if isinstance(event, e.InjectsMissed):
        for user in sorted(game.facilitators):
            card = InjectsMissedCard(f"dm:{user}", f"injects_missed:{version}:{user}", version)
            yield Delivery(card, Urgency.REPLY)


def _revealed(
    game: Game, councils: tuple[Council, ...], event: e.PhaseStarted | e.GameEnded
) -> Iterator[Delivery]:
    """With the missions: at the bell of the last phase, or at the end of a game that ends before it."""
    ends = game.clock is not None and game.agenda[game.clock.phase].kind.traits.ends_game
    if ends is isinstance(event, e.PhaseStarted) and any(one.is_private for one in game.telling.told):
        yield from (Delivery(told_revealed(council), Urgency.BELL) for council in councils)


def told_revealed(council: Council) -> ToldRevealedCard:
    """In a council's channel."""
    room = council_room(council)
    return ToldRevealedCard(room, f"told_revealed:{room}", council.id)


def _told_by(game: Game, event: e.GameEvent) -> Told | None:
    """What it told, if that is to be delivered here."""
    match event:
        case e.InjectTold(number):
            key = f"inject:{number}"
        case e.CueRung(phase, cue, _, run):
            key = f"cue:{phase}:{cue}:{run}"
        case e.PhaseStarted(phase=phase, run=run, starts=None):
            key = f"bell:{phase}:{run}"
        case _:  # no other event tells some people something
            return None
    return game.telling.by_id(key)


def _tell(game: Game, councils: tuple[Council, ...], told: Told) -> Iterator[Delivery]:
    for council in councils:
        if not told.was_heard_in(council.number):
            continue
        if not told.is_private and told.id.startswith("inject:"):  # rooms hear cues and bells as ever
            room = council_room(council)
            card = ToldHereCard(room, f"told:{told.id}:{room}", council.id, told.id)
            yield Delivery(card, Urgency.BELL)
        for seat in council.filled:
            if told.is_for(council.number, seat.role):
                yield from _to_seat(council, seat, told.id)
    if told.to is not None:
        others = game.facilitators if told.to.facilitators else frozenset[UserId]()
        watching = {one.player for one in game.observers} if told.to.observers else set[UserId]()
        for user in sorted(others | watching):
            yield Delivery(ToldOthersCard(f"dm:{user}", f"told:{told.id}:{user}", told.id), Urgency.SHEET)


def _to_seat(council: Council, seat: Seat, told: str) -> Iterator[Delivery]:
    for user in _readers(council, seat):
        key = f"told:{told}:{council.id}:{seat.role}:{user}"
        yield _to(council, user, ToldSeatCard(f"dm:{user}", key, council.id, told, seat.role, user=user))


def earlier(council: Council, role: RoleNumber, until: Moment) -> Iterator[Delivery]:
    """To whom a seat now belongs; what is to be told is looked up when it is sent."""
    seat = council.seats[role]
    for user in _readers(council, seat):
        key = f"told_earlier:{council.id}:{role}:{seat.holder}:{user}:{until:%Y%m%d%H%M%S}"
        yield _to(council, user, ToldEarlierCard(f"dm:{user}", key, council.id, role, until, user=user))


def _readers(council: Council, seat: Seat) -> list[UserId]:
    if seat.holder is None:
        return []
    return sorted(council.facilitators) if is_paper(seat.holder) else [seat.holder]


def _to(council: Council, user: UserId, card: PersonalCard) -> Delivery:
    """Over days, what somebody is told waits for their day."""
    return gentle(user, card) if council.working is not None else Delivery(card, Urgency.SHEET)
