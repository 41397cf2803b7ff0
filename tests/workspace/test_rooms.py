"""The workspace is a house of its own: no circle in it, nothing of the bot, and no word of the bot's game."""

import re
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

import bot.workspace

HERE = Path(bot.workspace.__file__).parent
TEXTS = sorted(path for path in HERE.rglob("*") if path.suffix in (".py", ".js", ".html", ".css", ".md"))
GAME = re.compile(
    r"(?<![a-z])(moot|councils?|stewards?|polic(?:y|ies)|missions?|ballots?|charters?|proposals?|sheets?|seats?"
    r"|facilitators?|plenar(?:y|ies)|envelopes?)(?![a-z])",
    re.IGNORECASE,
)
NOT_THE_GAMES = {
    ("delivery/delivery.py", "envelope"): "Socket Mode's",
    ("delivery/sockets.py", "envelope"): "Socket Mode's",
    ("state/traffic.py", "envelope"): "Socket Mode's",
    ("README.md", "envelope"): "Socket Mode's",
    ("api/arguments.py", "policy"): "the e-mail package's",
    ("CONFORMANCE.md", "policy"): "in a method's name",
    ("page/static/emoji.js", "ballot"): "an emoji's name",
    ("page/static/emoji.js", "envelope"): "an emoji's name",
    ("page/static/emoji.js", "policy"): "what an emoji is found by",
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Every import in `bot`, those for types alone too."""
    return grimp.build_graph("bot", cache_dir=None)


def modules_of(graph: grimp.ImportGraph) -> set[str]:
    return {name for name in graph.modules if f"{name}.".startswith("bot.workspace.")}


def circles(graph: grimp.ImportGraph, modules: set[str]) -> Iterator[tuple[str, ...]]:
    """A way back to itself for each import that has one."""
    for importer in sorted(modules):
        for imported in graph.find_modules_directly_imported_by(importer) & modules:
            back = graph.find_shortest_chain(importer=imported, imported=importer)
            if back:
                yield back


def test_no_import_goes_in_a_circle(graph: grimp.ImportGraph) -> None:
    modules = modules_of(graph)

    assert len(modules) > 50
    assert next(circles(graph, modules), None) is None


def test_it_imports_nothing_else_of_the_bot(graph: grimp.ImportGraph) -> None:
    modules = modules_of(graph)

    outside = {
        (importer, imported)
        for importer in modules
        for imported in graph.find_modules_directly_imported_by(importer) - modules
    }

    assert outside == set()


def test_a_circle_for_types_alone_is_found() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in (("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")):
        graph.add_import(importer=importer, imported=imported)

    assert next(circles(graph, {"a", "b", "c", "d"})) == ("b", "c", "a")
    assert next(circles(graph, {"c", "d"}), None) is None


def test_it_holds_no_word_of_the_game() -> None:
    found = {
        (str(path.relative_to(HERE)), singular(word))
        for path in TEXTS
        for word in words_of_the_game(path.read_text(encoding="utf-8"))
    }

    assert len(TEXTS) > 80
    assert found == NOT_THE_GAMES.keys()


def words_of_the_game(text: str) -> list[str]:
    """Also inside a name, as in `openSheet` and `open_sheet`."""
    return GAME.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text))


def singular(word: str) -> str:
    return re.sub(r"ies$", "y", word.lower()).removesuffix("s")


@pytest.mark.parametrize("text", ["/moot join", "a_council", "openSheet", "the Ballots", "policies"])
def test_a_word_of_the_game_is_noticed(text: str) -> None:
    assert words_of_the_game(text)


@pytest.mark.parametrize("text", ["stylesheet", "permissions", "referrerpolicy", "smooth"])
def test_a_word_that_only_looks_like_one_is_not(text: str) -> None:
    assert not words_of_the_game(text)
