"""A game at a glance, for its facilitators: every council, what it needs, and what is stuck."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.db.members import LEFT
from bot.db.tables import MemberRow, OutboxRow, OutboxStatus
from bot.domain.attention import Attention, attention, by_need
from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import CouncilId, GameId, Moment, UserId
from bot.domain.scenario import Scenario
from bot.intents.rooms import Invite
from bot.intents.rows import kind_of
from bot.intents.trouble import person_in, place_of
from bot.platform.cures import advice_on, same_cause
from bot.queries.reader import Reader

Outside: TypeAlias = Mapping[CouncilId, Mapping[UserId, str]]  # who is not in their channel, and why


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
    outside: Outside = field(default_factory=dict)

    def pressing_first(self) -> tuple[Attention, ...]:
        """The councils that need help first."""
        return by_need(self.councils)

    def council(self, key: CouncilId) -> Attention | None:
        """One of them."""
        return next((one for one in self.councils if one.council.id == key), None)


async def overview(reader: Reader, game_id: GameId, at: Moment) -> Overview:
    """Reads it, as of one moment. Raises NoGame."""
    return await reader.at_once(lambda one: _overview(one, game_id, at))


async def _overview(reader: Reader, game_id: GameId, at: Moment) -> Overview:
    game, scenario = await reader.game(game_id)
    councils = await reader.councils(game)
    known = await reader.outside(game_id)
    stuck = _by_council([*_stuck(councils, await reader.undelivered(game_id)), *_kept_out(councils, known)])
    outside = {one.id: dict(_seats_outside(one, known.get(one.id, {}))) for one in councils}
    kept_out = {key: [user for user, out in them.items() if out != LEFT] for key, them in outside.items()}
    pressing = attention(scenario, game, councils, frozenset(stuck), at, kept_out)
    return Overview(game, scenario, pressing, stuck, await reader.council_rooms(game_id), outside)


async def stuck_in(reader: Reader, game: Game) -> tuple[Stuck, ...]:
    """Everything that Slack refuses in a game, and everybody whom it does not let in."""
    councils = await reader.councils(game)
    kept_out = _kept_out(councils, await reader.outside(game.id))
    return *_stuck(councils, await reader.undelivered(game.id)), *kept_out


async def stuck_for(reader: Reader, game: Game, error: str) -> tuple[Stuck, ...]:
    """What is stuck in a game for the same cause as what Slack refuses with this word."""
    words = same_cause(error)
    return tuple(one for one in await stuck_in(reader, game) if one.error in words)


def _seats_outside(council: Council, known: Mapping[UserId, MemberRow]) -> Iterator[tuple[UserId, str]]:
    for user, row in known.items():
        if council.seat_of(user) is not None:
            yield user, row.out


def _by_council(stuck: Iterable[Stuck]) -> dict[int, tuple[Stuck, ...]]:
    found: dict[int, tuple[Stuck, ...]] = {}
    for one in stuck:
        found[one.council] = (*found.get(one.council, ()), one)
    return found


def _stuck(councils: Sequence[Council], rows: Sequence[OutboxRow]) -> Iterator[Stuck]:
    """What was given up for somebody who has left since is nobody's trouble any more."""
    tables = {f"dm:{seat.holder}": one.number for one in councils for seat in one.filled}
    tables |= {f"council:{one.number}": one.number for one in councils}
    for row in rows:
        kind, room, waits = kind_of(row), row.room, row.status != OutboxStatus.DEAD
        whom = person_in(room)
        if kind.matters and (waits or not whom or room in tables):
            yield Stuck(kind.words, place_of(room), whom, row.error, waits, tables.get(room, 0))


def _kept_out(
    councils: Sequence[Council], outside: Mapping[CouncilId, Mapping[UserId, MemberRow]]
) -> Iterator[Stuck]:
    """Whom Slack refuses to let into their council's channel."""
    for council in councils:
        for user, row in outside.get(council.id, {}).items():
            if row.out != LEFT:
                yield Stuck(Invite.kind.words, "", user, row.out, waits=False, council=council.number)
