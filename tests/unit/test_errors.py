"""The sentences of refusals are data: nothing silences them, and none can be forgotten."""

import importlib
import inspect
import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot.domain.errors import MootError, Refusal


def sentences() -> dict[str, str]:
    """What each error of the whole program says, if each of its facts is 7."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    kinds = [MootError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {
        f"{kind.__module__}.{kind.__name__}": kind(**dict.fromkeys(kind.needs(), 7)).sentence
        for kind in kinds
        if kind.__module__.startswith("bot.") and "template" in vars(kind) and "__init__" not in vars(kind)
    }


WITHOUT_DOCSTRINGS = f"""
import importlib, json, pkgutil, bot
from bot.domain.errors import MootError
assert False, "assertions are stripped"
{inspect.getsource(sentences)}
print(json.dumps({{"documented": bool(MootError.__doc__), "said": sentences()}}))
"""


def test_every_sentence_reads_the_same_without_docstrings() -> None:
    root = Path(bot.__file__).parents[1]

    found = subprocess.run(
        [sys.executable, "-OO", "-c", WITHOUT_DOCSTRINGS],
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=True,
        text=True,
    )

    answer = json.loads(found.stdout)
    assert not answer["documented"], "docstrings are gone there"
    assert answer["said"] == sentences()
    assert len(answer["said"]) > 150


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
