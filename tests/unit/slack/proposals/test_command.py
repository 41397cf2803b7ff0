"""What people type about proposals."""

import pytest

from bot.domain.ids import ProposalNumber
from bot.slack.proposals.command import Wanted, WhichProposal, wanted
from tests.builders import ONE

TWO, THREE = ProposalNumber(2), ProposalNumber(3)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("amend 3: New text", Wanted("amend", (THREE,), "New text")),
        ("amend 3 New text", Wanted("amend", (THREE,), "New text", sure=False)),
        (
            "Amend 3 of the Handbook's rules so that owners merge.",
            Wanted("amend", (THREE,), "of the Handbook's rules so that owners merge.", sure=False),
        ),
        ("Amend proposal #3: New\ntext", Wanted("amend", (THREE,), "New\ntext")),
        ("“amend 3, New text”", Wanted("amend", (THREE,), "New text", sure=False)),
        ("amend 3 “New text”", Wanted("amend", (THREE,), "New text")),
        ("amend 3", Wanted("amend", (THREE,))),
        ("AMEND  3.", Wanted("amend", (THREE,))),
        ("merge 3 and 2", Wanted("merge", (THREE, TWO))),
        ("Merge proposals #3, #2 & 1", Wanted("merge", (THREE, TWO, ONE))),
        ("history 3", Wanted("history", (THREE,))),
        ("Withdraw proposal 3!", Wanted("withdraw", (THREE,))),
        ("park 3", Wanted("park", (THREE,))),
        ("Amend the book every quarter.", None),
        ("Merge 3 projects into one. Soon.", None),
        ("Merge requests need two reviewers", None),
        ("merge 3", Wanted("merge", (THREE,))),
        ("Park what is contested until May", None),
        ("park 3 projects", None),
        ("History matters. Keep a log.", None),
        ("amendment 3 is bad", None),
        ("Owners merge", None),
    ],
)
def test_a_change_is_told_from_a_proposal_that_begins_with_the_same_verb(
    text: str, understood: Wanted | None
) -> None:
    assert wanted(text) == understood


@pytest.mark.parametrize("text", ["amend", "Withdraw.", "“merge”", "history", "park"])
def test_a_verb_alone_is_no_proposal(text: str) -> None:
    with pytest.raises(WhichProposal) as refused:
        wanted(text)
    assert "/propose" in refused.value.sentence
