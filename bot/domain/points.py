"""Points: what a pack lets people count besides winning."""

from pydantic import Field

from bot.domain.claims import Claim
from bot.domain.parts import Part


class Points(Part):
    """What each thing is worth that somebody claims and the others do not refuse. Points win nothing; the
    result tells how many each person has, of how many."""

    team_mission: int = Field(default=0, ge=0, le=100, description="The mission of the team.")
    role_mission: int = Field(default=0, ge=0, le=100, description="The mission of the role.")
    priority: int = Field(
        default=0, ge=0, le=100, description="Each of the team's priorities, if the book is approved."
    )

    def of(self, claim: Claim, *, approved: bool) -> int:
        """What is claimed is worth this much if it is true."""
        missions = ((claim.team_mission, self.team_mission), (claim.role_mission, self.role_mission))
        shown = sum(worth for case, worth in missions if case.evidence)
        codified = sum(bool(case.evidence) for case in claim.priorities.values()) if approved else 0
        return shown + self.priority * codified
