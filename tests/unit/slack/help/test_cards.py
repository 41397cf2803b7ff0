"""Help and handbook are whole."""

from collections.abc import Iterator

from slack_sdk.models.blocks import ActionsBlock

from bot.domain.scenario import Scenario
from bot.slack.blocks.message import (
    Message,
    escaped,
)
from bot.slack.help import cards as help_cards
from tests.builders import (
    rainbow_road,
)
from tests.cards import PROSE, judge, mrkdwn

PACK = rainbow_road()


def handbook(pack: Scenario) -> Iterator[Message]:
    """Every page of the Handbook, from one to the next."""
    page = help_cards.handbook(pack, "g1")
    yield page
    while row := [one for one in page.blocks if isinstance(one, ActionsBlock)]:
        forward = [one for one in row[0].to_dict()["elements"] if one["action_id"].endswith(":on")]
        if not forward:
            return
        page = help_cards.handbook(pack, "g1", int(forward[0]["value"].rpartition(":")[2]))
        yield page


def test_the_handbook_is_whole_also_where_a_chapter_is_long() -> None:
    long = tuple((f"Chapter {number}", f"{PROSE * 60}end-{number}") for number in range(3))
    pack = PACK.model_copy(update={"handbook": (*PACK.handbook, *long)})

    pages = list(handbook(pack))

    shown = "".join("".join(mrkdwn(page.as_kwargs()["blocks"])) for page in pages)
    assert all(escaped(line) in shown for _, text in PACK.handbook for line in text.splitlines())
    assert all(f"end-{number}" in shown for number in range(3))
    for page in pages:
        judge("handbook", page)


def test_the_card_of_an_unknown_word_says_what_to_do_however_long_the_word_was() -> None:
    card = help_cards.unknown_command("x" * 4000, "join")

    assert "`/moot join`" in card.text
    assert "`/moot help`" in card.text
