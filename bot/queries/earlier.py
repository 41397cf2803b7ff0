"""The game that somebody played before another one."""

from operator import itemgetter

from bot.domain.council import Council
from bot.domain.errors.aside import SetAside
from bot.domain.errors.authority import NoGame, NotInACouncil
from bot.domain.game import Game, Stage
from bot.domain.ids import Moment, UserId
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.queries.reader import Reader

AMONG, LOOKED_AT = 50, 5  # games that somebody was in, and of those the latest that are read


async def played_before(
    reader: Reader, game: Game, user: UserId
) -> tuple[Game, Scenario, Council, Seat] | None:
    """The game in the same workspace that ended last before this one and in which they held a seat at its
    end. None where there is none, or it can no longer be read."""
    team = await reader.team_of(game.id)
    parts = await reader.parts(team or "", user, AMONG)
    over = [one for one in parts if one.stage is Stage.ENDED and one.council and one.game != game.id]
    found: list[tuple[Moment, tuple[Game, Scenario, Council, Seat]]] = []
    for part in over[:LOOKED_AT]:
        assert part.council is not None
        try:
            before, scenario, council = await reader.table(part.game, part.council)
        except (SetAside, NoGame, NotInACouncil):
            continue
        seat, ended = council.seat_of(user), before.ended_at
        if seat is not None and ended is not None and (game.ended_at is None or ended < game.ended_at):
            found.append((ended, (before, scenario, council, seat)))
    return max(found, key=itemgetter(0))[1] if found else None
