"""One game that cannot be run is set aside, its facilitators are told why, and no other is harmed."""

import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.config import Settings
from bot.courier.rendering.renderer import Renderer
from bot.db import codec
from bot.db.engine import make_engine
from bot.domain.council import commands as cc
from bot.domain.errors.aside import SetAside
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.ids import MOOT, ChannelId, CouncilId, GameId, Moment, UserId
from bot.domain.times.working_time import WorkingTime
from bot.intents.aside import GoesOnCard, SetAsideCard
from bot.intents.clock import AwayCard
from bot.intents.intent import Card
from bot.intents.rows import Unreadable, intent_of
from bot.queries.overview import overview
from bot.runtime.store import Store, open_store
from bot.scenarios.packs import content_folder
from bot.services.games import NewGame
from tests.builders import rainbow_road
from tests.conftest import Databases
from tests.postgres import Postgres

MONDAY = datetime(2031, 3, 3, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GOOD, BAD, TABLE = GameId("good"), GameId("bad"), CouncilId("bad-1")
DIRECTOR = UserId("UDIRECTOR")
OFFICE = WorkingTime("UTC", time(9), time(17))
OPENED: dict[str, bytes] = {}  # databases, by the pack of the second game
Harm = Callable[["Place"], Awaitable[None]]


@dataclass
class Place:
    """A database with two running games, an own content pack for one of them, and a clock that is set."""

    url: str
    content: Path | None = None
    at: Moment = MONDAY

    @property
    def pack(self) -> Path:
        """The pack of the game that comes to harm."""
        assert self.content is not None
        return self.content / "mine"

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Store]:
        """A Moot that starts, as far as the database is concerned."""
        settings = Settings(database_url=self.url, moot_content=self.content)
        async with open_store(settings, lambda: self.at) as store:
            yield store

    async def say(self, statement: str, **values: Any) -> None:
        """Changes the database behind Moot's back."""
        engine = make_engine(self.url)
        async with engine.begin() as connection:
            await connection.execute(text(statement), values)
        await engine.dispose()

    async def store(self, stream: str, kind: str, data: Any) -> None:
        """One more event, whatever it is."""
        given = "CAST(:data AS JSON)" if self.url.startswith("postgresql") else ":data"
        await self.say(
            "INSERT INTO events (stream, version, kind, data, at, actor) "
            f"SELECT stream, max(version) + 1, CAST(:kind AS VARCHAR), {given}, max(at), 'somebody' "
            "FROM events WHERE stream = :stream GROUP BY stream",
            stream=stream,
            kind=kind,
            data=data if isinstance(data, str) else json.dumps(data),
        )

    def edit(self, old: str, new: str) -> None:
        """Another pack.yaml."""
        file = self.pack / "pack.yaml"
        written = file.read_text("utf-8")
        assert old in written
        file.write_text(written.replace(old, new), "utf-8")


@pytest.fixture
async def place(database_url: str) -> Place:
    """Both games run since nine o'clock, in their first phase."""
    return await opened(Place(database_url), "rainbow-road")


@pytest.fixture
async def with_a_pack(new_database: Databases, tmp_path: Path) -> Place:
    """One of the two is played with a content pack of the operator's own."""
    found = Place(new_database("sqlite"), tmp_path / "content")
    shutil.copytree(content_folder() / "rainbow-road", found.pack)
    found.edit("key: rainbow-road", "key: mine")
    return await opened(found, "mine")


async def opened(place: Place, pack: str) -> Place:
    """Both games as they are in their first phase: on SQLite, they are played once and then copied."""
    file = Path(place.url.removeprefix("sqlite:///")) if place.url.startswith("sqlite") else None
    if file is not None and pack in OPENED:
        file.write_bytes(OPENED[pack])
        return place
    async with place.bot() as store:
        await a_running_game(store, GOOD, "rainbow-road")
        await a_running_game(store, BAD, pack)
        await store.services.presence.note()
    if file is not None:
        OPENED[pack] = file.read_bytes()
    return place


async def a_running_game(store: Store, key: GameId, pack: str, **changes: Any) -> None:
    new = NewGame(
        key, ("", "T1"), f"The {key} game", pack, ChannelId(f"C{key}"), (), None, "UTC", speed=1, seed=7
    )
    games = store.services.games
    await games.create(replace(new, **changes), actor=DIRECTOR)
    for number in range(5):
        user = UserId(f"U{key}{number}")
        await games.handle(key, c.Join(user), actor=user)
    for command in (c.PlanSeating(), c.DealSeats(), c.StartGame()):
        await games.handle(key, command, actor=DIRECTOR)


