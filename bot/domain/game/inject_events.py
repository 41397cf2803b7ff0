"""What has happened to the injects of a game. Stored: see events.py."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.audience import Addressees
from bot.domain.game.telling import When, Written
from bot.domain.ids import Moment, UserId


@dataclass(frozen=True, slots=True)
class InjectTold:
    """An inject was told in these councils: one of the scenario, by its key, or one that somebody has
    `written`.

    `number` is its own, or that of the plan that it fulfils. At the scenario's own time it is a `cue` of the
    phase that runs; else it was `by` a facilitator.
    """

    number: int
    at: Moment
    councils: frozenset[int]
    inject: str = ""
    written: Written | None = None
    to: Addressees | None = None
    by: UserId | None = None
    cue: int | None = None


@dataclass(frozen=True, slots=True)
class InjectPlanned:
    """A facilitator wants it to be told then."""

    number: int
    when: When
    councils: frozenset[int]
    by: UserId
    inject: str = ""
    written: Written | None = None
    to: Addressees | None = None


@dataclass(frozen=True, slots=True)
class InjectCancelled:
    """A facilitator does not want it any more, or all of the councils had been told by then."""

    number: int
    at: Moment
    by: UserId | None = None


@dataclass(frozen=True, slots=True)
class InjectsMissed:
    """A phase was over before these had their time: injects of the scenario, which are in the facilitators'
    hand now, and what facilitators had planned, by number."""

    phase: int
    injects: tuple[str, ...] = ()
    planned: tuple[int, ...] = ()


InjectEvent: TypeAlias = InjectTold | InjectPlanned | InjectCancelled | InjectsMissed
