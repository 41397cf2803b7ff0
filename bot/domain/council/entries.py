"""What stands in a council's book, or once did: policies, what is parked, and recorded processes."""

from dataclasses import dataclass

from bot.domain.ids import Moment, ProposalNumber, RoleNumber
from bot.domain.rules import Tally, Voices
from bot.domain.seating import Seat


@dataclass(frozen=True, slots=True)
class Policy:
    """An adopted proposal, stamped with the charter's version (0: before any) and the tally.

    Amended, it rests on another proposal, and `before` says on which it rested, the oldest first. `ended` is
    the decision that took it out of the book: to rescind it, or the policy in its place.
    """

    number: int
    proposal: ProposalNumber
    charter: int
    tally: Tally
    by_steward: RoleNumber | None
    at: Moment
    aloud: Voices | None = None  # what the steward recorded that had been said
    before: tuple["Policy", ...] = ()
    ended: "Policy | None" = None


@dataclass(frozen=True, slots=True)
class ParkedItem:
    """What the council could not settle yet: who looks after it (a team or a seat), and until when."""

    number: int
    text: str
    until: str
    owner_team: str | None
    owner_seat: RoleNumber | None
    by: RoleNumber
    at: Moment
    proposal: ProposalNumber | None = None
    settled_by: RoleNumber | None = None  # it is parked no longer

    def is_owned_by(self, seat: Seat) -> bool:
        """Whether this seat looks after it."""
        return self.owner_seat == seat.role or self.owner_team == seat.team


@dataclass(frozen=True, slots=True)
class Response:
    """The process with which the council answered an emergency, stamped with the charter's version."""

    phase: str
    text: str
    by: RoleNumber
    charter: int = 0
    aloud: Voices | None = None
