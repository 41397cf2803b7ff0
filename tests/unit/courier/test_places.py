"""Where cards stand, asked for many at once."""

import asyncio
from collections.abc import Collection
from typing import cast

import pytest

from bot.courier.places import Place, Places
from bot.db.posts import Channels
from bot.domain.errors.store import StoreAway
from bot.domain.ids import GameId
from bot.intents.intent import Card
from bot.queries.reader import Reader

ONE, OTHER = GameId("g1"), GameId("g2")


class Table:
    """Some cards and rooms, as a reader finds them once it may go on."""

    def __init__(self) -> None:
        self.asked: list[tuple[GameId, set[str]]] = []
        self.away = False
        self.looking, self.may = asyncio.Event(), asyncio.Event()

    async def channels(self, game: GameId, cards: Collection[str], rooms: Collection[str]) -> Channels:
        self.asked.append((game, {*cards}))
        self.looking.set()
        await self.may.wait()
        if self.away:
            raise StoreAway
        stand = {key: f"C{game}{key}" for key in cards if key != "new"}
        return Channels(stand, {key: f"C{game}{key}" for key in rooms if key != "unmade"})


def card(key: str, room: str = "council:1") -> Card:
    """A card with this key."""
    return Card(room, key)


async def test_what_is_asked_while_one_look_is_under_way_shares_the_next() -> None:
    # given a look that is under way
    table = Table()
    places = Places(cast(Reader, table))
    first = asyncio.create_task(places.of(ONE, card("a")))
    await table.looking.wait()

    # when more is asked, in two games
    more = [
        asyncio.create_task(places.of(game, one))
        for game, one in (
            (ONE, card("b")),
            (OTHER, card("b")),
            (ONE, card("new")),
            (ONE, card("new", "unmade")),
        )
    ]
    await asyncio.sleep(0)
    table.may.set()

    # then each gets its own answer, from one look for each game
    assert await first == Place("Cg1a", "Cg1council:1")
    assert await asyncio.gather(*more) == [
        Place("Cg1b", "Cg1council:1"),
        Place("Cg2b", "Cg2council:1"),
        Place(None, "Cg1council:1"),
        Place(None, None),
    ]
    assert table.asked == [(ONE, {"a"}), (ONE, {"b", "new"}), (OTHER, {"b"})]


async def test_a_look_that_fails_is_everybodys_and_the_next_begins_anew() -> None:
    # given a database that is away
    table = Table()
    places = Places(cast(Reader, table))
    table.away = True
    table.may.set()

    # when two ask, and again when it is back
    failed = await asyncio.gather(*(places.of(ONE, card(key)) for key in "ab"), return_exceptions=True)
    table.away = False

    # then
    assert [type(one) for one in failed] == [StoreAway, StoreAway]
    assert await places.of(ONE, card("a")) == Place("Cg1a", "Cg1council:1")


async def test_who_waits_no_longer_keeps_nobody_from_their_answer() -> None:
    table = Table()
    places = Places(cast(Reader, table))
    gone, stays = (asyncio.create_task(places.of(ONE, card(key))) for key in "ab")
    await table.looking.wait()

    gone.cancel()
    table.may.set()

    assert await stays == Place("Cg1b", "Cg1council:1")
    with pytest.raises(asyncio.CancelledError):
        await gone
