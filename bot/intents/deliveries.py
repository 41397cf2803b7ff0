"""What an event means for Slack: pure functions from events to pieces of work for the courier.

A delivery names what to show and where, never the words: the courier renders it when it sends it. A card with
a key is posted once and updated from then on, so a repeated delivery is harmless.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import assert_never

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.game import events as ge
from bot.domain.ids import CouncilId, ProposalNumber, UserId

PLENARY = "plenary"


class Kind(StrEnum):
    """What the courier does."""

    OPEN_ROOM = "open_room"  # conversations.create
    INVITE = "invite"  # conversations.invite
    REMOVE = "remove"  # conversations.kick
    CLOSE_ROOM = "close_room"  # conversations.archive
    TOPIC = "topic"  # conversations.setTopic
    CARD = "card"  # chat.postMessage the first time, chat.update afterwards
    DELETE = "delete"  # chat.delete: a card's second copy
    SEED = "seed"  # reactions.add: the choices under a card
    WHISPER = "whisper"  # chat.postEphemeral
    READ_VOTES = "read_votes"  # reactions.get, and the count
    CATCH_UP_VOTES = "catch_up_votes"  # reactions.get, after events may have been lost
    CATCH_UP_SIDES = "catch_up_sides"  # likewise, of a council's open proposals
    HOME = "home"  # views.publish
    ZONE = "zone"  # users.info: the time zone in somebody's profile
    LOOK_UP = "look_up"  # users.info, users.lookupByEmail, conversations.members: an invitation's people


class Urgency(IntEnum):
    """DESIGN: bells go before ballots before sheets before replies before Home and topics."""

    BELL = 0
    BALLOT = 1
    SHEET = 2
    REPLY = 3
    UPDATE = 4
    BACKGROUND = 5


class Gentle(StrEnum):
    """When somebody is written to who did not ask for it, in their own time zone."""

    BY_DAY = "by_day"
    ON_WORKING_DAYS = "on_working_days"


Subject = dict[str, str | int | list[str]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A piece of work. `room` is where: a room's key, or `dm:U…`; order holds within a lane."""

    kind: Kind
    room: str
    urgency: Urgency
    subject: Subject = field(default_factory=dict)
    coalesce: bool = False
    lane: str = ""  # the room's, unless it may overtake what waits there

    @property
    def name(self) -> str:
        """What this delivery is about, for coalescing."""
        only_update = ":existing" if self.subject.get("existing") else ""  # must not swallow the first post
        return f"{self.kind}:{self.room}:{self.subject.get('key', '')}{only_update}"


def council_room(council: Council) -> str:
    """The key of a council's channel."""
    return f"council:{council.number}"


def card(card: str, room: str, urgency: Urgency, key: str = "", **subject: str | int) -> Delivery:
    """A card that is posted once under its key; without one, once in its room under its own name."""
    full: Subject = {"card": card, "key": key or f"{card}:{room}", **subject}
    return Delivery(Kind.CARD, room, urgency, full, coalesce=True)


def beside(update: Delivery) -> Delivery:
    """An update of a card that stands, in a lane of its own: Slack allows few updates a minute, and what is
    posted after it must not wait for them."""
    lane = f"update:{update.subject['key']}"
    return replace(update, subject={**update.subject, "existing": 1}, lane=lane)


def seed(room: str, key: str, urgency: Urgency) -> Delivery:
    """The choices under a card, in a lane of their own for the same reason."""
    return Delivery(Kind.SEED, room, urgency, {"key": key}, lane=f"seed:{key}")


def topic(room: str) -> Delivery:
    """The channel's topic, made true."""
    return Delivery(Kind.TOPIC, room, Urgency.BACKGROUND, coalesce=True, lane=f"topic:{room}")


def home(user: str, *, first: bool = False) -> Delivery:
    """Somebody's App Home, made true; the first time it says welcome."""
    subject: Subject = {"user": user, "first": int(first)}
    return Delivery(Kind.HOME, f"home:{user}", Urgency.BACKGROUND, subject, coalesce=True)


def look_up(user: str) -> Delivery:
    """Somebody's time zone is asked for."""
    return Delivery(Kind.ZONE, f"person:{user}", Urgency.BACKGROUND, {"user": user}, coalesce=True)


def whisper(room: str, user: UserId, what: str, **subject: str | int) -> Delivery:
    """A line that one person sees in a channel."""
    full: Subject = {"what": what, "user": user, "key": f"{user}:{what}", **subject}
    return Delivery(Kind.WHISPER, room, Urgency.REPLY, full, coalesce=True, lane=f"whisper:{user}")


def opening(facilitator: str) -> Delivery:
    """To a facilitator: how far the opening of a large game is."""
    return card("opening", f"dm:{facilitator}", Urgency.BELL, f"opening:{facilitator}")


# --- of a council


