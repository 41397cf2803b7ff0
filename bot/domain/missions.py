"""Missions that everybody may know: whose they are, each told once."""

from collections.abc import Iterator

from bot.domain.roles import Missions, Team
from bot.domain.scenario import Scenario


def public_missions(scenario: Scenario) -> Iterator[tuple[Team, tuple[tuple[tuple[str, ...], str], ...]]]:
    """Each team with its missions, and the names of the roles that have each; no names where all of it does.

    Nothing where missions are secret.
    """
    for team in scenario.teams if scenario.missions is Missions.PUBLIC else ():
        shared: dict[str, list[str]] = {team.mission: []} if team.mission else {}
        for role in scenario.roles:
            if role.team == team.key and (own := role.sheet.mission) and own != team.mission:
                shared.setdefault(own, []).append(role.name)
        if shared:
            yield team, tuple((tuple(names), mission) for mission, names in shared.items())
