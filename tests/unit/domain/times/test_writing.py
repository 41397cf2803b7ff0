"""Times in words."""

from datetime import timedelta

import pytest

from bot.domain.times import writing


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "0 seconds"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(minutes=1, seconds=30), "1 minute 30 seconds"),
        (timedelta(minutes=10), "10 minutes"),
        (timedelta(minutes=90), "1 hour 30 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(minutes=5274, seconds=57), "3 days 15 hours"),
        (timedelta(days=1, minutes=3), "1 day"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(span: timedelta, words: str) -> None:
    assert writing.length(span) == words
    assert writing.length(-span) == words


def test_a_brief_span_names_days_too() -> None:
    assert writing.brief(timedelta(days=2, hours=3)) == "2 d 3 h"
    assert writing.brief(timedelta()) == "0 s"
