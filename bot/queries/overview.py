"""A game at a glance, for its facilitators: every council, what it needs, and what is stuck."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.db.tables import OutboxRow, OutboxStatus
from bot.domain.attention import Attention, attention, by_need
from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import CouncilId, GameId, Moment, UserId
from bot.domain.scenario import Scenario
from bot.intents.rows import kind_of
from bot.intents.trouble import person_in, what_of
from bot.platform.cures import advice_on
from bot.queries.reader import Reader

Outside: TypeAlias = Mapping[CouncilId, Mapping[UserId, str]]  # who is not in their channel, and why


@dataclass(frozen=True, slots=True)
class Stuck:
    """A piece of work that Slack refused: what, its word, what to do, and whom it is for if it is for one."""

    what: str
    error: str
    advice: str
    whom: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the console shows."""

    game: Game
    scenario: Scenario
    councils: tuple[Attention, ...]
    stuck: Mapping[int, tuple[Stuck, ...]]  # by council; 0 is what belongs to none
    rooms: Mapping[int, str]  # the councils' channels, where Slack has made them
    outside: Outside = field(default_factory=dict)

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
    known = await reader.outside(game_id)
    outside = {key: {user: row.out for user, row in rows.items()} for key, rows in known.items()}
    pressing = attention(game, councils, frozenset(stuck), at, outside)
    return Overview(game, scenario, pressing, stuck, await reader.council_rooms(game_id), outside)


def _by_council(councils: Sequence[Council], rows: Sequence[OutboxRow]) -> dict[int, tuple[Stuck, ...]]:
    tables = {f"dm:{seat.holder}": one.number for one in councils for seat in one.filled}
    tables |= {f"council:{one.number}": one.number for one in councils}
    found: dict[int, tuple[Stuck, ...]] = {}
    for row in (one for one in rows if kind_of(one).matters):
        room = row.room
        if row.status == OutboxStatus.PARKED or room in tables:  # whoever has gone needs no help any more
            number, advice = tables.get(room, 0), advice_on(row.error).sentence
            one = Stuck(what_of(kind_of(row), room), row.error, advice, person_in(room))
            found[number] = (*found.get(number, ()), one)
    return found
