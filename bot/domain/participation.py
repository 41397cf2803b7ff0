"""Who has taken part in a council: counts for each seat, from Moot's own log; never what anybody said.

They belong to the seat: whoever takes it over finds what was done from it before.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import NamedTuple


class DeedKind(StrEnum):
    """A way to take part; each is a field of Participation."""

    PROPOSED = "proposed"
    AMENDED = "amended"
    SIDES = "sides"
    FLOOR = "floor"
    ANSWERED = "answered"
    IDEAS = "ideas"
    CHAIRED = "chaired"
    VOTED = "voted"
    CLAIMED = "claimed"
    JUDGED = "judged"


class Deed(NamedTuple):
    """Something that a seat did, and to what, as a number, key or moment. Done again, it is the same deed."""

    kind: DeedKind
    subject: str


@dataclass(frozen=True, slots=True)
class Participation:
    """How much a seat took part. What is entered for somebody on paper counts as theirs."""

    proposed: int = 0  # proposals
    amended: int = 0  # proposals and policies: each time
    sides: int = 0  # proposals to which it said yes or no, or objected
    floor: int = 0  # times that it had the floor, by the speakers' list or by its own or its team's turn
    answered: int = 0  # questions: a pack's, straw polls, and those of the presentation
    ideas: int = 0  # carried back from a room
    chaired: int = 0  # what a steward recorded, ordered, parked or asked
    voted: int = 0  # 1 where it has a vote in the final vote
    claimed: int = 0  # 1 where it claims to have won
    judged: int = 0  # claims of others

    @property
    def total(self) -> int:
        """All of it; 0 for a seat that has not been heard."""
        return sum(astuple(self))


def counted(deeds: Collection[Deed]) -> Participation:
    """The counts of a seat that did this."""
    return Participation(**Counter(kind.value for kind, _ in deeds))
