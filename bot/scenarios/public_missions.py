"""Missions that everybody may know stand in the Handbook."""

from collections.abc import Iterator

from bot.domain.roles import Missions, Team
from bot.domain.scenario import Scenario

CHAPTER = "Missions"
ROOM = 2900  # characters of a chapter, as for those that the author wrote


def with_missions(scenario: Scenario) -> Scenario:
    """The scenario; public missions are a chapter of its Handbook, or one for each team."""
    if scenario.missions is not Missions.PUBLIC or not scenario.has_missions:
        return scenario
    texts = [(team.name, "\n".join(_lines(scenario, team))) for team in scenario.teams]
    texts = [(name, text) for name, text in texts if text]
    whole = "\n\n".join(f"*{name}*\n{text}" for name, text in texts)
    chapters = [(CHAPTER, whole)] if len(whole) <= ROOM else [(f"{CHAPTER}: {n}", text) for n, text in texts]
    return scenario.model_copy(update={"handbook": (*scenario.handbook, *chapters)})


def _lines(scenario: Scenario, team: Team) -> Iterator[str]:
    """The team's mission and those of its roles; roles that share one stand together."""
    if team.mission:
        yield f"- All: {team.mission}"
    shared: dict[str, list[str]] = {}
    for role in scenario.roles:
        if role.team == team.key and role.sheet.mission:
            shared.setdefault(role.sheet.mission, []).append(role.name)
    yield from (f"- {', '.join(names)}: {mission}" for mission, names in shared.items())
