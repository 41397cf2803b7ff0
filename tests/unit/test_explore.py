"""`make explore` prints what it finds as a test that can be pasted."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from bot.domain.charter import Conditions
from bot.domain.offer import Proposers
from tests import explore

MINUTE = timedelta(minutes=1)
FEW = settings(explore.ROUND, max_examples=50, stateful_step_count=5, derandomize=True)


class Counts(RuleBasedStateMachine):
    """Goes wrong at three or more."""

    def __init__(self) -> None:
        super().__init__()
        self.total = 0

    @rule(more=st.integers(0, 2), kind=st.just(Proposers.TEAMS), waits=st.just(Conditions(waiting=MINUTE)))
    def add(self, more: int, kind: Proposers, waits: Conditions) -> None:
        assert (kind, waits.waiting) == (Proposers.TEAMS, MINUTE), "it is given what it was given before"
        self.total += more
        assert self.total < 3, "too many"


class Stands(RuleBasedStateMachine):
    """Never goes wrong."""

    @rule()
    def nothing(self) -> None:
        return


class Broken(RuleBasedStateMachine):
    """Does not even begin."""

    def __init__(self) -> None:
        raise RuntimeError("it is not built")


def test_what_was_found_is_a_test_that_fails_in_the_same_way() -> None:
    found = explore.explored(Counts, FEW)

    assert found is not None
    assert "AssertionError: too many" in found
    names: dict[str, Any] = {}
    exec(found, names)
    with pytest.raises(AssertionError, match="too many"):
        names["test_found_by_exploring"]()


def test_where_nothing_is_found_nothing_is_printed() -> None:
    assert explore.explored(Stands, FEW) is None


def test_a_machine_that_does_not_run_is_no_finding() -> None:
    with pytest.raises(RuntimeError, match="not built"):
        explore.explored(Broken, FEW)


def test_every_machine_is_found_wherever_it_stands() -> None:
    names = {machine.__name__ for machine in explore.machines()}

    assert {"AWholeGame"} < names
    assert len(names) >= 3


def test_a_build_searches_with_fixed_seeds() -> None:
    assert settings().derandomize
    assert not explore.ROUND.derandomize
