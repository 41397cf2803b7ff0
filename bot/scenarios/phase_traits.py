"""What the kind of a written phase means, as far as it can be read."""

from bot.domain.phases import PhaseKind, Traits
from bot.scenarios.marked import Marked


def traits_of(phase: Marked) -> Traits | None:
    """The traits of the phase's kind; None if there is no such kind."""
    kind = phase.text("kind")
    return PhaseKind(kind).traits if kind in set(PhaseKind) else None
