"""What happens to a game before its first bell, and who runs it: the sign-up card, the deal, invitations."""

from collections.abc import Iterator
from typing import TypeAlias

from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.ids import UserId
from bot.intents.intent import Card, Delivery, Intent, Kind, Urgency, beside, name_of
from bot.intents.people import zone
from bot.intents.rooms import PLENARY


class LookUp(Intent):
    """The people of an invitation are looked up, one after the other."""

    kind = Kind("look_up", "users.info")
    invitation: int


class SignUpCard(Card):
    """The game, and who has signed up."""


class DealtCard(Card):
    """Who sits in which council."""


class OpeningCard(Card):
    """To a facilitator: how far the opening of a large game is."""


class InvitedCard(Card):
    """To a facilitator: how far an invitation is, and what became of each person."""

    invitation: int


class StartNearCard(Card):
    """To a facilitator: the game starts soon."""


class StartCameCard(Card):
    """To a facilitator: it is time to start."""


class PersonCard(Card):
    """To somebody, about what somebody else did with them."""

    by: UserId


class SignedUpCard(PersonCard):
    """A facilitator signed them up."""


class TakenOffCard(PersonCard):
    """A facilitator took them off the list."""


class FacilitatesCard(PersonCard):
    """They run the game from now on."""


class SteppedDownCard(PersonCard):
    """They run it no longer."""


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


SHOWN = e.SignUpEvent | e.FacilitatorEvent | e.AccountEvent  # on the sign-up card


def of_sign_up(game: Game, event: e.GameEvent, version: int) -> Iterator[Delivery]:
    """The work that an event makes before the first bell; `game` is as it is after it."""
    if isinstance(event, SHOWN | e.GameCreated | e.SeatsDealt | e.StartPlanned):
        yield Delivery(SignUpCard(PLENARY, f"sign_up:{PLENARY}"), Urgency.UPDATE)
    match event:
        case e.PlayerJoined(user, by=by):
            if by is not None:
                yield _told(SignedUpCard, user, by, version, Urgency.UPDATE)
        case e.PlayerLeft(user, by=by):
            if by is not None:
                yield _told(TakenOffCard, user, by, version, Urgency.UPDATE)
        case e.FacilitatorAdded(user, by) if user != by:
            yield _told(FacilitatesCard, user, by, version, Urgency.REPLY)
        case e.FacilitatorRemoved(user, by):
            yield _told(SteppedDownCard, user, by, version, Urgency.REPLY)
        case e.SeatsDealt():
            yield Delivery(DealtCard(PLENARY, f"dealt:{PLENARY}"), Urgency.REPLY)
            yield from (Delivery(opening(one), Urgency.BELL) for one in sorted(game.facilitators))
        case e.StartNear() | e.StartCame():
            kind = StartNearCard if isinstance(event, e.StartNear) else StartCameCard
            for user in sorted(game.facilitators):
                key = f"{name_of(kind)}:{version}:{user}"
                yield Delivery(kind(f"dm:{user}", key), Urgency.REPLY)
        case _:  # what the clock does: intents/clock.py; and what nobody is told
            pass
    yield from _zones(game, event)


def _told(kind: type[PersonCard], user: UserId, by: UserId, version: int, urgency: Urgency) -> Delivery:
    return Delivery(kind(f"dm:{user}", f"{name_of(kind)}:{version}:{user}", by), urgency)


def _zones(game: Game, event: e.GameEvent) -> Iterator[Delivery]:
    """Over days, everybody's time zone is asked for when they come: nobody is written to at night."""
    if game.working is None:
        return
    match event:
        case e.GameCreated():
            yield from map(zone, sorted(game.facilitators))
        case e.PlayerJoined(user) | e.ObserverJoined(user) | e.PlayerReplaced(to=user):
            yield zone(user)
        case _:  # nobody comes with any other event
            return
