"""What a piece of work is: what to show or do, where, how urgent, and in which line it waits."""

import re
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import ClassVar, dataclass_transform

from bot.domain.ids import CouncilId


class Urgency(IntEnum):
    """Bells go before ballots before sheets before replies before Home and topics before envelopes that are
    made true, of which there may be a thousand."""

    BELL = 0
    BALLOT = 1
    SHEET = 2
    REPLY = 3
    UPDATE = 4
    BACKGROUND = 5
    LEISURE = 6


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of a kind of work, whatever it is about."""

    name: str  # as rows of the outbox bear it
    method: str  # of Slack's Web API: the first that it takes
    words: str = "something for"  # as a facilitator reads that it failed: `a message to` Council 3
    matters: bool = True  # whether a facilitator wants to hear that it failed
    coalesces: bool = False  # one row that waits is enough: it shows what is true when it is sent


CARD = Kind("card", "chat.postMessage", "a message to", coalesces=True)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
@dataclass(frozen=True)
class Intent:
    """What the courier is to do. `room` is where: `plenary`, `council:1`, `sidebar:3` or `dm:U7`.

    Every class below it is a frozen dataclass. Rows of the outbox hold its name and fields, so neither may
    change its meaning.
    """

    kind: ClassVar[Kind] = Kind("", "")
    room: str

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True)(cls)


def name_of(intent: type[Intent]) -> str:
    """How rows and keys call intents of this class: `seat_news` for SeatNewsCard."""
    words = intent.__name__.removesuffix("Card").removesuffix("Whisper")
    return "_".join(re.findall("[A-Z][a-z]*", words)).lower()


class Keyed(Intent):
    """An intent about one thing in its room, or about the message of this key."""

    key: str


class Card(Keyed):
    """A message that is posted once under its key and updated from then on, so that to send it again is
    harmless. Where it is `existing`, it is updated and never posted for the first time."""

    kind = CARD
    existing: bool = field(default=False, kw_only=True)


class CouncilCard(Card):
    """A card that shows something of a council."""

    council: CouncilId


class Whisper(Keyed):
    """A line that one person sees in a channel."""

    kind = Kind("whisper", "chat.postEphemeral", "a word for one person in", coalesces=True)
    user: str


class Seed(Keyed):
    """The choices under the card of this key."""

    kind = Kind("seed", "reactions.add", matters=False)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A piece of work for the courier. Order holds within a lane: the room's, unless another is named."""

    intent: Intent
    urgency: Urgency
    lane: str = ""

    @property
    def room(self) -> str:
        """Where it is to be done."""
        return self.intent.room

    @property
    def coalesce(self) -> str | None:
        """What tells it from all work that it may be one with, if there may be any."""
        intent, kind = self.intent, self.intent.kind
        if not kind.coalesces:
            return None
        key = intent.key if isinstance(intent, Keyed) else ""
        only_update = isinstance(intent, Card) and intent.existing  # must not swallow the first post
        return f"{kind.name}:{intent.room}:{key}{':existing' if only_update else ''}"


def beside(card: Card, urgency: Urgency) -> Delivery:
    """An update of a card that stands, in a lane of its own: Slack allows few updates a minute, and what is
    posted after it must not wait for them."""
    return Delivery(replace(card, existing=True), urgency, f"update:{card.key}")


def seed(room: str, key: str, urgency: Urgency) -> Delivery:
    """The choices under a card, in a lane of their own for the same reason."""
    return Delivery(Seed(room, key), urgency, f"seed:{key}")


def whisper(said: Whisper) -> Delivery:
    """A word to somebody, in a lane of their own."""
    return Delivery(said, Urgency.REPLY, f"whisper:{said.user}")
