"""The ballot tells nobody how others vote."""

from bot.slack.ballot import cards as ballot_cards
from tests.cards import council


def test_the_open_ballot_shows_how_many_voted_and_not_how() -> None:
    card = ballot_cards.ballot(council("voting"))

    assert "1 of 10 seats" in card.text
    assert "1 for" not in card.text
