"""The book stands whole on its card, or says what is missing."""

import re

from bot.domain.council import commands as cc
from bot.domain.ids import MOOT, ProposalNumber
from bot.domain.seating import Layout
from bot.services.games import layout_of
from bot.slack.blocks.message import (
    escaped,
)
from bot.slack.book import cards as book_cards
from tests.builders import (
    SESSION,
    SETUP,
    CouncilLog,
    founding,
    player,
    rainbow_road,
)
from tests.cards import PROSE, council, mrkdwn

PACK = rainbow_road()
LAYOUT: Layout = layout_of(PACK)


def test_the_book_of_five_ordinary_policies_is_whole() -> None:
    log = CouncilLog()
    log.do(founding(layout=LAYOUT), MOOT)
    log.reach(SETUP, SESSION)
    for number in range(1, 6):
        log.do(cc.SubmitProposal(f"Policy {number}", f"{number} {PROSE * 8}"), player(3))
        log.do(cc.RecordDecision(ProposalNumber(number)))

    shown = "".join(mrkdwn(book_cards.book(PACK, log.council, frozen=True).as_kwargs()["blocks"]))

    assert all(escaped(one.text.strip()) in shown for _, one in log.council.book())


def test_what_is_left_out_of_a_book_is_counted_in_policies() -> None:
    table = council("at the end", policies=40)

    shown = "".join(mrkdwn(book_cards.book(PACK, table, frozen=True).as_kwargs()["blocks"]))

    whole = sum(f"*{policy.number}. " in shown for policy, _ in table.book())
    left = re.search(r"… and (\d+) more", shown)
    assert left is not None
    assert whole + int(left[1]) == len(table.policies) + len(table.responses)
