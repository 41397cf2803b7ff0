"""How long people read, before a game and in its phases."""

from datetime import timedelta

import pytest

from bot.domain import reading
from bot.domain.cues import Tempo
from tests.builders import harbour, rainbow_road


def test_two_hundred_words_take_a_minute_and_pictures_none() -> None:
    assert reading.minutes("word " * 150, "it’s " * 50) == 1
    assert reading.minutes("One.\n![a long text about a graph](graph.png)") == reading.minutes("One.")


def test_minutes_are_told_as_people_say_them() -> None:
    assert [reading.in_words(one) for one in (0.1, 1.2, 1.3, 7.9)] == [
        "1 minute",
        "1 minute",
        "2 minutes",
        "8 minutes",
    ]


def test_the_sheet_is_read_where_it_opens_and_an_emergency_where_it_comes() -> None:
    phases = {one.phase.key: one for one in reading.inside(rainbow_road(), Tempo.LIVE)}
    sheets = [one.phase.key for one in reading.inside(rainbow_road(), Tempo.LIVE) if one.sheet]

    assert sheets == ["session-1"]
    assert phases["emergency"].takes > reading.minutes(phases["emergency"].phase.inject) > 0.5


def test_whoever_read_ahead_reads_less_than_five_minutes_in_the_first_quarter_of_an_hour() -> None:
    first, second, *_ = reading.inside(rainbow_road(), Tempo.LIVE)

    assert first.phase.lasts + second.phase.lasts == timedelta(minutes=15)
    assert first.takes + second.takes < 5
    assert reading.of_handbook(rainbow_road()) + reading.of_briefing(rainbow_road()) > 9


@pytest.mark.parametrize(("seconds", "told"), [(1, True), (3600, False)])
def test_more_than_half_of_a_phase_is_too_much(seconds: int, told: bool) -> None:
    pack = harbour()
    phase = next(one for one in pack.agenda if one.kind.traits.begun)
    changed = phase.model_copy(update={"lasts": timedelta(seconds=seconds)})
    pack = pack.model_copy(update={"agenda": tuple(changed if one is phase else one for one in pack.agenda)})

    assert (changed in [one.phase for one in reading.too_much(pack)]) is told
