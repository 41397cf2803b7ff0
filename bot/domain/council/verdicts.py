"""What became of each claim of a council: who has won, and what waits for a ruling."""

from collections.abc import Collection, Iterator, Mapping

from bot.domain.claims import Claim, Ground, Verdict, Win, asks_for_ruling, grounds_of, verdict_of, win
from bot.domain.council.state import Council
from bot.domain.evidence import Case
from bot.domain.ids import RoleNumber
from bot.domain.scenario import Scenario


def may_win(scenario: Scenario, council: Council, claim: Claim) -> tuple[Win, ...]:
    """What this claim wins if all that it says is true; nothing while its seat is vacant."""
    grounds = _grounds(scenario, council, claim)
    return tuple(win(claim, ground, cases) for ground, cases in grounds.items())


def can_win(scenario: Scenario, council: Council, claim: Claim) -> bool:
    """Whether it wins something if all that it says is true."""
    return bool(_grounds(scenario, council, claim))


def _grounds(scenario: Scenario, council: Council, claim: Claim) -> Mapping[Ground, Collection[Case]]:
    seat = council.seats[claim.seat]
    if seat.holder is None:
        return {}
    team, own = scenario.team(seat.team), scenario.role(seat.role).sheet.mission
    priorities = frozenset(priority.key for priority in team.priorities)
    has = {"team_mission": bool(team.mission), "role_mission": bool(own)}
    return grounds_of(claim, priorities, approved=council.holds, **has)


def verdict(scenario: Scenario, council: Council, claim: Claim) -> Verdict:
    """What became of this claim; `verdict_of` has the rule."""
    return verdict_of(claim, can_win=can_win(scenario, council, claim), over=council.ended)


def wins(scenario: Scenario, council: Council, claim: Claim) -> tuple[Win, ...]:
    """What this claim has won: nothing before it is decided."""
    won = verdict(scenario, council, claim) is Verdict.WON
    return may_win(scenario, council, claim) if won else ()


def points(scenario: Scenario, council: Council, role: RoleNumber) -> tuple[int, int]:
    """How many points somebody has, and of how many: by what they claim, unless the claim is refused or
    undecided. (0, 0) where the pack counts none."""
    if (worth := scenario.points) is None or council.seats[role].holder is None:
        return 0, 0
    team, own = scenario.team(council.seats[role].team), scenario.role(role).sheet.mission
    most = worth.team_mission * bool(team.mission) + worth.role_mission * bool(own)
    most += worth.priority * len(team.priorities)
    claim = council.claims.get(role)
    if (
        claim is None
        or verdict_of(council.claim_of(role), can_win=True, over=council.ended) is not Verdict.WON
    ):
        return 0, most
    return min(worth.of(claim, approved=council.holds), most), most


def to_rule_on(scenario: Scenario, council: Council) -> Iterator[Claim]:
    """The claims that wait for a facilitator's ruling, by role number. One that can win nothing waits for
    none."""
    for claim in council.standing_claims():
        if asks_for_ruling(claim) and can_win(scenario, council, claim):
            yield claim


def undecided(scenario: Scenario, council: Council) -> Iterator[Claim]:
    """The claims that are undecided now that the game is over, by role number."""
    for claim in council.standing_claims():
        if verdict(scenario, council, claim) is Verdict.UNDECIDED:
            yield claim
