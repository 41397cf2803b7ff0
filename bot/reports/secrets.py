"""Whose missions may be quoted to everybody: after the reveal, as far as the pack and their holders allow.

All councils have the same sheets, and what is kept of a game goes to all of them. So where holders are asked,
everybody who had a mission has to agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.council import Council
from bot.domain.council.session import shows
from bot.domain.game import Game, Stage
from bot.domain.roles import Missions
from bot.domain.scenario import Scenario

KEPT = "kept secret"


@dataclass(frozen=True, slots=True)
class Quotable:
    """The keys of the teams and of the sheets whose missions may be quoted."""

    teams: frozenset[str]
    sheets: frozenset[str]


def quotable(game: Game, scenario: Scenario, councils: Sequence[Council]) -> Quotable:
    """As things stand."""
    teams, sheets = {one.key for one in scenario.teams}, {one.key for one in scenario.roles}
    if scenario.missions is not Missions.PUBLIC:
        holders = [(one, seat) for one in councils for seat in one.filled if not seat.open_hand]
        kept = [seat for one, seat in holders if game.stage is not Stage.ENDED or not shows(one, seat.role)]
        teams -= {seat.team for seat in kept}
        sheets -= {scenario.role(seat.role).key for seat in kept}
    return Quotable(frozenset(teams), frozenset(sheets))
