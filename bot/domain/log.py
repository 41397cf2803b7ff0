"""A game's log: what happened in the game and in its councils, as it is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Generic, TypeAlias, TypeVar

from bot.domain.council.events import CouncilEvent
from bot.domain.game.events import GameEvent
from bot.domain.ids import CouncilId, Moment, UserId

E = TypeVar("E", covariant=True)


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E]):
    """An event, and how it is stored. Earlier events have smaller `place`s, across all streams."""

    stream: str  # `game:ID` or `council:ID-2`
    version: int  # from 1 within the stream
    at: Moment
    actor: UserId
    event: E
    place: int = 0


RecordedEvent: TypeAlias = Recorded[GameEvent] | Recorded[CouncilEvent]


@dataclass(frozen=True, slots=True)
class Log:
    """A game's own events and those of its councils, each in order."""

    game: Sequence[Recorded[GameEvent]]
    councils: Mapping[CouncilId, Sequence[Recorded[CouncilEvent]]]

    def in_order(self) -> Iterator[RecordedEvent]:
        """All of it, as it happened."""
        every: list[RecordedEvent] = [*self.game, *chain.from_iterable(self.councils.values())]
        yield from sorted(every, key=attrgetter("place"))
