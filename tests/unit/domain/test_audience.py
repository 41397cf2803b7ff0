"""Whom the names in a scenario mean."""

import pytest

from bot.domain.audience import Group
from tests.builders import rainbow_road


def test_a_name_means_the_seats_of_a_team_a_role_a_group_or_everybody() -> None:
    bloc = Group(key="bloc", name="Bloc", members=("people-ops", "convenor"))
    pack = rainbow_road().model_copy(update={"groups": (bloc,)})

    assert pack.seats_of(("people-ops",)) == {7, 8}
    assert pack.seats_of(("convenor",)) == {1}
    assert pack.seats_of(("bloc", "recorder")) == {1, 2, 7, 8}
    assert pack.seats_of(("stewards",)) == {1, 2}
    assert pack.seats_of(("everyone",)) == set(range(1, 11))
    assert pack.seats_of(("facilitators", "observers")) == set()


def test_a_name_that_nobody_has_is_no_empty_audience() -> None:
    with pytest.raises(KeyError):
        rainbow_road().seats_of(("nobody",))
