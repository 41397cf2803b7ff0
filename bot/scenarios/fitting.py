"""Whether a game that was made can be run here: with this machine's time zones, and with its content pack."""

from collections.abc import Iterator

from bot.domain.errors.aside import (
    Cause,
    EditionGone,
    LogSenseless,
    PackBroken,
    PackChanged,
    PackGone,
    ZoneUnknown,
)
from bot.domain.game import Game, Stage
from bot.domain.ids import GameId
from bot.domain.scenario import Scenario
from bot.domain.times.zones import is_zone
from bot.scenarios.faults import BrokenPack
from bot.scenarios.packs import Packs, UnknownEdition, UnknownScenario

SENSELESS = (LookupError, ValueError, ArithmeticError)  # what the clock says of a plan that cannot be


class Fitting:
    """Says of a game why it cannot be run; None if it can. What has not changed is not looked at again."""

    def __init__(self, packs: Packs) -> None:
        self._packs = packs
        self._fits: dict[GameId, tuple[object, ...]] = {}

    def __call__(self, game: Game) -> Cause | None:
        """Asked whenever it is loaded."""
        for zone in (game.timezone, *([game.working.zone] if game.working else [])):
            if not is_zone(zone):
                return ZoneUnknown(zone=zone)
        try:
            scenario = self._packs.scenario(game.scenario, game.edition)
        except UnknownEdition as unknown:
            return EditionGone(pack=game.scenario, what=unknown.facts["what"], named=unknown.facts["named"])
        except UnknownScenario:
            return PackGone(pack=game.scenario)
        except BrokenPack:
            return PackBroken(pack=game.scenario)
        parts = scenario, game.layout, game.agenda, game.clock, game.telling
        known = self._fits.get(game.id, ())
        if len(known) == len(parts) and all(map(lambda one, other: one is other, known, parts)):
            return None
        if (cause := _misfit(game, scenario)) is None:
            self._fits[game.id] = parts
        return cause


def _misfit(game: Game, scenario: Scenario) -> Cause | None:
    if (missing := next(_missing(game, scenario), None)) is not None:
        return PackChanged(pack=game.scenario, what=missing, version=game.scenario_version)
    try:
        game.next_due()
    except SENSELESS as fault:
        return LogSenseless(fault=type(fault).__name__)
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
        elif any(
            planned.place(at) >= len(phase.cues) for at, cue in enumerate(planned.cues) if cue.is_the_packs
        ):
            yield f"its phase “{planned.key}” has fewer cues"
        known = {ask.key for ask in scenario.asks}
        for key in {cue.asks for cue in planned.cues if cue.asks} - known:
            yield f"it has no question “{key}”"
    injects = {inject.key for inject in scenario.injects}
    told = [one.what for one in game.telling.told] + [plan.what for plan in game.telling.plans]
    timed = [cue.inject for planned in game.agenda for cue in planned.cues if cue.inject]
    for key in dict.fromkeys((*timed, *(one for one in told if isinstance(one, str)))):
        if key not in injects:
            yield f"it has no inject “{key}”"
