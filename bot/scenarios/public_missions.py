"""Missions that everybody may know stand in the Handbook."""

from bot.domain.missions import public_missions
from bot.domain.scenario import Scenario

CHAPTER = "Missions"
ROOM = 2900  # characters of a chapter, as for those that the author wrote


def with_missions(scenario: Scenario) -> Scenario:
    """The scenario; public missions are a chapter of its Handbook, or one for each team."""
    texts = [
        (team.name, "\n".join(f"- {', '.join(names) or 'All'}: {mission}" for names, mission in missions))
        for team, missions in public_missions(scenario)
    ]
    whole = "\n\n".join(f"*{name}*\n{text}" for name, text in texts)
    chapters = [(CHAPTER, whole)] if len(whole) <= ROOM else [(f"{CHAPTER}: {n}", text) for n, text in texts]
    return scenario.model_copy(update={"handbook": (*scenario.handbook, *chapters)}) if texts else scenario
