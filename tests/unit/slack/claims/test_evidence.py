"""Evidence in words."""

from bot.domain.evidence import BOOK, CHARTER, Evidence, EvidenceKind
from bot.slack.claims.evidence import named
from tests.cards import council


def test_evidence_is_named_by_kind_and_in_the_order_of_its_numbers() -> None:
    table = council("with parked items")
    policies = [Evidence(EvidenceKind.POLICY, number) for number in (3, 1)]
    process, parked = Evidence(EvidenceKind.PROCESS, 1), Evidence(EvidenceKind.PARKED, 2)

    assert named(table, [BOOK, *policies, parked, CHARTER, process]) == (
        "policy 1 (proposal 1) and policy 3 (proposal 3), the charter, process 1, parked 2, "
        "the book as a whole"
    )
