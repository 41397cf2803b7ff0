"""A proposal stands whole on its card, which says what it still needs."""

import pytest

from bot.domain.council import commands as cc
from bot.domain.ids import MOOT, ProposalNumber
from bot.domain.rules import DecisionRuleKind
from bot.domain.seating import Layout
from bot.services.games import layout_of
from bot.slack.blocks.message import (
    escaped,
)
from bot.slack.proposals import cards as proposals_cards
from tests.builders import (
    SESSION,
    SETUP,
    CouncilLog,
    founding,
    rainbow_road,
)
from tests.cards import PROSE, council, mrkdwn

PACK = rainbow_road()
LAYOUT: Layout = layout_of(PACK)


def test_a_proposal_of_two_thousand_characters_stands_whole_in_card_and_text() -> None:
    table = council("with several proposals")

    for one in table.proposals.values():
        card = proposals_cards.proposal(PACK, table, one)
        assert escaped(one.title) in card.text
        if one.amendment is not None:
            continue  # it shows its terms instead
        assert escaped(one.text) in card.text
        assert escaped(one.text) in "".join(mrkdwn(card.as_kwargs()["blocks"]))
        assert escaped(one.enforcement) in card.text


@pytest.mark.parametrize(("quorum", "told"), [(0.5, False), (0.8, True), (1.0, True)])
def test_a_proposal_says_how_many_must_take_a_side_where_the_quorum_asks_for_more_than_the_rule(
    quorum: float, told: bool
) -> None:
    log = CouncilLog()
    log.do(founding(layout=LAYOUT), MOOT)
    log.reach(SETUP, SESSION)
    log.do(cc.AdoptCharter(DecisionRuleKind.MAJORITY, quorum, "", ""))
    log.do(cc.SubmitProposal("Owners merge", PROSE))

    card = proposals_cards.proposal(PACK, log.council, log.council.proposals[ProposalNumber(1)])

    assert "6 of 10 seats support it" in card.text
    assert (f"{round(quorum * 10)} take a side" in card.text) is told
