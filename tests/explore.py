"""`python -m tests.explore`: the state machines search at random, for as long as they are given.

`make test` runs them with fixed seeds, so that no build is red by luck. What is found here is printed as a
test: keep it beside its machine under a name that says what went wrong, then mend the rule.
"""

import argparse
import ast
import importlib.util
import itertools
import re
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

TESTS = Path(__file__).parent
ROUND = settings(
    max_examples=40,
    stateful_step_count=60,
    deadline=None,
    derandomize=False,
    database=None,
    print_blob=False,
    report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink],
)
ENUM = re.compile(r"<(\w+\.\w+): [^>]*>")  # how a member is shown
BEGINS = "state = "  # how Hypothesis writes what it found


def machines() -> Iterator[type[RuleBasedStateMachine]]:
    """Every state machine of the tests, wherever it stands."""
    for path in sorted(TESTS.rglob("test_*machine.py")):
        module = loaded(path)
        for found in vars(module).values():
            is_machine = isinstance(found, type) and issubclass(found, RuleBasedStateMachine)
            if is_machine and found.__module__ == module.__name__:
                yield found


def loaded(path: Path) -> ModuleType:
    """The module in this file, under the name by which others import it."""
    name = ".".join(path.relative_to(TESTS.parent).with_suffix("").parts)
    spec = importlib.util.spec_from_file_location(name, path)
    if name in sys.modules:
        return sys.modules[name]
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def explored(machine: type[RuleBasedStateMachine], how: settings = ROUND) -> str | None:
    """One round: what breaks the rules, as a test; None if nothing did."""
    try:
        run_state_machine_as_test(machine, settings=how)
    except Exception as fault:
        notes = "\n".join(getattr(fault, "__notes__", []))
        if BEGINS not in notes:
            raise  # it is no finding: the machine itself does not run
        return as_test(machine, notes[notes.index(BEGINS) :], fault)
    return None


def as_test(machine: type[RuleBasedStateMachine], steps: str, fault: Exception) -> str:
    """The steps as a function that can be pasted, with what it imports."""
    steps = ENUM.sub(r"\1", steps)
    names = {node.id for node in ast.walk(ast.parse(steps)) if isinstance(node, ast.Name)} - {"state"}
    imports = sorted(filter(None, (imported(name, machine) for name in names)))
    told = str(fault).split("\n", maxsplit=1)[0]
    return (
        "\n".join(imports) + "\n\n\n"
        f"def test_found_by_exploring() -> None:\n"
        f"    # {type(fault).__name__}: {told}\n"
        f"{textwrap.indent(steps.strip(), '    ')}\n"
    )


def imported(name: str, machine: type[RuleBasedStateMachine]) -> str | None:
    """The line that imports it: from the machine's module, from the program, or as a module."""
    if name in vars(sys.modules[machine.__module__]):
        return f"from {machine.__module__} import {name}"
    for module in [one for key, one in sys.modules.items() if key.startswith("bot.")]:
        found = getattr(module, name, None)
        if getattr(found, "__module__", None) == module.__name__:
            return f"from {module.__name__} import {name}"
    return f"import {name}" if name in sys.modules else None


def main(given: list[str] | None = None) -> int:
    """Searches; 1 if something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.explore", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1, help="how long to search (default: 1)")
    until = time.monotonic() + parser.parse_args(given).minutes * 60
    rounds = 0
    for machine in itertools.cycle([*machines()]):
        if time.monotonic() >= until:
            print(f"Nothing found in {rounds} rounds of {ROUND.max_examples} games.")
            return 0
        found, rounds = explored(machine), rounds + 1
        if found is not None:
            print(f"{machine.__name__} found this:\n\n{found}")
            return 1
    raise AssertionError("there is no state machine to run")


if __name__ == "__main__":
    sys.exit(main())
