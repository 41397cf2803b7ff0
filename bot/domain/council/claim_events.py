"""What has happened to a council's claims."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.evidence import Case
from bot.domain.ids import Moment, RoleNumber, UserId


@dataclass(frozen=True, slots=True)
class ClaimMade:
    """A seat's case, or a new one in its place; of the priorities, those that it claims, by key."""

    seat: RoleNumber
    team_mission: Case
    role_mission: Case
    priorities: tuple[tuple[str, Case], ...]
    at: Moment | None = None  # None where it was stored before this was noted
    proxy_by: UserId | None = None  # who entered it for somebody on paper


@dataclass(frozen=True, slots=True)
class ClaimJudged:
    """Another seat confirms or disputes it."""

    claimant: RoleNumber
    seat: RoleNumber
    confirms: bool
    at: Moment
    emoji: str = ""
    proxy_by: UserId | None = None  # who entered it for somebody on paper


@dataclass(frozen=True, slots=True)
class JudgementTakenBack:
    """A reaction on a claim was removed."""

    claimant: RoleNumber
    seat: RoleNumber
    confirms: bool
    at: Moment
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRuled:
    """A facilitator's ruling, with its reason; `by_majority` where it follows those who took a side."""

    claimant: RoleNumber
    upheld: bool
    reason: str
    by: UserId
    by_majority: bool = False


ClaimEvent: TypeAlias = ClaimMade | ClaimJudged | JudgementTakenBack | ClaimRuled
