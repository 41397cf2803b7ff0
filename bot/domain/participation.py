"""Who has taken part in a council: counts for each seat, from Moot's own log; never what anybody said.

They belong to the seat: a new holder takes over its counts.
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
    """Something that a seat did, and to what, as a number, key or moment. Doing it again is the same deed."""

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
    def spoken(self) -> int:
        """What a seat brought to the table: chairing is a duty, and votes and claims come later."""
        return self.proposed + self.amended + self.sides + self.floor + self.answered + self.ideas

    @property
    def heard(self) -> bool:
        """Whether the others at the table have heard from it."""
        return self.spoken + self.chaired > 0

    @property
    def total(self) -> int:
        """All of it."""
        return sum(astuple(self))


def counted(deeds: Collection[Deed]) -> Participation:
    """The counts of a seat that did this."""
    return Participation(**Counter(kind.value for kind, _ in deeds))


FEWEST_SEATS, FEWEST_DEEDS = 5, 8  # with less, two who begin are no pattern
FEW, NEARLY_ALL = 2, 0.8


def few_are_heard(seats: Collection[Participation]) -> bool:
    """Whether one or two of these seats do nearly everything."""
    spoken = sorted((one.spoken for one in seats), reverse=True)
    if len(spoken) < FEWEST_SEATS or sum(spoken) < FEWEST_DEEDS:
        return False
    return sum(spoken[:FEW]) >= NEARLY_ALL * sum(spoken)
