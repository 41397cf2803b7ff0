"""Every refusal is a sentence that can be read, wherever it is raised."""

import ast
import importlib
import inspect
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.domain.errors import MootError, Refusal
from bot.slack.blocks import message

ROOT = Path(bot.__file__).parent
for module in pkgutil.walk_packages([str(ROOT)], "bot."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)


def _kinds(base: type[MootError]) -> Iterator[type[MootError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


REFUSALS: dict[str, type[MootError]] = {Refusal.__name__: Refusal}
REFUSALS.update((kind.__name__, kind) for kind in _kinds(Refusal))


def facts_of(kind: type[MootError]) -> set[str]:
    """The facts that a refusal's sentence needs."""
    return {name for _, name, _, _ in Formatter().parse(kind.template) if name}


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Where a refusal is made in the program: the place, its name and the facts it is given."""
    for file in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Raise(exc=ast.Name(id=name) | ast.Attribute(attr=name)) if name in REFUSALS:
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", name, set()
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in REFUSALS:
                    given = {keyword.arg or "**" for keyword in node.keywords}
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", name, given


@cache
def everywhere() -> list[tuple[str, str, set[str]]]:
    """All that is raised: the whole program is read for it, but not for those who only collect."""
    return list(raised())


def test_refusals_are_found_where_they_are_raised() -> None:
    assert len(everywhere()) > 60
    assert {"StewardsOnly", "TooFewPlayers", "NotATime"} <= {name for _, name, _ in everywhere()}


def test_every_refusal_is_given_the_facts_of_its_sentence() -> None:
    wrong = [(place, name) for place, name, given in everywhere() if given != facts_of(REFUSALS[name])]

    assert wrong == []


def test_every_refusal_is_a_whole_sentence_in_words() -> None:
    for name, kind in REFUSALS.items():
        sentence = kind(**dict.fromkeys(facts_of(kind), "7")).sentence

        assert sentence[0].isupper(), name
        assert len(sentence.split()) >= 5, name
        assert not set(sentence) & set("{}\n"), name
        assert "  " not in sentence, name
        assert "template" in vars(kind), f"{name} has no words of its own"
        assert sentence in message.plain(sentence).text, name


def test_no_refusal_is_kept_that_nothing_raises() -> None:
    assert set(REFUSALS) - {"Refusal"} == {name for _, name, _ in everywhere()} - {"Refusal"}


def test_a_fact_with_braces_in_it_is_said_as_it_is() -> None:
    class Odd(Refusal):
        template = "There is no {thing} here at all."

    assert Odd(thing="{left}").sentence == "There is no {left} here at all."


def sentences() -> dict[str, str]:
    """What each error of all modules that are loaded says, if each of its facts is 7."""
    kinds = [MootError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {
        f"{kind.__module__}.{kind.__name__}": kind(**dict.fromkeys(kind.needs(), 7)).sentence
        for kind in kinds
        if kind.__module__.startswith("bot.") and "template" in vars(kind) and "__init__" not in vars(kind)
    }


WITHOUT_DOCSTRINGS = f"""
import gc, importlib, json, sys
gc.disable()  # nothing that is loaded is ever given up
from bot.domain.errors import MootError
assert False, "assertions are stripped"
{inspect.getsource(sentences)}
for module in sys.argv[1:]:
    importlib.import_module(module)
print(json.dumps({{"documented": bool(MootError.__doc__), "said": sentences()}}))
"""


def test_every_sentence_reads_the_same_without_docstrings(pytestconfig: pytest.Config) -> None:
    root, said = Path(bot.__file__).parents[1], sentences()
    modules = sorted({name.rpartition(".")[0] for name in said})
    assert pytestconfig.cache is not None
    compiled = str(pytestconfig.cache.mkdir("without_docstrings"))  # all it imports: it takes seconds

    found = subprocess.run(
        [sys.executable, "-OO", "-c", WITHOUT_DOCSTRINGS, *modules],
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONPYCACHEPREFIX": compiled},
        capture_output=True,
        check=True,
        text=True,
    )

    answer = json.loads(found.stdout)
    assert not answer["documented"], "docstrings are gone there"
    assert answer["said"] == said
    assert len(said) > 150


@pytest.mark.parametrize("base", [MootError, Refusal])
def test_an_error_without_a_sentence_is_refused_where_it_is_declared(base: type[MootError]) -> None:
    with pytest.raises(TypeError, match="Silent needs a `template`"):
        type("Silent", (base,), {"__doc__": "A docstring is no sentence."})


def test_an_abstract_error_needs_none() -> None:
    class OfAKind(MootError, abstract=True):
        """What several have in common."""

    class Broken(OfAKind):
        template = "The {thing} is broken."

    assert Broken(thing="bell").sentence == "The bell is broken."
    assert Broken.needs() == {"thing"}


def test_no_two_refusals_have_one_name() -> None:
    assert Refusal.named["NotSeated"].__module__ == "bot.domain.errors.authority"
    kinds = [kind for kind in Refusal.__subclasses__() if kind.__module__.startswith("bot.")]
    assert len({kind.__name__ for kind in kinds}) == len(kinds)


def test_what_somebody_typed_pings_nobody_and_what_was_written_as_markup_stays_so() -> None:
    class Odd(Refusal):
        template = "There is no {thing} for {who}, in {count} words."
        marked_up = frozenset({"who"})

    refusal = Odd(thing="<!channel> & co", who="<@U1>", count=3)

    assert message.refused(refusal) == "There is no &lt;!channel&gt; &amp; co for <@U1>, in 3 words."
    assert refusal.sentence == "There is no <!channel> & co for <@U1>, in 3 words."
