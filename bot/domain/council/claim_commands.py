"""Commands about claims: who thinks that they won, what others say to it, and rulings."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.evidence import NOT_CLAIMED, Case
from bot.domain.ids import RoleNumber


@dataclass(frozen=True, slots=True)
class MakeClaim:
    """A seat's case for having won: for its missions, and for priorities by key. What has neither evidence
    nor a reason is not claimed; a reason without evidence is refused."""

    team_mission: Case = NOT_CLAIMED
    role_mission: Case = NOT_CLAIMED
    priorities: tuple[tuple[str, Case], ...] = ()

    @property
    def claims_something(self) -> bool:
        """Whether there is evidence for anything."""
        cases = (self.team_mission, self.role_mission, *(case for _, case in self.priorities))
        return any(case.evidence for case in cases)


@dataclass(frozen=True, slots=True)
class JudgeClaim:
    """A reaction on somebody's claim. `confirms` None takes back what `was` said."""

    claimant: RoleNumber
    confirms: bool | None
    was: bool | None = None
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class RuleOnClaim:
    """A facilitator decides on a claim; `instead` is the ruling that they saw and change, if any."""

    claimant: RoleNumber
    upheld: bool
    reason: str = ""
    instead: bool | None = None


@dataclass(frozen=True, slots=True)
class FollowMajority:
    """A facilitator rejects these claims because most of those who took a side dispute them."""

    claimants: tuple[RoleNumber, ...]


ClaimCommand: TypeAlias = MakeClaim | JudgeClaim | RuleOnClaim | FollowMajority
