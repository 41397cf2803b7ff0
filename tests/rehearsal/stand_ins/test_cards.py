"""What stand-ins make of a card."""

from bot.rehearsal.stand_ins.cards import menu_option, proposed, title_of
from bot.slack.proposals.cards import proposal
from tests.builders import a_book_of_everything, rainbow_road


def test_a_proposals_card_tells_its_number_title_and_text() -> None:
    council = a_book_of_everything().council
    one = next(iter(council.proposals.values()))
    card = proposal(rainbow_road(), council, one).as_kwargs()
    blocks = [block if isinstance(block, dict) else block.to_dict() for block in card["blocks"]]

    message = {"blocks": blocks}

    assert title_of(message).startswith("Proposal ")
    assert proposed(message) == (one.number, one.title, one.text)
    assert menu_option(message, "Explode") is None
    assert proposed({"blocks": []}) == (0, "", "")
