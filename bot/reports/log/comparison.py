"""What somebody did in a game from their seat, to be compared with the game that they played before."""

from dataclasses import dataclass

from bot.domain.claims import Verdict
from bot.domain.council import Council, verdicts
from bot.domain.game import Game
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat


@dataclass(frozen=True, slots=True)
class Part:
    """A seat's part in a game: counts, and what was won. `together` is None where there is no final vote, and
    `alone` where nothing can be claimed."""

    game: str
    scenario: str
    role: str
    team: str
    council: str
    proposed: int
    adopted: int
    sides: int
    together: bool | None
    alone: Verdict | None


def part_of(game: Game, scenario: Scenario, council: Council, seat: Seat) -> Part:
    """The part that this seat had."""
    done = council.participation[seat.role]
    claim = council.claim_of(seat.role) if seat.role in council.claims else None
    alone = verdicts.verdict(scenario, council, claim) if claim else Verdict.LOST
    return Part(
        game=game.name,
        scenario=scenario.title,
        role=scenario.role(seat.role).name,
        team=scenario.team(seat.team).name,
        council=council.name,
        proposed=done.proposed,
        adopted=sum(council.proposals[one.proposal].by == seat.role for one in council.policies),
        sides=done.sides,
        together=council.won if council.ballot_rule.held else None,
        alone=alone if scenario.takes_claims else None,
    )