def envelope(council: Council, holder: UserId, version: int = 0) -> Delivery:
    """The sealed envelope of a seat's holder; with `version`, a new one that came with this event."""
    key = f"envelope:{holder}:{council.id}:{version}" if version else f"envelope:{holder}"
    return card("envelope", f"dm:{holder}", Urgency.SHEET, key, council=council.id, holder=holder)


def proposal_key(council: Council, number: ProposalNumber, round: int) -> str:
    """The key of a proposal's card of this round."""
    return f"proposal:{council.id}:{number}:{round}" if round > 1 else f"proposal:{council.id}:{number}"


def ballot_key(council: CouncilId) -> str:
    """The key of a council's ballot message."""
    return f"ballot:{council}"


def ballot_card(council: Council, urgency: Urgency) -> Delivery:
    return card("ballot", council_room(council), urgency, ballot_key(council.id), council=council.id)


def catch_up(council: Council) -> Delivery:
    """The open ballot's reactions are read, as events of them may have been lost."""
    subject: Subject = {"key": ballot_key(council.id), "council": council.id}
    room = council_room(council)
    return Delivery(
        Kind.CATCH_UP_VOTES, room, Urgency.BALLOT, subject, coalesce=True, lane=f"catch_up:{room}"
    )


def catch_up_sides(council: Council) -> Delivery:
    """The reactions on the open proposals are read, when there is nothing else to do."""
    room, subject = council_room(council), Subject(council=council.id)
    lane = f"catch_up_sides:{room}"
    return Delivery(Kind.CATCH_UP_SIDES, room, Urgency.BACKGROUND, subject, coalesce=True, lane=lane)


def slide(council: Council) -> Delivery:
    return on_stage(card("slide", PLENARY, Urgency.REPLY, f"slide:{council.number}", council=council.id))


def on_stage(what: Delivery) -> Delivery:
    """Turns and slides keep their order, and a pile of slides holds up no bell in the plenary."""
    return replace(what, lane="stage")


# --- what happens to a game before its first bell, and who runs it


def of_game(game: Game, event: ge.GameEvent, version: int) -> Iterator[Delivery]:
    """The work that an event of a game makes, except for what the clock does; `game` is as it is after it."""
    if isinstance(event, ge.ClockEvent):
        return  # bells.py
    match event:
        case ge.GameCreated() | ge.PlayerJoined() | ge.ObserverJoined() | ge.PlayerLeft():
            yield card("sign_up", PLENARY, Urgency.UPDATE)
            yield from _told(event, version)
            yield from _zones(game, event)
        case ge.PlayerReplaced():
            yield card("sign_up", PLENARY, Urgency.UPDATE)
            yield from _zones(game, event)
        case ge.FacilitatorAdded(user, by) | ge.FacilitatorRemoved(user, by):
            yield card("sign_up", PLENARY, Urgency.UPDATE)
            name = "facilitates" if isinstance(event, ge.FacilitatorAdded) else "stepped_down"
            yield card(name, f"dm:{user}", Urgency.REPLY, f"{name}:{version}:{user}", by=by)
        case ge.SeatsDealt():
            yield card("sign_up", PLENARY, Urgency.UPDATE)
            yield card("dealt", PLENARY, Urgency.REPLY)
            yield from (opening(facilitator) for facilitator in sorted(game.facilitators))
        case ge.StartPlanned():
            yield card("sign_up", PLENARY, Urgency.UPDATE)
        case ge.StartNear() | ge.StartCame():
            name = "start_near" if isinstance(event, ge.StartNear) else "start_came"
            for facilitator in sorted(game.facilitators):
                key = f"{name}:{version}:{facilitator}"
                yield card(name, f"dm:{facilitator}", Urgency.REPLY, key)
        case ge.SeatingPlanned() | ge.GameStarted() | ge.FeedbackGiven():
            return
        case _:
            assert_never(event)


def _zones(game: Game, event: ge.GameEvent) -> Iterator[Delivery]:
    """Over days, everybody's time zone is asked for when they come: nobody is written to at night."""
    if game.working is None:
        return
    match event:  # nobody comes with any other event
        case ge.GameCreated():
            yield from (look_up(one) for one in sorted(game.facilitators))
        case ge.PlayerJoined(user) | ge.ObserverJoined(user) | ge.PlayerReplaced(to=user):
            yield look_up(user)


def _told(event: ge.GameEvent, version: int) -> Iterator[Delivery]:
    """Somebody whom a facilitator added or removed hears of it."""
    if isinstance(event, ge.PlayerJoined | ge.PlayerLeft) and event.by is not None:
        name = "signed_up" if isinstance(event, ge.PlayerJoined) else "taken_off"
        key = f"{name}:{version}:{event.player}"
        yield card(name, f"dm:{event.player}", Urgency.UPDATE, key, by=event.by)
