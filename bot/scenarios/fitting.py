"""Whether a game that was made can be run here: with this machine's time zones, and with its content pack."""

from collections.abc import Iterator

from bot.domain.errors.aside import Cause, PackBroken, PackChanged, PackGone, ZoneUnknown
from bot.domain.game import Game, Stage
from bot.domain.scenario import Scenario
from bot.domain.times.zones import is_zone
from bot.scenarios.faults import BrokenPack
from bot.scenarios.packs import Packs, UnknownScenario


def unfit(game: Game, packs: Packs) -> Cause | None:
    """Why it cannot be run; None if it can."""
    for zone in (game.timezone, *([game.working.zone] if game.working else [])):
        if not is_zone(zone):
            return ZoneUnknown(zone=zone)
    try:
        scenario = packs.scenario(game.scenario)
    except UnknownScenario:
        return PackGone(pack=game.scenario)
    except BrokenPack:
        return PackBroken(pack=game.scenario)
    if (missing := next(_missing(game, scenario), None)) is not None:
        return PackChanged(pack=game.scenario, what=missing, version=game.scenario_version)
    return None


def _missing(game: Game, scenario: Scenario) -> Iterator[str]:
    """What the game was made with, and the pack does not have any more."""
    teams = {role.number: role.team for role in scenario.roles}
    for seat in game.layout.seats:
        if teams.get(seat.role) != seat.team:
            yield f"it has no role {seat.role} in a team “{seat.team}”"
    phases = {phase.key: phase for phase in scenario.agenda}
    for planned in game.agenda if game.stage is not Stage.ENDED else ():
        phase = phases.get(planned.key)
        if phase is None or phase.kind is not planned.kind:
            yield f"it has no phase “{planned.key}” of the kind “{planned.kind}”"
        elif any(planned.place(cue) >= len(phase.cues) for cue in range(len(planned.cues))):
            yield f"its phase “{planned.key}” has fewer cues"
