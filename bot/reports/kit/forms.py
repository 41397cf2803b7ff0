"""Forms to fill in by hand: the policy pad, ballots, and claim slips."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.reports.kit.names import shown
from bot.reports.kit.tables import Kit, Table

HAND_IN = "Give this to a steward or a facilitator, who enters it for you."


def pad(kit: Kit, tables: Sequence[Table]) -> dict[str, Any]:
    """A page for each table, to be printed as often as it likes: what a proposal's form asks for."""
    return {
        "tables": shown(kit, tables),
        "questions": [[one.short, one.text] for one in kit.scenario.strategy],
        "teams": [team.name for team in kit.scenario.teams],
        "hand_in": "A steward enters it in Slack, or posts a photo of it in the council's channel.",
    }


def ballots(kit: Kit, tables: Sequence[Table]) -> dict[str, Any]:
    """The vote on the book."""
    return {
        "tables": shown(kit, tables),
        "question": "Do you approve your council's policy book?",
        "hand_in": HAND_IN,
    }


def claims(kit: Kit, tables: Sequence[Table]) -> dict[str, Any]:
    """What each can claim."""
    return {
        "tables": shown(kit, tables, lambda _, place: {"points": [*_points(kit.scenario, place.seat)]}),
        "hand_in": HAND_IN,
    }


def _points(scenario: Scenario, seat: Seat) -> Iterator[dict[str, str]]:
    """A line for each mission and priority. A mission's words are on the sheet, and nowhere else."""
    team, own = scenario.team(seat.team), scenario.role(seat.role).sheet.mission
    secret = "secret " if scenario.has_secrets else ""
    if team.mission and not seat.open_hand:
        yield {"title": f"My team's {secret}mission came true", "text": ""}
    if own and not seat.open_hand:
        yield {"title": f"My own {secret}mission came true", "text": ""}
    for number, one in enumerate(team.priorities, 1):
        yield {"title": f"My team's priority {number}", "text": one.text}
