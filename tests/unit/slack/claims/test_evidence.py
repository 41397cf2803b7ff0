"""Evidence in words."""

from bot.domain.evidence import BOOK, CHARTER, Evidence, EvidenceKind
from bot.slack.claims.evidence import named


def test_evidence_is_named_by_kind_and_in_the_order_of_its_numbers() -> None:
    policies = [Evidence(EvidenceKind.POLICY, number) for number in (11, 4)]
    process, parked = Evidence(EvidenceKind.PROCESS, 1), Evidence(EvidenceKind.PARKED, 2)

    assert named([BOOK, *policies, parked, CHARTER, process]) == (
        "policies 4 and 11, the charter, process 1, parked 2, the book as a whole"
    )
