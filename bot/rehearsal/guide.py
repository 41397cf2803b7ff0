"""Who is who in a rehearsal, for those who look for somebody to act as; and the tour, as the game stands."""

import asyncio
from collections.abc import Mapping, Sequence

from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.ids import UserId
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.rehearsal.stage import Running, newest
from bot.rehearsal.tour import after_the_end, before_the_end
from bot.workspace.state.guide import Guide, Label, Step

LOOK_AGAIN = 1.0  # seconds; it is in another process's database
FACILITATOR = "facilitator"


async def guiding(running: Running, visitor: str) -> None:
    """Says who is who and lays out the tour, again whenever that has changed, until cancelled."""
    while True:
        running.workspace.explain(await _guide(running, visitor))
        await asyncio.sleep(LOOK_AGAIN)


async def _guide(running: Running, visitor: str) -> Guide:
    reader = running.services.reader
    latest = await newest(running)
    if latest is None:
        return Guide({visitor: Label(pinned=True)})
    game, scenario = await reader.game(latest.id)
    councils, rooms = await reader.councils(game), await reader.council_rooms(latest.id)
    labels = labels_of(game, scenario, councils, rooms, visitor=visitor, console=running.app.id)
    return Guide(labels, _steps(running, game, scenario, labels[visitor].opens, visitor))


def labels_of(
    game: Game,
    scenario: Scenario,
    councils: Sequence[Council],
    rooms: Mapping[int, str],
    *,
    visitor: str,
    console: str,
) -> dict[str, Label]:
    """Everybody with a seat by council, with their role; above them the visitor and whoever runs the game,
    for whom the `console` opens."""
    labels = {visitor: Label(pinned=True)}
    for council in councils:
        for seat in council.seats.values():
            if seat.holder is not None:
                role, room = _role(scenario, seat), rooms.get(council.number, "")
                labels[seat.holder] = Label(council.name, role, pinned=seat.holder == visitor, opens=room)
    for one in game.facilitators:
        group = labels[one].group if one in labels else ""
        labels[one] = Label(group, FACILITATOR, pinned=True, opens=console)
    return labels


def _role(scenario: Scenario, seat: Seat) -> str:
    return f"{scenario.role(seat.role).name}{', steward' if seat.steward else ''}"


def _steps(running: Running, game: Game, scenario: Scenario, room: str, visitor: str) -> tuple[Step, ...]:
    """The tour of somebody who has a seat and does not run the game; there is none for anybody else."""
    if not room or UserId(visitor) in game.facilitators:
        return ()
    direct = running.workspace.dms.get(frozenset((visitor, running.app.bot_user_id)))
    steps = after_the_end if game.stage is Stage.ENDED else before_the_end
    return steps(scenario, visitor, room, direct.id if direct else "", min(game.facilitators, default=""))
