"""The opening of a large game: its facilitators see how far Slack is."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import clock
from bot.config import Settings
from bot.courier.rendering.renderer import Renderer
from bot.courier.rendering.seen import NoLonger
from bot.db.posts import Post
from bot.db.tables import OutboxRow
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, UserId
from bot.domain.paper import paper_id
from bot.intents.rows import intent_of
from bot.intents.sign_up import OpeningCard, opening
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame

DIRECTOR = UserId("UDIRECTOR")
GAME = GameId("g1")
TEAM = frozenset({"T1"})
CARD = opening(DIRECTOR)


async def test_a_facilitator_sees_how_far_the_opening_is_until_everything_is_ready(tmp_path: Path) -> None:
    # given a workspace so slow that it makes one channel a minute
    async with open_store(_settings(tmp_path, factor=0.05)) as store:
        await _dealt(store, players=12, paper=1)
        renderer = Renderer(store.services.reader, store.services.now)

        # then the card says how long it takes
        before = (await renderer.card(GAME, CARD)).text
        assert "Opening 2 councils" in before
        assert "0 of 2" in before
        assert "0 of 12" in before, "nobody on paper gets an envelope"
        assert "about 1 minute" in before

        # when the card stands, and Slack has made everything
        await store.leases.take_free()
        await store.answers.posted(_row(CARD.room), Post(GAME, CARD.key, ChannelId("D1"), "1.0"))
        await _settle_all(store)
        for council in (1, 2):
            await store.answers.room_made(_row(f"council:{council}"), f"C{council}")
        for player in range(12):
            post = Post(GAME, f"envelope:U{player}", ChannelId(f"D{player}"), "2.0")
            await store.answers.posted(_row(f"dm:U{player}"), post)

        # then one update of it waits, which says that the bell may ring
        heads = (await store.answers.heads(TEAM, 100)).rows
        [update] = [one for one in map(intent_of, heads) if isinstance(one, OpeningCard)]
        assert "Everything is ready" in (await renderer.card(GAME, update)).text


async def test_a_small_game_needs_no_such_card(tmp_path: Path) -> None:
    async with open_store(_settings(tmp_path, factor=1)) as store:
        await _dealt(store, players=12, paper=0)

        with pytest.raises(NoLonger):
            await Renderer(store.services.reader, store.services.now).card(GAME, CARD)


def _settings(folder: Path, factor: float) -> Settings:
    return Settings(database_url=f"sqlite:///{folder / 'moot.db'}", moot_budget_factor=factor)


async def _settle_all(store: Store) -> None:
    rows: Sequence[OutboxRow]
    while rows := (await store.answers.heads(TEAM, 100)).rows:
        for row in rows:
            assert await store.answers.take(row)
            await store.answers.done(row)


def _row(room: str) -> OutboxRow:
    return OutboxRow(
        id=0,
        team_id="T1",
        game_id=GAME,
        kind="card",
        lane=room,
        subject={"room": room},
        priority=0,
        created_at=clock.now(),
    )


async def _dealt(store: Store, players: int, paper: int) -> None:
    games = store.services.games
    new = NewGame(
        game=GAME,
        team=("", "T1"),
        name="A large game",
        scenario="rainbow-road",
        plenary=ChannelId("C0"),
        facilitators=(),
        starts_at=None,
        timezone="UTC",
        speed=1,
        seed=1,
    )
    await games.create(new, actor=DIRECTOR)
    people = [UserId(f"U{number}") for number in range(players)]
    people += [paper_id(f"Paper {number}") for number in range(paper)]
    for player in people:
        await games.handle(GAME, c.Join(player), actor=DIRECTOR)
    await games.handle(GAME, c.PlanSeating(), actor=DIRECTOR)
    await games.handle(GAME, c.DealSeats(), actor=DIRECTOR)
