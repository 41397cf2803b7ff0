"""What is shown for a claim, by its name."""

from typing import assert_never

from bot.domain.council import Council
from bot.domain.evidence import Evidence, EvidenceKind
from bot.reports.words import shortened

QUOTED = 160  # characters of a process or a parked item that is evidence


def exhibit(council: Council, one: Evidence) -> str:
    """A piece of evidence by its name."""
    match one.kind:
        case EvidenceKind.POLICY:
            title = council.proposals[council.policies[one.number - 1].proposal].title
            return f"policy {one.number}, “{title}”"
        case EvidenceKind.CHARTER:
            return "the charter"
        case EvidenceKind.PROCESS:
            return f"process {one.number}, “{shortened(council.responses[one.number - 1].text, QUOTED)}”"
        case EvidenceKind.PARKED:
            return f"parked: “{shortened(council.items[one.number - 1].text, QUOTED)}”"
        case EvidenceKind.BOOK:
            return "the book as a whole"
        case _:
            assert_never(one.kind)
