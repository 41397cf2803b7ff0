"""The charter stands whole on its card."""

from bot.slack.blocks.message import (
    escaped,
)
from bot.slack.charter import cards as charter_cards
from tests.builders import (
    rainbow_road,
)
from tests.cards import council, told

PACK = rainbow_road()


def test_a_charter_with_long_words_shows_all_of_them() -> None:
    table = council("with conditions")
    assert table.charter is not None

    whole = told(charter_cards.charter(PACK, table))

    assert whole.count(escaped(table.charter.enactment)) == 2, "enactment and enforcement are both there"
