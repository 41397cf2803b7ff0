"""What stand-ins make of a card."""

from bot.domain.council import commands as cc
from bot.domain.ids import ProposalNumber, RoleNumber
from bot.rehearsal.stand_ins.cards import menu_option, proposed, title_of
from bot.rehearsal.stand_ins.opinions import is_policy, words_of
from bot.services.games import layout_of
from bot.slack.proposals.cards import proposal
from tests.builders import a_book_of_everything, a_council, at, rainbow_road


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


def test_what_has_become_a_policy_or_is_parked_is_known_by_its_card() -> None:
    log = a_council(layout=layout_of(rainbow_road()))
    adopted, parked, still_open = (log.propose(title) for title in ("Adopted", "Parked", "Open"))
    log.do(cc.RecordDecision(adopted), at=at(6))
    log.do(cc.Park("", "May", owner_seat=RoleNumber(3), proposal=parked), at=at(7))

    def shown(number: ProposalNumber) -> dict[str, object]:
        card = proposal(rainbow_road(), log.council, log.council.proposals[number]).as_kwargs()
        return {"blocks": [one if isinstance(one, dict) else one.to_dict() for one in card["blocks"]]}

    cards = [shown(number) for number in (adopted, parked, still_open)]
    assert [is_policy(card) for card in cards] == [True, False, False]
    assert ["*Parked.*" in words_of(card) for card in cards] == [False, True, False]
