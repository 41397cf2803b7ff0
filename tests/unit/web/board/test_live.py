"""What a look at the database leads to: which councils are read again, and when nothing is."""

from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.game.state import council_ids
from bot.domain.ids import CouncilId, GameId
from bot.domain.scenario import Scenario
from bot.gallery.worlds import World
from bot.queries.reader import Reader
from bot.services.boards import BoardService, Look
from bot.web.board import live
from bot.web.board.live import LiveBoards
from tests.builders import NOON, rainbow_road
from tests.patience import until

WORLD = World(rainbow_road())
GAME = WORLD.games["in session-2"]
COUNCIL = WORLD.councils["in session-2"]
TOKEN = "a" * 43


@dataclass
class Links:
    """One link that works, and what each look finds, the last again and again."""

    looks: list[Look]
    since: list[int | None] = field(default_factory=list)

    async def game_of(self, digest: str) -> GameId | None:
        return GAME.id

    async def look(self, links: Any, since: int | None) -> Look:
        self.since.append(since)
        found = self.looks[0] if len(self.looks) == 1 else self.looks.pop(0)
        return Look(frozenset(links), found.latest, found.grown)


@dataclass
class Read:
    """A game that stands still, and how often its councils were read."""

    council_reads: int = 0

    async def game(self, _: GameId) -> tuple[Game, Scenario]:
        return GAME, WORLD.pack

    async def councils(self, _: Game) -> tuple[Council, ...]:
        return tuple(replace(COUNCIL, id=key) for key in council_ids(GAME))

    async def council(self, _: CouncilId) -> Council:
        self.council_reads += 1
        return COUNCIL

    async def plenary_link(self, _: Game) -> str:
        return ""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOKS_EACH", 0.001)


async def watched(looks: list[Look], reads: int) -> tuple[Links, Read]:
    """Somebody watches until a council was read so often, and a few looks longer."""
    links, reader = Links(looks), Read()
    boards = LiveBoards(cast(BoardService, links), cast(Reader, reader), lambda: NOON)
    changes = boards.changes(TOKEN)
    await anext(changes)
    await until(lambda: reader.council_reads == reads, "the council is read again")
    seen = len(links.since)
    await until(lambda: len(links.since) > seen + 5, "further looks")
    await changes.aclose()
    await boards.close()
    return links, reader


async def test_a_council_whose_log_has_grown_is_read_again_once() -> None:
    stream = f"council:{COUNCIL.id}"
    looks = [Look(frozenset(), 10, {}), Look(frozenset(), 11, {stream: 11})]

    _, reader = await watched(looks, 1)

    assert reader.council_reads == 1


async def test_an_event_that_was_stored_late_is_seen_though_later_ones_were_seen_before() -> None:
    # given a look that saw up to 12 while event 11 was not committed yet
    stream, other = f"council:{COUNCIL.id}", "council:another-1"
    looks = [
        Look(frozenset(), 10, {}),
        Look(frozenset(), 12, {other: 12}),
        Look(frozenset(), 12, {other: 12, stream: 11}),
    ]

    links, reader = await watched(looks, 1)

    # then the look after it asked from before 11 on
    assert links.since[:3] == [None, 10, 10]
    assert reader.council_reads == 1
