"""Wordings and what changed between them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.council import Proposal
from bot.domain.ids import ProposalNumber
from bot.domain.rules import DecisionRuleKind
from bot.domain.wording import Mark, compared
from tests.builders import (
    NOON,
    ONE,
    CouncilLog,
    a_charter,
    a_council,
    at,
    player,
)


def a_table(proposals: int = 1, rule: DecisionRuleKind | None = None, quorum: float = 0.5) -> CouncilLog:
    """A council of ten in its first session, with open proposals of role 3 and perhaps a charter."""
    log = a_council()
    if rule is not None:
        log.do(a_charter(rule, quorum), player(1), at(6))
    for number in range(1, proposals + 1):
        log.propose(f"Proposal {number}", at=at(6, number))
    return log


def one(log: CouncilLog, number: ProposalNumber = ONE) -> Proposal:
    return log.council.proposals[number]


def test_the_words_that_came_and_went_are_told_apart() -> None:
    said = list(compared("Each model has an owner.\nAlways.", "Each public model has one owner.\nAlways."))

    assert said == [
        (Mark.KEPT, "Each "),
        (Mark.ADDED, "public "),
        (Mark.KEPT, "model has "),
        (Mark.REMOVED, "an "),
        (Mark.ADDED, "one "),
        (Mark.KEPT, "owner.\nAlways."),
    ]
    assert list(compared("", "New")) == [(Mark.ADDED, "New")]
    assert list(compared("Old", "")) == [(Mark.REMOVED, "Old")]


@given(before=st.text("ab \n", max_size=60), after=st.text("ab \n", max_size=60))
def test_a_comparison_loses_no_word_of_either_side(before: str, after: str) -> None:
    said = list(compared(before, after))

    old = "".join(words for mark, words in said if mark is not Mark.ADDED)
    new = "".join(words for mark, words in said if mark is not Mark.REMOVED)
    assert "".join(new.split()) == "".join(after.split())
    assert "".join(old.split()) == "".join(before.split())


def test_a_long_and_dull_text_is_compared_at_once() -> None:
    dull = "a b a a b " * 200
    assert list(compared(dull, f"b {dull}"))


def test_the_first_version_knows_no_person() -> None:
    (first,) = one(a_table()).versions
    assert (first.by, first.who, first.at > NOON) == (3, None, True)
