"""The book stands whole on its card, or says what is missing."""

import pytest

from bot.domain.council import commands as cc
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber
from bot.domain.rules import DecisionRuleKind
from bot.domain.seating import Layout
from bot.intents.book import BookCard, frozen_book
from bot.services.games import layout_of
from bot.slack.blocks.message import Message, escaped
from bot.slack.book import cards as book_cards
from tests.builders import (
    EMERGENCY,
    SESSION,
    SETUP,
    VOTING,
    CouncilLog,
    at,
    founding,
    player,
    rainbow_road,
)
from tests.cards import PROSE, mrkdwn

PACK = rainbow_road()
LAYOUT: Layout = layout_of(PACK)


def a_whole_book(policies: int = 5) -> CouncilLog:
    """A council that votes on a book with everything in it, in words that Slack escapes."""
    log = CouncilLog()
    log.do(founding(layout=LAYOUT), MOOT)
    log.reach(SETUP, SESSION)
    for number in range(1, policies + 1):
        words = cc.SubmitProposal(f"Policy {number}", f"{number} {PROSE * 8}", enforcement=f"Check {number}")
        log.do(words, player(3))
        log.do(cc.RecordDecision(ProposalNumber(number)))
    log.do(cc.SubmitProposal("Waits", "What is & waits."), player(3))
    log.do(cc.AdoptCharter(DecisionRuleKind.MAJORITY, 0.5, "At <once>.", "By & by."), player(1))
    log.do(cc.Park("", "May", owner_seat=RoleNumber(5), proposal=ProposalNumber(policies + 1)), player(1))
    log.reach(EMERGENCY)
    log.do(cc.RecordResponse("Call & then mend.", said=(9, 0)), player(1))
    log.reach(VOTING)
    log.do(cc.OpenBallot(), MOOT, at(31))
    return log


def sent(log: CouncilLog) -> list[Message]:
    """The messages in which the book stands in the council's channel."""
    rows = [row.intent for row in frozen_book(log.council)]
    cards = (
        isinstance(one, BookCard) and book_cards.frozen(PACK, log.council, one.page, one.of) for one in rows
    )
    return [card for card in cards if card]


@pytest.mark.parametrize("policies", [1, 5, 40])
def test_the_book_that_is_voted_on_is_whole_for_the_eye_and_for_screen_readers(policies: int) -> None:
    log = a_whole_book(policies)
    assert log.council.ballot is not None

    parts = sent(log)

    blocks = "".join(mrkdwn([part.as_kwargs()["blocks"] for part in parts]))
    for shown in (blocks, "".join(part.text for part in parts)):
        assert all(escaped(one.text.strip()) in shown for _, one in log.council.book())
        for words in ("At &lt;once&gt;.", "By &amp; by.", "What is &amp; waits.", "Call &amp; then mend."):
            assert words in shown
        assert shown.count(log.council.ballot.book_hash) == 1
        assert "Check 1" in shown
    assert not any("…" in part.text for part in parts)
    assert "goes on" not in parts[-1].text


def test_a_book_for_which_there_is_no_room_says_where_the_rest_is() -> None:
    cut = book_cards.frozen(PACK, a_whole_book().council, page=1, of=1)

    assert cut is not None
    assert "The book goes on: `/moot policies` shows all of it." in cut.text


def test_the_pages_of_the_book_for_one_person_hold_what_is_parked_and_the_charter_too() -> None:
    log = a_whole_book()

    read = "".join(book_cards.paged_book(PACK, log.council, None, page).text for page in range(1, 8))

    assert "How we decide: the charter, version 1" in read
    assert "What is &amp; waits." in read
