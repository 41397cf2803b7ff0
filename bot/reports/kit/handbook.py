"""The Handbook on paper, with its pictures; before it the story and the rules, which people without Slack
have nowhere else."""

from collections.abc import Iterator
from typing import Any

from bot.domain.missions import public_missions
from bot.domain.picture import InText, parts_of
from bot.domain.scenario import Scenario
from bot.reports import marked
from bot.reports.kit.names import code
from bot.reports.kit.tables import Kit


def data(kit: Kit) -> dict[str, Any]:
    """For the template: chapters of texts and pictures. A picture is its bytes, or what it shows in words."""
    scenario = kit.scenario
    chapters = [*_briefing(scenario), *scenario.handbook]
    return {
        "title": scenario.title,
        "qr": code(kit.address),
        "chapters": [
            {"heading": heading, "parts": [_part(scenario, one) for one in parts_of(text)]}
            for heading, text in chapters
        ],
    }


def _briefing(scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield "The story", scenario.story
    yield "The rules", "\n".join(f"- {rule}" for rule in scenario.rules)
    if scenario.winning:
        yield "How you win", scenario.winning
    yield "Who sits at the table", "\n".join(_teams(scenario))
    for team, missions in public_missions(scenario):
        lines = (f"- {', '.join(names) or 'All'}: {mission}" for names, mission in missions)
        yield f"Public missions: {team.name}", "\n".join(lines)
    yield "Before you play", scenario.content_note


def _teams(scenario: Scenario) -> Iterator[str]:
    for team in scenario.teams:
        yield f"*{team.name}.* {team.represents}"
        if team.priorities:
            yield "Its priorities, which everybody may know:"
        yield from (f"- {one.text}" for one in team.priorities)
        shown = {role.key: role for role in scenario.roles if role.team == team.key}.values()
        yield from (f"_{role.name}_: {role.public}" for role in shown)


def _part(scenario: Scenario, part: str | InText) -> dict[str, Any]:
    if isinstance(part, str):
        return {"lines": list(marked.lines(part))}
    content = dict(scenario.pictures).get(part.source, b"")
    return {"picture": [*content], "alt": part.alt, "source": part.source if part.on_the_web else ""}


def in_words(data: dict[str, Any]) -> dict[str, Any]:
    """The Handbook's data with each picture replaced by what it shows."""
    chapters = (
        {
            **chapter,
            "parts": [{**one, "picture": []} if "picture" in one else one for one in chapter["parts"]],
        }
        for chapter in data["chapters"]
    )
    return {**data, "chapters": [*chapters]}
