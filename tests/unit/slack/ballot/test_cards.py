"""The ballot tells nobody how others vote."""

import pytest

from bot.domain.offer import BallotRule
from bot.slack.ballot import cards as ballot_cards
from tests.builders import a_book_of_everything, rainbow_road
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


def test_only_where_councils_present_the_result_asks_for_a_presentation() -> None:
    log, pack = a_book_of_everything(), rainbow_road()
    quiet = tuple(phase for phase in pack.agenda if not phase.kind.traits.takes_turns)
    without = pack.model_copy(update={"agenda": quiet})

    asks, does_not = (str(ballot_cards.outcome(one, log.council).as_kwargs()) for one in (pack, without))

    assert "Prepare our presentation" in asks
    assert "Prepare our presentation" not in does_not
    assert "My receipt" in does_not
