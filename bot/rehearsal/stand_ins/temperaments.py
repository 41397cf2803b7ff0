"""How different people play: how fast, how often, how carefully."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Temperament:
    """What somebody tends to do. Shares are from 0 to 1; `pace` multiplies how long they take."""

    name: str
    pace: float = 1.0
    proposes: float = 0.6
    """Who proposes when a session begins."""
    takes_sides: float = 0.95
    talks: float = 0.15
    """Who says something about a proposal, in its thread."""
    amends: float = 0.7
    """Who puts their proposal as somebody asked, instead of standing by it."""
    easy: float = 0.65
    """Who supports what does not concern them."""
    claims: float = 0.9
    votes: float = 0.97
    slips: float = 0.0
    """Who does a thing twice, wrongly first, or too late."""
    peeks: bool = True
    """Who looks whether the envelope opens before its time."""
    answers: bool = True
    """Who answers the questions of the pack."""
    dozes: float = 0.03
    """Who falls idle for some minutes after doing something."""


STEADY = Temperament("steady")
QUIET = Temperament(
    "quiet",
    pace=1.6,
    proposes=0.3,
    takes_sides=0.75,
    talks=0.03,
    amends=0.3,
    easy=0.4,
    claims=0.7,
    votes=0.9,
    dozes=0.1,
)
EAGER = Temperament("eager", pace=0.4, proposes=0.95, talks=0.5, amends=0.9, easy=0.6, dozes=0.0)
CLUMSY = Temperament("clumsy", pace=0.9, slips=0.5)

READER = Temperament(
    "reader",
    pace=0.3,
    peeks=False,
    proposes=0,
    takes_sides=0,
    talks=0,
    amends=0,
    easy=0,
    claims=0,
    votes=0,
    answers=False,
    dozes=0,
)
"""Only joins, and reads what comes: how the seat is played of somebody who is still to come."""

TEMPERAMENTS = {one.name: one for one in (STEADY, QUIET, EAGER, CLUMSY)}
_MIX = (STEADY, QUIET, EAGER, CLUMSY)


def some(random: Random) -> Temperament:
    """A temperament as they are found at a table: most are steady."""
    return random.choices(_MIX, (55, 18, 15, 12))[0]
