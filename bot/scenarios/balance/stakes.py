"""What is at stake for whom: a pack's aims as goals that books can be counted by."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain.scenario import Scenario
from bot.scenarios.balance.books import Bound, Goal, Way
from bot.scenarios.balance.model import OPEN, Aim, Balance, BalanceIssue, Conditions, HowMany

Choices = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Stake:
    """A mission or a priority. `ask` is what its holder asks for first; `place` is where it stands in
    balance.yaml."""

    name: str
    team: str
    goal: Goal
    ask: Mapping[str, str]
    place: tuple[str, int]
    role: int | None = None


def choices_of(issues: Iterable[BalanceIssue]) -> dict[str, tuple[str, ...]]:
    """What a book can say at each issue. Leaving it open comes last."""
    return {
        issue.key: tuple(one.key for one in issue.positions) + ((OPEN,) if issue.may_stay_open else ())
        for issue in issues
    }


def missions_of(balance: Balance, scenario: Scenario) -> Iterator[Stake]:
    """The missions of the teams and roles that play."""
    choices = choices_of(balance.issues)
    roles = {role.number: role for role in scenario.roles if role.sheet.mission}
    teams = {team.key for team in scenario.teams if team.mission}
    for place, one in enumerate(balance.missions):
        if one.role in roles:
            role = roles[one.role]
            name, team = f"{role.number} {scenario.called(role.key)}", role.team
        elif one.team in teams:
            name, team = f"team {scenario.called(one.team)}", one.team
        else:
            continue
        yield Stake(name, team, goal_of(one, choices), one.asks, ("missions", place), one.role)


def priorities_of(balance: Balance, scenario: Scenario) -> Iterator[Stake]:
    """The priorities of the teams that play."""
    choices = choices_of(balance.issues)
    teams = {priority.key: team for team in scenario.teams for priority in team.priorities}
    for place, one in enumerate(balance.priorities):
        if one.priority not in teams:
            continue
        team = teams[one.priority]
        name = f"{one.priority} ({team.name})"
        yield Stake(name, team.key, goal_of(one, choices), one.asks, ("priorities", place))


def goal_of(aim: Aim, choices: Choices) -> Goal:
    """The ways to meet an aim: its own conditions, with each of its alternatives."""
    own = _way(aim, choices)
    return tuple(own.and_also(_way(one, choices)) for one in aim.either) or (own,)


def only(said: Mapping[str, str]) -> Goal:
    """The goal that a book says this, whatever else it says."""
    return (Way({issue: frozenset({position}) for issue, position in said.items()}),)


def _way(conditions: Conditions, choices: Choices) -> Way:
    allowed = Way({issue: frozenset(positions) for issue, positions in conditions.accepts.items()})
    refused = {
        issue: frozenset(choices[issue]) - frozenset(said) for issue, said in conditions.refuses.items()
    }
    return Way(allowed.and_also(Way(refused)).allowed, tuple(_bounds(conditions, choices)))


def _bounds(conditions: Conditions, choices: Choices) -> Iterator[Bound]:
    if (left := conditions.left_open) is not None:
        yield Bound(_among(left, choices), left.at_least, left.at_most)
    if (settled := conditions.settled) is not None:
        among = _among(settled, choices)
        yield Bound(among, len(among) - settled.at_most, len(among) - settled.at_least)


def _among(number: HowMany, choices: Choices) -> frozenset[str]:
    return frozenset(number.of or choices)
