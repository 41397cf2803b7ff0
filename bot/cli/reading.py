"""How long a pack's players read, before the game and in each phase, as `moot content` prints it."""

from collections.abc import Iterator

from bot.domain import reading
from bot.domain.cues import Tempo
from bot.domain.scenario import Scenario
from bot.domain.times import writing


def told(scenario: Scenario, tempo: Tempo) -> Iterator[str]:
    """What there is to read, line by line; where it is too much, that is said below."""
    handbook, briefing = reading.of_handbook(scenario), reading.of_briefing(scenario)
    phases = list(reading.inside(scenario, tempo))
    yield f"Reading, at {reading.WORDS_A_MINUTE} words a minute:"
    yield f"  before: {handbook:.1f} minutes for the Handbook, {briefing:.1f} for the story and the rules"
    for one in phases:
        sheet = f", of it {one.sheet:.1f} for the sheet" if one.sheet else ""
        yield f"  {one.phase.title}: {one.takes:.1f}{sheet}"
    yield f"  in the game: {sum(one.takes for one in phases):.1f} minutes in all"
    if tempo is Tempo.LIVE:
        yield from notices(scenario)


def notices(scenario: Scenario) -> Iterator[str]:
    """Where players of a live game read for more than half of a phase."""
    for one in reading.too_much(scenario):
        lasts = writing.length(one.phase.lasts)
        yield (
            f"Notice: in “{one.phase.title}” people read for {one.takes:.1f} minutes, more than half of its "
            f"{lasts}. Cut its texts, move some into the Handbook, or give it more time."
        )
