"""A game at a glance, for its facilitators: every council, what it needs, and what is stuck."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.db.tables import OutboxRow, OutboxStatus
from bot.domain.attention import Attention, attention, by_need
from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import CouncilId, GameId, Moment
from bot.domain.scenario import Scenario
from bot.intents.rows import kind_of
from bot.intents.trouble import person_in, place_of
from bot.platform.cures import advice_on, same_cause
from bot.queries.reader import Reader


@dataclass(frozen=True, slots=True)
class Stuck:
    """A piece of work that Slack refused."""

    what: str  # `a message to`
    place: str  # `Council 3`; empty where it is for one person
    whom: str  # that person, if it is for one
    error: str  # Slack's word
    waits: bool  # it is sent when the cause is gone; else it was given up
    council: int = 0  # to whose council it belongs; 0 if to none

    @property
    def advice(self) -> str:
        """What to do about it."""
        return advice_on(self.error).sentence


@dataclass(frozen=True, slots=True)
class Overview:
    """What the console shows."""

    game: Game
    scenario: Scenario
    councils: tuple[Attention, ...]
    stuck: Mapping[int, tuple[Stuck, ...]]  # by council; 0 is what belongs to none
    rooms: Mapping[int, str]  # the councils' channels, where Slack has made them

    def pressing_first(self) -> tuple[Attention, ...]:
        """The councils that need help first."""
        return by_need(self.councils)

    def council(self, key: CouncilId) -> Attention | None:
        """One of them."""
        return next((one for one in self.councils if one.council.id == key), None)


async def overview(reader: Reader, game_id: GameId, at: Moment) -> Overview:
    """Reads it. Raises NoGame."""
    game, scenario = await reader.game(game_id)
    councils = await reader.councils(game)
    stuck = _by_council(councils, await reader.undelivered(game_id))
    pressing = attention(game, councils, frozenset(stuck), at)
    return Overview(game, scenario, pressing, stuck, await reader.council_rooms(game_id))


async def stuck_in(reader: Reader, game: Game) -> tuple[Stuck, ...]:
    """Everything that Slack refuses in a game."""
    return tuple(_stuck(await reader.councils(game), await reader.undelivered(game.id)))


async def stuck_for(reader: Reader, game: Game, error: str) -> tuple[Stuck, ...]:
    """What is stuck in a game for the same cause as what Slack refuses with this word."""
    words = same_cause(error)
    return tuple(one for one in await stuck_in(reader, game) if one.error in words)


def _by_council(councils: Sequence[Council], rows: Sequence[OutboxRow]) -> dict[int, tuple[Stuck, ...]]:
    found: dict[int, tuple[Stuck, ...]] = {}
    for one in _stuck(councils, rows):
        found[one.council] = (*found.get(one.council, ()), one)
    return found


def _stuck(councils: Sequence[Council], rows: Sequence[OutboxRow]) -> Iterator[Stuck]:
    """What was given up for somebody who has left since is nobody's trouble any more."""
    tables = {f"dm:{seat.holder}": one.number for one in councils for seat in one.filled}
    tables |= {f"council:{one.number}": one.number for one in councils}
    for row in rows:
        kind, room, waits = kind_of(row), row.room, row.status == OutboxStatus.PARKED
        whom = person_in(room)
        if kind.matters and (waits or not whom or room in tables):
            yield Stuck(kind.words, place_of(room), whom, row.error, waits, tables.get(room, 0))
