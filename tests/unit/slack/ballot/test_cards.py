"""The ballot tells nobody how others vote."""

import pytest

from bot.domain.offer import BallotRule
from bot.slack.ballot import cards as ballot_cards
from tests.cards import council


def test_the_open_ballot_shows_how_many_voted_and_not_how() -> None:
    card = ballot_cards.ballot(council("voting"))

    assert "1 of 10 seats" in card.text
    assert "1 for" not in card.text


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "more than half of the yes and no votes"),
        ({"of": "seated", "at_least": "2/3"}, "at least two thirds of all seats, whether they vote or not"),
        ({"of": "teams", "at_least": "3/4"}, "at least three quarters of the teams, each with one voice"),
    ],
)
def test_the_ballot_says_beforehand_what_it_takes(rule: dict[str, str], words: str) -> None:
    assert ballot_cards.needed_to_pass(BallotRule.model_validate(rule)).startswith(words)
