"""How the seats that decide stand towards something, as the rule that is applied to it counts them."""

from collections.abc import Collection, Iterable, Mapping

from bot.domain.amounts import Amount
from bot.domain.electorate import Electorate
from bot.domain.ids import RoleNumber
from bot.domain.rules import Rule, Tally, voices
from bot.domain.seating import Seat

Sides = Mapping[RoleNumber, bool]


def counted(electorate: Electorate, seated: Iterable[Seat], sides: Sides, rule: Rule | None) -> Tally:
    """The tally of these sides, of those seats that vote. `seated`: the filled seats."""
    voters = electorate.voters(seated)
    roles = {seat.role for seat in voters}
    said = {role: side for role, side in sides.items() if role in roles}
    stewards = {seat.role for seat in voters if seat.steward and rule and rule.by_stewards}
    teams = {seat.role: seat.team for seat in voters if rule and rule.by_teams}
    spoken = [*team_voices(electorate, teams, said).values()]
    support, oppose, of = _counts(electorate, roles, said)
    stewards_for, stewards_against, of_stewards = _counts(electorate, stewards, said)
    return Tally(
        support,
        oppose,
        of,
        teams=len(spoken),
        teams_for=spoken.count(True),
        teams_against=spoken.count(False),
        stewards=of_stewards,
        stewards_for=stewards_for,
        stewards_against=stewards_against,
        step=electorate.step if electorate.weighed else None,
        vetoes=electorate.vetoes({role for role, side in said.items() if not side}),
        groups=electorate.turnouts(roles, said),
    )


def team_voices(
    electorate: Electorate, teams: Mapping[RoleNumber, str], sides: Sides
) -> dict[str, bool | None]:
    """Each team's one voice. `teams`: the team of each seat that votes."""
    return voices((team, sides.get(role), electorate.weight([role])) for role, team in teams.items())


def _counts(
    electorate: Electorate, roles: Collection[RoleNumber], sides: Sides
) -> tuple[Amount, Amount, Amount]:
    """How many votes of these seats are for it, against it, and there in all."""
    for_it = electorate.weight(role for role in roles if sides.get(role) is True)
    against = electorate.weight(role for role in roles if sides.get(role) is False)
    return for_it, against, electorate.weight(roles)
