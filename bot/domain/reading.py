"""How long people read: the Handbook before the game, and in each phase what they have to take in then."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from bot.domain.cues import Tempo
from bot.domain.phase import Phase
from bot.domain.picture import without_pictures
from bot.domain.scenario import Scenario

WORDS_A_MINUTE = 200
"""Adults read English non-fiction in silence at 238 words a minute (Marc Brysbaert, "How many words do we
read per minute? A review and meta-analysis of reading rate", Journal of Memory and Language 109, 2019). Here
they read names that are new to them, on phones, and many in a second language: so 200."""
MOST_OF_A_PHASE = 0.5  # the rest is for talking
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def minutes(*texts: str) -> float:
    """How long reading these takes. Pictures are looked at, not read."""
    return sum(len(_WORD.findall(without_pictures(text))) for text in texts) / WORDS_A_MINUTE


def of_handbook(scenario: Scenario) -> float:
    """The minutes that the Handbook takes."""
    return minutes(*(f"{heading}\n{text}" for heading, text in scenario.handbook))


def in_words(takes: float) -> str:
    """`8 minutes`: a part of one counts from a quarter on."""
    whole = max(1, ceil(takes - 0.25))
    return f"{whole} minute{'' if whole == 1 else 's'}"


def of_briefing(scenario: Scenario) -> float:
    """The minutes that the story and the rules take."""
    return minutes(scenario.story, *scenario.rules, scenario.winning)


@dataclass(frozen=True, slots=True)
class PhaseReading:
    """What a phase asks people to read in it, in minutes: its card, its injects, its questions, messages to
    some people, and the sheet, where it opens then. Cues for everybody do not count, since nobody waits for
    them. What players write is not known beforehand."""

    phase: Phase
    posted: float
    sheet: float

    @property
    def takes(self) -> float:
        """All of it."""
        return self.posted + self.sheet

    @property
    def is_too_much(self) -> bool:
        """Whether it leaves too little of the phase to talk in, played live."""
        return bool(self.phase.lasts) and timedelta(minutes=self.takes) > MOST_OF_A_PHASE * self.phase.lasts


def too_much(scenario: Scenario) -> Iterator[PhaseReading]:
    """The phases of a live game that leave too little time to talk in."""
    return (one for one in inside(scenario, Tempo.LIVE) if one.is_too_much)


def inside(scenario: Scenario, tempo: Tempo) -> Iterator[PhaseReading]:
    """The reading of each phase, in order. Where some people have more to read, theirs counts."""
    sealed, numbers = True, [role.number for role in scenario.roles]
    for phase in scenario.agenda:
        opens, sealed = sealed and phase.kind.traits.begun, sealed and not phase.kind.traits.begun
        posted = max(minutes(*_posted(scenario, phase, tempo, number)) for number in numbers)
        sheet = max(minutes(*_sheet(scenario, number)) for number in numbers) if opens else 0.0
        yield PhaseReading(phase, posted, sheet)


def _posted(scenario: Scenario, phase: Phase, tempo: Tempo, number: int) -> Iterator[str]:
    """The pack's words that the holder of a role reads in the course of a phase."""
    yield from (phase.told(tempo), *phase.questions)
    yield from (one.text for one in scenario.strategy if one.key in phase.covers)
    told = [(phase.to, phase.inject)] if phase.inject else []
    told += [(one.to, one.text) for one in phase.cues if one.to and one.rings_in(tempo)]
    told += [(one.to, one.text) for one in scenario.injects_in(phase) if one.comes_in(tempo)]
    for to, text in told:
        addressed = scenario.addressees(to)
        if addressed is None or addressed.everyone or number in addressed.seats:
            yield text
    yield from (f"{one.title} {one.text}" for one in scenario.asks_in(phase))


def _sheet(scenario: Scenario, number: int) -> Iterator[str]:
    """All that stands in the window of a sheet."""
    role = scenario.role(number)
    team = scenario.team(role.team)
    yield from (team.mission, *(one.text for one in team.priorities))
    yield from (f"{one.heading}\n{one.text}" for one in role.sheet.sections)
