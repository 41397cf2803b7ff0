"""Seats under concurrency: two replicas on one database, and everybody at once."""

import asyncio
from collections.abc import Coroutine
from random import Random
from typing import Any

import pytest

from bot.config import Settings
from bot.domain.council import Council
from bot.domain.errors import Refusal
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, UserId
from bot.domain.paper import paper_id
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame

DIRECTOR = UserId("UDIRECTOR")
GAME = GameId("g1")


@pytest.mark.parametrize("seed", range(4))
async def test_nobody_holds_two_seats_and_nobody_waits_while_one_is_free(
    database_url: str, seed: int
) -> None:
    # given two councils, in a database that two replicas share
    settings = Settings(database_url=database_url)
    async with open_store(settings) as one, open_store(settings) as other:
        await _dealt(one, 13)

        # when people join, leave, hand over and are put on paper through both at once, in any order
        moves = [move for store in (one, other) for move in _moves(store, Random(seed))]
        Random(seed).shuffle(moves)
        await asyncio.gather(*moves)

        # then the list and the seats agree, in both
        for store in (one, other):
            game, _ = await store.services.reader.game(GAME)
            councils = await store.services.reader.councils(game)
            holders = _holders(councils)
            players = {one.player for one in game.players}
            assert len(holders) == len(set(holders))
            assert set(holders) <= players
            vacant = sum(seat.holder is None for table in councils for seat in table.seats.values())
            assert not vacant or players == set(holders)
            for holder in players:
                where = await store.services.reader.where_in(GAME, holder)
                assert (where.seat is not None) == (holder in holders), "the projection is true"


async def test_a_seat_that_is_handed_to_two_people_at_once_goes_to_one(database_url: str) -> None:
    # given
    settings = Settings(database_url=database_url)
    async with open_store(settings) as one, open_store(settings) as other:
        await _dealt(one, 5)
        giver = UserId("U001")

        # when
        answers = await asyncio.gather(
            *(
                _tried(store.services.games.handle(GAME, c.HandOver(giver, to), actor=giver))
                for store in (one, other)
                for to in (UserId("UA"), UserId("UB"))
            )
        )

        # then one was done, the others were refused, and only who took it is on the list
        assert sorted(answers) == [False, False, False, True]
        game, _ = await one.services.reader.game(GAME)
        holders = _holders(await one.services.reader.councils(game))
        assert len(holders) == 5
        assert {"UA", "UB"} & {str(one.player) for one in game.players} == {"UA", "UB"} & set(holders)
        assert giver not in holders


async def test_a_refused_hand_over_leaves_the_list_as_it_was(database_url: str) -> None:
    # given two seated players
    async with open_store(Settings(database_url=database_url)) as store:
        await _dealt(store, 5)
        before, _ = await store.services.reader.game(GAME)

        # when one of them hands over to the other
        assert not await _tried(
            store.services.games.handle(
                GAME, c.HandOver(UserId("U000"), UserId("U001")), actor=UserId("U000")
            )
        )

        # then
        after, _ = await store.services.reader.game(GAME)
        assert after == before
        assert await store.services.games.load(GAME) == before


def _moves(store: Store, random: Random) -> list[Coroutine[Any, Any, bool]]:
    games = store.services.games
    late = [UserId(f"ULATE{number}") for number in range(5)]
    seated = [UserId(f"U{number:03}") for number in range(13)]
    moves = [games.handle(GAME, c.Join(user), actor=user) for user in late]
    moves += [games.handle(GAME, c.Leave(user), actor=DIRECTOR) for user in random.sample(seated, 4)]
    moves += [
        games.handle(GAME, c.HandOver(player, random.choice(late)), actor=DIRECTOR)
        for player in random.sample(seated, 4)
    ]
    moves += [games.handle(GAME, c.Join(paper_id(f"Paper {number}")), actor=DIRECTOR) for number in range(3)]
    return [_tried(move) for move in moves]


async def _tried(move: Coroutine[Any, Any, object]) -> bool:
    try:
        await move
    except Refusal:
        return False
    return True


def _holders(councils: tuple[Council, ...]) -> list[UserId]:
    return [seat.holder for council in councils for seat in council.filled if seat.holder is not None]


async def _dealt(store: Store, players: int) -> None:
    new = NewGame(
        GAME, ("", "T1"), "A game", "rainbow-road", ChannelId("C1"), (), None, "UTC", speed=1, seed=1
    )
    await store.services.games.create(new, actor=DIRECTOR)
    for number in range(players):
        user = UserId(f"U{number:03}")
        await store.services.games.handle(GAME, c.Join(user), actor=user)
    await store.services.games.handle(GAME, c.PlanSeating(), actor=DIRECTOR)
    await store.services.games.handle(GAME, c.DealSeats(), actor=DIRECTOR)