async def game_of(store: Store, key: GameId) -> Game:
    return (await store.services.reader.game(key))[0]


async def told(store: Store) -> list[SetAsideCard]:
    """What the facilitators are told."""
    heads = (await store.answers.heads(["T1"], 1000)).rows
    found = [intent_of(row) for row in heads if row.kind == "set_aside"]
    return [one for one in found if isinstance(one, SetAsideCard)]


async def written(store: Store, kind: type[Card]) -> int:
    """How many such cards of the harmed game the outbox has."""
    rows = await store.backlog.rows()
    return sum(isinstance(intent_of(row), kind) for row in rows if row.game_id == BAD)


# --- what harms one game


async def newer(place: Place) -> None:
    await place.store("game:bad", "PlenaryRenamed", {"at": "2031-03-03T09:00:00Z"})


async def newer_in_a_council(place: Place) -> None:
    await place.store("council:bad-1", "ProposalForked", {})


async def a_missing_field(place: Place) -> None:
    await place.store("council:bad-1", "IdeaCarriedBack", {})


async def a_wrong_type(place: Place) -> None:
    await place.store("game:bad", "PlayerJoined", {"player": {"id": 7}, "chair": [1]})


async def a_list(place: Place) -> None:
    await place.store("game:bad", "GamePaused", [1, 2])


async def nothing(place: Place) -> None:
    await place.store("game:bad", "GamePaused", None)


async def what_does_not_fold(place: Place) -> None:
    await place.store("council:bad-1", "GamePaused", {"at": "2031-03-03T09:00:00Z"})


async def a_phase_that_there_is_not(place: Place) -> None:
    moments = {"at": "2031-03-03T09:00:00Z", "ends": "2031-03-03T09:30:00Z"}
    await place.store("game:bad", "PhaseStarted", {"phase": 99, **moments})


async def no_log(place: Place) -> None:
    await place.say("DELETE FROM events WHERE stream = 'game:bad'")


async def no_log_of_a_council(place: Place) -> None:
    await place.say("DELETE FROM events WHERE stream = 'council:bad-1'")


async def a_removed_pack(place: Place) -> None:
    shutil.rmtree(place.pack)


async def a_renamed_pack(place: Place) -> None:
    place.edit("key: mine", "key: ours")
    place.pack.rename(place.pack.parent / "ours")


async def a_broken_pack(place: Place) -> None:
    place.edit("minimum: 5", "minimum: many")


async def a_pack_with_another_phase(place: Place) -> None:
    place.edit("- key: session-1", "- key: session-one")


async def an_unknown_zone(place: Place) -> None:
    like = "REPLACE(CAST(data AS TEXT), '\"UTC\"', '\"Mars/Olympus\"')"
    as_json = f"CAST({like} AS JSON)" if place.url.startswith("postgresql") else like
    await place.say(f"UPDATE events SET data = {as_json} WHERE stream = 'game:bad' AND version = 1")


TO_THE_LOG: dict[str, tuple[Harm, str]] = {
    "a newer version's event": (newer, "PlenaryRenamed"),
    "a newer version's event in a council": (newer_in_a_council, "Council 1 holds an event of a kind"),
    "a missing field": (a_missing_field, "IdeaCarriedBack, number 3; seat, text"),
    "a wrong type": (a_wrong_type, "player)"),
    "a list": (a_list, "cannot be read"),
    "null": (nothing, "cannot be read"),
    "an event of another stream": (what_does_not_fold, "cannot be read"),
    "a phase that there is not": (a_phase_that_there_is_not, "contradicts itself"),
    "no log": (no_log, "The game's log is missing"),
    "no log of a council": (no_log_of_a_council, "one of its councils is missing"),
    "an unknown zone": (an_unknown_zone, "Mars/Olympus"),
}
IN_JSON = ("a list", "null", "a wrong type")  # the two databases store JSON each in its own way
TO_THE_PACK: dict[str, tuple[Harm, str]] = {
    "a removed pack": (a_removed_pack, "“mine”"),
    "a renamed pack": (a_renamed_pack, "“mine”"),
    "a broken pack": (a_broken_pack, "moot content check"),
    "a pack without a phase": (a_pack_with_another_phase, "no phase “session-1”"),
}


