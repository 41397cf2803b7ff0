"""Whatever Moot shows is in the gallery, fits Slack's limits and can be read without seeing it."""

import ast
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.views import View

from bot import slack
from bot.courier import rendering
from bot.courier.rendering.council import OF_COUNCIL
from bot.courier.rendering.game import OF_GAME
from bot.courier.rendering.whispers import WHISPERS
from bot.gallery.page import WORLDS
from bot.gallery.surfaces import SURFACES, Shown, shown
from bot.gallery.worlds import World
from bot.intents.intent import Card, CouncilCard, Whisper
from bot.intents.rows import INTENTS
from bot.slack.blocks.as_json import as_json
from bot.slack.blocks.forms import FORMS
from bot.slack.blocks.message import Message
from tests.builders import rainbow_road
from tests.cards import distinct, judge, mrkdwn
from tests.cards import shown as shown_words

PACK = rainbow_road()
SLACK_SDKS = {
    "to_dict": JsonObject.to_dict,
    "validate_json": JsonObject.validate_json,
}  # other tests are quicker
NO_TOPIC = {"edge", "acting", "typed"}
LISTENING = {
    "listeners",
    "command",
    "revising",
    "changing",
    "submissions",
    "windows",
    "reseating",
    "profiles",
}
PARTS = {
    "blocks.fields",
    "blocks.folding",
    "blocks.forms",
    "blocks.paging",
    "blocks.phrases",
}  # what surfaces are built of
VIEW_BYTES = 250_000  # docs.slack.dev, reference/views

HOSTILE = "<!channel> <@UEVIL> <https://evil.example|click> &lt;!here&gt; *bold* `code` "
PINGS = re.compile("<!channel>|<@UEVIL>|<https://evil|<!here>")
HALF_ESCAPED = re.compile(r"&(?!amp;|lt;|gt;)")
HARD_WORLDS = {  # those of the page; two of them with words that are harder still
    **WORLDS,
    "as long as it goes": (HOSTILE, 2, 40),
    "one long word": (">x", 2, 2),
}
SEVERAL_TIMES = ("ordinary", "nothing yet")  # worlds at which several tests look
DESTRUCTIVE = {
    "leave_game",
    "end_game",
    "next_phase",
    "withdraw_proposal",
    "record_decision",
    "call_vote",
    "deal_seats",
    "leave",
    "step_back",
    "inject_emergency",
    "catch_up",
    "step_down",
    "move_there",
}


def everything(name: str) -> Iterator[Shown]:
    """All surfaces of a world, by the world's name. It takes seconds, so each test looks at all it can."""
    words, size, policies = HARD_WORLDS[name]
    return shown(World(PACK, words, size, policies) if words else World(PACK, size=size, policies=policies))


@cache
def kept(name: str) -> list[tuple[Shown, list[dict[str, Any]]]]:
    """The distinct surfaces of a world at which several tests look."""
    return list(as_sent(everything(name)))


def ordinary() -> list[tuple[Shown, list[dict[str, Any]]]]:
    """Those of the ordinary world."""
    return kept("ordinary")


def as_sent(surfaces: Iterable[Shown]) -> Iterator[tuple[Shown, list[dict[str, Any]]]]:
    """The distinct surfaces with their blocks as they are sent."""
    for one in distinct(surfaces):
        yield one, one.card.to_dict()["blocks"] if isinstance(one.card, View) else blocks_of(one.card)


def surfaces_in_code() -> Iterator[str]:
    """Every form in slack/, and every public function there that makes a message or a view of a topic."""
    for found in pkgutil.walk_packages(slack.__path__, "bot.slack."):
        name = found.name.removeprefix("bot.slack.")
        topic, _, file = name.partition(".")
        if found.ispkg or name in PARTS or topic in NO_TOPIC or file in LISTENING:
            continue
        module = importlib.import_module(found.name)
        for function_name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == found.name and _is_surface(function_name, function):
                yield f"{name}.{function_name}"
        for form in FORMS.values():
            if form.__module__ == found.name:
                yield f"{name}.{form.__name__}"


def _is_surface(name: str, function: Callable[..., Any]) -> bool:
    if name.startswith("_") or inspect.iscoroutinefunction(function):
        return False
    made = str(inspect.signature(function, eval_str=True).return_annotation)
    return bool(re.search(r"\b(Message|View)\b", made)) and not re.search(r"\bCallable\b", made)


def rendered_by_the_courier() -> Iterator[str]:
    """The functions that make the courier's cards."""
    for module, node in _rendering():
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=made_in), attr=name)):
                place = getattr(getattr(module, made_in, None), "__name__", "")
                if place.startswith("bot.slack.") and place.removeprefix("bot.slack.") not in PARTS:
                    yield f"{place.removeprefix('bot.slack.')}.{name}"
            case _:
                continue


def _rendering() -> Iterator[tuple[ModuleType, ast.AST]]:
    for found in pkgutil.iter_modules(rendering.__path__, "bot.courier.rendering."):
        module = importlib.import_module(found.name)
        for node in ast.walk(ast.parse(Path(inspect.getfile(module)).read_text("utf-8"))):
            yield module, node


def blocks_of(card: Message | View) -> list[dict[str, Any]]:
    return [block.to_dict() for block in card.blocks or ()]


# --- the list


def test_every_message_and_view_is_in_the_gallery() -> None:
    assert sorted(SURFACES) == sorted(surfaces_in_code())


