"""What a claim rests on: anything that stands in the frozen book, or the book as a whole."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors.claims import EvidenceUnknown


class EvidenceKind(StrEnum):
    """What part of the book it is."""

    POLICY = "policy"  # by the number that it keeps
    CHARTER = "charter"
    PROCESS = "process"  # a recorded response, by its place in the book from 1
    PARKED = "parked"  # an item, by its number
    BOOK = "book"  # the whole: what it says nowhere


NUMBERED = frozenset({EvidenceKind.POLICY, EvidenceKind.PROCESS, EvidenceKind.PARKED})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of the book; charter and book have no number. As text, it is `policy-3` or `charter`."""

    kind: EvidenceKind
    number: int = 0

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}" if self.kind in NUMBERED else str(self.kind)

    @classmethod
    def read(cls, text: str) -> "Evidence":
        """The other way round. Raises EvidenceUnknown."""
        kind, _, number = text.partition("-")
        if kind not in set(EvidenceKind) or bool(number) != (EvidenceKind(kind) in NUMBERED):
            raise EvidenceUnknown
        if number and not (number.isascii() and number.isdecimal()):
            raise EvidenceUnknown
        return cls(EvidenceKind(kind), int(number or 0))


CHARTER, BOOK = Evidence(EvidenceKind.CHARTER), Evidence(EvidenceKind.BOOK)


@dataclass(frozen=True, slots=True)
class Case:
    """What a claim says of one mission or one priority. Without evidence, it is not claimed."""

    evidence: tuple[Evidence, ...] = ()
    why: str = ""  # in the claimant's words, if they gave any


NOT_CLAIMED = Case()