@pytest.mark.parametrize("what", TO_THE_LOG)
async def test_a_game_whose_log_is_harmed_is_set_aside_and_the_others_go_on(
    new_database: Databases, what: str
) -> None:
    place = await opened(Place(new_database("sqlite")), "rainbow-road")
    await is_set_aside(place, *TO_THE_LOG[what])


@pytest.mark.parametrize("what", IN_JSON)
async def test_what_is_no_object_in_a_log_on_postgresql_harms_no_other_game_either(
    new_database: Databases, what: str
) -> None:
    place = await opened(Place(new_database("postgres")), "rainbow-road")
    await is_set_aside(place, *TO_THE_LOG[what])


@pytest.mark.parametrize("what", TO_THE_PACK)
async def test_a_game_whose_pack_is_harmed_is_set_aside_and_the_others_go_on(
    with_a_pack: Place, what: str
) -> None:
    await is_set_aside(with_a_pack, *TO_THE_PACK[what])


async def test_a_log_names_the_places_of_a_packs_faults_and_quotes_none_of_its_secrets(
    with_a_pack: Place,
) -> None:
    secret = next(text for _, text in rainbow_road().private_texts() if len(text) > 100)
    handbook = with_a_pack.pack / "handbook.md"
    handbook.write_text(f"{handbook.read_text('utf-8')}\n{secret}\n", "utf-8")

    with capture_logs() as logs:
        async with with_a_pack.bot() as store:
            store.services.aside.tell_of_packs()

    (told,) = [one for one in logs if one["action"] == "content"]
    assert any("mine/handbook.md:" in fault for fault in told["faults"])
    assert "gives away" not in str(told)
    assert not [fault for fault in told["faults"] if " " in fault]


async def is_set_aside(place: Place, harm: Harm, words: str) -> None:
    # given a Moot that comes back after a while and finds one game harmed
    await harm(place)
    place.at += 20 * MINUTE
    async with place.bot() as store:
        services = store.services
        with capture_logs() as logs:
            await services.presence.beat()
            await services.presence.ring(GOOD)
            with pytest.raises(SetAside):
                await services.presence.ring(BAD)
            for _ in range(2):
                await services.aside.look(BAD)

        # then the good one stands still until its facilitator decides, and rings on
        assert (await game_of(store, GOOD)).paused
        await services.games.handle(GOOD, c.ResumeGame(), actor=DIRECTOR)
        place.at += 30 * MINUTE
        await services.presence.note()
        await services.presence.ring(GOOD)
        good = await game_of(store, GOOD)
        assert good.clock is not None
        assert good.clock.phase > 0

        # and the facilitator and the log are told once, with the cause
        (card,) = await told(store)
        assert words in card.why
        assert card.room == "dm:UDIRECTOR"
        assert card.since == MONDAY
        (line,) = [one for one in logs if one["log_level"] == "error" and one["action"] == "set_aside"]
        assert (line["game"], line["reason"]) == (BAD, card.why)

        # and whoever acts in it reads one true sentence
        with pytest.raises(SetAside, match="set aside since 3 March, 09:00 UTC"):
            await services.reader.where("T1", "Cbad", UserId("Ubad1"))
        with pytest.raises(SetAside):
            await services.councils.handle(TABLE, cc.CallBallot(), actor=MOOT)
        assert store.health.vitals is not None
        assert (await store.health.vitals.look()).aside == (BAD,)

    # and a new start tells nobody again
    async with place.bot() as store:
        await store.services.presence.beat()
        with pytest.raises(SetAside):
            await store.services.presence.ring(BAD)
        await store.services.aside.look(BAD)
        assert len(await told(store)) == 1


# --- and when the cause is gone


async def with_the_newer_version(_: Place, patch: pytest.MonkeyPatch) -> None:
    """It knows one event more."""
    patch.setitem(codec.EVENTS, "PlenaryRenamed", e.StartNear)


async def with_the_pack_again(place: Place, _: pytest.MonkeyPatch) -> None:
    shutil.copytree(content_folder() / "rainbow-road", place.pack)
    place.edit("key: rainbow-road", "key: mine")


async def with_the_pack_mended(place: Place, _: pytest.MonkeyPatch) -> None:
    place.edit("minimum: many", "minimum: 5")


async def with_the_phase_again(place: Place, _: pytest.MonkeyPatch) -> None:
    place.edit("- key: session-one", "- key: session-1")


async def with_the_event_mended(place: Place, _: pytest.MonkeyPatch) -> None:
    await place.say("DELETE FROM events WHERE stream = 'council:bad-1' AND kind = 'IdeaCarriedBack'")


