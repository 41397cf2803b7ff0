"""The JSON schemas of what Moot writes: the folder has those of the code, and real output keeps to them."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.cli import check
from bot.cli import games as listing
from bot.cli.checkup.findings import fail, ok
from bot.cli.schemas import FOLDER, NAMES, schema_of, write_schemas, written
from bot.db.codec import EVENTS
from bot.db.tables import GameRow
from bot.domain.attention import Attention, Need
from bot.domain.council import Council
from bot.domain.errors.aside import LogMissing
from bot.domain.game import Game
from bot.domain.ids import UserId
from bot.domain.log import Recorded
from bot.domain.offer import BallotRule
from bot.domain.thresholds import CountedOf
from bot.gallery.worlds import World
from bot.queries.overview import Overview, Stuck
from bot.queries.whole import Listed
from bot.reports import news, policy_book
from bot.reports.board import board_of
from bot.reports.log.lines import log_file, read
from bot.reports.log.replay import Replay, state
from bot.web.health import Health
from tests.builders import NOON, a_book_of_everything, a_running_game, rainbow_road, recorded

ROOT = Path(__file__).parents[3]
WORLD = World(rainbow_road())
STUCK = Stuck("a message to", "Council 1", "", "not_in_channel", waits=True)
A_GAME = Listed(
    GameRow(id="k7m2pq", team_id="T1", name="Tuesday", plenary="C1", stage="running", created_at=NOON),
    ("U1",),
    LogMissing(log="The game's log"),
)

st.register_type_strategy(
    datetime, st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
)
st.register_type_strategy(timedelta, st.timedeltas(timedelta(days=-400), timedelta(days=400)))
st.register_type_strategy(float, st.floats(0, 1))
st.register_type_strategy(
    BallotRule, st.builds(BallotRule, of=st.sampled_from(CountedOf), at_least=st.none() | st.just("2/3"))
)


def closed(schema: Any) -> Any:
    """The schema, made to refuse fields that it does not name; readers of Moot's JSON have to accept new
    ones."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {key: closed(one) for key, one in schema.items()}
    if "properties" in schema and "additionalProperties" not in schema:
        inside["additionalProperties"] = False
    return inside


@cache
def validator(name: str) -> Draft202012Validator:
    """Of a schema, closed."""
    schema = closed(schema_of(name))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def a_log() -> list[str]:
    """The lines of a log."""
    game = a_running_game()
    file = log_file(game.game, recorded(game, a_book_of_everything()), NOON)
    return file.content.decode().splitlines()


def boards(games: Mapping[str, Game], councils: tuple[Council, ...]) -> Iterator[Any]:
    """What boards show in each state of a game."""
    for game in games.values():
        yield board_of(game, WORLD.pack, councils, plenary="https://example.org/archives/C1").as_json()


def needs(council: Council) -> Attention:
    """It with something that its facilitator should look at."""
    return Attention(council, (Need.SILENT,))


def outputs(name: str) -> list[Any]:
    """What Moot writes of this kind, in as many shapes as there are samples of."""
    games, councils = WORLD.games, tuple(WORLD.councils.values())
    match name:
        case "board":
            return list(boards(games, councils))
        case "check":
            return [check.for_machines([ok("bot token", "fine."), fail("database", "no.", "Do.")], "do it.")]
        case "game":
            seen = Overview(games["ended"], WORLD.pack, tuple(map(needs, councils)), {0: (STUCK,)}, {})
            return [listing.with_details(A_GAME, seen), listing.with_details(A_GAME, None)]
        case "games":
            return [listing.for_machines([A_GAME])]
        case "health":
            return [{"ok": True, "checks": [Health().alive().as_json()]}]
        case "log":
            return [json.loads(line) for line in a_log()]
        case "policy-book":
            return [policy_book.as_json(games["ended"], WORLD.pack, one) for one in councils]
        case "state":
            kept = read("log", [f"{line}\n".encode() for line in a_log()])
            return [state(Replay(kept).play_all(), WORLD.pack)]
        case "webhook":
            return [json.loads(news.as_body(news.Ping(), NOON))]
        case _:
            raise AssertionError(f"there is no sample of {name}")


def test_the_schemas_in_the_folder_are_those_of_the_code(tmp_path: Path) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / FOLDER).glob("*.json")}

    files = write_schemas(tmp_path / "new")

    assert {path.name: path.read_text(encoding="utf-8") for path in files} == kept, (
        f"run: python -m bot export --schemas {FOLDER}"
    )
    assert sorted(kept) == sorted(f"{name}.json" for name in NAMES)
    assert json.loads(written("log"))["title"] == NAMES["log"]


@pytest.mark.parametrize("name", NAMES)
def test_what_moot_writes_keeps_to_its_schema_and_has_no_field_that_the_schema_lacks(name: str) -> None:
    found = outputs(name)

    assert found
    for one in found:
        validator(name).validate(json.loads(json.dumps(one)))


@pytest.mark.parametrize("name", sorted(NAMES.keys() - {"log", "webhook"}))
def test_what_lacks_a_field_does_not_keep_to_its_schema(name: str) -> None:
    [one, *_] = outputs(name)

    assert validator(name).is_valid(json.loads(json.dumps(one)))
    for field in one:
        without = {key: value for key, value in one.items() if key != field}
        assert not validator(name).is_valid(json.loads(json.dumps(without))), field


@cache
def a_game() -> Game:
    """One that runs."""
    return a_running_game().game


@cache
def log_schema() -> Any:
    """Made once."""
    return closed(schema_of("log"))


@cache
def of_kind(kind: str) -> Draft202012Validator:
    """Of the lines with events of this kind: among all kinds, a fault would only be that none fits."""
    whole = log_schema()
    line = next(one for one in whole["oneOf"] if one["properties"].get("kind", {}).get("const") == kind)
    return Draft202012Validator({**line, "$defs": whole["$defs"]})


@pytest.mark.parametrize("kind", sorted(EVENTS))
@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_every_kind_of_event_keeps_to_its_schema(kind: str, data: st.DataObject) -> None:
    event = data.draw(st.from_type(EVENTS[kind]))
    one: Any = Recorded("council:g1-1", 1, NOON, UserId("U1"), event)

    _, line = log_file(a_game(), [one], NOON).content.decode().split("\n")[:2]

    of_kind(kind).validate(json.loads(line))
