"""The slide and the form of a presentation."""

from bot.slack.blocks.message import (
    escaped,
)
from bot.slack.presentations import cards as presentations_cards
from tests.builders import (
    rainbow_road,
)
from tests.cards import council, told

PACK = rainbow_road()


def test_a_slide_names_every_policy_in_as_many_parts_as_it_takes() -> None:
    table = council("at the end", policies=25)

    shown = told(presentations_cards.slide(PACK, table))

    titles = [escaped(one.title) for _, one in table.book()]
    assert len(titles) == 25
    assert all(title in shown for title in titles)