Cure = Callable[[Place, pytest.MonkeyPatch], Awaitable[None]]
OF_THE_LOG: dict[str, tuple[Harm, Cure]] = {
    "a newer version's event": (newer, with_the_newer_version),
    "a missing field": (a_missing_field, with_the_event_mended),
}
OF_THE_PACK: dict[str, tuple[Harm, Cure]] = {
    "a removed pack": (a_removed_pack, with_the_pack_again),
    "a broken pack": (a_broken_pack, with_the_pack_mended),
    "a pack without a phase": (a_pack_with_another_phase, with_the_phase_again),
}


@pytest.mark.parametrize("what", OF_THE_LOG)
async def test_it_goes_on_after_a_new_start_as_after_any_absence(
    place: Place, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await goes_on(place, *OF_THE_LOG[what], monkeypatch, starts_anew=True)


@pytest.mark.parametrize("what", OF_THE_PACK)
async def test_it_goes_on_without_a_new_start_when_its_pack_is_there_again(
    with_a_pack: Place, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await goes_on(with_a_pack, *OF_THE_PACK[what], monkeypatch, starts_anew=False)


async def goes_on(
    place: Place, harm: Harm, cure: Cure, patch: pytest.MonkeyPatch, *, starts_anew: bool
) -> None:
    # given a game that is set aside since nine o'clock
    await harm(place)
    place.at += 2 * MINUTE
    async with place.bot() as store:
        await store.services.presence.beat()
        with pytest.raises(SetAside):
            await store.services.presence.ring(BAD)
        await store.services.aside.look(BAD)

        # when after two hours its cause is gone
        await cure(place, patch)
        if not starts_anew:
            await an_hour_later(place, store)
    if starts_anew:
        async with place.bot() as store:
            await an_hour_later(place, store)


async def an_hour_later(place: Place, store: Store) -> None:
    place.at += 60 * MINUTE
    await store.services.presence.note()  # Moot was there all the time
    if BAD in store.services.aside.found.games():
        await store.services.aside.look(BAD)
    await store.services.presence.ring(BAD)

    # then it stands where it stood at nine, its facilitator is told and asked, and nothing else is left of it
    bad = await game_of(store, BAD)
    assert bad.clock is not None
    assert (bad.clock.phase, bad.clock.paused_at) == (0, MONDAY)
    assert await written(store, GoesOnCard) == await written(store, AwayCard) == 1
    assert await store.services.aside.since(BAD) is None
    assert store.services.aside.found.games() == {}
    assert store.health.vitals is not None
    assert (await store.health.vitals.look()).aside == ()

    # and it can be played: what it waited with is sent, and its bells ring
    await store.services.games.handle(BAD, c.CatchUp(), actor=DIRECTOR)
    await store.services.presence.ring(BAD)
    bad = await game_of(store, BAD)
    assert bad.clock is not None
    assert bad.clock.phase > 0


# --- what harms no game at all


ON_BOTH = ("Mars/Olympus", "x" * 500, "UTC\0")  # of which PostgreSQL takes no zero in a text


@pytest.mark.parametrize(
    ("kind", "zone"),
    [
        *(("sqlite", zone) for zone in ("Factory", "", "Europe", "../UTC", *ON_BOTH)),
        *(("postgres", zone) for zone in ON_BOTH),
    ],
)
async def test_somebody_with_a_zone_that_nobody_knows_lives_by_the_games(
    new_database: Databases, kind: str, zone: str
) -> None:
    # given a game over days, a player whose profile has such a zone, and a Moot that was away
    place = Place(new_database(kind))
    user = UserId("Ugood1")
    async with place.bot() as store:
        await a_running_game(store, GOOD, "rainbow-road", working=OFFICE)
        await store.services.requests.zone_known("T1", UserId("Ugood2"), "Asia/Tokyo")
        await store.services.requests.zone_known("T1", user, zone)
        await store.services.presence.note()
    place.at += 8 * 60 * MINUTE
    async with place.bot() as store:
        # when it is back
        await store.services.presence.beat()
        await store.services.presence.ring(GOOD)

        # then the game goes on by the zones that are known, and a later change of this one is heard
        assert await store.services.reader.zones(GOOD) == {"Ugood2": "Asia/Tokyo"}
        await store.services.requests.zone_changed("T1", user, "Europe/Berlin")
        assert (await store.services.reader.zones(GOOD))[user] == "Europe/Berlin"
        assert store.services.aside.found.games() == {}


@pytest.mark.parametrize("subject", ["{not json", "[]", "null", "7", "{}", '{"room": null, "card": {}}'])
async def test_a_row_of_the_outbox_that_cannot_be_read_keeps_no_other_from_being_sent(
    new_database: Databases, subject: str
) -> None:
    # given such a row among others
    place = Place(new_database("sqlite"))
    async with place.bot() as store:
        await a_running_game(store, GOOD, "rainbow-road")
        before = (await store.answers.heads(["T1"], 1000)).rows
        await place.say(
            "INSERT INTO outbox (team_id, game_id, kind, lane, subject, priority, status, attempts, unsure, "
            "error, created_at) SELECT team_id, game_id, 'card', 'bad', :subject, 0, 'waiting', 0, 0, '', "
            "created_at FROM outbox LIMIT 1",
            subject=subject,
        )

        # then all are found, it alone is unreadable, and whoever lists them can
        heads = (await store.answers.heads(["T1"], 1000)).rows
        assert len(heads) == len(before) + 1
        bad = [row for row in heads if row.lane == "bad"]
        with pytest.raises(Unreadable):
            intent_of(*bad)
        assert [row.room for row in await store.backlog.rows() if row.lane == "bad"] == [bad[0].room]
        await store.answers.unreadable(*bad)
        assert (await overview(store.services.reader, GOOD, place.at)).game.id == GOOD

        # and the next Moot tries whether it can read it
        await store.answers.read_again(["T1"])
        assert "bad" in {row.lane for row in (await store.answers.heads(["T1"], 1000)).rows}


async def test_what_is_to_be_sent_for_a_game_that_is_set_aside_waits_and_is_nobodys_delay(
    place: Place,
) -> None:
    # given two games with work for Slack, one of which is set aside
    await newer(place)
    async with place.bot() as store:
        with pytest.raises(SetAside):
            await store.services.presence.ring(BAD)
        await store.services.aside.look(BAD)
        place.at += 10 * MINUTE

        # then only that is sent of it which says why
        heads = (await store.answers.heads(["T1"], 1000)).rows
        assert {row.kind for row in heads if row.game_id == BAD} == {"set_aside"}
        assert {row.game_id for row in heads} == {GOOD, BAD}
        assert store.health.vitals is not None
        async with store.engine.begin() as connection:
            await connection.execute(text("UPDATE outbox SET status = 'done' WHERE game_id = 'good'"))
        assert (await store.health.vitals.look()).oldest is None
        assert (await store.answers.heads(["T1"], 0)).next_at is None

        # and App Home says that it is set aside
        home = await Renderer(store.services.reader, lambda: place.at).home("T1", UserId("Ubad1"))
        assert "set aside since 3 March" in str(home.to_dict())


async def test_who_acts_in_a_good_game_is_not_told_of_the_bad_one_that_they_are_in_besides(
    place: Place,
) -> None:
    await newer(place)
    async with place.bot() as store:
        await place.say(
            "UPDATE people SET seen_at = (SELECT created_at FROM games LIMIT 1) WHERE game_id = 'bad'"
        )
        with pytest.raises(SetAside):
            await store.services.presence.ring(BAD)

        async with store.services.visits.visit(UserId("Ubad1")):
            await store.services.games.handle(GOOD, c.Join(UserId("Ubad1")), actor=UserId("Ubad1"))

        assert "Ubad1" in (await game_of(store, GOOD)).sign_ups


async def test_a_replica_that_cannot_run_a_game_tells_once_while_another_has_it_go_on(
    postgres: Postgres, tmp_path: Path
) -> None:
    # given a replica with the game's pack, and one without
    place = Place(postgres.new_database(), tmp_path / "content")
    shutil.copytree(content_folder() / "rainbow-road", place.pack)
    place.edit("key: rainbow-road", "key: mine")
    await opened(place, "mine")
    async with place.bot() as able, Place(place.url, at=place.at).bot() as unable:
        # when both look after it again and again
        for _ in range(3):
            with pytest.raises(SetAside):
                await unable.services.presence.ring(BAD)
            assert not await unable.services.aside.look(BAD)
            await able.services.presence.ring(BAD)

        # then it was told once that it is set aside, and once that it goes on
        assert (await written(able, SetAsideCard), await written(able, GoesOnCard)) == (1, 1)
        assert await able.services.aside.since(BAD) is None