def test_every_card_of_the_courier_is_in_the_gallery() -> None:
    made = set(rendered_by_the_courier()) - {"blocks.message.plain", "clock.cards.topic"}  # no surfaces

    assert len(made) > 30
    assert made <= set(SURFACES)


def test_every_card_and_whisper_that_is_asked_for_is_rendered() -> None:
    asked = {one for one in INTENTS.values() if issubclass(one, Card | Whisper)}

    assert len(asked) > 40
    assert [*OF_COUNCIL, *OF_GAME, *WHISPERS] == list(dict.fromkeys((*OF_COUNCIL, *OF_GAME, *WHISPERS)))
    assert {*OF_COUNCIL, *OF_GAME, *WHISPERS} == asked
    assert {one for one in asked if issubclass(one, CouncilCard)} == set(OF_COUNCIL)


def test_every_surface_is_seen_in_the_ordinary_world() -> None:
    seen = {one.surface for one, _ in ordinary()}

    assert set(SURFACES) - seen == set()


# --- limits, and what people write


@pytest.mark.parametrize("name", HARD_WORLDS)
def test_every_surface_fits_is_read_aloud_as_shown_and_pings_nobody(name: str) -> None:
    for one, blocks in kept(name) if name in SEVERAL_TIMES else as_sent(everything(name)):
        judge(f"{one.surface}, {one.state}", one.card)
        assert_read_aloud(one, blocks)
        assert_no_markup_of_players(one, blocks)


def assert_read_aloud(one: Shown, blocks: list[dict[str, Any]]) -> None:
    """Screen readers and notifications read the text alone. `judge` holds each part to that."""
    if isinstance(one.card, Message):
        told = "\n".join(part.text for part in one.card.parts())
        for words in shown_words(blocks):
            assert words in told, (one.surface, one.state, words)


def assert_no_markup_of_players(one: Shown, blocks: list[dict[str, Any]]) -> None:
    """What players write is never read as markup, nor cut within an escaped character."""
    told = [one.card.text] if isinstance(one.card, Message) else []
    for text in (*told, *mrkdwn(blocks)):
        assert not PINGS.search(text), (one.surface, one.state, text[:300])
        assert not HALF_ESCAPED.search(text), (one.surface, one.state, text[-60:])


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
    st.integers(0, 2),
    st.integers(0, 12),
)
@settings(max_examples=3, phases=(Phase.explicit, Phase.generate))  # each draws every surface
def test_every_surface_fits_whatever_people_write(words: str, size: int, policies: int) -> None:
    for one in distinct(shown(World(PACK, words, size, policies))):
        judge(f"{one.surface}, {one.state}", one.card)


def test_each_surface_is_sent_as_slack_sdk_would_send_it(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {
        one.surface: [one.card] if isinstance(one.card, View) else one.card.blocks for one, _ in ordinary()
    }
    sent = {surface: json.dumps([*map(as_json, of_one)]) for surface, of_one in parts.items()}
    for name, slack_sdks in SLACK_SDKS.items():
        monkeypatch.setattr(JsonObject, name, slack_sdks)

    for surface, of_one in parts.items():
        assert json.dumps([part.to_dict() for part in of_one]) == sent[surface], surface


# --- for eyes and ears


def test_nothing_is_said_by_an_emoji_alone() -> None:
    for one, blocks in ordinary():
        for block in blocks:
            for words in _texts(block):
                bare = re.sub(r":[a-z_]+:|<[^>|]*>", "", re.sub(r"<[^>|]*\|([^>]*)>", r"\1", words))
                assert re.search(r"\w", bare) or not words.strip(), (one.surface, one.state, words)
                for emoji in re.finditer(r":[a-z][a-z_]+:(.{0,12})", words):
                    assert re.match(r"\s*\w", emoji[1]), (one.surface, "a word follows the emoji", words)


def test_every_time_has_a_fallback_with_its_zone() -> None:
    found = 0
    for one, blocks in ordinary():
        for block in blocks:
            for words in _texts(block):
                for fallback in re.findall(r"<!date\^\d+\^[^|>]*\|([^>]*)>", words):
                    found += 1
                    assert re.search(r"\d\d:\d\d.* \w+", fallback), (one.surface, fallback)
                assert len(re.findall(r"<!date[^|>]*>", words)) == 0, (one.surface, "without a fallback")
    assert found > 20


def test_every_button_and_field_has_words_and_every_picture_an_alt_text() -> None:
    for one, blocks in (one for name in SEVERAL_TIMES for one in kept(name)):
        for block in blocks:
            if block["type"] == "image":
                assert block["alt_text"].strip(), one.surface
            if block["type"] == "input":
                assert block["label"]["text"].strip(), one.surface
            for element in block.get("elements", ()):
                if element["type"] == "button":
                    assert re.search(r"[A-Za-z]{2}", element["text"]["text"]), one.surface


def test_what_ends_or_discards_something_asks_first_wherever_it_is_shown() -> None:
    for one, blocks in ordinary():
        for block in blocks:
            for element in block.get("elements", ()):
                if element.get("action_id") in DESTRUCTIVE:
                    assert "confirm" in element, (one.surface, one.state, element["action_id"])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        if value.get("type") in ("mrkdwn", "plain_text") and isinstance(value.get("text"), str):
            yield value["text"]
        yield from _texts([one for one in value.values() if isinstance(one, dict | list)])
