"""What happens to a game before its first bell, and who runs it: the sign-up card, the deal, invitations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.ids import UserId
from bot.intents.intent import Card, Delivery, Intent, Kind, Urgency, beside
from bot.intents.people import zone
from bot.intents.rooms import PLENARY


@dataclass(frozen=True, slots=True)
class LookUp(Intent):
    """The people of an invitation are looked up, one after the other."""

    kind = Kind("look_up", "users.info")
    invitation: int


@dataclass(frozen=True, slots=True)
class SignUpCard(Card):
    """The game, and who has signed up."""


@dataclass(frozen=True, slots=True)
class DealtCard(Card):
    """Who sits in which council."""


@dataclass(frozen=True, slots=True)
class OpeningCard(Card):
    """To a facilitator: how far the opening of a large game is."""


@dataclass(frozen=True, slots=True)
class InvitedCard(Card):
    """To a facilitator: how far an invitation is, and what became of each person."""

    invitation: int


@dataclass(frozen=True, slots=True)
class StartNearCard(Card):
    """To a facilitator: the game starts soon."""


@dataclass(frozen=True, slots=True)
class StartCameCard(Card):
    """To a facilitator: it is time to start."""


@dataclass(frozen=True, slots=True)
class PersonCard(Card):
    """To somebody, about what somebody else did with them."""

    by: UserId


@dataclass(frozen=True, slots=True)
class SignedUpCard(PersonCard):
    """A facilitator signed them up."""


@dataclass(frozen=True, slots=True)
class TakenOffCard(PersonCard):
    """A facilitator took them off the list."""


@dataclass(frozen=True, slots=True)
class FacilitatesCard(PersonCard):
    """They run the game from now on."""


@dataclass(frozen=True, slots=True)
class SteppedDownCard(PersonCard):
    """They run it no longer."""


SignUpCards: TypeAlias = SignUpCard | DealtCard | OpeningCard | InvitedCard | StartNearCard | StartCameCard
PersonCards: TypeAlias = SignedUpCard | TakenOffCard | FacilitatesCard | SteppedDownCard


def opening(facilitator: UserId) -> OpeningCard:
    """The card of one facilitator."""
    return OpeningCard(f"dm:{facilitator}", f"opening:{facilitator}")


def opening_progressed(facilitator: UserId) -> Delivery:
    """Slack has made some of it."""
    return beside(opening(facilitator), Urgency.BELL)


def look_up(number: int, by: UserId) -> Delivery:
    """Nobody's messages wait for an invitation to be looked up."""
    return Delivery(LookUp(f"dm:{by}", number), Urgency.REPLY, f"invitation:{number}")


def invited(number: int, by: UserId) -> Delivery:
    """The card of an invitation, for who made it."""
    card = InvitedCard(f"dm:{by}", f"invited:{number}:{by}", number)
    return Delivery(card, Urgency.REPLY, f"invited:{number}")


def of_sign_up(game: Game, event: e.GameEvent, version: int) -> Iterator[Delivery]:
    """The work that an event makes before the first bell; `game` is as it is after it."""
    match event:
        case e.GameCreated() | e.PlayerJoined() | e.ObserverJoined() | e.PlayerLeft() | e.PlayerReplaced():
            yield _sign_up()
            yield from _told(event, version)
            yield from _zones(game, event)
        case e.FacilitatorAdded() | e.FacilitatorRemoved():
            yield _sign_up()
            yield _about_facilitating(event, version)
        case e.SeatsDealt():
            yield _sign_up()
            yield Delivery(DealtCard(PLENARY, f"dealt:{PLENARY}"), Urgency.REPLY)
            yield from (Delivery(opening(one), Urgency.BELL) for one in sorted(game.facilitators))
        case e.StartPlanned():
            yield _sign_up()
        case e.StartNear():
            for user in sorted(game.facilitators):
                yield Delivery(StartNearCard(f"dm:{user}", f"start_near:{version}:{user}"), Urgency.REPLY)
        case e.StartCame():
            for user in sorted(game.facilitators):
                yield Delivery(StartCameCard(f"dm:{user}", f"start_came:{version}:{user}"), Urgency.REPLY)
        case _:
            return  # what the clock does: intents/clock.py


def _sign_up() -> Delivery:
    return Delivery(SignUpCard(PLENARY, f"sign_up:{PLENARY}"), Urgency.UPDATE)


def _about_facilitating(event: e.FacilitatorAdded | e.FacilitatorRemoved, version: int) -> Delivery:
    room = f"dm:{event.user}"
    if isinstance(event, e.FacilitatorAdded):
        came = FacilitatesCard(room, f"facilitates:{version}:{event.user}", event.by)
        return Delivery(came, Urgency.REPLY)
    gone = SteppedDownCard(room, f"stepped_down:{version}:{event.user}", event.by)
    return Delivery(gone, Urgency.REPLY)


def _zones(game: Game, event: e.GameEvent) -> Iterator[Delivery]:
    """Over days, everybody's time zone is asked for when they come: nobody is written to at night."""
    if game.working is None:
        return
    match event:
        case e.GameCreated():
            yield from map(zone, sorted(game.facilitators))
        case e.PlayerJoined(user) | e.ObserverJoined(user) | e.PlayerReplaced(to=user):
            yield zone(user)


def _told(event: e.GameEvent, version: int) -> Iterator[Delivery]:
    """Somebody whom a facilitator added or removed hears of it."""
    match event:
        case e.PlayerJoined(player, by=by) if by is not None:
            card = SignedUpCard(f"dm:{player}", f"signed_up:{version}:{player}", by)
            yield Delivery(card, Urgency.UPDATE)
        case e.PlayerLeft(player, by=by) if by is not None:
            gone = TakenOffCard(f"dm:{player}", f"taken_off:{version}:{player}", by)
            yield Delivery(gone, Urgency.UPDATE)
