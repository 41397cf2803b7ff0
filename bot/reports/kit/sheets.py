"""Role sheets on paper: what shows when they are folded, and the secret inside."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain.missions import public_missions
from bot.domain.roles import Holds, Missions
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.reports import marked
from bot.reports.kit.names import shown
from bot.reports.kit.tables import Kit, Place, Table

FOLD = (
    "Print on one side only, at full size, and do not read the sheets: they tell what players want. Fold "
    "each at its two marks. First fold the bottom third up over the middle, so that the text is inside. "
    "Then fold the top third back, so that the name shows. Close it with a sticker or a clip."
)
OPEN = "Only the person named here opens this"


def data(kit: Kit, tables: Sequence[Table]) -> dict[str, Any]:
    """For the template: a first page that gives nothing away, and each sheet."""
    return {
        "title": f"{kit.title}: role sheets",
        "fold": FOLD,
        "counts": [[table.name or "One table", len(table.places)] for table in tables],
        "tables": shown(kit, tables, lambda table, place: _sheet(kit.scenario, table, place)),
    }


def _sheet(scenario: Scenario, table: Table, place: Place) -> dict[str, Any]:
    return {
        "note": _note(scenario),
        "sections": [
            {"title": title, "lines": list(marked.lines(text))}
            for title, text in _sections(scenario, table, place)
        ],
    }


def _note(scenario: Scenario) -> str:
    first = next((phase for phase in scenario.agenda if phase.kind.traits.begun), scenario.agenda[-1])
    private = "Private. " if scenario.has_secrets else ""
    return f"{private}{OPEN}, when “{first.title}” begins."


def _sections(scenario: Scenario, table: Table, place: Place) -> Iterator[tuple[str, str]]:
    """As on the sheet in Slack: the missions first."""
    seat = place.seat
    team, sheet = scenario.team(seat.team), scenario.role(seat.role).sheet
    yield from _missions(scenario, seat)
    if team.priorities:
        yield "Your team's priorities (public)", "\n".join(f"- {one.text}" for one in team.priorities)
    yield "Your seat", _seat(scenario, table, place)
    for one in sheet.sections:
        if one.holds is Holds.ROLE or (one.holds is Holds.PLAN and not seat.open_hand):
            yield one.heading, one.text
    for of, missions in public_missions(scenario):
        lines = (f"- {', '.join(names) or 'All'}: {mission}" for names, mission in missions)
        yield f"Public missions: {of.name}", "\n".join(lines)


def _missions(scenario: Scenario, seat: Seat) -> Iterator[tuple[str, str]]:
    team, sheet = scenario.team(seat.team), scenario.role(seat.role).sheet
    if seat.open_hand:
        alone = "you play for your team's priorities alone" if team.priorities else "you have no mission"
        yield "Your aims", f"You asked for no secret, so {alone}."
        return
    if team.mission:
        secret = "secret " if scenario.missions is Missions.SECRET else ""
        yield f"Your team's {secret}mission", team.mission
    for one in sheet.sections:
        if one.holds is Holds.MISSION:
            yield one.heading, one.text


def _seat(scenario: Scenario, table: Table, place: Place) -> str:
    role, team = scenario.role(place.seat.role), scenario.team(place.seat.team)
    said = f"You are *{role.name}*, role {role.number}, and play for *{team.name}*. {role.public}"
    partners = [_named(scenario, one) for one in table.partners_of(place)]
    if not partners:
        return said
    return f"{said}\nOn your team: {', '.join(partners)}."


def _named(scenario: Scenario, place: Place) -> str:
    role = scenario.role(place.seat.role).name
    return f"{place.name} ({role})" if place.name else role
