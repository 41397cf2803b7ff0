"""Each `/moot` word has one row, which says who is offered it and when."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot import slack
from bot.domain.game import Game
from bot.gallery.cast import FACILITATOR, OBSERVER, player
from bot.gallery.worlds import World
from bot.queries.place import Where
from bot.slack.acting.asked import IN_A_GAME, Asked, ForWhom, Word
from bot.slack.acting.pressed import Pressed
from bot.slack.blocks import names
from bot.slack.buttons import HANDLERS, merged
from bot.slack.commands import FOUND, HARMLESS, WORDS, by_word, in_order
from bot.slack.typed.words import nearest
from tests.builders import rainbow_road
from tests.slack.stage import GAME, Stage
from tests.slack.test_buttons import people, reach

PACK = rainbow_road()
ALWAYS = "games help data"
NO_GAME_NOW = f"{ALWAYS} forget"  # in none, or in one that is over
HANDLED = (Asked, Pressed, Asked | Pressed)  # what a handler of a word or a button takes


@cache
def games() -> dict[str, Game]:
    found = World(PACK).games
    names = {"over days": "in session-1, over days", "running": "in session-1"}
    return {
        name: found[names.get(name, name)] for name in ("sign-up", "dealt", "running", "over days", "ended")
    }


def offered(where: Where | None, *, for_facilitators: bool = False) -> str:
    rows = [word for word in WORDS if (word.for_whom is ForWhom.FACILITATORS) is for_facilitators]
    return " ".join(word.name for word in rows if word.serves(where))


# --- to whom, and when


def test_without_a_game_one_may_join_or_make_one() -> None:
    assert offered(None) == f"join {NO_GAME_NOW}"
    assert offered(None, for_facilitators=True) == "new admin"


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("sign-up", "status agenda calendar call mission owe policies handbook leave x receipt reveal"),
        (
            "dealt",
            "status agenda calendar call mission owe policies handbook leave x receipt reveal handover",
        ),
        (
            "running",
            "status agenda calendar call mission owe who policies charter order park unpark handbook leave "
            "done straw propose floor x receipt reveal handover",
        ),
        (
            "over days",
            "status agenda calendar call mission owe who missed policies charter order park unpark handbook "
            "leave done straw propose floor x receipt reveal handover",
        ),
        ("ended", "status agenda mission owe who policies handbook x receipt reveal feedback"),
    ],
)
def test_a_seat_holder_is_offered(stage: str, words: str) -> None:
    council = World(PACK).councils["founded"]

    where = Where(games()[stage], PACK, player(1), council, council.seat_of(player(1)))

    assert offered(where) == f"{words} {NO_GAME_NOW if stage == 'ended' else ALWAYS}"
    assert offered(where, for_facilitators=True) == ""


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("sign-up", "status agenda calendar handbook join observe leave x receipt reveal"),
        ("dealt", "status agenda calendar handbook join observe leave x receipt reveal"),
        ("running", "status agenda calendar handbook join observe leave done floor x receipt reveal"),
        (
            "over days",
            "status agenda calendar missed handbook join observe leave done floor x receipt reveal",
        ),
        ("ended", "status agenda handbook x receipt reveal feedback"),
    ],
)
def test_somebody_without_a_seat_is_offered(stage: str, words: str) -> None:
    where = Where(games()[stage], PACK, OBSERVER, None, None)

    assert offered(where) == f"{words} {NO_GAME_NOW if stage == 'ended' else ALWAYS}"


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("sign-up", "new retry guide board print seat swap invite remove paper reveal cofacilitate"),
        ("dealt", "new councils retry guide board print start invite remove paper reveal cofacilitate"),
        (
            "running",
            "new councils who retry guide board print rule pause resume add take end-by next back inject "
            "vote say end export invite remove paper enter proxy reveal move cofacilitate",
        ),
        (
            "ended",
            "new councils who retry guide board rule say close archive export feedback reveal cofacilitate",
        ),
    ],
)
def test_a_facilitator_is_offered(stage: str, words: str) -> None:
    where = Where(games()[stage], PACK, FACILITATOR, None, None)

    assert offered(where, for_facilitators=True) == words


# --- rows


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.usage)
def test_each_word_has_a_line_of_help_that_says_something(word: Word) -> None:
    assert re.search(r"\w{2}", word.help), word.usage
    assert word.stages, word.usage
    assert re.fullmatch(r"[a-z-]+", word.name)


@pytest.mark.parametrize("word", sorted(word for word, (_, changes) in FOUND.items() if not changes))
async def test_a_word_that_is_acknowledged_at_once_changes_nothing(stage: Stage, word: str) -> None:
    await reach(stage, "session-1")
    before = await stage.council(), await stage.store.services.games.load(GAME)

    for user in (await people(stage)).values():
        assert (await stage.command(user, "/moot", word)).strip()

    assert (await stage.council(), await stage.store.services.games.load(GAME)) == before


async def _nothing(_asked: Asked) -> None:
    """Does nothing."""


async def _something(_asked: Asked) -> None:
    """Does nothing either."""


WORD = Word("wave", _nothing, "wave your hand", IN_A_GAME, ForWhom.EVERYBODY)


def test_a_word_that_means_two_things_is_refused() -> None:
    by_word([WORD, replace(WORD, help="wave it for others")])

    with pytest.raises(ValueError, match="'wave' means two things"):
        by_word([WORD, replace(WORD, handler=_something)])
    with pytest.raises(ValueError, match="'wave' means two things"):
        by_word([WORD, replace(WORD, changes=False)])


def test_a_word_stands_after_the_one_above_it_or_the_one_that_it_names() -> None:
    nod, bow = replace(WORD, usage="nod 3"), replace(WORD, usage="bow", after="nod")
    ring = replace(WORD, usage="ring", for_whom=ForWhom.FACILITATORS)

    assert [word.name for word in in_order([ring, bow], [nod, WORD])] == ["nod", "wave", "bow", "ring"]
    with pytest.raises(ValueError, match="nod"):
        in_order([bow, WORD])


# --- nothing is forgotten


def listeners() -> Iterator[Any]:
    for found in pkgutil.walk_packages(slack.__path__, "bot.slack."):
        yield importlib.import_module(found.name)


def test_every_topics_words_and_buttons_are_collected() -> None:
    for module in listeners():
        if module.__name__ not in ("bot.slack.commands", "bot.slack.buttons"):
            assert set(getattr(module, "BUTTONS", {}).items()) <= set(HANDLERS.items()), module.__name__
            words = [word for word in getattr(module, "WORDS", ()) if isinstance(word, Word)]
            assert all(word in WORDS for word in words), module.__name__


def test_every_handler_is_used_by_a_row_a_button_or_another_handler() -> None:
    for module in listeners():
        text = Path(module.__file__).read_text("utf-8")
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction):
            takes = list(inspect.get_annotations(function, eval_str=True).values())
            if function.__module__ == module.__name__ and takes[1:] == [None] and takes[0] in HANDLED:
                used = len(re.findall(rf"\b{name}\b", text)) > 1 or not name.startswith("_")
                assert used, f"{module.__name__}.{name} is in no row"


def test_two_buttons_of_one_name_are_refused() -> None:
    one = {names.JOIN: HANDLERS[names.JOIN]}

    with pytest.raises(ValueError, match="two buttons are named"):
        merged(one, one)


@pytest.mark.parametrize("word", sorted(FOUND))
def test_a_mistyped_word_never_suggests_what_changes_the_game(word: str) -> None:
    harmless = {row.name for row in WORDS if not row.changes or row.only_shows}
    typos = {word[1:], word[:-1], f"{word}s", word.replace("e", "a"), f"{word[1:2]}{word[:1]}{word[2:]}"}

    suggested = {nearest(typo, HARMLESS) for typo in typos - FOUND.keys()}

    assert suggested <= {*harmless, None}
    assert harmless.isdisjoint(
        {"join", "leave", "done", "start", "pause", "add", "take", "next", "back", "inject", "vote", "end"}
        | {"seat", "swap", "remove", "move", "proxy", "say", "close", "archive", "reveal", "order", "park"}
    )
