"""An older and a newer Moot on one database: the newer does what both can; nothing is set aside for it."""

from datetime import timedelta

import pytest

from bot.db import leases, pulse, versions
from bot.db.engine import make_sessions
from bot.domain.council import commands as cc
from bot.domain.errors.aside import SetAside
from bot.domain.errors.store import LeftToNewer
from bot.domain.game import commands as c
from bot.domain.ids import MOOT, SlackTeam, UserId
from bot.intents.rows import INTENTS
from bot.runtime.link import Link
from bot.runtime.store import Store
from tests.integration.test_set_aside import (
    BAD,
    GOOD,
    TABLE,
    Place,
    a_missing_field,
    game_of,
    newer,
    newer_in_a_council,
    opened,
    told,
)
from tests.postgres import Postgres

NEWER, OURS = "9999/999/999", versions.stamp(INTENTS.values())


@pytest.fixture
async def place(postgres: Postgres) -> Place:
    """Two running games on a database that replicas share."""
    return await opened(Place(postgres.new_database()), "rainbow-road")


async def test_what_only_a_newer_version_can_read_is_left_to_it_as_long_as_it_is_at_work(
    place: Place,
) -> None:
    # given a newer version at work, which has written what this one does not know
    await newer(place)
    await newer_in_a_council(place)
    async with place.bot() as store:
        link = Link(store.services.presence, "T1")
        store.services.aside.found.left = link.left
        await _beats(store, "newer", NEWER)

        # when somebody acts in that game here, and its bell rings here
        with pytest.raises(LeftToNewer):
            await store.services.games.handle(BAD, c.Join(UserId("UEVE")), actor=UserId("UEVE"))
        with pytest.raises(LeftToNewer):
            await store.services.councils.handle(TABLE, cc.CallBallot(), actor=MOOT)
        with pytest.raises(LeftToNewer):
            await store.services.presence.ring(BAD)

        # then it is not set aside, nobody is told anything, and Slack's deliveries are for others
        assert store.services.aside.found.games() == {}
        assert await told(store) == []
        assert link._gone.is_set()
        await store.services.presence.note()
        assert link._gone.is_set()

        # and the other game goes on here as well
        await store.services.games.handle(GOOD, c.PauseGame(), actor=UserId("UDIRECTOR"))
        assert (await game_of(store, GOOD)).paused

        # when the newer version is gone
        place.at += timedelta(minutes=2)
        await store.services.presence.note()
        assert not link._gone.is_set()
        with pytest.raises(SetAside):
            await store.services.presence.ring(BAD)
        await store.services.aside.look(BAD)

        # then the game is set aside, since nobody can run it
        (card,) = await told(store)
        assert "PlenaryRenamed" in card.why


@pytest.mark.parametrize("version", [None, OURS], ids=["from before", "the same"])
async def test_what_no_other_version_can_read_either_is_set_aside_beside_others(
    place: Place, version: str | None
) -> None:
    await a_missing_field(place)
    async with place.bot() as store:
        await _beats(store, "another", version)

        with pytest.raises(SetAside):
            await store.services.councils.handle(TABLE, cc.CallBallot(), actor=MOOT)


@pytest.mark.parametrize(
    ("version", "ours"), [(None, True), ("14/1/1", True), (OURS, False), (NEWER, False)], ids=str
)
async def test_a_workspace_is_taken_over_from_an_older_version_that_is_alive(
    place: Place, version: str | None, ours: bool
) -> None:
    # given a replica that holds the lease
    async with place.bot() as store:
        await _beats(store, "another", version)
        async with make_sessions(store.engine).begin() as session:
            await leases.take(session, ["T1"], "another", 60)

        # when this one looks, it takes the lease from an older version only
        store.leases.team = SlackTeam("", "T1")
        assert await store.leases.take_free() == (frozenset({"T1"}) if ours else frozenset())


async def test_each_replica_says_how_new_it_is(place: Place) -> None:
    async with place.bot() as store:
        await store.services.presence.note()
        async with make_sessions(store.engine)() as session:
            assert await pulse.older(session, [store.leases.holder], NEWER) == {store.leases.holder}
            assert await pulse.older(session, [store.leases.holder], OURS) == set()


async def _beats(store: Store, replica: str, version: str | None) -> None:
    async with make_sessions(store.engine).begin() as session:
        await pulse.beat(session, "T1", replica, store.services.now(), version or "")
