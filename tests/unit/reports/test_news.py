"""What the webhook tells: only what is public, and as its schema says."""

import json
from pathlib import Path

import pytest

from bot.domain.game import events as ge
from bot.gallery.worlds import World
from bot.reports import news
from tests.builders import NOON, at, rainbow_road

SCHEMA = Path(__file__).parents[3] / "deploy" / "schema" / "webhook.json"
WORLD = World(rainbow_road())


def everything() -> list[news.News]:
    """News of each type."""
    game, pack = WORLD.games["ended"], WORLD.pack
    voted = next(one for one in WORLD.councils.values() if one.outcome is not None)
    events: list[ge.GameEvent] = [
        ge.GameStarted(),
        ge.PhaseStarted(0, NOON, at(5), late=True, run=1),
        ge.TurnBegan(1, 0, 2, NOON, at(1), then=3),
        ge.GameEnded(NOON),
    ]
    found: list[news.News | None] = [news.of_event(game, pack, event) for event in events]
    found += [news.of_vote(game, pack, voted), news.of_results(game, pack, tuple(WORLD.councils.values()))]
    return [*(one for one in found if one is not None), news.Ping()]


@pytest.mark.parametrize("one", everything(), ids=lambda one: one.type)
def test_each_body_has_what_the_schema_asks_for(one: news.News) -> None:
    body = json.loads(news.as_body(one, NOON))

    schema = json.loads(SCHEMA.read_text())
    of_type = next(kind for kind in schema["oneOf"] if kind["properties"]["type"]["const"] == body["type"])
    data = schema["$defs"][of_type["properties"]["data"]["$ref"].rpartition("/")[2]]
    assert set(body) == set(of_type["required"])
    assert set(body["data"]) == set(data.get("properties", {}))
    assert body["timestamp"] == NOON.isoformat(timespec="milliseconds")


def test_no_body_names_a_person_or_says_what_only_some_may_know() -> None:
    people = {one for game in WORLD.games.values() for one in (*game.sign_ups, *game.facilitators)}
    whole = "\n".join(news.as_body(one, NOON) for one in everything())

    assert not [person for person in people if person in whole]
    assert not [text for _, text in WORLD.pack.private_texts() if text in whole]
    for word in ("yes", '"no"', "abstain", "holder", "seat_", "https://"):
        assert word not in whole, word


def test_there_are_no_results_and_no_outcome_before_they_are_known() -> None:
    council = WORLD.councils["founded"]

    assert news.of_vote(WORLD.games["dealt"], WORLD.pack, council) is None
    assert news.of_results(WORLD.games["dealt"], WORLD.pack, (council,)) is None
