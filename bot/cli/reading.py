"""How long a pack's players read, before the game and in each phase, as `moot content` prints it."""

from collections.abc import Iterator

from bot.domain import reading
from bot.domain.cues import Tempo
from bot.domain.scenario import Scenario
from bot.scenarios.reading import too_much_to_read


def told(scenario: Scenario, tempo: Tempo) -> Iterator[str]:
    """What there is to read, line by line; where it is too much, that is said below."""
    handbook, briefing = reading.of_handbook(scenario), reading.of_briefing(scenario)
    phases = list(reading.inside(scenario, tempo))
    yield f"Reading, at {reading.WORDS_A_MINUTE} words a minute:"
    yield f"  before: {handbook:.1f} minutes for the Handbook, {briefing:.1f} for the story and the rules"
    for one in phases:
        sheet = f", including {one.sheet:.1f} for the sheet" if one.sheet else ""
        yield f"  {one.phase.title}: {one.takes:.1f}{sheet}"
    yield f"  in the game: {sum(one.takes for one in phases):.1f} minutes in all"
    if tempo is Tempo.LIVE:
        yield from (f"Advice: {too_much_to_read(one)}." for one in phases if one.is_too_much)
