"""A game's log played again: event by event, up to any moment."""

from collections.abc import Iterator
from typing import Any

from typing_extensions import TypedDict

from bot.domain.council import Council
from bot.domain.council import evolve as evolve_council
from bot.domain.errors.log import LogUnreadable, NoSuchPlace
from bot.domain.game import Game
from bot.domain.game import evolve as evolve_game
from bot.domain.game.events import PhaseStarted
from bot.domain.ids import Moment
from bot.domain.log import RecordedEvent
from bot.domain.scenario import Scenario
from bot.reports import policy_book
from bot.reports.book_shape import BookJson
from bot.reports.log.lines import UNREADABLE, Kept


class Replay:
    """A game as it was after some of its events: at first, after its creation."""

    def __init__(self, kept: Kept) -> None:
        """Raises LogUnreadable where the log does not begin with a game."""
        self._kept = kept
        self._streams: dict[str, tuple[Any, int]] = {}
        self.played = 0
        self._play(self.events[:1])
        if not isinstance(self._streams.get(f"game:{kept.heading.game}", (None, 0))[0], Game):
            raise LogUnreadable(file=kept.file, line=2, fault="a log begins with its game")

    @property
    def events(self) -> tuple[RecordedEvent, ...]:
        """All of them."""
        return self._kept.events

    @property
    def game(self) -> Game:
        """The game now."""
        game = self._streams[f"game:{self._kept.heading.game}"][0]
        assert isinstance(game, Game)
        return game

    @property
    def councils(self) -> tuple[Council, ...]:
        """Its councils now, by number."""
        found = (state for state, _ in self._streams.values() if isinstance(state, Council))
        return tuple(sorted(found, key=lambda one: one.number))

    @property
    def over(self) -> bool:
        """Whether everything has been played."""
        return self.played == len(self.events)

    @property
    def next_at(self) -> Moment | None:
        """When the next event happened."""
        return None if self.over else self.events[self.played].at

    def play(self, until: Moment) -> int:
        """What happened up to this moment and with it; returns how much that was."""
        upto = self.played
        while upto < len(self.events) and self.events[upto].at <= until:
            upto += 1
        return self._play(self.events[self.played : upto])

    def play_all(self) -> "Replay":
        """Everything."""
        self._play(self.events[self.played :])
        return self

    def again(self) -> "Replay":
        """A replay of this log that starts over."""
        return Replay(self._kept)

    def _play(self, events: tuple[RecordedEvent, ...]) -> int:
        for one in events:
            try:
                self._streams[one.stream] = self._folded(one), one.version
            except UNREADABLE as fault:
                why = str(fault) if isinstance(fault, _DoesNotFollow) else type(fault).__name__
                raise LogUnreadable(file=self._kept.file, line=one.place, fault=why) from None
        self.played += len(events)
        return len(events)

    def _folded(self, one: RecordedEvent) -> Game | Council:
        state, version = self._streams.get(one.stream, (None, 0))
        kind, _, key = one.stream.partition(":")
        if one.version != version + 1:
            raise _DoesNotFollow(f"number {one.version} of {one.stream} follows number {version}")
        event: Any = one.event
        if kind == "game" and key == self._kept.heading.game:
            return evolve_game(state, event)
        if kind == "council" and key.rpartition("-")[0] == self._kept.heading.game:
            return evolve_council(state, event)
        raise _DoesNotFollow(f"{one.stream} belongs to another game")

    # --- where things are

    def begins(self) -> Moment:
        """When the first phase begins, or if none does, when the game was created."""
        return next((at for _, at in self.phases()), self.events[0].at)

    def ends(self) -> Moment:
        """When the last thing happened that the log tells."""
        return max(one.at for one in self.events)

    def phases(self) -> Iterator[tuple[str, Moment]]:
        """The titles of the phases that began, and when."""
        for one in self.events:
            if isinstance(one.event, PhaseStarted):
                yield self._agenda_title(one.event), one.at

    def place(self, named: str) -> Moment:
        """When a phase began, named by its number or by a part of its title. Raises NoSuchPlace."""
        found = list(self.phases())
        wanted = named.strip().casefold()
        if wanted.isdecimal() and 0 < int(wanted) <= len(found):
            return found[int(wanted) - 1][1]
        for title, at in found:
            if wanted and wanted in title.casefold():
                return at
        said = ", ".join(f"{number} {title}" for number, (title, _) in enumerate(found, start=1))
        raise NoSuchPlace(place=f"phase “{named}”", phases=said or "none, since it never began")

    def _agenda_title(self, bell: PhaseStarted) -> str:
        agenda = bell.agenda or self.game.agenda
        return agenda[bell.phase].title if bell.phase < len(agenda) else ""


class _DoesNotFollow(ValueError):
    """An event that stands where it cannot be."""


class StateJson(TypedDict):
    """How a game stands after so many events, with each council's book: what `moot replay --print` prints."""

    game: str
    name: str
    stage: str
    phase: str | None
    ended_at: str | None
    events: int
    councils: list[BookJson]


def state(replay: Replay, scenario: Scenario) -> StateJson:
    """How the game stands, and each council's book as `moot export` writes it."""
    game = replay.game
    return {
        "game": game.id,
        "name": game.name,
        "stage": game.stage.value,
        "phase": game.phase.title if game.phase else None,
        "ended_at": game.ended_at.isoformat() if game.ended_at else None,
        "events": replay.played,
        "councils": [policy_book.as_json(game, scenario, one) for one in replay.councils],
    }
