"""The slide and the form of a presentation."""

from bot.slack.blocks.message import (
    escaped,
)
from bot.slack.presentations import cards as presentations_cards
from tests.builders import (
    rainbow_road,
)
from tests.cards import council, mrkdwn

PACK = rainbow_road()


def test_a_slide_names_every_policy_that_fits_instead_of_cutting_within_a_title() -> None:
    table = council("at the end", policies=25)

    shown = "".join(mrkdwn(presentations_cards.slide(PACK, table).as_kwargs()["blocks"]))

    titles = [escaped(one.title) for _, one in table.book()]
    assert sum(title in shown for title in titles) > 22
